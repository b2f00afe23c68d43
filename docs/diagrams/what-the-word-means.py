"""Who makes a container, and what the kernel knows of it."""

SIZE = (448, 322)

WORDS = {
    "en": {
        "title": "What is called a container, and what the kernel knows of it",
        "desc": (
            "At the top, from left to right: an engine such as Docker or Podman asks a runtime "
            "such as runc or crun, and the runtime starts a container: two processes and their "
            "files, within one wall. All of them are processes on one kernel. The kernel knows no "
            "container. Four boxes in it show what it knows: namespaces, control groups, "
            "capabilities and a root directory; lines lead from the container to each of them."
        ),
        "engine": "engine",
        "runtime": "runtime",
        "container": "container",
        "process": "process",
        "files": "files",
        "kernel": "the kernel knows no container, only these:",
        "namespaces": "namespaces",
        "cgroups": "control\ngroups",
        "capabilities": "capabilities",
        "root": "root\ndirectory",
    },
    "zh": {
        "title": "什么叫做容器，内核知道的又是什么",
        "desc": (
            "上面从左到右：容器引擎（如 Docker、Podman）去找容器运行时（如 runc、crun），"
            "容器运行时启动容器：两个进程和它们的文件，外面是同一堵墙。"
            "它们都是同一个内核上的进程。内核不认识容器。它认识的画成四个框：命名空间、控制组、"
            "权能、根目录；容器有线通到其中每一个。"
        ),
        "engine": "容器引擎",
        "runtime": "容器运行时",
        "container": "容器",
        "process": "进程",
        "files": "文件",
        "kernel": "内核不认识容器，只认识这些：",
        "namespaces": "命名空间",
        "cgroups": "控制组",
        "capabilities": "权能",
        "root": "根目录",
    },
    "both": {"docker": "Docker\nPodman", "runc": "runc\ncrun"},
}


def paint(pen):
    for x, key, names in ((6, "engine", "docker"), (146, "runtime", "runc")):
        pen.text(x + 52, 50, key, bold=True)
        pen.box(x + 5, 75, 94, 52, names)
        pen.wall(x, 70, 104, 62, 1)
        pen.arrow([(x + 104, 101), (x + (138 if x == 6 else 136), 101)])
    pen.text(364, 26, "container", bold=True)
    for y in (48, 94):
        pen.box(302, y, 124, 28, "process")
        pen.wall(297, y - 5, 134, 38, 1)
    pen.box(297, 136, 134, 28, "files", "lib")
    pen.wall(286, 6, 156, 170, 2)

    pen.rect(6, 216, 436, 100, "hk")
    pen.text(224, 234, "kernel", bold=True)
    pen.line([(364, 176), (364, 194)], "acc", 1.8)
    pen.line([(65, 194), (383, 194)], "acc", 1.8)
    for place, key in enumerate(("namespaces", "cgroups", "capabilities", "root")):
        x = 14 + 106 * place
        pen.box(x, 252, 102, 56, key, "paper")
        pen.arrow([(x + 51, 194), (x + 51, 214)])
