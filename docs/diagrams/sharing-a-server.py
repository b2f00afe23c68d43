"""Two containers on one server: a port and files each, and what a limit does."""

SIZE = (448, 330)

WORDS = {
    "en": {
        "title": "Two containers on one server, one with a limit",
        "desc": (
            "Two containers stand on one kernel. Each has a program that listens on port 8080 and "
            "its own files. Below the kernel a bar shows the memory of the server. The container "
            "on the left has a limit: its part of the bar ends at a wall. The one on the right "
            "has none: its part grows until it fills the bar."
        ),
        "container": "container",
        "program": "program",
        "port": "port 8080",
        "files": "own files",
        "limit": "limit",
        "none": "no limit",
        "kernel": "one kernel",
        "memory": "the server's memory",
    },
    "zh": {
        "title": "同一台服务器上的两个容器，一个有限制",
        "desc": (
            "两个容器站在同一个内核上。各有一个监听端口 8080 的程序，各有自己的文件。"
            "内核下面有一条，代表服务器的内存。左边的容器有限制：它那一段到一堵墙为止。"
            "右边的没有：它那一段一直长下去，直到占满。"
        ),
        "container": "容器",
        "program": "程序",
        "port": "端口 8080",
        "files": "自己的文件",
        "limit": "限制",
        "none": "没有限制",
        "kernel": "同一个内核",
        "memory": "服务器的内存",
    },
}


def paint(pen):
    for x, fill in ((6, "app"), (240, "gk")):
        pen.text(x + 101, 24, "container", bold=True)
        pen.rect(x + 18, 46, 166, 62, fill)
        pen.text(x + 101, 61, "program")
        pen.box(x + 46, 75, 110, 27, "port", "paper")
        pen.wall(x + 13, 41, 176, 72, 1)
        pen.box(x + 13, 122, 176, 28, "files", "lib")
        pen.wall(x, 6, 202, 156, 2)
        pen.arrow([(x + 101, 163), (x + 101, 184)])
    pen.rect(6, 186, 436, 34, "hk")
    pen.text(224, 203, "kernel", bold=True)
    pen.rect(6, 232, 436, 54, "hw")
    pen.rect(6, 232, 112, 54, "app")
    pen.rect(124, 232, 186, 54, "gk")
    pen.line([(121, 226), (121, 292)], "iso", 5)
    pen.text(62, 259, "limit")
    pen.text(217, 259, "none")
    pen.arrow([(310, 259), (436, 259)])
    pen.text(224, 310, "memory", bold=True)
