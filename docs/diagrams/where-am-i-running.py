"""The layers under a program, and the fact that gives each of them away."""

SIZE = (448, 330)

WORDS = {
    "en": {
        "title": "The layers under a program and what gives each away",
        "desc": (
            "Five layers, one upon the other; those that may be absent have a dashed border. "
            "On top your process. Below it perhaps a container: its namespaces are other ones "
            "than the machine's first. Below it a kernel, known by its release and boot ID. "
            "Below it perhaps a hypervisor: CPUID sets the hypervisor bit. At the bottom the "
            "hardware, seen only through the layers above. Beside it a file, struck out: a "
            "marker file is no evidence."
        ),
        "process": "process",
        "here": "you are here",
        "container": "container?",
        "namespaces": "namespaces other than\nthe machine's first",
        "kernel": "kernel",
        "release": "release, boot ID",
        "hypervisor": "hypervisor?",
        "cpuid": "CPUID hypervisor bit",
        "hardware": "hardware",
        "through": "seen only through\nthe layers above",
        "marker": "a marker file is no evidence",
    },
    "zh": {
        "title": "程序下面的各层，以及认出每一层的事实",
        "desc": (
            "五层自上而下叠放，不一定有的层画虚线边框。最上面是你的进程。"
            "下面也许是容器：它的命名空间不是机器最初的那几个。"
            "再下面是内核，看版本号和启动 ID。再下面也许是虚拟机监控器："
            "CPUID 置了 hypervisor 位。"
            "最下面是硬件，只能透过上面各层看到。旁边有一个划掉的文件：标记文件不算证据。"
        ),
        "process": "进程",
        "here": "你在这里",
        "container": "容器？",
        "namespaces": "命名空间不是\n机器最初的那几个",
        "kernel": "内核",
        "release": "版本号、启动 ID",
        "hypervisor": "虚拟机监控器？",
        "cpuid": "CPUID 的 hypervisor 位",
        "hardware": "硬件",
        "through": "只能透过上面各层看到",
        "marker": "标记文件不算证据",
    },
}

LAYERS = (
    ("process", "here", "app", ""),
    ("container", "namespaces", None, "6 4"),
    ("kernel", "release", "hk", ""),
    ("hypervisor", "cpuid", "hv", "6 4"),
    ("hardware", "through", "hw", ""),
)


def paint(pen):
    for row, (layer, fact, fill, dash) in enumerate(LAYERS):
        y = 6 + 54 * row
        pen.rect(6, y, 136, 48, fill, "iso" if dash else "line", 2 if dash else 1, dash)
        pen.text(74, y + 24, layer, room=130)
        pen.line([(142, y + 24), (166, y + 24)], "acc")
        pen.dot(168, y + 24)
        pen.text(180, y + 24, fact, anchor="start")

    pen.path("M60 288h18l8 8v28h-26zM78 288v8h8", "paper", "mut", 1.5)
    pen.line([(52, 326), (94, 288)], "iso", 2.5)
    pen.text(180, 306, "marker", anchor="start", fill="mut")
