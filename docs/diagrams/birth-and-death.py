"""The life of a child: fork, exec, exit, wait."""

SIZE = (448, 226)

WORDS = {
    "en": {
        "title": "The life of a process: fork, exec, exit, wait",
        "desc": (
            "A timeline with two bars. The upper bar is the parent, which runs program A all "
            "the time. At fork a second bar begins below it: the child, which runs program A "
            "too. At exec program B replaces program A in the child. At exit the child becomes "
            "a zombie: an empty, dashed bar. When the parent calls wait, an arrow carries the "
            "exit status up to the parent and the child is gone. A line under the child's bar, "
            "from fork to wait, says that its PID stays the same."
        ),
        "parent": "parent: program A",
        "child-a": "program A",
        "child-b": "program B",
        "zombie": "zombie",
        "pid": "child: one PID all along",
        "gone": "gone",
        "time": "time",
    },
    "zh": {
        "title": "进程的一生：fork、exec、exit、wait",
        "desc": (
            "时间线上有两条横带。上面一条是父进程，一直运行程序甲。"
            "到 fork 时，下面出现第二条：子进程，运行的也是程序甲。"
            "到 exec 时，子进程里的程序甲换成了程序乙。"
            "到 exit 时，子进程变成僵尸：一段空心的虚线带。"
            "父进程调用 wait 时，箭头把退出状态向上交给父进程，子进程就此消失。"
            "子进程下方有一条线，从 fork 一直画到 wait：它的进程号始终不变。"
        ),
        "parent": "父进程：程序甲",
        "child-a": "程序甲",
        "child-b": "程序乙",
        "zombie": "僵尸",
        "pid": "子进程：进程号始终不变",
        "gone": "消失",
        "time": "时间",
    },
    "both": {"fork": "fork", "exec": "exec", "exit": "exit", "wait": "wait"},
}

FORK, EXEC, EXIT, WAIT = 60, 160, 260, 376


def paint(pen):
    pen.path("M6 8H424l18 18l-18 18H6z", "app")
    pen.text(216, 26, "parent")

    pen.arrow([(FORK, 44), (FORK, 109)])
    pen.arrow([(WAIT, 110), (WAIT, 46)])
    for x, key in ((FORK, "fork"), (EXEC, "exec"), (EXIT, "exit")):
        pen.text(x + 8, 78, key, anchor="start", bold=True, fill="acc")
    pen.text(WAIT - 8, 78, "wait", anchor="end", bold=True, fill="acc")
    for x in (EXEC, EXIT):
        pen.line([(x, 66), (x, 110)], "acc", 1.8)

    pen.box(FORK, 110, EXEC - FORK, 36, "child-a")
    pen.box(EXEC, 110, EXIT - EXEC, 36, "child-b", "gk")
    pen.rect(EXIT, 110, WAIT - EXIT, 36, None, "line", 1.5, "5 4")
    pen.text((EXIT + WAIT) / 2, 128, "zombie", fill="mut")
    pen.text(WAIT + 10, 128, "gone", anchor="start", fill="mut")

    pen.line([(FORK, 154), (FORK, 162), (WAIT, 162), (WAIT, 154)], "mut", 1.2)
    pen.text((FORK + WAIT) / 2, 176, "pid")
    pen.arrow([(6, 205), (400, 205)], "line")
    pen.text(406, 205, "time", anchor="start", fill="mut")
