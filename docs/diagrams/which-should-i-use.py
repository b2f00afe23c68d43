"""Which wall to choose: four questions, each with a way out."""

SIZE = (448, 392)

WORDS = {
    "en": {
        "title": "Four questions that choose between process, container and virtual machine",
        "desc": (
            "A tree of questions, from the top. Does it need another kernel or another operating "
            "system? Yes: a virtual machine. No: must it hold code that you don't trust? Yes: a "
            "virtual machine, such as a microVM. No: does it need files, ports or versions of its "
            "own? Yes: a container. No: does it need limits on memory, CPU or processes? Yes: a "
            "process in a control group. No: a process."
        ),
        "kernel": "another kernel,\nanother system?",
        "trust": "code you\ndon't trust?",
        "own": "files, ports, versions\nof its own?",
        "limits": "limits on memory,\nCPU, processes?",
        "yes": "yes",
        "no": "no",
        "vm": "virtual machine",
        "microvm": "microVM",
        "container": "container",
        "cgroup": "process in a\ncontrol group",
        "process": "process",
    },
    "zh": {
        "title": "四个问题，在进程、容器和虚拟机之间选",
        "desc": (
            "一棵问题树，从上往下。要用别的内核、别的操作系统吗？是：虚拟机。否：要关住信不过的"
            "代码吗？是：虚拟机，例如微虚拟机。否：要有自己的文件、端口、版本吗？是：容器。否："
            "要限制内存、CPU 或进程数吗？是：放进控制组的进程。否：进程。"
        ),
        "kernel": "要用别的内核、\n别的系统？",
        "trust": "要关住\n信不过的代码？",
        "own": "要有自己的文件、\n端口、版本？",
        "limits": "要限制内存、\nCPU、进程数？",
        "yes": "是",
        "no": "否",
        "vm": "虚拟机",
        "microvm": "微虚拟机",
        "container": "容器",
        "cgroup": "放进控制组的\n进程",
        "process": "进程",
    },
}

QUESTIONS = (
    ("kernel", "vm", 3),
    ("trust", "microvm", 3),
    ("own", "container", 2),
    ("limits", "cgroup", 1),
)
STEP = 84


def paint(pen):
    for row, (question, answer, wall) in enumerate(QUESTIONS):
        y = 6 + STEP * row
        pen.box(6, y, 200, 54, question, "lib")
        pen.arrow([(206, y + 27), (282, y + 27)])
        pen.text(242, y + 14, "yes", fill="acc")
        pen.box(290, y + 4, 146, 46, answer, stroke=None)
        pen.wall(290, y + 4, 146, 46, wall)
        pen.arrow([(106, y + 54), (106, y + STEP - 2)])
        pen.text(116, y + 69, "no", anchor="start", fill="acc")
    y = 6 + STEP * len(QUESTIONS)
    pen.box(33, y, 146, 40, "process", stroke=None)
    pen.wall(33, y, 146, 40, 1)
