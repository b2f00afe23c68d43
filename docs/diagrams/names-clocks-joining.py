"""What UTS and time namespaces hold, and what exists once for all."""

SIZE = (448, 352)

WORDS = {
    "en": {
        "title": "A host name and clocks of one's own, one kernel and one date",
        "desc": (
            "Two processes, each within a wall of namespaces, stand on one kernel. The namespaces "
            "of the first hold the host name outside and the offsets 0 days for CLOCK_MONOTONIC "
            "and CLOCK_BOOTTIME. Those of the second hold the host name inside and the offsets 10 "
            "and 1000 days. Below, in the kernel, lie the things that exist once and are read by "
            "both: the kernel's version, and CLOCK_REALTIME, the time of day."
        ),
        "process": "process",
        "name": "host name",
        "offsets": "offsets of the clocks",
        "days-0": "+ 0 days",
        "days-10": "+ 10 days",
        "days-1000": "+ 1000 days",
        "kernel": "one kernel",
        "version": "kernel's version",
        "date": "time of day",
    },
    "zh": {
        "title": "主机名和时钟可以各有一份，内核和日期只有一份",
        "desc": (
            "两个进程站在同一个内核上，各自外面有一堵命名空间的墙。第一个的命名空间里，"
            "主机名是 outside，CLOCK_MONOTONIC 和 CLOCK_BOOTTIME 的偏移量都是 0 天。"
            "第二个的命名空间里，主机名是 inside，偏移量分别是 10 天和 1000 天。"
            "下面的内核里是只有一份、两边都读的东西：内核版本，以及 CLOCK_REALTIME，即日期时间。"
        ),
        "process": "进程",
        "name": "主机名",
        "offsets": "时钟的偏移量",
        "days-0": "+ 0 天",
        "days-10": "+ 10 天",
        "days-1000": "+ 1000 天",
        "kernel": "同一个内核",
        "version": "内核版本",
        "date": "日期时间",
    },
    "both": {
        "outside": "outside",
        "inside": "inside",
        "monotonic": "CLOCK_MONOTONIC",
        "boottime": "CLOCK_BOOTTIME",
        "realtime": "CLOCK_REALTIME",
    },
}


def paint(pen):
    pen.rect(6, 254, 436, 92, "hk")
    for x, name, monotonic, boottime in (
        (6, "outside", "days-0", "days-0"),
        (232, "inside", "days-10", "days-1000"),
    ):
        pen.box(x + 10, 16, 190, 30, "process")
        pen.text(x + 105, 66, "name", bold=True)
        pen.box(x + 10, 78, 190, 28, name, "lib")
        pen.text(x + 105, 128, "offsets", bold=True)
        for row, (clock, days) in enumerate((("monotonic", monotonic), ("boottime", boottime))):
            pen.rect(x + 10, 140 + 42 * row, 190, 42, "lib")
            pen.text(x + 105, 151 + 42 * row, clock, room=186)
            pen.text(x + 105, 171 + 42 * row, days, room=186)
        pen.wall(x, 6, 210, 226, 2)
        pen.arrow([(x + 105, 233), (x + 105, 252)])
    pen.box(16, 266, 190, 44, "version", "paper")
    pen.rect(242, 266, 190, 44, "paper")
    pen.text(337, 278, "date", room=186)
    pen.text(337, 298, "realtime", room=186)
    pen.text(224, 330, "kernel", bold=True)
