"""Process, container and virtual machine side by side on one host."""

SIZE = (448, 354)

WORDS = {
    "en": {
        "title": "Process, container and virtual machine on one host",
        "desc": (
            "Three columns stand on one host. At the bottom lies the hardware, on it the host "
            "kernel, which includes the hypervisor. First column: a process, that is a program "
            "and its libraries, within a thin dashed wall that gives it its own memory. Second: "
            "a container, a process with its own files within a thicker wall that gives it its "
            "own view of the system and limits. The container engine is a process beside it, "
            "not under it: it starts the container. Third: a virtual machine, a process and a "
            "guest kernel within the thickest wall; under it its VMM, a process of the host. "
            "Arrows: the process, the engine, the container and the VMM make system calls to "
            "the host kernel; the process in the virtual machine makes them to the guest kernel."
        ),
        "process": "process",
        "container": "container",
        "vm": "virtual machine",
        "engine": "container\nengine",
        "starts": "starts",
        "program": "program",
        "libraries": "libraries",
        "files": "own files",
        "guest": "guest kernel",
        "vmm": "VMM process",
        "calls": "system calls",
        "kernel": "host kernel",
        "hypervisor": "hypervisor",
        "hardware": "hardware",
        "adds": "Each wall adds its own",
        "memory": "memory",
        "view": "view and limits",
        "own-kernel": "kernel",
    },
    "zh": {
        "title": "同一台宿主机上的进程、容器和虚拟机",
        "desc": (
            "三根柱子立在同一台宿主机上。最下面是硬件，上面是宿主机内核，内核里含有 hypervisor。"
            "第一根是进程：一个程序和它的库，外面是一堵细虚线墙，墙内有自己的内存。"
            "第二根是容器：一个进程加上自己的文件，外面的墙更粗，墙内有自己的系统视图和限制。"
            "容器引擎是旁边的一个进程，不在容器下面：它负责启动容器。"
            "第三根是虚拟机：一个进程和一个客户机内核，外面的墙最粗；"
            "下面是它的 VMM，即宿主机上的一个进程。"
            "箭头表示：进程、引擎、容器和 VMM 向宿主机内核发出系统调用；"
            "虚拟机里的进程则向客户机内核发出系统调用。"
        ),
        "process": "进程",
        "container": "容器",
        "vm": "虚拟机",
        "engine": "容器引擎",
        "starts": "启动",
        "program": "程序",
        "libraries": "库",
        "files": "自己的文件",
        "guest": "客户机内核",
        "vmm": "VMM 进程",
        "calls": "系统调用",
        "kernel": "宿主机内核",
        "hypervisor": "hypervisor",
        "hardware": "硬件",
        "adds": "每堵墙各添一样",
        "memory": "内存",
        "view": "视图与限制",
        "own-kernel": "内核",
    },
}


def paint(pen):
    legend(pen)
    host(pen)

    pen.text(46, 157, "process", bold=True)
    process(pen, 6, 172, 80)
    pen.arrow([(46, 236), (46, 264)])

    pen.box(104, 177, 76, 54, "engine")
    pen.wall(99, 172, 86, 64, 1)
    pen.arrow([(142, 236), (142, 264)])
    pen.arrow([(142, 172), (142, 146), (196, 146)])
    pen.text(171, 132, "starts", fill="acc")
    pen.text(195, 250, "calls", fill="acc")

    pen.text(248, 101, "container", bold=True)
    process(pen, 206, 128, 84)
    pen.box(206, 200, 84, 27, "files", "lib")
    pen.wall(198, 118, 100, 118, 2)
    pen.arrow([(248, 236), (248, 264)])

    pen.text(377, 17, "vm", bold=True)
    process(pen, 323, 46, 108)
    pen.arrow([(377, 110), (377, 131)])
    pen.box(323, 132, 108, 34, "guest", "gk")
    pen.wall(312, 34, 130, 144, 3)
    pen.arrow([(377, 180), (377, 198)])
    pen.box(317, 205, 120, 26, "vmm", "hv")
    pen.wall(312, 200, 130, 36, 1)
    pen.arrow([(377, 236), (377, 264)])


def process(pen, x, y, w):
    """A program and its libraries within the wall of a process, 64 high."""
    pen.box(x + 5, y + 5, w - 10, 27, "program")
    pen.box(x + 5, y + 32, w - 10, 27, "libraries", "lib")
    pen.wall(x, y, w, 64, 1)


def host(pen):
    """The host kernel, with the hypervisor in it, on the hardware."""
    pen.rect(6, 266, 436, 44, "hk")
    pen.text(159, 288, "kernel")
    pen.box(317, 273, 120, 30, "hypervisor", "hv")
    pen.box(6, 314, 436, 34, "hardware", "hw")


def legend(pen):
    pen.text(6, 14, "adds", anchor="start", fill="mut")
    for row, key in enumerate(("memory", "view", "own-kernel")):
        y = 39 + 23 * row
        pen.sample(6, 40, y, row + 1)
        pen.text(50, y, key, anchor="start", fill="mut")
