"""How long it takes from asking for something to run until it does, on a logarithmic axis."""

from plots.measured import Ranges

NAMES = {
    "thread": ("a thread", "线程"),
    "fork": ("fork: a copy of the process", "fork：进程的副本"),
    "program": ("a new program", "新程序"),
    "namespaces": ("fork, 6 namespaces, fork", "fork、6 种命名空间、fork"),
    "python, command": ("a new Python", "新的 Python"),
    "container": ("our container, from Python", "我们的容器（在 Python 里）"),
    "container, command": ("our container, command", "我们的容器（作为命令）"),
    "bubblewrap, command": ("bubblewrap", "bubblewrap"),
    "crun, command": ("crun", "crun"),
    "runc, command": ("runc", "runc"),
    "podman, command": ("podman", "podman"),
    "docker, command": ("Docker", "Docker"),
    "tiny guest": ("guest without a system, from Python", "无系统的客户机（在 Python 里）"),
    "tiny guest, command": ("guest without a system, command", "无系统的客户机（作为命令）"),
    "our VMM, Linux": ("Linux in our VMM", "我们的 VMM 里的 Linux"),
    "QEMU on KVM, Linux": ("Linux in QEMU on KVM", "QEMU（KVM）里的 Linux"),
    "QEMU emulated, Linux": ("Linux in QEMU, emulated", "QEMU（模拟）里的 Linux"),
}
LABELS = {
    "title": ("Time from asking for it until it runs", "从提出要求到开始运行的时间"),
    "heading": ("from asking for it until it runs", "从提出要求到开始运行的时间"),
}

PLOT = Ranges("start-times", NAMES, LABELS, globals().get("YOURS"))
SIZE, WORDS, NUMBERS, paint = PLOT.size, PLOT.picture_words(), PLOT.tables(), PLOT.paint
