"""Three rings around a process: a filter, covered paths, a fence."""

SIZE = (448, 330)

WORDS = {
    "en": {
        "title": "A filter, covers and a fence around one process",
        "desc": (
            "Around a process lie three rings. The first is a filter: the system call getcwd "
            "passes it and goes on to the kernel, the call uname is turned back. The second is "
            "made of covers: the paths /proc/interrupts and /sys/firmware are covered, and what "
            "the process looks for there ends at the cover. The third is a fence, Landlock: the "
            "process reaches the directory inside within the fence, but the directory outside no "
            "more."
        ),
        "process": "process",
        "filter": "filter",
        "mask": "covered paths",
        "fence": "fence: Landlock",
        "kernel": "kernel",
    },
    "zh": {
        "title": "一个进程外面的过滤器、遮蔽和栅栏",
        "desc": (
            "一个进程外面有三圈。第一圈是过滤器：系统调用 getcwd 放行，一直到内核；"
            "uname 挡了回来。第二圈是遮蔽：/proc/interrupts 和 /sys/firmware 这两条路径盖住了，"
            "进程去读，只到这一圈为止。第三圈是栅栏，即 Landlock：栅栏里面的目录 inside，"
            "进程够得着；外面的目录 outside，够不着了。"
        ),
        "process": "进程",
        "filter": "过滤器",
        "mask": "盖住的路径",
        "fence": "栅栏：Landlock",
        "kernel": "内核",
    },
    "both": {
        "uname": "uname",
        "getcwd": "getcwd",
        "interrupts": "/proc/interrupts",
        "firmware": "/sys/firmware",
        "inside": "inside",
        "outside": "outside",
    },
}


def paint(pen):
    for x, y, w, h, key in (
        (6, 6, 352, 318, "fence"),
        (14, 38, 186, 278, "mask"),
        (22, 70, 104, 238, "filter"),
    ):
        pen.rect(x, y, w, h, None, "iso", 2.5, round=10)
        pen.text(x + 10, y + 18, key, anchor="start", bold=True)
    pen.box(30, 104, 78, 196, "process")

    pen.box(380, 80, 62, 92, "kernel", "hk")
    pen.arrow([(108, 126), (378, 126)])
    pen.text(278, 112, "getcwd", fill="acc")
    stopped(pen, 126, 154)
    pen.text(166, 154, "uname", fill="iso")
    for y, key in ((172, "interrupts"), (207, "firmware")):
        pen.box(214, y, 136, 30, key, "hw", "iso")
        stopped(pen, 200, y + 15)
    pen.arrow([(108, 257), (212, 257)])
    pen.box(214, 243, 136, 28, "inside", "lib")
    stopped(pen, 358, 286)
    pen.box(372, 272, 70, 28, "outside", "lib")


def stopped(pen, x, y):
    """A line from the process that ends at a ring."""
    pen.line([(108, y), (x - 6, y)], "acc", 1.8)
    pen.cross(x, y)
