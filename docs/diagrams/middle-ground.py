"""Who answers a program's calls: from the container to the virtual machine, and between."""

SIZE = (448, 416)

WORDS = {
    "en": {
        "title": "Six ways to run a program, by who answers its calls",
        "desc": (
            "Six rows, each from the program on the left to the host kernel on the right. "
            "Container: the program, within a container's wall, calls the host kernel itself. "
            "WebAssembly: the program calls functions of a runtime, which calls the host kernel. "
            "gVisor: the program, within a container's wall, calls Sentry, a kernel that is an "
            "ordinary program; Sentry makes a limited set of calls to the host kernel. Kata: a "
            "virtual machine's wall encloses a container with the program and a guest kernel; then "
            "come a VMM and the host kernel. MicroVM: the wall encloses the program and a guest "
            "kernel; then a VMM with few devices. Virtual machine: the same, but the VMM has many "
            "devices."
        ),
        "container": "container",
        "microvm": "microVM",
        "vm": "VM",
        "program": "program",
        "runtime": "runtime",
        "guest": "guest\nkernel",
        "few": "VMM:\nfew\ndevices",
        "many": "VMM:\nmany\ndevices",
        "host": "host\nkernel",
    },
    "zh": {
        "title": "运行程序的六种方式：谁来回答它的调用",
        "desc": (
            "共六行，每行从左边的程序到右边的宿主机内核。容器：程序在容器的墙里，直接调用宿主机内"
            "核。WebAssembly：程序调用运行时的函数，运行时再调用宿主机内核。gVisor：程序在容器的"
            "墙里，调用 Sentry，一个本身是普通程序的内核；Sentry 只向宿主机内核发出一定的几种调用。"
            "Kata：虚拟机的墙里有一个装着程序的容器，和一个客户机内核；然后是 VMM 和宿主机内核。微"
            "虚拟机：墙里是程序和客户机内核，然后是只有少数设备的 VMM。虚拟机：也一样，只是 VMM "
            "有许多设备。"
        ),
        "container": "容器",
        "microvm": "微虚拟机",
        "vm": "虚拟机",
        "program": "程序",
        "runtime": "运行时",
        "guest": "客户机\n内核",
        "few": "VMM：\n设备少",
        "many": "VMM：\n设备多",
        "host": "宿主机\n内核",
    },
    "both": {
        "wasm": "WASM",
        "gvisor": "gVisor",
        "kata": "Kata",
        "sentry": "Sentry",
    },
}

TOP, STEP = 6, 68
# Each way: the wall around the program alone, what answers the program, and what stands behind.
WAYS = (
    ("container", 2, None, None),
    ("wasm", 1, "runtime", None),
    ("gvisor", 2, "sentry", None),
    ("kata", 2, "guest", "few"),
    ("microvm", 0, "guest", "few"),
    ("vm", 0, "guest", "many"),
)


def paint(pen):
    pen.box(384, TOP, 58, STEP * len(WAYS) - 4, "host", "hk")
    for row, (name, wall, answers, behind) in enumerate(WAYS):
        y = TOP + STEP * row + 32
        pen.text(6, y, name, anchor="start", bold=True)
        pen.box(106, y - 16, 66, 32, "program")
        if wall:
            pen.wall(101, y - 21, 76, 42, wall)
        x = 177 if wall else 172
        if answers:
            pen.arrow([(x, y), (194, y)])
            pen.box(196, y - 21, 66, 42, answers, "gk" if behind else "hv")
            x = 262
        if behind:
            pen.wall(96, y - 28, 172, 56, 3)
            pen.arrow([(x, y), (286, y)])
            pen.box(288, y - 31, 72, 62, behind, "hv")
            x = 360
        pen.arrow([(x, y), (382, y)])
