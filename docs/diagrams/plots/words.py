"""The competitors of measurements that more than one picture shows, in English and Chinese."""

STARTS = {
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
    "podman, command": ("Podman", "Podman"),
    "docker, command": ("Docker", "Docker"),
    "tiny guest": ("guest without a system, from Python", "无系统的客户机（在 Python 里）"),
    "tiny guest, command": ("guest without a system, command", "无系统的客户机（作为命令）"),
    "our VMM, Linux": ("Linux in our VMM", "我们的 VMM 里的 Linux"),
    "QEMU on KVM, Linux": ("Linux in QEMU on KVM", "QEMU（KVM）里的 Linux"),
    "QEMU emulated, Linux": ("Linux in QEMU, emulated", "QEMU（模拟）里的 Linux"),
}
PLACES = {
    "process": ("process", "进程"),
    "ours": ("our container", "我们的容器"),
    "bubblewrap": ("bubblewrap", "bubblewrap"),
    "crun": ("crun", "crun"),
    "runc": ("runc", "runc"),
    "podman": ("Podman", "Podman"),
    "docker": ("Docker", "Docker"),
    "tiny guest": ("tiny guest", "极小的客户机"),
    "our VMM, Linux": ("guest, our VMM", "我们的 VMM"),
    "QEMU on KVM, Linux": ("guest, KVM", "QEMU（KVM）"),
    "QEMU emulated, Linux": ("guest, emulated", "QEMU（模拟）"),
}
