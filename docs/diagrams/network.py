"""Two network namespaces, each with all that belongs to one, joined by a veth pair."""

SIZE = (448, 306)

WORDS = {
    "en": {
        "title": "Two network namespaces and a veth pair between them",
        "desc": (
            "Two network namespaces stand on one kernel. Each has a process that listens on port "
            "8080, and has its own devices, addresses, routes and ports. Among the devices are a "
            "loopback device lo and one end of a veth pair, which reaches like a cable from one "
            "namespace to the other: left has the address 10.0.0.1, right 10.0.0.2. Only the one "
            "on the left has the machine's network card."
        ),
        "outside": "outside",
        "inside": "inside",
        "process": "process",
        "port": "port 8080",
        "own": "own devices, addresses,\nroutes, ports",
        "cable": "veth pair",
        "kernel": "one kernel",
    },
    "zh": {
        "title": "两个网络命名空间，中间一个 veth 对",
        "desc": (
            "两个网络命名空间站在同一个内核上。每个里面都有一个进程监听端口 8080，"
            "都有自己的设备、地址、路由和端口。设备里有一个环回设备 lo，还有 veth 对的一端，"
            "veth 对像一根网线，从一个命名空间通到另一个：left 的地址是 10.0.0.1，"
            "right 的是 10.0.0.2。只有左边那个有机器的网卡。"
        ),
        "outside": "外面",
        "inside": "里面",
        "process": "进程",
        "port": "端口 8080",
        "own": "自己的设备、地址、\n路由、端口",
        "cable": "veth 对",
        "kernel": "同一个内核",
    },
    "both": {
        "card": "card",
        "lo": "lo",
        "left": "left\n10.0.0.1",
        "right": "right\n10.0.0.2",
    },
}


def paint(pen):
    pen.rect(6, 262, 436, 38, "hk")
    pen.text(224, 281, "kernel", bold=True)
    for x, name in ((6, "outside"), (240, "inside")):
        pen.text(x + 101, 26, name, bold=True)
        pen.rect(x + 16, 48, 170, 62, "app")
        pen.text(x + 101, 64, "process")
        pen.box(x + 46, 78, 110, 27, "port", "paper")
        pen.wall(x + 11, 43, 180, 72, 1)
        pen.wall(x, 6, 202, 232, 2)
        pen.arrow([(x + 101, 239), (x + 101, 260)])
        pen.text(x + 101, 143, "own", room=196)
    for x, w, key in (
        (16, 48, "card"),
        (70, 40, "lo"),
        (116, 84, "left"),
        (248, 84, "right"),
        (338, 40, "lo"),
    ):
        pen.box(x, 178, w, 48, key, "hw")
    pen.line([(200, 202), (248, 202)], "acc", 4)
    pen.text(224, 250, "cable", fill="acc")
