"""Three layers seen from above as one directory: copy-up and whiteout."""

SIZE = (448, 310)

WORDS = {
    "en": {
        "title": "Three layers, seen from above as one directory",
        "desc": (
            "Three layers lie on each other: the upper layer, which is written to, and two lower "
            "layers. Four files stand in columns. Arrows lead from above down to the uppermost "
            "file of each name. The first was opened for writing: a copy of it lies in the upper "
            "layer, the original below is covered. The second was deleted: a mark in the upper "
            "layer covers it, and the view ends there. The third is in both lower layers, and the "
            "upper of the two is seen; the fourth is seen in the lowest layer."
        ),
        "view": "seen from above: one directory",
        "opened": "opened for\nwriting",
        "deleted": "deleted",
        "others": "others",
        "upper": "upper\nlayer",
        "lower": "lower\nlayers",
        "copy": "copy",
        "mark": "mark",
        "file": "file",
    },
    "zh": {
        "title": "三层叠在一起，从上面看是一个目录",
        "desc": (
            "三层叠在一起：上层可以写，下面有两层。四个文件各占一列。箭头从上往下，"
            "指到每个名字最上面的那个文件。第一个以写方式打开过：上层有它的一份副本，"
            "盖住了下面的原件。第二个删除了：上层有一个标记盖住它，视线到此为止。"
            "第三个在下面两层里都有，看到的是其中靠上的那个；第四个在最下层看到。"
        ),
        "view": "从上面看：一个目录",
        "opened": "以写方式\n打开",
        "deleted": "已删除",
        "others": "其余的",
        "upper": "上层",
        "lower": "下面\n各层",
        "copy": "副本",
        "mark": "标记",
        "file": "文件",
    },
}

COLUMNS = (93, 181, 269, 357)
ROWS = (118, 186, 254)


def paint(pen):
    pen.text(262, 18, "view", bold=True)
    for x, key in zip(COLUMNS, ("opened", "deleted"), strict=False):
        pen.text(x + 37, 52, key)
    pen.text(350, 52, "others")

    for row, y in enumerate(ROWS):
        pen.rect(82, y - 8, 360, 58, "paper" if row == 0 else "lib")
    pen.text(39, ROWS[0] + 21, "upper", bold=True)
    pen.text(39, (ROWS[1] + ROWS[2]) / 2 + 21, "lower", bold=True)

    pen.line([(76, 178), (76, 304)])
    for x, row in zip(COLUMNS, (0, 0, 1, 2), strict=True):
        pen.arrow([(x + 37, 78), (x + 37, ROWS[row] - 2)])
    file(pen, 0, 0, "copy", "app")
    file(pen, 0, 1, "file", None)
    file(pen, 1, 2, "file", None)
    file(pen, 2, 1, "file", "app")
    file(pen, 2, 2, "file", None)
    file(pen, 3, 2, "file", "app")
    pen.rect(COLUMNS[1], ROWS[0], 74, 42, "hw", "iso", 1.8)
    pen.text(COLUMNS[1] + 37, ROWS[0] + 21, "mark")


def file(pen, column, row, key, fill):
    """A file in its column: coloured if it is seen, dashed if something covers it."""
    x, y = COLUMNS[column], ROWS[row]
    if fill:
        pen.rect(x, y, 74, 42, fill)
    else:
        pen.rect(x, y, 74, 42, "paper", "line", 1.5, "5 4")
    pen.text(x + 37, y + 21, key, room=72, fill="ink" if fill else "mut")
