"""One file on disk, two processes, and a kernel thread that has no file."""

SIZE = (448, 300)

WORDS = {
    "en": {
        "title": "One program file, several processes",
        "desc": (
            "On the left a program file on the disk: instructions and data. Arrows lead from it "
            "to two processes. Each process has an address space of its own, into which the "
            "file is mapped, and a thread. Below, the "
            "kernel keeps a record of each: its PID and state. A third record belongs to a "
            "kernel thread, which has no file and no address space of its own."
        ),
        "file": "file on disk",
        "instructions": "instructions",
        "data": "data",
        "process": "process",
        "space": "address space",
        "thread": "thread",
        "kernel": "kernel",
        "record": "record:\nPID, state",
        "kthread": "record: kernel\nthread, no file",
    },
    "zh": {
        "title": "一个程序文件，几个进程",
        "desc": (
            "左边是磁盘上的一个程序文件：指令和数据。箭头从它指向两个进程。"
            "每个进程都有自己的地址空间，文件就映射在里面；还有一个线程。"
            "下面，内核为每个进程存一份记录：进程号和状态。"
            "第三份记录属于一个内核线程，它没有文件，也没有自己的地址空间。"
        ),
        "file": "磁盘上的文件",
        "instructions": "指令",
        "data": "数据",
        "process": "进程",
        "space": "地址空间",
        "thread": "线程",
        "kernel": "内核",
        "record": "记录：\n进程号、状态",
        "kthread": "记录：内核线程，\n没有文件",
    },
}


def paint(pen):
    pen.text(64, 57, "file", bold=True)
    pen.path("M8 72h96l16 16v88h-112zM104 72v16h16", "paper", "line", 1.5)
    pen.box(14, 96, 100, 34, "instructions")
    pen.box(14, 136, 100, 34, "data", "lib")

    pen.arrow([(120, 124), (154, 124)])
    pen.arrow([(64, 44), (64, 14), (374, 14), (374, 43)])

    process(pen, 156)
    process(pen, 306)

    pen.rect(6, 210, 436, 84, "hk")
    pen.box(12, 218, 126, 48, "kthread", "paper")
    pen.box(162, 218, 124, 48, "record", "paper")
    pen.box(312, 218, 124, 48, "record", "paper")
    pen.text(224, 280, "kernel", bold=True)


def process(pen, x):
    """A process with its address space and its thread, a wavy line."""
    middle = x + 68
    pen.text(middle, 57, "process", bold=True)
    pen.wall(x, 72, 136, 108, 1)
    pen.box(x + 10, 82, 116, 34, "space", "lib")
    pen.path(f"M{middle + 1} 122q-7 5 0 10t0 10t0 10", None, "acc", 2)
    pen.text(middle, 165, "thread")
    pen.line([(middle, 180), (middle, 218)], "line", 1.5)
