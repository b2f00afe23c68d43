"""Rings and modes: a guest with the hardware's help, and one without it (PVM)."""

SIZE = (448, 376)

WORDS = {
    "en": {
        "title": "Rings and modes, with the hardware's help and without it",
        "desc": (
            "Two drawings, one above the other. Above, with VMX or SVM: the CPU has two modes, "
            "each with ring 3 and ring 0. In root mode the VMM runs in ring 3 and the host kernel "
            "with KVM in ring 0. In non-root mode, beyond a wall, the guest's programs run in "
            "ring 3 and the guest kernel in ring 0. A system call goes from the program to the "
            "guest kernel without an exit. HLT, OUT and an address without memory lead from the "
            "guest through the wall to KVM, which calls the VMM for a device. Below, PVM, without "
            "VMX or SVM: there is one mode. VMM, guest program and guest kernel all run in ring "
            "3, the guest within its wall; in ring 0 there is only the host kernel with KVM. A "
            "system call goes from the guest program down to KVM and up again to the guest "
            "kernel; HLT in the guest kernel faults and leads to KVM as well."
        ),
        "with": "with VMX or SVM",
        "root": "root mode",
        "non-root": "non-root mode",
        "without": "guest made for PVM: without VMX or SVM",
        "ring3": "ring 3",
        "ring0": "ring 0",
        "vmm": "VMM",
        "program": "guest program",
        "guest": "guest kernel",
        "host": "host kernel: KVM",
        "call": "system call: no exit",
        "device": "device",
        "exit": "exit: HLT, OUT, no memory",
        "by-kvm": "system call",
    },
    "zh": {
        "title": "特权级与模式：有硬件帮助时，没有硬件帮助时",
        "desc": (
            "上下两幅图。上面是有 VMX 或 SVM 时：CPU 有两种模式，每种都有 ring 3 和 ring 0。root "
            "模式里，VMM 在 ring 3 运行，宿主机内核和 KVM 在 ring 0。隔着一堵墙是非 root 模式，客"
            "户机的程序在 ring 3，客户机内核在 ring 0。系统调用从程序到客户机内核，不退出。HLT、"
            "OUT 和没有内存的地址，则从客户机穿过墙到 KVM，要用设备时 KVM 再找 VMM。下面是 PVM，"
            "没有 VMX 和 SVM：只有一种模式。VMM、客户机的程序和客户机内核都在 ring 3，客户机在自"
            "己的墙里；ring 0 里只有宿主机内核和 KVM。系统调用从客户机的程序往下到 KVM，再往上到"
            "客户机内核；客户机内核里的 HLT 产生异常，也到 KVM。"
        ),
        "with": "有 VMX 或 SVM",
        "root": "root 模式",
        "non-root": "非 root 模式",
        "without": "为 PVM 准备的客户机：没有 VMX 和 SVM",
        "ring3": "ring 3",
        "ring0": "ring 0",
        "vmm": "VMM",
        "program": "客户机程序",
        "guest": "客户机内核",
        "host": "宿主机内核：KVM",
        "call": "系统调用：不退出",
        "device": "设备",
        "exit": "退出：HLT、OUT、没有内存",
        "by-kvm": "系统调用",
    },
    "both": {"hlt": "HLT"},
}


def paint(pen):
    pen.text(6, 14, "with", anchor="start", bold=True)
    pen.text(141, 40, "root", fill="mut")
    pen.text(352, 38, "non-root", fill="mut")
    rings(pen, 78, 138)
    pen.box(58, 60, 166, 36, "vmm", "hv")
    pen.box(58, 118, 166, 40, "host", "hk")
    pen.box(268, 60, 168, 36, "program")
    pen.box(268, 118, 168, 40, "guest", "gk")
    pen.wall(260, 52, 184, 114, 3)
    pen.arrow([(282, 96), (282, 116)])
    pen.text(290, 107, "call", anchor="start", fill="acc")
    pen.arrow([(141, 118), (141, 98)])
    pen.text(151, 107, "device", anchor="start", fill="acc")
    pen.arrow([(268, 138), (226, 138)], "iso")
    pen.text(224, 180, "exit", fill="iso")

    pen.text(6, 218, "without", anchor="start", bold=True)
    rings(pen, 262, 348)
    pen.box(58, 244, 100, 36, "vmm", "hv")
    pen.box(184, 244, 118, 36, "program")
    pen.box(318, 244, 118, 36, "guest", "gk")
    pen.wall(176, 236, 268, 52, 3)
    pen.box(58, 328, 386, 40, "host", "hk")
    pen.arrow([(206, 280), (206, 326)])
    pen.arrow([(334, 328), (334, 282)])
    pen.text(270, 308, "by-kvm", fill="acc")
    pen.arrow([(392, 280), (392, 326)], "iso")
    pen.text(400, 308, "hlt", anchor="start", fill="iso")
    pen.arrow([(108, 328), (108, 282)])
    pen.text(118, 308, "device", anchor="start", fill="acc")


def rings(pen, ring3, ring0):
    pen.text(6, ring3, "ring3", anchor="start")
    pen.text(6, ring0, "ring0", anchor="start")
