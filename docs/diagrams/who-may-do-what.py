"""The kernel compares a process's credentials with a file's owner, group and mode."""

SIZE = (448, 380)

WORDS = {
    "en": {
        "title": "Who may open a file: the kernel's decision",
        "desc": (
            "Above on the left a process with its credentials: user, groups and capabilities. "
            "On the right a file with its owner, group and mode. Both go down into the kernel, "
            "which asks in this order: is the user the file's owner? Then the owner's bits "
            "decide. If not, is the file's group among the process's groups? Then the group's "
            "bits decide. If not, the bits for others decide. If the bits refuse, a capability "
            "may still allow it. Out of the kernel comes either an open file or EACCES."
        ),
        "process": "process",
        "has": "user\ngroups\ncapabilities",
        "file": "file",
        "carries": "owner\ngroup\nmode",
        "kernel": "kernel",
        "owner": "user is owner?",
        "owner-bits": "owner's bits decide",
        "group": "in its group?",
        "group-bits": "group's bits decide",
        "other": "neither?",
        "other-bits": "others' bits decide",
        "refused": "bits say no? a capability may still say yes",
        "opened": "opened",
    },
    "zh": {
        "title": "谁能打开文件：内核怎样决定",
        "desc": (
            "左上是进程和它的凭证：用户、组、权能。右上是文件和它的属主、属组、权限位。"
            "两者都送进内核，内核依次问：用户是文件的属主吗？是，就由属主的权限位决定。"
            "不是，那么文件的属组在进程的组里吗？在，就由属组的权限位决定。"
            "都不是，就由其他人的权限位决定。权限位不允许，权能仍可能放行。"
            "内核给出的结果：打开成功，或者 EACCES。"
        ),
        "process": "进程",
        "has": "用户\n组\n权能",
        "file": "文件",
        "carries": "属主\n属组\n权限位",
        "kernel": "内核",
        "owner": "是属主？",
        "owner-bits": "由属主的权限位决定",
        "group": "在属组里？",
        "group-bits": "由属组的权限位决定",
        "other": "都不是？",
        "other-bits": "由其他人的权限位决定",
        "refused": "权限位不允许？权能仍可能放行",
        "opened": "打开成功",
    },
    "both": {"refusal": "EACCES"},
}


def paint(pen):
    pen.text(66, 17, "process", bold=True)
    pen.box(16, 42, 100, 66, "has")
    pen.wall(6, 32, 120, 86, 1)
    pen.arrow([(66, 118), (66, 138)])
    pen.text(382, 17, "file", bold=True)
    pen.path("M326 32h96l16 16v70h-112zM422 32v16h16", "lib", "line", 1.5)
    pen.text(382, 75, "carries")
    pen.arrow([(382, 118), (382, 138)])
    pen.text(224, 118, "kernel", bold=True)

    pen.rect(6, 140, 436, 192, "hk")
    steps = ("owner", "group", "other")
    answers = ("owner-bits", "group-bits", "other-bits")
    for row, (step, answer) in enumerate(zip(steps, answers, strict=True)):
        y = 166 + 46 * row
        pen.box(16, y - 16, 124, 32, step, "paper")
        pen.arrow([(140, y), (176, y)])
        pen.box(178, y - 16, 238, 32, answer, "lib")
        pen.line([(416, y), (429, y)], "acc", 1.8)
        if row:
            pen.arrow([(78, y - 30), (78, y - 17)])
    pen.arrow([(429, 166), (429, 304), (402, 304)])
    pen.box(16, 288, 384, 32, "refused", "paper")

    pen.arrow([(110, 332), (110, 352)])
    pen.text(110, 367, "opened", bold=True)
    pen.arrow([(338, 332), (338, 352)], "iso")
    pen.text(338, 367, "refusal", bold=True)
