"""Five sets of capabilities before and after exec."""

SIZE = (448, 318)

WORDS = {
    "en": {
        "title": "Five sets of capabilities, and what exec makes of them",
        "desc": (
            "On the left the five sets of a thread before exec, on the right those after it: "
            "bounding, permitted, effective, ambient, inheritable. Each is a row of four boxes, "
            "filled where the capability is in the set. Bounding, ambient and inheritable go "
            "straight over. The new permitted set comes from three sources: from the file, "
            "through the bounding set; from the ambient set; from the inheritable set, if the "
            "file says so. In the example the file carries the second and third capability, and "
            "the bounding set lets only the second pass. From the permitted set comes the "
            "effective one, the set that the kernel asks. What was permitted before is gone."
        ),
        "old": "before exec",
        "new": "after exec",
        "bounding": "bounding",
        "permitted": "permitted",
        "effective": "effective",
        "ambient": "ambient",
        "inheritable": "inheritable",
        "file": "file",
        "says": "up: if the file says so",
        "kernel": "effective: the set that the kernel asks",
    },
    "zh": {
        "title": "五个权能集合，以及 exec 怎样重新算一遍",
        "desc": (
            "左边是线程在 exec 之前的五个集合，右边是之后的：边界集、许可集、有效集、环境集、"
            "可继承集。每个集合是一排四个格子，集合里有的权能涂上颜色。边界集、环境集、"
            "可继承集原样带过去。新的许可集有三个来源：文件带来的，要经过边界集；环境集；"
            "以及文件这么说时的可继承集。例子里，文件带着第二和第三项权能，边界集只放第二项过去。"
            "许可集给出有效集，内核检查的就是它。原来许可的，没有了。"
        ),
        "old": "exec 之前",
        "new": "exec 之后",
        "bounding": "边界集",
        "permitted": "许可集",
        "effective": "有效集",
        "ambient": "环境集",
        "inheritable": "可继承集",
        "file": "文件",
        "says": "往上：文件也这么说才行",
        "kernel": "有效集：内核检查的就是它",
    },
}

ROWS = ("bounding", "permitted", "effective", "ambient", "inheritable")
TOP, STEP, BOX = 82, 42, 22
BEFORE = ("1101", "1000", "1000", "0000", "0000")
AFTER = ("1101", "0100", "0100", "0000", "0000")


def paint(pen):
    pen.text(145, 54, "old", bold=True)
    pen.text(392, 54, "new", bold=True)
    bits(pen, 222, 19, "0110")
    pen.text(212, 19, "file", anchor="end", bold=True)
    for place, key in enumerate(ROWS):
        y = TOP + STEP * place
        pen.text(92, y, key, anchor="end")
        bits(pen, 101, y, BEFORE[place])
        bits(pen, 354, y, AFTER[place])

    for y in (TOP, TOP + 3 * STEP, TOP + 4 * STEP):
        pen.arrow([(189, y), (352, y)])
    for y in (TOP + STEP, TOP + 2 * STEP):
        pen.line([(189, y), (206, y)], "acc", 1.8)
        pen.cross(212, y)

    pen.line([(246, TOP), (286, TOP)], "iso", 5)
    pen.arrow([(266, 30), (266, TOP + STEP), (352, TOP + STEP)])
    for x, place in ((302, 3), (328, 4)):
        pen.dot(x, TOP + STEP * place)
        pen.arrow([(x, TOP + STEP * place), (x, TOP + STEP + 2)])
    pen.arrow([(398, TOP + STEP + 11), (398, TOP + 2 * STEP - 12)])
    pen.text(270, TOP + 4 * STEP + 28, "says", fill="mut")
    pen.text(224, 306, "kernel", fill="mut")


def bits(pen, x, y, row):
    """A set: a box for each capability, filled if it is in."""
    for fill, bit in (("app", "1"), ("paper", "0")):
        where = [x + BOX * place for place, has in enumerate(row) if has == bit]
        if where:
            d = "".join(f"M{left} {y - 11}h{BOX}v{BOX}h-{BOX}z" for left in where)
            pen.path(d, fill, "line")
