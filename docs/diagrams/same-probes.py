"""The same probes against three walls: which of them pass, and which are stopped."""

SIZE = (448, 292)

WORDS = {
    "en": {
        "title": "Six probes against three walls",
        "desc": (
            "Six probes, three walls: process, container, virtual machine. Another's memory, by a "
            "pointer: stopped by all. The host's processes, files and services: they pass the "
            "process's wall only. The host's kernel: stopped by the virtual machine only. Others' "
            "CPU time: taken through all three."
        ),
        "process": "process",
        "container": "container",
        "vm": "VM",
        "pointer": "memory by pointer",
        "list": "host's processes",
        "files": "host's files",
        "services": "host's services",
        "kernel": "host's kernel",
        "cpu": "others' CPU time",
        "legend": "arrow: passes; cross: stopped",
    },
    "zh": {
        "title": "六种探针，三堵墙",
        "desc": (
            "六种探针，三堵墙：进程、容器、虚拟机。用指针碰别人的内存：都拦下。"
            "宿主机的进程、文件、服务：只穿过进程的墙。宿主机的内核：只有虚拟机拦下。"
            "别人的 CPU 时间：穿过三堵墙。"
        ),
        "process": "进程",
        "container": "容器",
        "vm": "虚拟机",
        "pointer": "别人的内存（指针）",
        "list": "宿主机的进程",
        "files": "宿主机的文件",
        "services": "宿主机的服务",
        "kernel": "宿主机的内核",
        "cpu": "别人的 CPU 时间",
        "legend": "箭头：通过；叉：拦下",
    },
}

# How many of the walls a probe passes, from the left.
PROBES = (("pointer", 0), ("list", 1), ("files", 1), ("services", 1), ("kernel", 2), ("cpu", 3))
# Each wall: where it stands, its width and its dashes, as in the other pictures.
WALLS = (("process", 192, 1.8, "4 3"), ("container", 292, 3, "9 3"), ("vm", 392, 4.5, ""))
TOP, STEP = 34, 38


def paint(pen):
    bottom = TOP + STEP * len(PROBES)
    for key, x, thick, dash in WALLS:
        pen.text(x, 17, key, bold=True)
        pen.line([(x, TOP), (x, bottom)], "iso", thick, dash)
    for row, (key, passed) in enumerate(PROBES):
        y = TOP + STEP * (row + 0.5)
        pen.text(6, y, key, anchor="start")
        for place, (_, x, _, _) in enumerate(WALLS):
            if place < passed:
                pen.arrow([(x - 36, y), (x + 36, y)])
            else:
                pen.line([(x - 36, y), (x - 20, y)], "acc", 1.8)
                pen.cross(x - 13, y, 6)
    pen.text(224, bottom + 20, "legend", fill="mut")
