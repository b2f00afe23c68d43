"""Eight windows in one wall: behind each, one kernel keeps a thing twice."""

SIZE = (448, 330)

WORDS = {
    "en": {
        "title": "Eight types of namespace: eight windows on one kernel",
        "desc": (
            "At the top stand two groups of processes, left a blue one, right a green one. Below "
            "them lies one kernel, and between them and it a wall with eight windows, one for "
            "each type of namespace: uts, time, mnt, pid, net, ipc, cgroup, user. Behind each "
            "window the kernel keeps one thing twice, a blue and a green instance: host name, "
            "clocks, mounts, process IDs, network, IPC objects, cgroup root, users. Through every "
            "window each group sees only its own instance."
        ),
        "process": "process",
        "kernel": "one kernel",
        "uts-thing": "host name",
        "time-thing": "clocks",
        "mnt-thing": "mounts",
        "pid-thing": "process IDs",
        "net-thing": "network",
        "ipc-thing": "IPC objects",
        "cgroup-thing": "cgroup root",
        "user-thing": "users",
    },
    "zh": {
        "title": "八种命名空间：同一个内核的八扇窗",
        "desc": (
            "上面是两组进程，左边蓝色，右边绿色。下面是同一个内核，中间隔着一面墙，"
            "墙上开着八扇窗，每种命名空间一扇：uts、time、mnt、pid、net、ipc、cgroup、user。"
            "每扇窗后面，内核把同一样东西保存了两份，一份蓝色，一份绿色：主机名、时钟、挂载、"
            "进程号、网络、IPC 对象、cgroup 的根、用户。透过每扇窗，"
            "每组进程只看到与自己同色的那一份。"
        ),
        "process": "进程",
        "kernel": "同一个内核",
        "uts-thing": "主机名",
        "time-thing": "时钟",
        "mnt-thing": "挂载",
        "pid-thing": "进程号",
        "net-thing": "网络",
        "ipc-thing": "IPC 对象",
        "cgroup-thing": "cgroup 的根",
        "user-thing": "用户",
    },
    "both": {t: t for t in ("uts", "time", "mnt", "pid", "net", "ipc", "cgroup", "user")},
}

GROUPS = ((6, "app"), (232, "gk"))


def paint(pen):
    for x, fill in GROUPS:
        for left in (x, x + 109):
            pen.box(left + 5, 11, 91, 30, "process", fill)
            pen.wall(left, 6, 101, 40, 1)
        pen.line([(x + 50, 46), (x + 50, 58), (x + 160, 58), (x + 160, 46)], "acc", 1.8)
        pen.arrow([(x + 105, 58), (x + 105, 76)])

    pen.rect(6, 79, 436, 245, "hk")
    pen.rect(6, 79, 436, 212, "lib", "iso", 3)
    pen.text(224, 308, "kernel", bold=True)
    for number, kind in enumerate(WORDS["both"]):
        x, y = 15 + 106 * (number % 4), 86 + 102 * (number // 4)
        pen.text(x + 50, y + 11, kind, bold=True)
        pen.rect(x, y + 26, 100, 66, "hk", "iso", 1.8)
        for row, (_, fill) in enumerate(GROUPS):
            pen.box(x + 3, y + 31 + 28 * row, 94, 28, f"{kind}-thing", fill)
