"""The doors in the wall of a container and of a virtual machine, and flaws found behind them."""

SIZE = (448, 420)

WORDS = {
    "en": {
        "title": "The doors in two walls, and known flaws behind them",
        "desc": (
            "A container has two doors: system calls lead to the host kernel, what was left open "
            "leads to the runtime. A virtual machine has three: exits lead to KVM in the host "
            "kernel, devices to the VMM, sharing to the CPU. Behind each door stand known flaws."
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
        "legend": "CVE: number of a known flaw; mended or mitigated",
    },
    "zh": {
        "title": "两堵墙上的门和漏洞",
        "desc": (
            "容器有两扇门：系统调用通到宿主机内核，没关上的通到运行时。虚拟机有三扇："
            "退出通到宿主机内核里的 KVM，设备通到 VMM，共用通到 CPU。每扇门后写着已知的漏洞。"
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
        "legend": "CVE：已知漏洞的编号，都已修补或缓解",
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
