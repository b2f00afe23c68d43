"""One process with a number in its own PID namespace and another in the one around it."""

SIZE = (448, 264)

WORDS = {
    "en": {
        "title": "One process, two numbers",
        "desc": (
            "A PID namespace lies within another. In the outer one live processes 1 and 9700. In "
            "the inner one live two more, each of which has two numbers: inside they are 1 and 2, "
            "outside 9764 and 9765. An arrow leads from process 9700 into the inner namespace: "
            "from outside one sees those inside. A line from inside outwards ends at a cross: "
            "inside there is no number for those outside."
        ),
        "outer": "PID namespace outside",
        "inner": "PID namespace inside",
        "p1": "process 1",
        "p9700": "process 9700",
        "inside-1": "inside: 1",
        "outside-1": "outside: 9764",
        "inside-2": "inside: 2",
        "outside-2": "outside: 9765",
        "sees": "sees those inside",
        "refused": "no number for\nthose outside",
    },
    "zh": {
        "title": "一个进程，两个号",
        "desc": (
            "一个 PID 命名空间套在另一个里面。外层里有 1 号和 9700 号进程。里层里还有两个进程，"
            "每个都有两个号：里面是 1 号和 2 号，外面是 9764 号和 9765 号。"
            "一个箭头从 9700 号进程通到里层：从外面看得见里面的进程。一条线从里面向外，"
            "尽头是一个叉：外面的进程，里面没有号可以称呼。"
        ),
        "outer": "外层的 PID 命名空间",
        "inner": "里面的 PID 命名空间",
        "p1": "1 号进程",
        "p9700": "9700 号进程",
        "inside-1": "里面：1 号",
        "outside-1": "外面：9764 号",
        "inside-2": "里面：2 号",
        "outside-2": "外面：9765 号",
        "sees": "看得见里面",
        "refused": "没有号可以\n称呼外面",
    },
}


def paint(pen):
    pen.rect(6, 6, 436, 252, None, "line", 1.5)
    pen.text(224, 22, "outer", bold=True)
    pen.box(20, 54, 128, 32, "p1")
    pen.wall(15, 49, 138, 42, 1)
    pen.box(20, 109, 128, 32, "p9700")
    pen.wall(15, 104, 138, 42, 1)

    pen.rect(226, 38, 206, 208, "lib", None, round=6)
    pen.text(329, 58, "inner", room=200, bold=True)
    for y, name in ((79, "1"), (161, "2")):
        pen.rect(251, y + 5, 156, 62, "app")
        pen.text(329, y + 23, f"inside-{name}", bold=True)
        pen.text(329, y + 49, f"outside-{name}")
        pen.wall(246, y, 166, 72, 1)
    pen.wall(226, 38, 206, 208, 2)
    pen.arrow([(153, 125), (244, 125)])
    pen.text(84, 161, "sees", fill="acc")
    pen.line([(246, 197), (214, 197)], "iso", 1.8)
    pen.cross(208, 197, 6)
    pen.text(110, 208, "refused", fill="iso")
