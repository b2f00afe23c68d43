"""What an IPC namespace separates and what not; what a cgroup namespace shows."""

SIZE = (448, 434)

WORDS = {
    "en": {
        "title": "Two IPC namespaces, and a cgroup tree seen from inside",
        "desc": (
            "Above, two IPC namespaces, each with a process and its own System V objects and "
            "POSIX message queues. Below both lie the things that pass between them as before, "
            "for no IPC namespace separates them: pipes, sockets, signals, and the files of POSIX "
            "shared memory in /dev/shm. Further down a cgroup tree, twice. Outside it is shown "
            "from its root: a group, and in it the group of the container with a limit of 5 "
            "processes. Inside a cgroup namespace that same group is shown as the root, and the "
            "limit is the same; what is above is not shown."
        ),
        "ipc": "IPC namespace",
        "process": "process",
        "sysv": "System V objects",
        "queues": "POSIX queues",
        "shared": "pipes, sockets, signals",
        "shm": "files in /dev/shm",
        "outside": "outside",
        "inside": "cgroup namespace",
        "limit": "limit: 5",
        "not": "not shown",
    },
    "zh": {
        "title": "两个 IPC 命名空间，以及从里面看到的 cgroup 树",
        "desc": (
            "上面是两个 IPC 命名空间，各有一个进程，各有自己的 System V 对象和 POSIX 消息队列。"
            "下面是照样连着两边的东西，IPC 命名空间不管它们：管道、套接字、信号，"
            "还有 /dev/shm 里 POSIX 共享内存的文件。再下面是同一棵 cgroup 树，画了两遍。"
            "从外面看，从根开始：先是一个组，里面是容器的组，限制是 5 个进程。"
            "在 cgroup 命名空间里看，同一个组显示成根，限制不变，上面的不显示。"
        ),
        "ipc": "IPC 命名空间",
        "process": "进程",
        "sysv": "System V 对象",
        "queues": "POSIX 消息队列",
        "shared": "管道、套接字、信号",
        "shm": "/dev/shm 里的文件",
        "outside": "外面",
        "inside": "cgroup 命名空间",
        "limit": "限制：5",
        "not": "不显示",
    },
    "both": {"root": "/", "a": "/a", "box": "/a/box"},
}


def paint(pen):
    for x in (6, 232):
        pen.text(x + 105, 24, "ipc", bold=True)
        pen.box(x + 19, 43, 172, 28, "process")
        pen.wall(x + 14, 38, 182, 38, 1)
        for y, key in ((84, "sysv"), (112, "queues")):
            pen.box(x + 14, y, 182, 28, key, "lib")
        pen.wall(x, 6, 210, 146, 2)
        pen.line([(x + 105, 152), (x + 105, 166)], "acc", 1.8)
    for y, key in ((168, "shared"), (198, "shm")):
        pen.box(6, y, 436, 30, key, "hw")

    pen.line([(6, 246), (442, 246)], dash="2 4")
    for x, key in ((111, "outside"), (337, "inside")):
        pen.text(x, 268, key, bold=True)
    for y in (310, 352):
        pen.line([(111, y), (111, y + 14)])
    pen.box(51, 284, 120, 28, "root", "lib")
    pen.box(51, 326, 120, 28, "a", "lib")
    pen.rect(277, 284, 120, 70, None, "line", 1.5, "5 4")
    pen.text(337, 319, "not", fill="mut")
    for x, key in ((51, "box"), (277, "root")):
        pen.rect(x, 368, 120, 52, "app")
        pen.text(x + 60, 383, key)
        pen.text(x + 60, 405, "limit")
    pen.wall(266, 360, 142, 68, 2)
    pen.arrow([(171, 394), (264, 394)])
