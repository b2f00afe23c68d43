"""What lies in the guest's memory before the first instruction, and what happens after it."""

SIZE = (448, 366)

WORDS = {
    "en": {
        "title": "The guest's memory before the start, and the way to the first process",
        "desc": (
            "On the left the guest's memory, low addresses at the top: the table of segments at "
            "0x500, the boot parameters at 0x7000, the page tables at 0x9000, the command line at "
            "0x20000, the kernel at 0x1000000, then free memory, and at its end the initramfs. On "
            "the right time runs downwards. The VMM lays out this memory; it jumps into the "
            "kernel at 0x1000200. There the wall to the guest is crossed. The guest's kernel "
            "unpacks itself, starts its console on the serial port, and unpacks the initramfs, to "
            "which an arrow leads; then /init runs as process 1."
        ),
        "memory": "guest memory",
        "gdt": "segments",
        "params": "boot parameters",
        "tables": "page tables",
        "line": "command line",
        "kernel": "kernel",
        "free": "free",
        "initramfs": "initramfs",
        "end": "end of\nmemory",
        "vmm": "the VMM",
        "layout": "lays out memory",
        "jump": "jumps to 0x1000200",
        "guest": "the guest",
        "unpack": "kernel unpacks itself",
        "console": "console: serial port",
        "files": "files from initramfs",
        "init": "/init is process 1",
    },
    "zh": {
        "title": "开始前客户机内存里有什么，以及怎样走到第一个进程",
        "desc": (
            "左边是客户机的内存，低地址在上：0x500 处是段表，0x7000 处是引导参数，0x9000 处是页表，"
            "0x20000 处是命令行，0x1000000 处是内核，往下空闲，末尾是 initramfs。右边，时间从上往"
            "下。VMM 布置好这些内存，然后跳到内核的 0x1000200。到这里就越过了通往客户机的墙。客户"
            "机内核解压自己，在串口上启用控制台，展开 initramfs（有箭头从那里指来），然后 /init "
            "作为 1 号进程运行。"
        ),
        "memory": "客户机内存",
        "gdt": "段表",
        "params": "引导参数",
        "tables": "页表",
        "line": "命令行",
        "kernel": "内核",
        "free": "空闲",
        "initramfs": "initramfs",
        "end": "内存\n末尾",
        "vmm": "VMM",
        "layout": "布置内存",
        "jump": "跳到 0x1000200",
        "guest": "客户机",
        "unpack": "内核解压自己",
        "console": "控制台：串口",
        "files": "展开 initramfs",
        "init": "/init 是 1 号进程",
    },
    "both": {
        "gdt-at": "0x500",
        "params-at": "0x7000",
        "tables-at": "0x9000",
        "line-at": "0x20000",
        "kernel-at": "16 MiB",
    },
}

MAP = (
    ("gdt", 34, 30, "hw"),
    ("params", 68, 30, "hw"),
    ("tables", 102, 30, "hw"),
    ("line", 136, 30, "hw"),
    ("kernel", 170, 88, "gk"),
    ("free", 262, 44, None),
    ("initramfs", 310, 50, "app"),
)
STEPS = (
    ("layout", 34, "hv"),
    ("jump", 84, "hv"),
    ("unpack", 174, "gk"),
    ("console", 224, "gk"),
    ("files", 274, "gk"),
    ("init", 324, "app"),
)


def paint(pen):
    pen.text(154, 17, "memory", bold=True)
    for key, y, height, fill in MAP:
        pen.rect(88, y, 132, height, fill, dash="" if fill else "5 4")
        pen.text(154, y + height / 2, key, room=130, fill="ink" if fill else "mut")
        if f"{key}-at" in pen.words:
            pen.text(82, y + 15, f"{key}-at", anchor="end", fill="mut")
    pen.text(82, 339, "end", anchor="end", fill="mut")

    pen.text(350, 17, "vmm", bold=True)
    pen.line([(252, 134), (442, 134)], "iso", 4.5)
    pen.text(364, 154, "guest", anchor="start", bold=True)
    for place, (key, y, fill) in enumerate(STEPS):
        pen.box(258, y, 184, 36, key, fill)
        if place:
            pen.arrow([(350, STEPS[place - 1][1] + 36), (350, y - 1)])
    pen.arrow([(258, 52), (222, 52)])
    pen.arrow([(258, 102), (240, 102), (240, 192), (222, 192)])
    pen.arrow([(220, 335), (240, 335), (240, 292), (256, 292)])
