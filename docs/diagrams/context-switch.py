"""From thread A to thread B: what is saved and restored, what each thread has, what they share."""

SIZE = (440, 330)

WORDS = {
    "en": {
        "title": "A switch from thread A to thread B",
        "desc": (
            "Three layers. On top one process with two threads, A and B: each has a stack of "
            "its own; memory and open files are shared by both. In the middle the "
            "kernel, with a kernel stack for each thread. At the bottom the CPU with its "
            "registers. One arrow leads from the registers to the kernel stack of A: there A's "
            "registers are saved. Another leads from the kernel stack of B to the registers: "
            "B's are restored."
        ),
        "process": "one process",
        "thread-a": "thread A:\nown stack",
        "thread-b": "thread B:\nown stack",
        "shared": "shared: memory, open files",
        "kernel": "kernel",
        "saved-a": "kernel stack:\nA's registers",
        "saved-b": "kernel stack:\nB's registers",
        "save": "save",
        "restore": "restore",
        "cpu": "CPU",
        "registers": "registers",
    },
    "zh": {
        "title": "从线程 A 切换到线程 B",
        "desc": (
            "自上而下三层。最上面是一个进程，有 A、B 两个线程：各有各的栈；"
            "内存和打开的文件由两者共用。中间是内核，给每个线程各备一个内核栈。"
            "最下面是 CPU 和它的寄存器。一个箭头从寄存器指向 A 的内核栈：A 的寄存器保存在那里。"
            "另一个箭头从 B 的内核栈指向寄存器：恢复 B 的寄存器。"
        ),
        "process": "一个进程",
        "thread-a": "线程 A：\n自己的栈",
        "thread-b": "线程 B：\n自己的栈",
        "shared": "共用：内存、打开的文件",
        "kernel": "内核",
        "saved-a": "内核栈：\nA 的寄存器",
        "saved-b": "内核栈：\nB 的寄存器",
        "save": "保存",
        "restore": "恢复",
        "cpu": "CPU",
        "registers": "寄存器",
    },
}


def paint(pen):
    pen.wall(6, 6, 428, 116, 1)
    pen.box(16, 16, 128, 52, "thread-a")
    pen.text(220, 42, "process", bold=True)
    pen.box(296, 16, 128, 52, "thread-b", "gk")
    pen.box(16, 76, 408, 36, "shared", "lib")

    pen.rect(6, 140, 428, 72, "hk")
    pen.box(16, 150, 132, 52, "saved-a")
    pen.text(220, 176, "kernel", bold=True)
    pen.box(292, 150, 132, 52, "saved-b", "gk")

    pen.rect(6, 264, 428, 60, "hw")
    pen.text(20, 294, "cpu", anchor="start", bold=True)
    pen.box(140, 276, 160, 36, "registers", "paper")

    pen.arrow([(164, 276), (164, 238), (82, 238), (82, 204)])
    pen.text(72, 238, "save", anchor="end", fill="acc")
    pen.arrow([(358, 202), (358, 238), (276, 238), (276, 274)])
    pen.text(368, 238, "restore", anchor="start", fill="acc")
