"""The book's own words in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Words:
    """What cover, imprint, contents and headers say; {braces} are filled in by ``layout``."""

    lang: str  # BCP 47, for the PDF's /Lang
    title: str
    subtitle: str
    motto: str
    contents: str
    part: str
    edition: str
    proved: str
    programs: str
    programs_note: str
    imprint: tuple[str, ...]

    def date(self, iso: str) -> str:
        """Write a date (2026-11-24) as this language writes it."""
        day = date.fromisoformat(iso)
        if self.lang == "en":
            return f"{day.day} {day:%B %Y}"
        return f"{day.year} 年 {day.month} 月 {day.day} 日"


WORDS = {
    "en": Words(
        lang="en",
        title="Three Walls",
        subtitle="Processes, containers and virtual machines,<br>proved on a running Linux",
        motto="Each claim was proved by a program that ran, or names its source.",
        contents="Contents",
        part="Part {number}",
        edition="Edition {number}",
        proved="Last proved on Linux {kernel}",
        programs="The whole programs",
        programs_note="The cards show the part of a program that proves the claim. Here are the "
        "programs from the first line to the last.",
        imprint=(
            "This book is built from the same pages as the site. Each program in it ran, and each "
            "output in it was printed by that run; each program was then broken in the way its "
            "card shows, and failed.",
            "To run a program yourself, go to the book\u2019s source folder on a Linux machine "
            "with Python 3.11 or newer and type the command in its card. Nothing has to be "
            "installed for most of them.",
            "Text and pictures: Creative Commons Attribution 4.0 International (CC BY 4.0). "
            "Programs: MIT licence.",
            "Set in Source Sans 3 (Adobe), Noto Sans SC (Adobe and Google) and DejaVu Sans Mono, "
            "by WeasyPrint.",
        ),
    ),
    "zh": Words(
        lang="zh-Hans",
        title="三堵墙",
        subtitle="Linux 上的进程、容器与虚拟机，<br>在真实的 Linux 上验证",
        motto="书中的每条断言，要么由真正运行过的程序验证，要么注明出处。",
        contents="目录",
        part="第 {number} 部分",
        edition="版本 {number}",
        proved="最近一次在 Linux {kernel} 上验证",
        programs="完整程序",
        programs_note="卡片里只印出程序中起验证作用的部分；这里是从第一行到最后一行的全文。",
        imprint=(
            "本书与网站出自同一份稿子。书中的每个程序都真正运行过，印出的每段输出都来自那次运行；"
            "随后又按卡片上写的办法把它弄坏，它也确实失败了。",
            "想亲手运行，就在一台装有 Python 3.11 或更新版本的 Linux 机器上进入本书的源码目录，"
            "键入卡片里的命令。大多数程序不需要安装任何东西。",
            "文字与插图采用 CC BY 4.0（知识共享 署名 4.0 国际）许可；程序采用 MIT 许可。",
            "字体：思源黑体（Noto Sans SC，Adobe 与 Google）、Source Sans 3（Adobe）、"
            "DejaVu Sans Mono；由 WeasyPrint 排版。",
        ),
    ),
}
