"""One CPU, two tasks: overlapping a wait gains time, sharing between two computations does not."""

SIZE = (448, 252)

WORDS = {
    "en": {
        "title": "One CPU shared by two tasks, twice",
        "desc": (
            "Two timelines of one CPU. In the first, task A computes and task B mostly waits for "
            "a disk: A computes while B waits, so that both are done about when A alone would have "
            "been. In the second, A and B both compute: they take turns in slices and are done "
            "only after the sum of both times."
        ),
        "overlap": "one computes, one mostly waits for a disk",
        "both-compute": "both compute",
        "waits": "disk",
        "longer": "done: as late as\nthe longer one",
        "sum": "done: the sum of both",
        "time": "time",
    },
    "zh": {
        "title": "两个任务共用一个 CPU：两种情形",
        "desc": (
            "同一个 CPU 的两条时间线。第一条：任务 A 在计算，任务 B 大半时间在等磁盘；"
            "B 等待时 A 照样计算，两个任务做完的时间，和只有 A 时差不多。"
            "第二条：A 和 B 都在计算，按时间片轮流运行，要用两者时间之和才能做完。"
        ),
        "overlap": "一个计算，一个多半在等磁盘",
        "both-compute": "两个都计算",
        "waits": "等磁盘",
        "longer": "做完：与较长的\n那个一样久",
        "sum": "做完：两者时间之和",
        "time": "时间",
    },
    "both": {"a": "A", "b": "B"},
}

LEFT, UNIT = 30, 26.4


def paint(pen):
    pen.text(6, 14, "overlap", anchor="start", bold=True)
    lane(pen, 42, "a", "app", [(0.5, 2.5), (3.5, 2.5), (6.5, 2.5)])
    lane(pen, 74, "b", "gk", [(0, 0.5), (3, 0.5), (6, 0.5)])
    for start in (0.5, 3.5, 6.5):
        pen.rect(at(start), 62, UNIT * 2.5, 24, None, "line", 1, "3 3", round=2)
        pen.text(at(start + 1.25), 74, "waits", fill="mut")
    pen.line([(at(9), 26), (at(9), 90)], "iso", 2.5)
    pen.text(at(9) + 10, 58, "longer", anchor="start", fill="mut")

    pen.text(6, 124, "both-compute", anchor="start", bold=True)
    lane(pen, 152, "a", "app", [(n, 1.5) for n in (0, 3, 6, 9, 12)])
    lane(pen, 184, "b", "gk", [(n, 1.5) for n in (1.5, 4.5, 7.5, 10.5, 13.5)])
    pen.line([(at(15), 136), (at(15), 200)], "iso", 2.5)
    pen.text(at(15), 212, "sum", anchor="end", fill="mut")

    pen.arrow([(LEFT, 236), (400, 236)], "line")
    pen.text(406, 236, "time", anchor="start", fill="mut")


def at(time):
    """The x of a moment; the CPU works for one unit of time on each unit drawn."""
    return LEFT + UNIT * time


def lane(pen, y, key, fill, slices):
    pen.text(16, y, key)
    for start, length in slices:
        pen.rect(at(start), y - 12, UNIT * length, 24, fill, round=2)
