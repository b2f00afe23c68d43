"""The competitors of measurements that more than one picture shows, in English and Chinese."""

STARTS = {
    "thread": ("thread", "线程"),
    "fork": ("process (a copy, by fork)", "进程（fork 出的副本）"),
    "program": ("process (a new program)", "进程（新程序）"),
    "namespaces": ("process (fork, 6 namespaces, fork)", "进程（fork、6 种命名空间、fork）"),
    "python, command": ("process (a new Python)", "进程（新的 Python）"),
    "container": ("container (ours, from Python)", "容器（我们的，从 Python）"),
    "container, command": ("container (ours, as a command)", "容器（我们的，作为命令）"),
    "bubblewrap, command": ("container (bubblewrap)", "容器（bubblewrap）"),
    "crun, command": ("container (crun)", "容器（crun）"),
    "runc, command": ("container (runc)", "容器（runc）"),
    "podman, command": ("container (Podman)", "容器（Podman）"),
    "docker, command": ("container (Docker)", "容器（Docker）"),
    "tiny guest": ("guest (five bytes, from Python)", "客户机（五个字节，从 Python）"),
    "tiny guest, command": ("guest (five bytes, as a command)", "客户机（五个字节，作为命令）"),
    "our VMM, Linux": ("guest (Linux, our VMM)", "客户机（Linux，我们的 VMM）"),
    "QEMU on KVM, Linux": ("guest (Linux, QEMU on KVM)", "客户机（Linux，QEMU、KVM）"),
    "QEMU emulated, Linux": ("guest (Linux, QEMU, emulated)", "客户机（Linux，QEMU 模拟）"),
}
PLACES = {
    "process": ("process", "进程"),
    "ours": ("our container", "我们的容器"),
    "bubblewrap": ("bubblewrap", "bubblewrap"),
    "crun": ("crun", "crun"),
    "runc": ("runc", "runc"),
    "podman": ("Podman", "Podman"),
    "docker": ("Docker", "Docker"),
    "tiny guest": ("guest, five bytes", "客户机，五个字节"),
    "our VMM, Linux": ("guest, our VMM", "客户机，我们的 VMM"),
    "QEMU on KVM, Linux": ("guest, KVM", "客户机，KVM"),
    "QEMU emulated, Linux": ("guest, emulated", "客户机，模拟"),
}
