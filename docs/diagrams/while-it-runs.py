"""What a system call costs in several places, and what an exit costs, on a logarithmic axis."""

from plots.measured import Ranges

NAMES = {
    "process": ("system call in a process", "进程的系统调用"),
    "container": ("system call in a container", "容器里的系统调用"),
    "container, rules by number": (
        "in a container, 600 rules by number",
        "容器里，600 条规则，只看编号",
    ),
    "container, rules by argument": (
        "in a container, 600 rules by argument",
        "容器里，600 条规则，看参数",
    ),
    "exit to KVM": ("exit of a guest, answered by KVM", "客户机退出，由 KVM 应答"),
    "exit to our VMM": ("exit answered by a VMM in Python", "客户机退出，由 Python 写的 VMM 应答"),
    "our VMM, Linux": ("system call in a guest of our VMM", "我们的 VMM 里，客户机的系统调用"),
    "QEMU on KVM, Linux": ("system call in a guest on KVM", "QEMU（KVM）里，客户机的系统调用"),
    "QEMU emulated, Linux": (
        "system call in an emulated guest",
        "QEMU（模拟）里，客户机的系统调用",
    ),
}
LABELS = {
    "title": ("What one system call and one exit take", "一次系统调用、一次退出的时间"),
    "heading": ("one system call, one exit", "一次系统调用、一次退出的时间"),
}

PLOT = Ranges("calls", NAMES, LABELS, globals().get("YOURS"), by_value=False)
SIZE, WORDS, NUMBERS, paint = PLOT.size, PLOT.picture_words(), PLOT.tables(), PLOT.paint
