"""One process of a container, as the host sees it and as it is seen inside."""

SIZE = (448, 366)

WORDS = {
    "en": {
        "title": "One process, seen by the host and from inside",
        "desc": (
            "At the top, within the wall of a container, stands one process. From the left the "
            "host looks at it, from the right the container itself. What they see is compared "
            "line by line. Process ID: 9764 for the host, 1 inside. User: 1000 and 0. Host name: "
            "host and runc. Root directory: /home/box and /. Processes: all those of the machine, "
            "and only the container's own. The last line is one for both: kernel and time of day."
        ),
        "host": "the host sees",
        "inside": "seen from inside",
        "process": "process",
        "pid": "process ID",
        "user": "user",
        "name": "host name",
        "root": "root directory",
        "others": "processes",
        "all": "all",
        "own": "its own",
        "kernel": "kernel, time of day: one for both",
    },
    "zh": {
        "title": "同一个进程，从宿主机看，从里面看",
        "desc": (
            "最上面，容器的墙里有一个进程。左边是宿主机看它，右边是容器自己看。看到的逐行对照。"
            "进程号：宿主机看是 9764，里面看是 1。用户：1000 和 0。主机名：host 和 runc。根："
            "宿主机看是 /home/box，里面看就是 /。进程：宿主机看得见全部，里面只看得见自己的。"
            "最后一行两边共用：内核和日期时间。"
        ),
        "host": "宿主机看到",
        "inside": "里面看到",
        "process": "进程",
        "pid": "进程号",
        "user": "用户",
        "name": "主机名",
        "root": "根目录",
        "others": "进程",
        "all": "全部",
        "own": "自己的",
        "kernel": "内核、日期时间：两边是同一个",
    },
    "both": {
        "9764": "9764",
        "1": "1",
        "1000": "1000",
        "0": "0",
        "home": "/home/box",
        "slash": "/",
        "its-host": "host",
        "box": "runc",
    },
}

ROWS = (
    ("pid", "9764", "1"),
    ("user", "1000", "0"),
    ("name", "its-host", "box"),
    ("root", "home", "slash"),
    ("others", "all", "own"),
)


def paint(pen):
    pen.box(172, 21, 104, 36, "process")
    pen.wall(167, 16, 114, 46, 1)
    pen.wall(157, 6, 134, 66, 2)
    pen.text(73, 82, "host", bold=True)
    pen.text(375, 82, "inside", bold=True)
    pen.arrow([(73, 66), (73, 39), (155, 39)])
    pen.arrow([(375, 66), (375, 39), (293, 39)])
    for place, (key, outside, inside) in enumerate(ROWS):
        y = 98 + 42 * place
        pen.box(6, y, 134, 34, outside, "hw")
        pen.text(224, y + 17, key, fill="mut")
        pen.box(308, y, 134, 34, inside, "app")
    pen.box(6, 316, 436, 40, "kernel", "hk")
