"""A sentence becomes a program; three ways its run can end."""

SIZE = (448, 276)

WORDS = {
    "en": {
        "title": "How a claim is proved",
        "desc": (
            "A sentence about Linux is written as a program. Three rows show what can happen. "
            "First: the program runs on your Linux; its output is as recorded, so the sentence "
            "is proved. Second: the program with one change runs on your Linux; it must fail, "
            "with an assertion. Third: something the program needs is missing; it does not run "
            "and counts as skipped, never as passed."
        ),
        "sentence": "a sentence about Linux",
        "program": "program",
        "changed": "program,\none change",
        "lacking": "program,\nneed missing",
        "linux": "your\nLinux",
        "proved": "proved",
        "as-recorded": "output as recorded",
        "must-fail": "must fail",
        "assertion": "an assertion fails",
        "skipped": "skipped",
        "never": "never passed",
    },
    "zh": {
        "title": "怎样验证一句话",
        "desc": (
            "一句关于 Linux 的话写成一个程序，下面三行是可能的三种情形。"
            "第一行：程序在你的 Linux 上运行，输出与记录一致，这句话得到验证。"
            "第二行：程序改动一处，再到你的 Linux 上运行，这回必须失败，由断言报错。"
            "第三行：程序需要的条件不具备，于是不运行，记作跳过，不算通过。"
        ),
        "sentence": "一句关于 Linux 的话",
        "program": "程序",
        "changed": "程序，\n改一处",
        "lacking": "程序，\n缺条件",
        "linux": "你的\nLinux",
        "proved": "得到验证",
        "as-recorded": "输出与记录一致",
        "must-fail": "必须失败",
        "assertion": "断言报错",
        "skipped": "跳过",
        "never": "不算通过",
    },
}

LANES = (96, 168, 240)


def paint(pen):
    pen.box(6, 6, 436, 32, "sentence", "lib")
    pen.arrow([(64, 38), (64, 69)])
    pen.box(154, 70, 88, 124, "linux", "hk")

    for y, program in zip(LANES, ("program", "changed", "lacking"), strict=True):
        pen.box(6, y - 26, 116, 52, program)
    for y in LANES[:2]:
        pen.arrow([(122, y), (152, y)])
        pen.arrow([(242, y), (272, y)])
    pen.arrow([(122, LANES[2]), (272, LANES[2])], "line", dash="5 4")

    result(pen, LANES[0], "proved", "as-recorded")
    result(pen, LANES[1], "must-fail", "assertion")
    result(pen, LANES[2], "skipped", "never")


def result(pen, y, verdict, reason):
    pen.rect(274, y - 26, 168, 52, None)
    pen.text(358, y - 11, verdict, bold=True)
    pen.text(358, y + 12, reason, fill="mut")
