"""A machine for each user, and one machine with a guest for each, of chosen size and kernel."""

SIZE = (448, 503)

WORDS = {
    "en": {
        "title": "Three computers, and one computer with three guests of different sizes",
        "desc": (
            "Above, a machine for each: three computers for the users A, B and C. Each has "
            "hardware, a kernel and a program; of its memory most is unused. Below, one machine "
            "for all three: hardware, a host kernel with KVM in it, and on it three VMMs with a "
            "guest each, for A, B and C, of 128, 256 and 512 MiB. Each guest has a kernel of its "
            "own, 5.10, 6.1 and 6.12, and a program; the rest of its memory, more in the larger "
            "ones, is dashed: promised, and not yet taken from the host. Beside them a process "
            "and a container, which have no kernel of their own: arrows lead from both to the "
            "host's."
        ),
        "each": "a machine for each",
        "one": "one machine, three guests",
        "user-a": "user A",
        "user-b": "user B",
        "user-c": "user C",
        "program": "program",
        "unused": "unused",
        "promised": "promised",
        "own": "kernel",
        "k510": "kernel\n5.10",
        "k61": "kernel\n6.1",
        "k612": "kernel\n6.12",
        "no-kernel": "no kernel\nof their own",
        "process": "process",
        "container": "container",
        "host": "host kernel",
        "hardware": "hardware",
    },
    "zh": {
        "title": "三台计算机，以及一台计算机上大小不同的三台客户机",
        "desc": (
            "上面是一人一台机器：三台计算机，归用户 A、B、C。每台都有硬件、内核和一个程序，内存大"
            "半空闲。下面是三人合用一台机器：硬件，含有 KVM 的宿主机内核，上面是三个 VMM，各带一"
            "台客户机，归 A、B、C，大小是 128、256 和 512 MiB。每台客户机都有自己的内核，5.10、"
            "6.1 和 6.12，还有一个程序；内存的其余部分用虚线画出，越大的客户机越多：只是许诺，还"
            "没从宿主机取走。旁边是一个进程和一个容器，没有自己的内核：两者都有箭头指向宿主机的内"
            "核。"
        ),
        "each": "一人一台机器",
        "one": "一台机器，三台客户机",
        "user-a": "用户 A",
        "user-b": "用户 B",
        "user-c": "用户 C",
        "program": "程序",
        "unused": "空闲",
        "promised": "许诺",
        "own": "内核",
        "k510": "内核\n5.10",
        "k61": "内核\n6.1",
        "k612": "内核\n6.12",
        "no-kernel": "没有自己的\n内核",
        "process": "进程",
        "container": "容器",
        "host": "宿主机内核",
        "hardware": "硬件",
    },
    "both": {
        "kvm": "KVM",
        "vmm": "VMM",
        "128": "A: 128 MiB",
        "256": "B: 256 MiB",
        "512": "C: 512 MiB",
    },
}

GUESTS = (("128", "k510", 28), ("256", "k61", 56), ("512", "k612", 84))
KERNEL = 323  # top of the guests' kernels


def paint(pen):
    pen.text(6, 14, "each", anchor="start", bold=True)
    for x, user in ((6, "user-a"), (156, "user-b"), (306, "user-c")):
        pen.text(x + 68, 38, user)
        pen.box(x, 52, 68, 28, "program")
        promise(pen, x + 72, 52, 64, 28, "unused")
        pen.box(x, 84, 136, 28, "own", "hk")
        pen.box(x, 116, 136, 28, "hardware", "hw")

    pen.text(6, 166, "one", anchor="start", bold=True)
    bottom = KERNEL + 98
    pen.rect(6, bottom, 436, 40, "hk")
    pen.box(12, bottom + 6, 266, 28, "kvm", "hv")
    pen.text(361, bottom + 20, "host", room=160)
    pen.box(6, bottom + 44, 436, 32, "hardware", "hw")
    for place, (size, kernel, free) in enumerate(GUESTS):
        guest(pen, 6 + 94 * place, size, kernel, free)

    pen.text(366, bottom - 112, "no-kernel")
    pen.box(291, bottom - 80, 66, 46, "process", stroke=None)
    pen.wall(291, bottom - 80, 66, 46, 1)
    pen.box(363, bottom - 80, 78, 46, "container", stroke=None)
    pen.wall(363, bottom - 80, 78, 46, 2)
    for x in (324, 402):
        pen.arrow([(x, bottom - 32), (x, bottom - 2)])


def promise(pen, x, y, w, h, key):
    """Memory that is there and not used."""
    pen.rect(x, y, w, h, None, "line", 1.5, "5 4")
    pen.text(x + w / 2, y + h / 2, key, room=w, fill="mut")


def guest(pen, x, size, kernel, free):
    """A virtual machine on its VMM at x, the taller the more of its memory is free."""
    top = KERNEL - 34 - free
    promise(pen, x + 6, top, 76, free - 4, "promised")
    pen.box(x + 6, KERNEL - 34, 76, 30, "program")
    pen.box(x + 6, KERNEL, 76, 44, kernel, "gk")
    pen.wall(x, top - 6, 88, KERNEL + 56 - top, 3)
    pen.text(x + 44, top - 20, size)
    pen.box(x, KERNEL + 56, 88, 22, "vmm", "hv")
    pen.arrow([(x + 44, KERNEL + 78), (x + 44, KERNEL + 102)])
