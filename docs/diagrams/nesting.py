"""Walls within walls: what ran inside what when this book was proved."""

SIZE = (448, 388)

WORDS = {
    "en": {
        "title": "Walls within walls: containers and virtual machines in one another",
        "desc": (
            "Nested frames. Outermost a machine of a cloud, whose kernel we don't see. In it, "
            "within a thick wall, a virtual machine: the host on which this book was proved, with "
            "its own kernel. In this host three things stand side by side. First a container, and "
            "in it another container, and in that a process. Second a virtual machine "
            "with a kernel of its own, and in it a container with a process. Third a "
            "virtual machine with its own kernel, in it another virtual machine with its own "
            "kernel, and in that a process. Below all three lies the kernel of this host, under "
            "it, outside the thick wall, the cloud's kernel with its hypervisor, and the "
            "hardware."
        ),
        "cloud": "a cloud's machine",
        "this": "a virtual machine: this host",
        "container": "container",
        "vm": "VM",
        "process": "process",
        "own": "kernel",
        "host": "this host's kernel",
        "outer": "the cloud's kernel, hypervisor",
        "hardware": "hardware",
    },
    "zh": {
        "title": "墙里有墙：容器和虚拟机互相嵌套",
        "desc": (
            "一层套一层的框。最外面是云里的一台机器，它的内核我们看不见。里面，粗墙之内是一台虚拟"
            "机：本书就在这台宿主机上验证，它有自己的内核。这台宿主机里并排着三样东西。第一样是一"
            "个容器，里面还有一个容器，再里面是一个进程。第二样是一台虚拟机，有自己的内"
            "核，里面是一个容器，容器里是一个进程。第三样是一台虚拟机，有自己的内核，里面还有一台"
            "虚拟机，也有自己的内核，再里面是一个进程。三样的下面是这台宿主机的内核；再往下，粗墙"
            "之外，是云的内核和 hypervisor，最下面是硬件。"
        ),
        "cloud": "云里的一台机器",
        "this": "一台虚拟机：这台宿主机",
        "container": "容器",
        "vm": "虚拟机",
        "process": "进程",
        "own": "内核",
        "host": "这台宿主机的内核",
        "outer": "云的内核，hypervisor",
        "hardware": "硬件",
    },
}


def paint(pen):
    pen.text(6, 14, "cloud", anchor="start", bold=True)
    pen.rect(6, 28, 436, 354, "paper")
    pen.text(18, 47, "this", anchor="start", bold=True)
    pen.box(14, 316, 420, 28, "outer", "hk")
    pen.box(14, 348, 420, 28, "hardware", "hw")
    pen.box(28, 268, 392, 30, "host", "hk")
    pen.wall(17, 64, 414, 242, 3)

    pen.text(89, 83, "container")
    pen.text(89, 117, "container")
    pen.box(52, 164, 74, 36, "process")
    pen.wall(42, 132, 94, 100, 2)
    pen.wall(30, 97, 118, 160, 2)

    pen.text(224, 83, "vm")
    pen.text(224, 117, "container")
    pen.box(187, 142, 74, 36, "process")
    pen.wall(177, 132, 94, 56, 2)
    pen.box(177, 200, 94, 46, "own", "gk")
    pen.wall(165, 97, 118, 160, 3)

    pen.text(359, 83, "vm")
    pen.text(359, 117, "vm")
    pen.box(322, 142, 74, 28, "process")
    pen.box(322, 174, 74, 28, "own", "gk")
    pen.wall(313, 133, 92, 78, 3)
    pen.box(312, 220, 94, 28, "own", "gk")
    pen.wall(300, 97, 118, 160, 3)
