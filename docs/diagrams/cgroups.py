"""Trees of control groups: one for each controller in version 1, one for all in version 2."""

SIZE = (448, 336)

WORDS = {
    "en": {
        "title": "Control groups: a tree for each controller, or one for all",
        "desc": (
            "On the left, version 1: three small trees of groups, for the controllers cpu, memory "
            "and pids. Each has a root with two processes in it and below it a marked group with "
            "three processes and one number: 3 ms, 32 MiB, 10. On the right, version 2: one tree "
            "for all controllers. Its root and the group below it have no processes. At the tips "
            "are a group with two processes and the marked group with the same three processes "
            "and all three numbers."
        ),
        "v1": "version 1",
        "v2": "version 2",
        "root": "root",
        "group": "group",
        "all": "cpu, memory, pids",
        "same": "the marked group: each time the same processes",
    },
    "zh": {
        "title": "控制组：每个控制器一棵树，或者共用一棵",
        "desc": (
            "左边是版本 1：三棵小树，分属控制器 cpu、memory 和 pids。每棵树的根里有两个进程，"
            "下面是一个加了标记的组，里面有三个进程和一个数：3 ms、32 MiB、10。右边是版本 2："
            "所有控制器共用一棵树。根和下面的一个组里都没有进程。树梢上有两个组：一个有两个进程；"
            "加了标记的那个有同样三个进程，三个数都在它那里。"
        ),
        "v1": "版本 1",
        "v2": "版本 2",
        "root": "根",
        "group": "组",
        "all": "cpu、memory、pids",
        "same": "加了标记的组：每次都是同样三个进程",
    },
    "both": {
        "cpu": "cpu",
        "memory": "memory",
        "pids": "pids",
        "MiB": "32 MiB",
        "ten": "10",
        "quota": "3 ms",
    },
}


def paint(pen):
    pen.text(115, 18, "v1", bold=True)
    for x, controller, numbers in (
        (6, "cpu", ("quota",)),
        (82, "memory", ("MiB",)),
        (158, "pids", ("ten",)),
    ):
        pen.text(x + 35, 46, controller)
        group(pen, x, 62, "root", 2, 70)
        pen.line([(x + 35, 114), (x + 35, 192)])
        marked(pen, x, 194, 70, numbers)

    pen.line([(240, 8), (240, 300)], dash="2 4")
    pen.text(347, 18, "v2", bold=True)
    pen.text(347, 46, "all")
    group(pen, 312, 62, "root", 0, 70)
    pen.line([(347, 88), (347, 114)])
    group(pen, 312, 114, "group", 0, 70)
    pen.line([(347, 140), (347, 168)])
    pen.line([(288, 194), (288, 168), (390, 168), (390, 194)])
    group(pen, 252, 194, "group", 2, 72)
    marked(pen, 338, 194, 104, ("quota", "MiB", "ten"))
    pen.text(224, 322, "same", fill="mut")


def group(pen, x, y, key, dots, w):
    """A group of so many processes, each a dot."""
    pen.rect(x, y, w, 52 if dots else 26, "lib")
    pen.text(x + w / 2, y + 13, key, room=w - 2)
    row(pen, x + w / 2, y + 36, dots)


def marked(pen, x, y, w, numbers):
    """The group with the same three processes each time, and the numbers that limit it."""
    pen.rect(x, y, w, 34 + 22 * len(numbers), "app", "iso", 2.5)
    row(pen, x + w / 2, y + 18, 3)
    for place, key in enumerate(numbers):
        pen.text(x + w / 2, y + 41 + 22 * place, key, room=w - 2)


def row(pen, x, y, dots):
    for n in range(dots):
        pen.dot(x + 16 * (n - (dots - 1) / 2), y, 5)
