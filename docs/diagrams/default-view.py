"""Two processes read the same tables of one kernel; locks guard what is inside."""

SIZE = (448, 258)

WORDS = {
    "en": {
        "title": "Two processes, one kernel, the same tables",
        "desc": (
            "Two processes stand above one kernel. The kernel keeps three tables: processes, "
            "files and ports. Solid lines lead from both processes to all three: each sees the "
            "entries of each. In every table a lock guards a second row: the memory and "
            "environment of a process, the contents of a file, the traffic of a port."
        ),
        "process": "process",
        "kernel": "one kernel",
        "processes": "processes",
        "process-row": "PID, command",
        "guarded-process": "memory,\nenvironment",
        "files": "files",
        "file-row": "name, owner",
        "contents": "contents",
        "ports": "ports",
        "port-row": "taken by whom",
        "traffic": "traffic",
    },
    "zh": {
        "title": "两个进程，一个内核，同样的几张表",
        "desc": (
            "两个进程站在同一个内核上。内核有三张表：进程、文件、端口。"
            "两个进程都有实线通到这三张表：每张表里的条目，两个进程都看得见。"
            "每张表的第二行都挂着一把锁：进程的内存和环境变量、文件的内容、端口的流量。"
        ),
        "process": "进程",
        "kernel": "同一个内核",
        "processes": "进程",
        "process-row": "进程号、命令",
        "guarded-process": "内存、\n环境变量",
        "files": "文件",
        "file-row": "名字、属主",
        "contents": "内容",
        "ports": "端口",
        "port-row": "谁占用了",
        "traffic": "流量",
    },
}

TABLES = (
    (16, "processes", "process-row", "guarded-process"),
    (158, "files", "file-row", "contents"),
    (300, "ports", "port-row", "traffic"),
)


def paint(pen):
    for x in (82, 366):
        pen.box(x - 52, 12, 104, 32, "process")
        pen.wall(x - 58, 6, 116, 44, 1)
        pen.line([(x, 50), (x, 74)], "acc", 1.8)
    pen.line([(82, 74), (366, 74)], "acc", 1.8)

    pen.rect(6, 108, 436, 144, "hk")
    pen.text(224, 239, "kernel", bold=True)
    for x, title, visible, guarded in TABLES:
        pen.text(x + 66, 126, title, bold=True)
        pen.box(x, 140, 132, 36, visible, "paper")
        pen.arrow([(x + 66, 74), (x + 66, 107)])
        pen.rect(x, 176, 132, 48, "hw")
        pen.lock(x + 16, 200)
        pen.text(x + 76, 200, guarded, room=100)
