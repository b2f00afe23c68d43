"""The generated parts of a card, as HTML."""

from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from press.extensions import environments, evidence
from press.extensions.cardsource import CardSource
from press.extensions.errors import warn
from press.extensions.program import Break, Program
from press.extensions.words import Words


class Parts:
    def __init__(self, card: CardSource, words: Words) -> None:
        self.card = card
        self.words = words
        self.program: Program | None = card.program

    def head(self) -> str:
        """The card's label and its badge: the verdict, or that it is only cited."""
        verdict = self.card.options.get("verdict")
        label = self.words("often-said" if verdict else "claim")
        badges = []
        if self.card.cited:
            badges.append(f'<span class="claim__badge">{self.words("cited")}</span>')
        if verdict:
            badges.append(
                f'<span class="claim__badge claim__verdict">'
                f'<span class="claim__unseen">{self.words("verdict")}: </span>'
                f"{self.words(f'verdict-{verdict}')}</span>"
            )
        return f'<p class="claim__label"><span>{label}</span>{"".join(badges)}</p>'

    def output_caption(self) -> str:
        """Who printed the output, and on which kernel."""
        assert self.program
        run = evidence.shown(self.card.claim, self.program)
        if not run:
            warn(f"no record of '{self.card.claim}' in docs/evidence/*.json; run make record")
            return _caption(self.words("output-unknown"))
        return _caption(
            self.words(
                "output-outdated" if run.result == "outdated" else "output",
                environment=environments.named(self.words, run.environment),
                kernel=run.kernel,
            )
        )

    def break_summary(self, number: int) -> str:
        change = self._break(number)
        return (
            f"<summary><span>{self.words('break-summary')}</span> "
            f'<span class="claim__change"><del><code>{escape(change.old)}</code></del>'
            f'<span class="claim__unseen"> {self.words("break-becomes")} </span>'
            f"<ins><code>{escape(change.new)}</code></ins></span></summary>"
        )

    def break_output(self, number: int) -> str:
        """What the changed program printed."""
        path = self._break(number).output
        if path.is_file():
            printed = escape(path.read_text("utf-8"), quote=False)
        else:
            warn(f"{path} is missing; run make record")
            printed = self.words("not-recorded")
        return f"{_caption(self.words('broken-output'))}\n{_pre(printed)}"

    def _break(self, number: int) -> Break:
        assert self.program
        return self.program.breaks[number]

    def where(self) -> str:
        """In which environments the claim was proved; and where a reader's own machine may fail.

        What other environments lack stands in the tables of the reference part alone.
        """
        if not self.program:
            return ""
        everywhere = evidence.runs(self.card.claim, self.program)
        if not everywhere:
            return _details("where", self.words("where"), self.words("where-none"), "")
        runs = [
            run
            for run in everywhere
            if run.result != "unavailable" or run.environment in evidence.READERS
        ]
        short = " · ".join(
            f'<span class="claim__run claim__run--{result}">{self._environments(alike)}'
            f'<span class="claim__unseen">: {self.words(f"result-{result}")}</span></span>'
            for result, alike in _grouped(runs, lambda run: run.result)
        )
        reasons = "".join(
            f"<p>{self._environments(alike)}{self.words('colon')}"
            f'<span lang="en">{escape(reason, quote=False)}</span></p>'
            for reason, alike in _grouped(runs, lambda run: run.reason)
            if reason
        )
        return _details("where", self.words("where"), short, reasons)

    def _environments(self, runs: list[evidence.Run]) -> str:
        return environments.line(self.words, [run.environment for run in runs])

    def whole(self) -> str:
        """The whole program, if the sections on the page leave out more than its header."""
        if not self.program or not self.program.leaves_out(self.card.shown):
            return ""
        path = f"<code>{self.program.path.as_posix()}</code>"
        code = highlight(self.program.whole(), PythonLexer(), HtmlFormatter(nowrap=True))
        body = f'<div class="highlight">{_pre(code)}</div>'
        return _details("whole", self.words("whole"), path, body)

    def rerun(self) -> str:
        """The command that runs the program, and what it needs."""
        if not self.program:
            return ""
        sudo = "sudo " if "root" in self.program.needs else ""
        names = [self.words.named("need", need) for need in self.program.needs]
        needs = self.words("comma").join(names) or self.words("needs-nothing")
        return (
            f'<div class="claim__rerun"><p class="claim__caption">{self.words("rerun")} '
            f"<span>{self.words('rerun-where')}</span></p>"
            f"{_pre(f'{sudo}python3 -m {self.program.module}')}"
            f'<p class="claim__needs">{self.words("needs", names=escape(needs))}</p></div>'
        )

    def live(self) -> str:
        """The place for running the program inside the page; empty until that exists."""
        return '<div class="claim__live" hidden></div>' if self.program else ""


def _grouped(
    runs: list[evidence.Run], key: Callable[[evidence.Run], Any]
) -> Iterable[tuple[Any, list[evidence.Run]]]:
    """Runs that are alike, side by side, in the order of the first of each kind."""
    groups: dict[Any, list[evidence.Run]] = {}
    for run in runs:
        groups.setdefault(key(run), []).append(run)
    return groups.items()


def _caption(text: str) -> str:
    return f'<p class="claim__caption">{escape(text, quote=False)}</p>'


def _pre(text: str) -> str:
    return f"<pre><code>{text}</code></pre>"


def _details(name: str, title: str, short: str, body: str) -> str:
    """A line that opens, or, if there is no more to say, one that doesn't."""
    outer, inner = ("details", "summary") if body else ("div", "p")
    return (
        f'<{outer} class="claim__more claim__{name}" data-search-exclude="true">'
        f"<{inner}><span>{title}</span> "
        f'<span class="claim__short">{short}</span></{inner}>{body}</{outer}>'
    )
