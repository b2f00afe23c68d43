"""The worksheet's plot: how long a computing program waited for its turn, run by run."""

import json
from pathlib import Path

RECORD = Path(__file__).parent.parent / "evidence/process/waiting-for-a-turn.json"
SIZE = (440, 430)

WORDS = {
    "en": {
        "title": "How long a program waits for its turn, beside 0, 1 and 4 busy neighbours",
        "desc": (
            "Two dot plots with three rows each, one for each number of busy neighbours on the "
            "same CPU: none, 1 and 4. Each dot is one run; a bar marks the median. The upper plot "
            "shows the part of the time spent waiting: near 0 percent without neighbours, near 50 "
            "beside one, near 80 beside four. The lower plot shows the length of one wait: beside "
            "four neighbours it is about four times as long as beside one."
        ),
        "0": "none",
        "1": "1",
        "4": "4",
        "percent": "part of the time spent waiting, by busy neighbours",
        "ms": "length of one wait, by busy neighbours",
        "legend": "dot: one run (many coincide); bar: median",
    },
    "zh": {
        "title": "旁边有 0、1、4 个忙碌的邻居时，程序要等多久才轮到",
        "desc": (
            "上下两幅散点图，各有三行，对应同一个 CPU 上忙碌邻居的个数：没有、1 个、4 个。"
            "每个点是一次测量，短竖线是中位数。上图是等待时间所占的比例：没有邻居时靠近 0，"
            "有一个时在百分之 50 附近，有四个时在百分之 80 附近。下图是一次等待的长短："
            "有四个邻居时，大约是有一个时的四倍。"
        ),
        "0": "没有",
        "1": "1 个",
        "4": "4 个",
        "percent": "等待时间所占的比例（按忙碌邻居的个数）",
        "ms": "一次等待的长短（按忙碌邻居的个数）",
        "legend": "点：一次测量（很多重在一起）；竖线：中位数",
    },
    "both": {
        "0%": "0%",
        "25%": "25%",
        "50%": "50%",
        "75%": "75%",
        "100%": "100%",
        "0 ms": "0 ms",
        "5 ms": "5 ms",
        "10 ms": "10 ms",
        "15 ms": "15 ms",
        "20 ms": "20 ms",
    },
}


def paint(pen):
    runs = json.loads(RECORD.read_text("utf-8"))["runs"]
    plot(pen, 14, "percent", runs, 0, [(n, f"{n}%") for n in (0, 25, 50, 75, 100)])
    plot(pen, 218, "ms", runs, 1, [(n, f"{n} ms") for n in (0, 5, 10, 15, 20)])
    pen.text(220, 416, "legend", fill="mut")


def plot(pen, top, heading, runs, column, ticks):
    pen.text(6, top, heading, anchor="start", bold=True)
    rows = [(count, [run[column] for run in results]) for count, results in runs.items()]
    pen.dots(rows, ticks, left=70, top=top + 16)
