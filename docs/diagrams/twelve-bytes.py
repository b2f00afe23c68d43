"""The exit loop: twelve bytes in guest mode, and the Python program that runs them."""

SIZE = (448, 370)

WORDS = {
    "en": {
        "title": "Twelve bytes in guest mode, and the loop around them",
        "desc": (
            "Three lanes, time runs downwards: on the left the VMM, a Python program; between "
            "KVM in the host kernel; on the right guest mode with the twelve bytes. The VMM puts "
            "the bytes into memory and 2 and 2 into registers, then calls KVM_RUN; an arrow leads "
            "through KVM into guest mode. The instructions MOV, ADD and ADD run there, until OUT "
            "exits: an arrow leads back through KVM to the VMM, which prints 4 and calls KVM_RUN "
            "again. MOV runs, and the second OUT exits: Python prints a line end and "
            "calls KVM_RUN again. HLT exits, and the loop ends."
        ),
        "vmm": "VMM in Python",
        "guest": "guest mode",
        "load": "load: 12 bytes,\nAL = 2, BL = 2",
        "print": "IO: print 4",
        "newline": "IO: line end",
        "end": "HLT: done",
    },
    "zh": {
        "title": "客户机模式里的十二个字节，以及外面的循环",
        "desc": (
            "三条泳道，时间从上往下：左边是 VMM，一个 Python 程序；中间是宿主机内核里的 KVM；"
            "右边是客户机模式，里面是十二个字节。VMM 把这些字节放进内存，把 2 和 2 放进寄存器，"
            "然后调用 KVM_RUN；一个箭头穿过 KVM 进入客户机模式。MOV、ADD、ADD 在那里执行，到 OUT "
            "就退出：箭头穿过 KVM 回到 VMM，它打印 4，再次调用 KVM_RUN。MOV 执行，第二个 OUT 退出："
            "Python 打印换行，再次调用 KVM_RUN。HLT 退出，循环结束。"
        ),
        "vmm": "Python 写的 VMM",
        "guest": "客户机模式",
        "load": "放入 12 个字节，\nAL = 2，BL = 2",
        "print": "IO：打印 4",
        "newline": "IO：换行",
        "end": "HLT：结束",
    },
    "both": {
        "kvm": "KVM",
        "run": "KVM_RUN",
        "port-bytes": "BA F8 03",
        "port": "MOV DX, 0x3f8",
        "add-bytes": "00 D8",
        "add": "ADD AL, BL",
        "digit-bytes": "04 30",
        "digit": "ADD AL, '0'",
        "out-bytes": "EE",
        "out": "OUT DX, AL",
        "line-bytes": "B0 0A",
        "line": "MOV AL, 10",
        "hlt-bytes": "F4",
        "hlt": "HLT",
    },
}

# One entry to guest mode each: the instructions that run, and what the VMM does after the exit.
ROUNDS = (
    (("port", "add", "digit", "out"), "print"),
    (("line", "out"), "newline"),
    (("hlt",), "end"),
)
ROW, GAP = 28, 16


def paint(pen):
    pen.text(73, 17, "vmm", bold=True)
    pen.text(178, 17, "kvm", bold=True)
    pen.text(329, 67, "guest", bold=True)
    pen.rect(156, 34, 44, 330, "hk")
    pen.wall(218, 84, 222, 277, 3)
    pen.box(6, 34, 134, 46, "load", "paper")

    y = 80 + GAP
    for instructions, action in ROUNDS:
        rows = max(2, len(instructions))
        pen.arrow([(73, y - GAP), (73, y)], "line")
        pen.line([(73, y + ROW), (73, y + ROW * (rows - 1))], dash="2 4")
        height = ROW * rows / len(instructions)
        for place, key in enumerate(instructions):
            line = y + height * place
            pen.rect(226, line, 206, height, "gk", round=0)
            pen.text(232, line + height / 2, f"{key}-bytes", anchor="start")
            pen.text(306, line + height / 2, key, anchor="start")
        pen.box(6, y, 134, ROW, "run", "hv")
        pen.arrow([(140, y + ROW / 2), (225, y + ROW / 2)])
        y += ROW * rows
        pen.box(6, y - ROW, 134, ROW, action, "app")
        pen.arrow([(226, y - ROW / 2), (142, y - ROW / 2)], "iso")
        y += GAP
