"""One process with two user IDs, and the map between them."""

SIZE = (448, 300)

WORDS = {
    "en": {
        "title": "One user, two numbers, and the map between them",
        "desc": (
            "A wall divides the inside of a user namespace, left, from the outside, right. A "
            "process lies across it: inside it has user ID 0, outside 1000. Below it stands the "
            "map, three numbers: the first ID inside is 0, the first outside is 1000, and how "
            "many in a row: 1. The first two point at the two user IDs of the process. At the "
            "bottom, users outside that the map does not name, 0, 33 and 1001, are all seen "
            "inside as 65534."
        ),
        "inside": "inside",
        "outside": "outside",
        "process": "process",
        "user-0": "user 0",
        "user-1000": "user 1000",
        "map": "map",
        "first-inside": "first\ninside",
        "first-outside": "first\noutside",
        "many": "how\nmany",
        "unnamed": "users not in the map",
        "seen": "seen as",
    },
    "zh": {
        "title": "一个用户，两个号，以及两者之间的映射",
        "desc": (
            "一堵墙把用户命名空间的里面（左）和外面（右）隔开。一个进程横跨这堵墙："
            "里面的用户 ID 是 0，外面是 1000。下面是映射，三个数：里面从 0 起，外面从 1000 起，"
            "连续 1 个。前两个数各指向进程的一个用户 ID。最下面，映射里没有的外面的用户 0、"
            "33 和 1001，在里面看来都是 65534。"
        ),
        "inside": "里面",
        "outside": "外面",
        "process": "进程",
        "user-0": "用户 0",
        "user-1000": "用户 1000",
        "map": "映射",
        "first-inside": "里面\n从它起",
        "first-outside": "外面\n从它起",
        "many": "连续\n几个",
        "unnamed": "映射里没有的用户",
        "seen": "看作",
    },
    "both": {n: n for n in ("0", "1000", "1", "33", "1001", "65534")},
}


def paint(pen):
    pen.rect(6, 6, 150, 288, "lib", None, round=6)
    pen.wall(6, 6, 150, 288, 2)
    pen.text(81, 24, "inside", bold=True)
    pen.text(305, 24, "outside", bold=True)

    pen.box(22, 47, 129, 34, "user-0")
    pen.box(161, 47, 129, 34, "user-1000")
    pen.wall(17, 42, 278, 44, 1)
    pen.text(306, 64, "process", anchor="start", bold=True)

    for x, key, caption in (
        (39, "0", "first-inside"),
        (178, "1000", "first-outside"),
        (317, "1", "many"),
    ):
        pen.box(x, 114, 96, 30, key, "paper")
        pen.text(x + 48, 164, caption, fill="mut")
        if key != "1":
            pen.arrow([(x + 48, 114), (x + 48, 88)])
    pen.line([(135, 129), (178, 129)])
    pen.line([(274, 129), (317, 129)])
    pen.text(365, 100, "map", bold=True)

    pen.text(305, 206, "unnamed")
    for x, key in ((178, "0"), (268, "33"), (358, "1001")):
        pen.box(x, 220, 74, 30, key, "hw")
        pen.line([(x + 37, 250), (x + 37, 272)], "acc", 1.8)
    pen.arrow([(395, 272), (87, 272), (87, 252)])
    pen.box(39, 220, 96, 30, "65534", "hw")
    pen.text(81, 206, "seen", fill="acc")
