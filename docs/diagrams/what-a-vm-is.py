"""Type 1, type 2 and KVM side by side, with everything that lies under the guest."""

SIZE = (468, 386)

WORDS = {
    "en": {
        "title": "Hypervisors of type 1 and type 2, and KVM",
        "desc": (
            "Three stacks, each on its own hardware. In each, a virtual machine within a thick "
            "wall: a program on a guest kernel. Type 1: the virtual machine stands on the "
            "hypervisor and the hypervisor on the hardware; there is no host kernel. Type 2: a "
            "host kernel lies on the hardware; on it stand two processes side by side, an ordinary "
            "program, and a process that holds the hypervisor and, above it, the virtual machine; "
            "in the kernel lies a helper module. KVM: the same two processes, but the part of the "
            "process under the virtual machine is the VMM; the virtual CPU is a thread of this "
            "process; and in the host kernel lies KVM, which makes of it a hypervisor."
        ),
        "type-1": "type 1",
        "type-2": "type 2",
        "process": "process",
        "machine": "VM",
        "program": "program",
        "guest": "guest\nkernel",
        "hypervisor": "hypervisor",
        "other": "other\nprogram",
        "thread": "vCPU:\na thread\nof this\nprocess",
        "module": "helper\nmodule",
        "kernel": "host kernel",
        "hardware": "hardware",
    },
    "zh": {
        "title": "1 型、2 型 hypervisor，以及 KVM",
        "desc": (
            "三座堆叠，各自立在自己的硬件上。每一座里都有一台虚拟机，外面是一堵粗墙："
            "一个程序，下面是客户机内核。1 型：虚拟机立在 hypervisor 上，hypervisor 立在硬件上，"
            "没有宿主机内核。2 型：硬件上面是宿主机内核，内核上并排立着两个进程，"
            "一个是普通程序，另一个装着 hypervisor，虚拟机在它上面；内核里有一个辅助模块。"
            "KVM：也是这两个进程，但虚拟机下面的那一部分叫 VMM，虚拟 CPU 是这个进程的一个线程；"
            "宿主机内核里有 KVM，它让内核自己成为 hypervisor。"
        ),
        "type-1": "1 型",
        "type-2": "2 型",
        "process": "进程",
        "machine": "虚拟机",
        "program": "程序",
        "guest": "客户机\n内核",
        "hypervisor": "hypervisor",
        "other": "别的\n程序",
        "thread": "虚拟 CPU\n是这个\n进程的\n一个线程",
        "module": "辅助模块",
        "kernel": "宿主机内核",
        "hardware": "硬件",
    },
    "both": {"kvm": "KVM", "vmm": "VMM"},
}

WIDTH = 92  # of a virtual machine
FLOOR = 344  # where the hardware begins


def paint(pen):
    pen.sample(6, 32, 36, 1)
    pen.text(38, 36, "process", anchor="start", fill="mut")
    pen.sample(6, 32, 64, 3)
    pen.text(38, 64, "machine", anchor="start", fill="mut")

    pen.text(52, 134, "type-1", bold=True)
    machine(pen, 6, 148)
    pen.box(6, 300, WIDTH, 40, "hypervisor", "hv")
    pen.box(6, FLOOR, WIDTH, 36, "hardware", "hw")

    for x, heading, part, within in (
        (106, "type-2", "hypervisor", "module"),
        (288, "kvm", "vmm", "kvm"),
    ):
        pen.text(x + 50, 17, heading, bold=True)
        machine(pen, x + 4, 36)
        pen.box(x + 4, 188, WIDTH, 34, part, "hv")
        pen.wall(x, 30, WIDTH + 8, 196, 1)
        pen.box(x + 104, 170, 70, 56, "other", stroke=None)
        pen.wall(x + 104, 170, 70, 56, 1)
        pen.arrow([(x + 50, 226), (x + 50, 252)])
        pen.arrow([(x + 139, 226), (x + 139, 252)])
        pen.rect(x, 254, 174, 86, "hk")
        pen.box(x, FLOOR, 174, 36, "hardware", "hw")
        pen.text(x + 87, 324, "kernel")
        pen.box(x + 4, 260, WIDTH, 46, within, "hv")
    pen.text(393, 98, "thread", anchor="start", fill="mut")


def machine(pen, x, y):
    """A virtual machine, 148 high: a program on a guest kernel."""
    pen.box(x + 8, y + 9, WIDTH - 16, 42, "program")
    pen.arrow([(x + WIDTH / 2, y + 51), (x + WIDTH / 2, y + 77)])
    pen.box(x + 8, y + 79, WIDTH - 16, 60, "guest", "gk")
    pen.wall(x + 2, y + 2, WIDTH - 4, 144, 3)
