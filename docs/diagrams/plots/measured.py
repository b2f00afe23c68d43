"""What the pictures of measurements share: ranges on an axis, what to say of the machine, a table.

A picture names the competitors in both languages and shows each one's median, the middle half of
its values as a bar and nearly all of them as a line. Where the machine was loaded, it says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10
from pathlib import Path

import draw

from snippets.measure import record
from snippets.measure.record import Record, Row

ROOT = record.ROOT
Words = dict[str, tuple[str, str]]  # key -> English, Chinese
WIDTH, MARGIN, STEP = 448, 8, 40

SAYS: Words = {
    "legend": (
        "tick: median; bar: middle half; line: 8 of 10 values",
        "竖线：中位数；粗条：中间一半；细线：中间八成",
    ),
    "rug": ("tall tick: median; short tick: one start", "长竖线：中位数；短竖线：一次启动"),
    "desc": (
        "{} rows with a mark for the median. First: {}. Last: {}. All numbers are in the table.",
        "共 {} 行，各标出中位数。第一行：{}；最后一行：{}。全部数值见表。",
    ),
    "curves-desc": (
        "{} curves; on the right, from top to bottom: {}. All numbers are in the table.",
        "共 {} 条曲线，右端从上到下：{}。全部数值见表。",
    ),
    "curves": ("diamond: median", "菱形：中位数"),
    "yours-curves": ("orange dot: median on your machine", "橙色的点：你的机器上的中位数"),
    "each": ("each of {}", "{} 个时，每个"),
    "density": ("how many fit into 1 GiB", "1 GiB 装得下几个"),
    "yours": ("dot: median on your machine", "圆点：你的机器上的中位数"),
    "quiet": (
        "Other programs used {}% of the CPUs.",
        "测量时，其他程序占用 CPU {}%。",
    ),
    "loaded": (
        "Loaded machine: others used {}% of the CPUs.",
        "机器很忙：其他程序占用 CPU {}%。",
    ),
    "unsteady": (
        "* unsteady: the middle half is wider\nthan half the median",
        "* 不稳：中间一半的宽度\n超过中位数的一半",
    ),
    "absent": ("absent here: ", "此处没有："),
    "and": ("; ", "；"),
    "what": ("what", "项目"),
    "median": ("median", "中位数"),
    "half": ("middle half", "中间一半"),
    "span": ("{} to {}", "{} 至 {}"),
    "end": (".", "。"),
    "seldom": (
        "Linux guests: in every fourth round.",
        "Linux 客户机每四轮测一次。",
    ),
    "where": (
        "{cpu}, {cpus} CPUs, Linux {kernel}, {system}, Python {python}, {date}; {rounds} rounds, "
        "in each everything once.",
        "{cpu}，{cpus} 个 CPU，Linux {kernel}，{system}，Python {python}，{date}；"
        "共 {rounds} 轮，每轮各测一次。",
    ),
}
MARK = "*"


def amount(value: float, unit: str, digits: int = 2) -> str:
    """A value with so many digits that count, or all before the point, in a fitting unit."""
    if not unit:
        return f"{float(f'{value:.2g}'):.0f}"
    names = {"ns": ("ns", "µs", "ms"), "ms": ("ms", "s"), "percent": ("%",)}.get(unit, (unit,))
    while value >= 1000 and len(names) > 1:
        value, names = value / 1000, names[1:]
    value = float(f"{value:.{digits}g}") if value < 100 else value
    places = digits - 1 - floor(log10(value)) if value > 0 else 0
    places = 0 if value >= 100 else places
    number = f"{round(value, places):.{max(0, places)}f}"
    return f"{number}%" if unit == "percent" else f"{number} {names[0]}"


@dataclass
class Measured:
    """One measurement as a picture and a table.

    names: of the competitors. labels: title and heading, with the keys "title" and "heading".
    """

    measurement: str
    names: Words
    labels: Words
    yours: Path | None = None
    by_value: bool = True

    def __post_init__(self) -> None:
        self.record: Record = record.read(record.OURS / f"{self.measurement}.json")
        self.unit = self.record["unit"]
        rows = record.rows(self.record)
        order = sorted(rows, key=lambda key: rows[key].middle) if self.by_value else list(rows)
        self.rows = {key: rows[key] for key in order}
        self.other: dict[str, Row] = {}
        if self.yours and (file := self.yours / f"{self.measurement}.json").exists():
            self.other = record.rows(record.read(file))
        self.keys = [*self.rows, *(key for key in self.other if key not in self.rows)]
        if self.by_value:
            self.keys.sort(key=lambda key: (self.rows.get(key) or self.other[key]).middle)

    # Words

    def words(self) -> dict:
        """WORDS of the picture."""
        return {"en": self._words(0), "zh": self._words(1)}

    def _words(self, language: int) -> dict[str, str]:
        say = {key: words[language] for key, words in SAYS.items()}
        found = {key: words[language] for key, words in self.labels.items()}
        found["legend"] = say["legend"]
        load = "loaded" if self.loaded else "quiet"
        found[load] = say[load].format(f"{self.record['others_percent']:.0f}")
        if any(not row.steady for row in self.rows.values()):
            found["unsteady"] = say["unsteady"]
        if self.other:
            found["yours"] = say["yours"]
        if self.absent:
            names = say["and"].join(self.names[key][language] for key in self.absent)
            found["absent"] = wrapped(say["absent"] + names + say["end"], say["and"])
        gap = "" if language else " "
        said = [found[load], *([found["absent"].replace("\n", gap)] if self.absent else [])]
        found["desc"] = gap.join([self.described(language), *said])
        return found

    def described(self, language: int) -> str:
        """The picture in a sentence; the table has all the numbers."""
        first, *_, last = self.rows
        colon = "：" if language else ": "
        ends = [f"{self.names[key][language]}{colon}{self.value(key)}" for key in (first, last)]
        return SAYS["desc"][language].format(len(self.rows), *ends)

    def value(self, key: str) -> str:
        """The book's median, or the reader's where the book has none."""
        row = self.rows.get(key) or self.other[key]
        return amount(row.middle, self.unit) + ("" if row.steady else f" {MARK}")

    @property
    def loaded(self) -> bool:
        return self.record["others_percent"] > record.QUIET

    @property
    def absent(self) -> list[str]:
        return [key for key in self.names if key in self.record["absent"]]

    def tables(self) -> dict[Path, str]:
        """The numbers as a table in Markdown, for each language."""
        return {
            record.OURS / f"{self.measurement}.{code}.md": self._table(number)
            for number, code in enumerate(("en", "zh"))
        }

    def _table(self, language: int) -> str:
        say = {key: words[language] for key, words in SAYS.items()}
        lines = [f"| {say['what']} | {say['median']} | {say['half']} |", "|---|---:|---:|"]
        for key, row in self.rows.items():
            span = [amount(value, self.unit) for value in (row.quarter, row.three_quarters)]
            half = say["span"].format(*span)
            lines.append(f"| {self.names[key][language]} | {self.value(key)} | {half} |")
        facts = self.record["host"] | {key: self.record[key] for key in ("date", "rounds")}
        notes = [say["where"].format(**facts)]
        if self.record.get("every_fourth_round"):
            notes.append(say["seldom"])
        load = "loaded" if self.loaded else "quiet"
        notes.append(say[load].format(f"{self.record['others_percent']:.0f}"))
        if any(not row.steady for row in self.rows.values()):
            notes.append("\\" + say["unsteady"].replace("\n", "" if language else " ") + say["end"])
        if self.absent:
            names = say["and"].join(self.names[key][language] for key in self.absent)
            notes.append(say["absent"].capitalize() + names + say["end"])
        return "\n".join([*lines, "", ("" if language else " ").join(notes)]) + "\n"

    # The picture

    def height(self, body: float, language: int = 0) -> float:
        """Of the picture, with so much between heading and legend."""
        notes = [self._words(number) for number in (0, 1)]
        keys = ("legend", "yours", "quiet", "loaded", "unsteady", "absent")
        lines = max(sum(words[k].count("\n") + 1 for k in keys if k in words) for words in notes)
        return round(26 + body + 12 + 20 * lines)

    def notes(self, pen: draw.Pen, y: float) -> None:
        """Legend, load, and who is absent, from y on."""
        shared = [self._words(number) for number in (0, 1)]
        for key in ("legend", "yours", "quiet", "loaded", "unsteady", "absent"):
            if key not in shared[0]:
                continue
            lines = pen.words[key].count("\n") + 1
            fill = "iso" if key == "loaded" else "mut"
            middle = y + 10 + draw.LEADING * (lines - 1) / 2
            pen.text(MARGIN, middle, key, anchor="start", fill=fill, bold=key == "loaded")
            y += 20 * max(words[key].count("\n") + 1 for words in shared)


def wrapped(text: str, gap: str) -> str:
    """The text in lines that fit into a picture; it may break after a gap."""
    lines = [""]
    for part in text.replace(gap, f"{gap}\0").split("\0"):
        if draw.width(lines[-1] + part) > WIDTH - 2 * MARGIN - 4:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


class Ranges(Measured):
    """A row for each competitor on one axis; logarithmic unless it says 0."""

    zero = False

    @property
    def size(self) -> tuple[float, float]:
        return WIDTH, self.height(STEP * len(self.keys) + 26)

    def picture_words(self) -> dict:
        words = self.words()
        for number, language in enumerate(("en", "zh")):
            words[language] |= {f"row-{n}": self.names[k][number] for n, k in enumerate(self.keys)}
        words["both"] = {f"value-{n}": self.value(key) for n, key in enumerate(self.keys)}
        words["both"] |= {f"tick-{n}": text for n, (_, text) in enumerate(self.ticks())}
        return words

    def ticks(self) -> list[tuple[float, str]]:
        every = [*self.rows.values(), *self.other.values()]
        low, high = min(r.tenth for r in every), max(r.nine_tenths for r in every)
        if self.zero:
            return [(value, f"{value}%") for value in (0, 25, 50, 75, 100)]
        decades = range(floor(log10(low)), ceil(log10(high)) + 1)
        return [(10.0**n, amount(10.0**n, self.unit, 1)) for n in decades]

    def paint(self, pen: draw.Pen) -> None:
        pen.text(MARGIN, 13, "heading", anchor="start", bold=True)
        ticks = self.ticks()
        left, right, top = 36, WIDTH - 36, 28
        bottom = top + STEP * len(self.keys)

        def x(value: float) -> float:
            ends = [ticks[0][0], ticks[-1][0]]
            if not self.zero:
                value, *ends = (log10(each) for each in (value, *ends))
            return left + (right - left) * (value - ends[0]) / (ends[1] - ends[0])

        grid = "".join(f"M{draw.number(x(value))} {top}V{bottom + 4}" for value, _ in ticks)
        pen.path(grid, dash="2 4")
        for number, (value, _) in enumerate(ticks):
            pen.text(x(value), bottom + 16, f"tick-{number}", fill="mut")
        starts = [top + STEP * number + 1 for number in range(len(self.keys))]
        beneath = "".join(f"M{MARGIN} {y}H{WIDTH - MARGIN}v18H{MARGIN}z" for y in starts)
        pen.path(beneath, fill="paper", stroke=None)  # no grid behind words
        for number, start in enumerate(starts):
            y = start + 9
            pen.text(MARGIN, y, f"row-{number}", anchor="start")
            pen.text(WIDTH - MARGIN, y, f"value-{number}", anchor="end", fill="mut")
        self.marks(pen, x, top)
        for number, key in enumerate(self.keys):
            if key in self.other:
                self._yours(pen, x(self.other[key].middle), top + STEP * number + 28)
        self.notes(pen, bottom + 30)

    def marks(self, pen: draw.Pen, x: Callable[[float], float], top: float) -> None:
        """What stands for the values of each row."""
        lines, bars, middles = "", "", ""
        for key, row in self.rows.items():
            y = top + STEP * self.keys.index(key) + 28
            ends = (row.quarter, row.three_quarters, row.tenth, row.nine_tenths)
            low, high, left, right = (draw.number(x(each)) for each in ends)
            lines += f"M{left} {y}H{right}"
            bars += f"M{low} {y - 5}H{high}V{y + 5}H{low}z"
            middles += f"M{draw.number(x(row.middle))} {y - 8}v16"
        pen.path(lines, stroke="acc", thick=1.8)
        pen.path(bars, fill="acc", stroke=None)
        pen.path(middles, stroke="ink", thick=2.5)

    def _yours(self, pen: draw.Pen, x: float, y: float) -> None:
        pen.rect(x - 5, y - 5, 10, 10, "iso", "paper", round=5)


class Rug(Ranges):
    """The same, with every single value as a tick."""

    def _words(self, language: int) -> dict[str, str]:
        return super()._words(language) | {"legend": SAYS["rug"][language]}

    def marks(self, pen: draw.Pen, x: Callable[[float], float], top: float) -> None:
        ticks, middles = "", ""
        for number, (key, row) in enumerate(self.rows.items()):
            y = top + STEP * number + 28
            for place in sorted({round(x(value)) for value in self.record["values"][key]}):
                ticks += f"M{place} {y - 4}v8"
            middles += f"M{draw.number(x(row.middle))} {y - 9}v18"
        pen.path(ticks, stroke="acc", thick=1.8)
        pen.path(middles, stroke="ink", thick=2.5)


class Density(Ranges):
    """How many instances fit into 1 GiB, going by the largest number of them that was measured."""

    def __post_init__(self) -> None:
        super().__post_init__()
        last = {key.rpartition(" ×")[0]: key for key in self.record["values"]}
        self.unit = ""
        values = {
            name: [1024 / value for value in self.record["values"][key]]
            for name, key in last.items()
        }
        rows = {name: Row.of(values[name]) for name in values}
        self.rows = dict(sorted(rows.items(), key=lambda item: -item[1].middle))
        self.keys, self.other = [*self.rows], {}


class Curves(Measured):
    """A curve for each competitor, by how many instances there are; both axes logarithmic.

    The record's rows are called "NAME ×NUMBER".
    """

    TOP, HIGH, LEFT, RIGHT = 30, 300, 82, 270

    def __post_init__(self) -> None:
        super().__post_init__()
        self.by_name: dict[str, dict[int, Row]] = {}
        for key, row in self.rows.items():
            name, _, count = key.rpartition(" ×")
            self.by_name.setdefault(name, {})[int(count)] = row
        self.by_name = {name: dict(sorted(self.by_name[name].items())) for name in self.by_name}
        last = {name: [*curve.values()][-1].middle for name, curve in self.by_name.items()}
        self.order = sorted(self.by_name, key=lambda name: -last[name])
        self.counts = sorted({count for curve in self.by_name.values() for count in curve})
        for name, curve in self.by_name.items():
            english, chinese = self.names[name]
            for number in curve:
                both = (f"{english} ×{number}", f"{chinese} ×{number}")
                self.names = self.names | {f"{name} ×{number}": both}

    @property
    def size(self) -> tuple[float, float]:
        return WIDTH, self.height(self.HIGH + 58)

    def picture_words(self) -> dict:
        words = self.words()
        for number, language in enumerate(("en", "zh")):
            words[language] |= {f"name-{n}": self.names[n][number] for n in self.order}
            words[language]["legend"] = SAYS["curves"][number]
            if "yours" in words[language]:
                words[language]["yours"] = SAYS["yours-curves"][number]
        words["both"] = {f"count-{count}": str(count) for count in self.counts}
        words["both"] |= {f"tick-{n}": text for n, (_, text) in enumerate(self._ticks())}
        return words

    def described(self, language: int) -> str:
        names = SAYS["and"][language].join(self.names[name][language] for name in self.order)
        return SAYS["curves-desc"][language].format(len(self.order), names)

    def _ticks(self) -> list[tuple[float, str]]:
        values = [row.middle for row in [*self.rows.values(), *self.other.values()]]
        decades = range(floor(log10(min(values))), ceil(log10(max(values))) + 1)
        return [(10.0**n, amount(10.0**n, self.unit, 1)) for n in decades]

    def _table(self, language: int) -> str:
        whole = super()._table(language)
        heads = [SAYS["what"][language]]
        heads += [SAYS["each"][language].format(count) for count in self.counts]
        heads.append(SAYS["density"][language])
        lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
        for name in reversed(self.order):
            curve = self.by_name[name]
            cells = [self.names[name][language]]
            for count in self.counts:
                row = curve.get(count)
                mark = "" if not row or row.steady else f" {MARK}"
                cells.append(amount(row.middle, self.unit) + mark if row else "")
            cells.append(amount(1024 / [*curve.values()][-1].middle, ""))
            lines.append("| " + " | ".join(cells) + " |")
        return "\n".join(lines) + "\n\n" + whole.partition("\n\n")[2]

    def paint(self, pen: draw.Pen) -> None:
        pen.text(MARGIN, 13, "heading", anchor="start", bold=True)
        ticks, bottom = self._ticks(), self.TOP + self.HIGH
        low, high = log10(ticks[0][0]), log10(ticks[-1][0])

        def y(value: float) -> float:
            return bottom - self.HIGH * (log10(value) - low) / (high - low)

        def x(count: int) -> float:
            return self.LEFT + (self.RIGHT - self.LEFT) * log10(count) / log10(self.counts[-1])

        grid = "".join(f"M{self.LEFT - 6} {draw.number(y(v))}H{self.RIGHT + 6}" for v, _ in ticks)
        pen.path(grid, dash="2 4")
        for number, (value, _) in enumerate(ticks):
            pen.text(self.LEFT - 10, y(value), f"tick-{number}", anchor="end", fill="mut")
        for count in self.counts:
            pen.text(x(count), bottom + 16, f"count-{count}", fill="mut")
        pen.text((self.LEFT + self.RIGHT) / 2, bottom + 36, "x", fill="mut")
        places = spread([y([*self.by_name[n].values()][-1].middle) for n in self.order], 20)
        leaders, lines, marks = "", "", ""
        for name, place in zip(self.order, places, strict=True):
            curve = self.by_name[name]
            points = [(x(count), y(row.middle)) for count, row in curve.items()]
            ways = [f"{draw.number(left)} {draw.number(top)}" for left, top in points]
            lines += "M" + "L".join(ways)
            marks += "".join(f"M{way}m-4 0l4-4 4 4-4 4z" for way in ways)
            end_x, end_y = (draw.number(each) for each in points[-1])
            leaders += f"M{end_x} {end_y}L{self.RIGHT + 24} {draw.number(place)}"
            pen.text(self.RIGHT + 28, place, f"name-{name}", anchor="start")
        pen.path(leaders)
        pen.path(lines, stroke="acc", thick=1.8)
        pen.path(marks, fill="acc", stroke="paper")
        for key, row in self.other.items():
            name, _, many = key.rpartition(" ×")
            if name in self.by_name and int(many) in self.counts:
                pen.rect(x(int(many)) - 4, y(row.middle) - 4, 8, 8, "iso", "paper", round=4)
        self.notes(pen, bottom + 54)


def spread(places: list[float], gap: float) -> list[float]:
    """The same places from top to bottom, moved apart so that each has room around it."""
    groups = [[place] for place in places]  # who must move apart around one middle

    def middle(group: list[float]) -> float:
        return sum(group) / len(group)

    def close(one: list[float], two: list[float]) -> bool:
        return middle(two) - middle(one) < gap * (len(one) + len(two)) / 2

    while found := [n for n, pair in enumerate(pairwise(groups)) if close(*pair)]:
        groups[found[0] : found[0] + 2] = [groups[found[0]] + groups[found[0] + 1]]
    return [
        middle(group) + gap * (n - (len(group) - 1) / 2)
        for group in groups
        for n in range(len(group))
    ]
