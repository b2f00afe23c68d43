"""The doors in the wall of a container and of a virtual machine, and flaws found behind them."""

SIZE = (448, 420)

WORDS = {
    "en": {
        "title": "The doors in two walls, what lies behind them, and known flaws there",
        "desc": (
            "Above, a container: from within its wall two arrows lead out. By system calls, about "
            "380 of them, the host kernel is reached; a flaw there was CVE-2022-0492. By what was "
            "left open, such as a descriptor, the runtime is reached; flaws in it were "
            "CVE-2019-5736 and CVE-2024-21626. Below, a virtual machine: from within its wall "
            "three arrows lead out. By exits KVM is reached, in the host kernel. By devices the "
            "VMM is reached; flaws in one were CVE-2015-3456, called VENOM, and CVE-2025-22224. "
            "By sharing the CPU the branch predictor is reached: CVE-2025-40300, called VMScape, "
            "which lets data leak."
        ),
        "container": "container",
        "vm": "virtual machine",
        "process": "process",
        "guest": "guest\nkernel",
        "calls": "system calls",
        "open": "left open",
        "exits": "exits",
        "devices": "devices",
        "shared": "shared",
        "host": "host kernel\nCVE-2022-0492",
        "runtime": "runtime (runc)\nCVE-2019-5736\nCVE-2024-21626",
        "kvm": "host kernel: KVM",
        "vmm": "VMM\nCVE-2015-3456\nCVE-2025-22224",
        "cpu": "CPU, a leak:\nCVE-2025-40300",
        "legend": "CVE: number of a known flaw, since mended",
    },
    "zh": {
        "title": "两堵墙上的门、门后的东西，以及那里出过的漏洞",
        "desc": (
            "上面是容器：墙里有两个箭头通往外面。经系统调用（约 380 个）到宿主机内核，"
            "那里出过漏洞 CVE-2022-0492。经没关上的东西（例如描述符）到运行时，"
            "那里出过 CVE-2019-5736 和 CVE-2024-21626。下面是虚拟机：墙里有三个箭头通往外面。"
            "经退出到宿主机内核里的 KVM。经设备到 VMM，那里出过 CVE-2015-3456（VENOM）"
            "和 CVE-2025-22224。经共用的 CPU 到分支预测器：CVE-2025-40300（VMScape），会泄露数据。"
        ),
        "container": "容器",
        "vm": "虚拟机",
        "process": "进程",
        "guest": "客户机\n内核",
        "calls": "系统调用",
        "open": "没关上的",
        "exits": "退出",
        "devices": "设备",
        "shared": "共用",
        "host": "宿主机内核\nCVE-2022-0492",
        "runtime": "运行时（runc）\nCVE-2019-5736\nCVE-2024-21626",
        "kvm": "宿主机内核：KVM",
        "vmm": "VMM\nCVE-2015-3456\nCVE-2025-22224",
        "cpu": "CPU，泄露：\nCVE-2025-40300",
        "legend": "CVE：已知漏洞的编号，都已修补",
    },
}

LEFT, RIGHT = 136, 268  # the wall's outer edge, and where lies what is behind the doors


def paint(pen):
    pen.text(6, 14, "container", anchor="start", bold=True)
    pen.box(26, 46, 90, 76, "process")
    pen.wall(8, 32, LEFT - 8, 104, 2)
    door(pen, 32, 46, "calls", "host", "hk")
    door(pen, 86, 66, "open", "runtime", "lib")

    pen.text(6, 182, "vm", anchor="start", bold=True)
    pen.box(26, 216, 90, 56, "process")
    pen.arrow([(71, 272), (71, 292)])
    pen.box(26, 294, 90, 62, "guest", "gk")
    pen.wall(8, 200, LEFT - 8, 172, 3)
    door(pen, 200, 38, "exits", "kvm", "hk")
    door(pen, 246, 66, "devices", "vmm", "hv")
    door(pen, 320, 52, "shared", "cpu", "hw")
    pen.text(224, 400, "legend", fill="mut")


def door(pen, y, height, through, behind, fill):
    """A way out through the wall, its name, and what it leads to, from y downwards."""
    pen.arrow([(LEFT - 12, y + height / 2), (RIGHT - 2, y + height / 2)])
    pen.text((LEFT + RIGHT) / 2, y + height / 2 - 13, through, fill="acc")
    pen.box(RIGHT, y, 174, height, behind, fill)
