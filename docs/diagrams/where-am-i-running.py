"""The layers under a program, and the fact that gives each of them away."""

SIZE = (448, 330)

WORDS = {
    "en": {
        "title": "The layers under a program and what gives each away",
        "desc": (
            "Layers, one upon the other; what may be absent has a dashed border. "
            "On top your process, perhaps within the frame of a container: its namespaces are "
            "other ones than the machine's first. Below it a kernel, which keeps the limits of "
            "the process and shows them in /sys/fs/cgroup. "
            "Below it perhaps a hypervisor: CPUID sets the hypervisor bit. At the bottom the "
            "hardware, which answers CPUID unless a hypervisor answers for it. Beside it a file, "
            "struck out: a marker file is no evidence."
        ),
        "process": "process",
        "here": "you are here",
        "container": "container?",
        "namespaces": "namespaces other than\nthe machine's first",
        "kernel": "kernel",
        "release": "your limits,\nin /sys/fs/cgroup",
        "hypervisor": "hypervisor?",
        "cpuid": "CPUID hypervisor bit",
        "hardware": "hardware",
        "through": "answers CPUID, unless\na hypervisor does",
        "marker": "a marker file is no evidence",
    },
    "zh": {
        "title": "程序下面的各层，以及认出每一层的事实",
        "desc": (
            "各层自上而下叠放，不一定有的画虚线边框。最上面是你的进程，"
            "外面也许有一个容器的框：它的命名空间不是机器最初的那几个。"
            "下面是内核，它管着进程的限制，在 /sys/fs/cgroup 里给人看。再下面也许是 hypervisor："
            "CPUID 的 hypervisor 位是 1。"
            "最下面是硬件，CPUID 由它回答，除非 hypervisor 代答。"
            "旁边有一个划掉的文件：标记文件不算证据。"
        ),
        "process": "进程",
        "here": "你在这里",
        "container": "容器？",
        "namespaces": "命名空间不是\n机器最初的那几个",
        "kernel": "内核",
        "release": "你受的限制，\n在 /sys/fs/cgroup 里",
        "hypervisor": "hypervisor？",
        "cpuid": "CPUID 的 hypervisor 位",
        "hardware": "硬件",
        "through": "自己回答 CPUID，\n除非 hypervisor 代答",
        "marker": "标记文件不算证据",
    },
}

LAYERS = (
    ("kernel", "release", "hk", ""),
    ("hypervisor", "cpuid", "hv", "6 4"),
    ("hardware", "through", "hw", ""),
)


def paint(pen):
    pen.rect(6, 6, 136, 102, None, "iso", 2, "6 4")
    pen.box(14, 14, 120, 42, "process")
    pen.text(74, 84, "container", room=130)
    fact(pen, 35, "here", 134)
    fact(pen, 84, "namespaces", 142)
    for row, (layer, answer, fill, dash) in enumerate(LAYERS):
        y = 114 + 54 * row
        pen.rect(6, y, 136, 48, fill, "iso" if dash else "line", 2 if dash else 1, dash)
        pen.text(74, y + 24, layer, room=130)
        fact(pen, y + 24, answer, 142)

    pen.path("M60 288h18l8 8v28h-26zM78 288v8h8", "paper", "mut", 1.5)
    pen.line([(52, 326), (94, 288)], "iso", 2.5)
    pen.text(180, 306, "marker", anchor="start", fill="mut")


def fact(pen, y, key, edge):
    """What gives a layer away, on a line from the layer's edge."""
    pen.line([(edge, y), (166, y)], "acc")
    pen.dot(168, y)
    pen.text(180, y, key, anchor="start")
