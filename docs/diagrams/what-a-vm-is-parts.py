"""The parts of virtualization: the guest, the CPU part (KVM) and the device part (the VMM)."""

SIZE = (448, 338)

WORDS = {
    "en": {
        "title": "The parts of virtualization: guest, CPU part, device part",
        "desc": (
            "Above on the left the guest, a program and a guest kernel in the wall of a virtual "
            "machine. Above on the right the device part, an ordinary process of the host, the "
            "VMM: serial port, disk and network as functions of a program, and the guest's memory "
            "as a piece of its own. Below both the host kernel with the CPU part in it, KVM. "
            "Arrows: from the VMM to KVM, run; from KVM to the guest, enter; from the guest to "
            "KVM, exit; from KVM to the VMM, a device is wanted. At the bottom the hardware."
        ),
        "guest": "guest",
        "program": "program",
        "kernel": "guest kernel",
        "vmm": "device part: VMM",
        "serial": "serial port",
        "disk": "disk",
        "net": "network",
        "memory": "guest\nmemory",
        "enter": "enter",
        "exit": "exit",
        "run": "run",
        "device": "device\nwanted",
        "kvm": "CPU part: KVM",
        "host": "host kernel",
        "hardware": "hardware",
    },
    "zh": {
        "title": "虚拟化的几部分：客户机、CPU 部分、设备部分",
        "desc": (
            "左上是客户机：虚拟机的墙里有一个程序和一个客户机内核。右上是设备部分，即 VMM，"
            "宿主机上的一个普通进程：串口、磁盘、网络是一个程序里的函数，客户机的内存是它自己"
            "内存里的一块。两者下面是宿主机内核，里面有 CPU 部分，即 KVM。箭头：VMM 到 KVM，运行；"
            "KVM 到客户机，进入；客户机到 KVM，退出；KVM 到 VMM，要用设备。最下面是硬件。"
        ),
        "guest": "客户机",
        "program": "程序",
        "kernel": "客户机内核",
        "vmm": "设备部分：VMM",
        "serial": "串口",
        "disk": "磁盘",
        "net": "网络",
        "memory": "客户机的\n内存",
        "enter": "进入",
        "exit": "退出",
        "run": "运行",
        "device": "要用\n设备",
        "kvm": "CPU 部分：KVM",
        "host": "宿主机内核",
        "hardware": "硬件",
    },
}


def paint(pen):
    pen.rect(6, 224, 436, 72, "hk")
    pen.box(20, 232, 408, 34, "kvm", "hv", bold=True)
    pen.text(224, 281, "host")
    pen.box(6, 300, 436, 32, "hardware", "hw")

    pen.text(83, 17, "guest", bold=True)
    pen.box(20, 46, 126, 36, "program")
    pen.arrow([(83, 82), (83, 106)])
    pen.box(20, 108, 126, 36, "kernel", "gk")
    pen.wall(10, 34, 146, 122, 3)

    pen.text(326, 17, "vmm", bold=True)
    pen.box(224, 44, 98, 31, "serial", "hv")
    pen.box(224, 79, 98, 31, "disk", "hv")
    pen.box(224, 114, 98, 31, "net", "hv")
    pen.box(330, 44, 100, 101, "memory", "gk")
    pen.wall(214, 34, 224, 122, 1)

    pen.arrow([(60, 232), (60, 160)])
    pen.arrow([(106, 160), (106, 231)])
    pen.text(50, 196, "enter", anchor="end", fill="acc")
    pen.text(116, 196, "exit", anchor="start", fill="acc")
    pen.arrow([(264, 156), (264, 231)])
    pen.arrow([(360, 232), (360, 158)])
    pen.text(254, 196, "run", anchor="end", fill="acc")
    pen.text(370, 196, "device", anchor="start", fill="acc")
