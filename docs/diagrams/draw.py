"""Draw every picture of the book: `python docs/diagrams/draw.py`.

A picture is one file `<name>.py` beside this one. It holds `SIZE` (width and height of the
drawing in its own units), `WORDS` (its words per language) and `paint(pen)`, which knows the
geometry and nothing about languages. Drawing it writes `<name>.en.svg` and `<name>.zh.svg`.

The SVGs are made to be inlined: colours are CSS variables (`palette.css`) with the light value
as fallback, the font is the page's, every id begins with `d-<name>-`.
"""

import runpy
import sys
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
LANGUAGES = {"en": "en", "zh": "zh-CN"}
# for pictures of measurements, which share a module and read what snippets.measure recorded
sys.path[:0] = [str(HERE), str(HERE.parent.parent)]
TEXT = 15
LEADING = 19.5

PALETTE = {
    "ink": "#1b2430",  # text
    "mut": "#535e6d",  # text of less weight
    "line": "#7a8696",  # borders, axes
    "paper": "#ffffff",  # the page
    "app": "#cfe1fb",  # programs
    "lib": "#e8eff9",  # what programs bring along
    "iso": "#b4480f",  # walls and locks
    "gk": "#d3ecd0",  # guest kernel
    "hv": "#f3d9ee",  # hypervisor
    "hk": "#fde4b4",  # host kernel
    "hw": "#dde1e6",  # hardware
    "acc": "#0b5cb8",  # what moves: arrows and their labels
}

# Widths in em of a wide sans-serif (DejaVu Sans), so that narrower ones fit as well.
NARROW = dict.fromkeys("iIjl.,:;'|", 0.32) | dict.fromkeys('frt()[]/-!"', 0.42) | {" ": 0.32}
WIDE = dict.fromkeys("mwMWOQ@%+=~<>→←", 0.86)


def width(text: str, bold: bool = False) -> float:
    """Return the estimated width of one line of text, in units of the drawing."""
    em = 0.0
    for letter in text:
        if ord(letter) >= 0x2E80:
            em += 1.0
        elif letter in NARROW:
            em += NARROW[letter]
        elif letter in WIDE:
            em += WIDE[letter]
        else:
            em += 0.68 if letter.isupper() else 0.62
    return em * TEXT * (1.1 if bold else 1.0)


def colour(name: str) -> str:
    """Return the CSS value of a colour of the palette, with its light fallback."""
    return f"var(--d-{name}, {PALETTE[name]})"


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


class Pen:
    """Draws one picture in one language. Lengths are in units of the drawing, y grows downwards.

    Words are given by their key in WORDS; a line break in them starts a new line.
    """

    def __init__(self, name: str, language: str, size: tuple[float, float], words: dict) -> None:
        self.name, self.language, self.size = name, language, size
        self.words = words[language] | words.get("both", {})
        self.used = {"title", "desc"}
        self.parts: list[str] = []
        self.texts: list[tuple[str, float, float, float, float]] = []

    # Shapes

    def rect(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        fill: str | None = "paper",
        stroke: str | None = "line",
        thick: float = 1,
        dash: str = "",
        round: float = 4,
    ) -> None:
        """Draw a rectangle; `dash` is an SVG dash pattern such as "4 3"."""
        self._shape(
            f'rect x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}"'
            f' rx="{number(round)}"',
            fill,
            stroke,
            thick,
            dash,
        )

    def path(
        self,
        d: str,
        fill: str | None = None,
        stroke: str | None = "line",
        thick: float = 1,
        dash: str = "",
    ) -> None:
        """Draw an SVG path."""
        self._shape(f'path d="{d}"', fill, stroke, thick, dash)

    def dot(self, x: float, y: float, radius: float = 4) -> None:
        """Draw a filled circle with a thin rim, so that overlapping ones can be told apart."""
        self._shape(
            f'circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"', "acc", "paper"
        )

    def line(
        self,
        points: Sequence[tuple[float, float]],
        stroke: str = "line",
        thick: float = 1.5,
        dash: str = "",
    ) -> None:
        """Draw straight lines from point to point."""
        d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
        self.path(d, None, stroke, thick, dash)

    def arrow(
        self,
        points: Sequence[tuple[float, float]],
        stroke: str = "acc",
        dash: str = "",
    ) -> None:
        """Draw a line with a head at its last point."""
        points = list(points)
        head = self._head(points)
        self.line(points, stroke, 1.8, dash)
        self.path(head, stroke, None)

    def wall(self, x: float, y: float, w: float, h: float, kind: int) -> None:
        """Draw a wall: 1 around a process, 2 around a container, 3 around a virtual machine."""
        thick, dash = WALLS[kind]
        self.rect(x, y, w, h, None, "iso", thick, dash, round=6)

    def sample(self, x1: float, x2: float, y: float, kind: int) -> None:
        """Draw a piece of a wall from x1 to x2, for a legend."""
        thick, dash = WALLS[kind]
        self.line([(x1, y), (x2, y)], "iso", thick, dash)

    def lock(self, x: float, y: float) -> None:
        """Draw a closed padlock centred on a point, 12 wide and 14 high."""
        shackle = f"M{number(x - 3.5)} {number(y - 1)}v-2.5a3.5 3.5 0 0 1 7 0v2.5"
        self.path(shackle, None, "iso", 1.8)
        self.rect(x - 6, y - 1, 12, 8, "iso", None, round=1.5)

    def cross(self, x: float, y: float, reach: float = 5) -> None:
        """Draw a cross centred on a point, for what is refused or gone."""
        left, top, side = number(x - reach), number(y - reach), number(2 * reach)
        self.path(f"M{left} {top}l{side} {side}m-{side} 0l{side} -{side}", None, "iso", 2.4)

    # Words

    def say(self, key: str) -> str:
        """Return the words of a key in this picture's language."""
        self.used.add(key)
        try:
            return self.words[key]
        except KeyError:
            raise ValueError(f"no {self.language} words for {key!r} in WORDS") from None

    def text(
        self,
        x: float,
        y: float,
        key: str,
        room: float | None = None,
        anchor: str = "middle",
        bold: bool = False,
        fill: str = "ink",
    ) -> None:
        """Write words centred vertically on y.

        anchor: "start", "middle" or "end": what of the text lies at x.
        room: width that the text may take; without it, up to the border of the picture.
        Raises ValueError if a line is wider than its room or touches another text.
        """
        lines = self.say(key).split("\n")
        first = y + 0.36 * TEXT - (len(lines) - 1) * LEADING / 2
        for row, line in enumerate(lines):
            baseline = first + row * LEADING
            self._place(line, x, baseline, width(line, bold), anchor, room)
            attributes = f'x="{number(x)}" y="{number(baseline)}"'
            if anchor != "middle":
                attributes += f' text-anchor="{anchor}"'
            if bold:
                attributes += ' font-weight="700"'
            if fill != "ink":
                attributes += f' fill="{colour(fill)}"'
            self.parts.append(f"<text {attributes}>{escape(line)}</text>")

    def box(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        key: str,
        fill: str = "app",
        stroke: str | None = "line",
        bold: bool = False,
    ) -> None:
        """Draw a rectangle with words in its middle."""
        self.rect(x, y, w, h, fill, stroke)
        self.text(x + w / 2, y + h / 2, key, room=w - 2, bold=bold)

    def dots(
        self,
        rows: Iterable[tuple[str, Sequence[float]]],
        ticks: Sequence[tuple[float, str]],
        left: float = 120,
        top: float = 20,
    ) -> None:
        """Draw a dot plot: one row of measured values per label, medians as a bar.

        rows: (key of the label, values); ticks: (value, key of its label), first and last are
        the ends of the axis; left, top: where the axis begins. Each row is 46 high.
        """
        rows, step = list(rows), 46
        low, high = ticks[0][0], ticks[-1][0]
        right, bottom = self.size[0] - 24, top + step * len(rows)
        scale = (right - left) / (high - low)
        for value, key in ticks:
            x = left + (value - low) * scale
            self.line([(x, top), (x, bottom + 5)], thick=1, dash="" if value == low else "2 4")
            self.text(x, bottom + 18, key, fill="mut")
        for row, (key, values) in enumerate(rows):
            y = top + step * (row + 0.5)
            self.text(left - 12, y, key, anchor="end")
            for x in sorted({round(left + (value - low) * scale) for value in values}):
                self.dot(x, y, 4.5)  # dots that would cover each other are one
            x = left + (sorted(values)[len(values) // 2] - low) * scale
            self.line([(x, y - 13), (x, y + 13)], "ink", 2.5)

    # The file

    def svg(self) -> str:
        """Return the finished picture."""
        unused = sorted(set(self.words) - self.used)
        if unused:
            raise ValueError(f"words in WORDS that are not drawn: {', '.join(unused)}")
        w, h = map(number, self.size)
        prefix = f"d-{self.name}"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" role="img"'
            f' lang="{LANGUAGES[self.language]}" aria-labelledby="{prefix}-title {prefix}-desc"'
            f' font-family="sans-serif" font-size="{TEXT}" text-anchor="middle"'
            f' fill="{colour("ink")}">'
        )
        title = f'<title id="{prefix}-title">{escape(self.words["title"])}</title>'
        desc = f'<desc id="{prefix}-desc">{escape(self.words["desc"])}</desc>'
        ground = f'<rect width="{w}" height="{h}" fill="{colour("paper")}"/>'
        return "\n".join([head, title, desc, ground, *self.parts, "</svg>"]) + "\n"

    def _shape(
        self, tag: str, fill: str | None, stroke: str | None, thick: float = 1, dash: str = ""
    ) -> None:
        tag += f' fill="{colour(fill) if fill else "none"}"'
        if stroke:
            tag += f' stroke="{colour(stroke)}"'
            if thick != 1:
                tag += f' stroke-width="{number(thick)}"'
            if dash:
                tag += f' stroke-dasharray="{dash}"'
        self.parts.append(f"<{tag}/>")

    def _head(self, points: list[tuple[float, float]], size: float = 7) -> str:
        """Return an arrow head for the last point, which is moved back to the head's base."""
        (x1, y1), (x2, y2) = points[-2:]
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        ux, uy = (x2 - x1) / length, (y2 - y1) / length
        bx, by = x2 - ux * size, y2 - uy * size
        points[-1] = (bx + ux, by + uy)
        corners = [(x2, y2)]
        corners += [(bx - uy * side * size * 0.6, by + ux * side * size * 0.6) for side in (1, -1)]
        return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in corners) + "z"

    def _place(
        self,
        line: str,
        x: float,
        baseline: float,
        wide: float,
        anchor: str,
        room: float | None,
    ) -> None:
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        right, top, bottom = left + wide, baseline - 0.85 * TEXT, baseline + 0.2 * TEXT
        where = f"{line!r} ({self.language})"
        if room is not None and wide > room:
            raise ValueError(f"{where} needs {wide:.0f}, has {room:.0f}: shorten it or widen")
        if left < 1 or right > self.size[0] - 1 or top < 0 or bottom > self.size[1]:
            raise ValueError(f"{where} leaves the picture: move or shorten it")
        for other, l2, r2, t2, b2 in self.texts:
            if left < r2 + 2 and l2 < right + 2 and top < b2 and t2 < bottom:
                raise ValueError(f"{where} touches {other!r}: move one of them")
        self.texts.append((line, left, right, top, bottom))


WALLS: dict[int, tuple[float, str]] = {1: (1.8, "4 3"), 2: (3, "9 3"), 3: (4.5, "")}


def pictures() -> list[Path]:
    """Return the sources of all pictures."""
    return sorted(path for path in HERE.glob("*.py") if path.name != Path(__file__).name)


def draw(source: Path, yours: Path | None = None) -> dict[Path, str]:
    """Return the files of one picture: path -> content. An SVG per language; of a measurement
    also its numbers as a table, which is what its ``NUMBERS`` holds.

    yours: a folder with the reader's own records, to be drawn beside the book's.
    """
    picture = runpy.run_path(str(source), {"YOURS": yours})
    drawn = dict(picture.get("NUMBERS", {}))
    for language in LANGUAGES:
        pen = Pen(source.stem, language, picture["SIZE"], picture["WORDS"])
        picture["paint"](pen)
        drawn[source.with_name(f"{source.stem}.{language}.svg")] = pen.svg()
    return drawn


def main() -> None:
    refused = []
    for source in pictures():
        try:
            drawn = draw(source)
        except (ValueError, OSError) as error:
            refused.append(f"docs/diagrams/{source.name}: {error}")
            continue
        for path, content in drawn.items():
            if not path.exists() or path.read_text(encoding="utf-8") != content:
                path.write_text(content, encoding="utf-8")
                print(f"drew {path.relative_to(HERE.parent.parent)}")
    if refused:
        sys.exit("\n".join(refused))


if __name__ == "__main__":
    main()
