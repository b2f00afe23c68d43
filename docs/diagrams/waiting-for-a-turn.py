"""The worksheet's plot: the part of its time that a program waited, run by run."""

import json
from pathlib import Path

RECORD = Path(__file__).parent.parent / "evidence/process/waiting-for-a-turn.json"
SIZE = (440, 220)

WORDS = {
    "en": {
        "title": "How much of its time a program waits, beside 0, 1 and 4 busy neighbours",
        "desc": (
            "A dot plot with three rows, one for each number of busy neighbours on the same CPU: "
            "none, 1 and 4. Each dot is one run; a bar marks the median. The axis is the part of "
            "the time spent waiting, from 0 to 100 percent. Without neighbours the dots lie near "
            "0, beside one near 50, beside four near 80 percent."
        ),
        "0": "none",
        "1": "1",
        "4": "4",
        "rows": "busy neighbours",
        "axis": "part of the time spent waiting; dot: one run, bar: median",
    },
    "zh": {
        "title": "旁边有 0、1、4 个忙碌的邻居时，程序把多少时间花在等待上",
        "desc": (
            "散点图，共三行，对应同一个 CPU 上忙碌邻居的个数：没有、1 个、4 个。"
            "每个点是一次测量，短竖线是中位数。横轴是等待时间所占的比例，从 0 到百分之百。"
            "没有邻居时各点靠近 0，有一个时在百分之五十附近，有四个时在百分之八十附近。"
        ),
        "0": "没有",
        "1": "1 个",
        "4": "4 个",
        "rows": "忙碌的邻居",
        "axis": "等待时间所占比例；点：一次测量，竖线：中位数",
    },
    "both": {"0%": "0%", "25%": "25%", "50%": "50%", "75%": "75%", "100%": "100%"},
}


def paint(pen):
    runs = json.loads(RECORD.read_text("utf-8"))["runs"]
    pen.text(6, 16, "rows", anchor="start", bold=True)
    pen.dots(
        [(count, [percent for percent, _ in results]) for count, results in runs.items()],
        [(percent, f"{percent}%") for percent in (0, 25, 50, 75, 100)],
        left=70,
        top=32,
    )
    pen.text(220, 208, "axis", fill="mut")
