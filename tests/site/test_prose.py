"""The English is spelled right, the Chinese keeps to the style, and no file names this machine."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site import chinese, english, prose, report
from tests.site.page import DOCS, ROOT, markdown, parse, read

READMES = {"en": "README.md", "zh": "README.zh.md"}

# Where a text was written is no part of it: this checkout, and the hosts packages came from.
PLACES = re.compile(
    rf"{re.escape(str(ROOT))}(?![\w-])|registry[.]npmjs|pypi[.]org/simple|deb[.]debian[.]org"
)


def texts(language: str) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Every text in a language, quoted sentences left out: where it is, and its numbered words."""
    pages = [
        read(path) for path in [*markdown(language), ROOT / READMES[language]] if path.exists()
    ]
    for sheet in sorted((DOCS / language).rglob("*.ipynb")):
        pages += prose.worksheet(sheet, language)
    for page in pages:
        yield page.where, list(prose.lines(page, quotations=False))
    for picture in sorted((DOCS / "diagrams").glob(f"*.{language}.svg")):
        yield str(picture.relative_to(ROOT)), prose.drawn(picture)


@pytest.mark.parametrize(("check", "language"), [(english, "en"), (chinese, "zh")])
def test_the_book(check, language):
    report.nothing([x for where, lines in texts(language) for x in check.check(lines, where)])


def test_the_list_of_words_holds_no_more_than_it_must():
    report.nothing(english.unused(words for _, lines in texts("en") for _, words in lines))


def test_worksheets_and_pictures_are_read(tmp_path):
    cells = [
        {"cell_type": "code", "metadata": {"tags": ["zh"]}, "source": ["您"]},
        {"cell_type": "markdown", "metadata": {"tags": ["en"]}, "source": ["您"]},
        {"cell_type": "markdown", "metadata": {"tags": ["zh"]}, "source": ["# 题\n", "您"]},
    ]
    sheet = tmp_path / "a.ipynb"
    sheet.write_text(json.dumps({"cells": cells}), "utf-8")
    (page,) = prose.worksheet(sheet, "zh")
    found = chinese.check(prose.lines(page), page.where)
    assert found == ["a.ipynb, cell 3:2: «您»: write 你"]
    picture = tmp_path / "a.zh.svg"
    picture.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><title>主机</title><style>您</style>'
        "<text><tspan>您</tspan></text></svg>",
        "utf-8",
    )
    assert len(chinese.check(prose.drawn(picture), picture.name)) == 2


def text(source: str, quotations: bool = False):
    return prose.lines(parse(source, "page.md"), quotations)


@pytest.mark.parametrize(
    "source",
    [
        "Every `procces` has [its own](../memmory.md), see mkdosc(5) and /usr/bin/pythn.",
        "A claim's id isn't renamed; it won't move.",
        "```text\nmispeled\n```",
        "> A quoted mispeled sentence.",
        "CLONE_NEWPID, PIDs, psutil2 and https://exmaple.org/mispeled stay.",
        "## Heading { #mispeled }",
        "**Sources.** `ptrace(2)`, *Ptrace mispeled checking*.",
    ],
)
def test_english_that_is_right(source):
    assert english.check(text(source), "page.md") == []


@pytest.mark.parametrize(
    ("source", "finding"),
    [
        ("A\nproccess waits.", "page.md:2: «proccess»: unknown (process?)"),
        ("## Recieve { #receive }", "page.md:1: «Recieve»: unknown (receive?)"),
        ("![A mispeled text](a.svg)", "«mispeled»"),
        ("[the kernle](a.md)", "«kernle»"),
        ("the *kernle*", "«kernle»"),
        ("**Sources.** the kernle", "«kernle»"),
        ("the kernle.", "«kernle»"),
    ],
)
def test_english_that_is_wrong(source, finding):
    (line,) = english.check(text(source), "page.md")
    assert finding in line


@pytest.mark.parametrize(
    "source",
    [
        "Linux 提供 8 种命名空间（namespace），见 `namespaces(7)`。",
        "**先猜一猜。** 占用 20% 的时间，等了 7.4 µs；用掉 256 MiB……",
        "[地址空间](../a.md#b)（address space）归进程所有——*各有*各的。",
        "宿主机的主机名不变，socket(7) 的 *SO_REUSEPORT* 也一样。",
        "> 容器绝对隔离,您的Cgroup",
        "```text\n您的Cgroup\n```",
        "“写时复制”不是 `写时拷贝`。",
        "行尾是 Linux\n的另一行",
        "标题 { #id }",
        "**出处。** `cgroups(7)` 的 *Cgroups version 1, 2*；Intel《Cgroups 64》第 2 卷。",
        "1 到 3，见第 1.4 节：它说“为什么？”。",
    ],
)
def test_chinese_that_is_right(source):
    assert chinese.check(text(source), "page.md") == []


@pytest.mark.parametrize(
    ("source", "finding"),
    [
        ("进程,线程", "«进程,线程»: half-width punctuation"),
        ("进程： 线程", "space beside full-width punctuation"),
        ("进程结束.", "half-width full stop"),
        ("进程(process)", "half-width brackets"),
        ('"进程"', "half-width quotation marks"),
        ("等等...", "use ……"),
        ("进程-线程", "use ——"),
        ("用Linux 的", "«用Linux 的»: no space between Chinese and Latin"),
        ("Linux的", "no space between Chinese and Latin"),
        ("第1 章", "no space between Chinese and Latin"),
        ("调用`fork()` 后", "«调用`…` 后»: no space between Chinese and Latin"),
        ("[套接字](a.md)port", "no space between Chinese and Latin"),
        ("Linux ，内核", "space beside full-width punctuation"),
        ("内 核", "space between Chinese characters"),
        ("内核\n线程", "page.md:2: the line break shows as a space"),
        ("256MiB", "no space between number and unit"),
        ("256 MB", "decimal unit"),
        ("20 %", "space before %"),
        ("7 \u03bcs", "Greek mu"),
        ("名字空间", "write 命名空间"),
        ("在主机上", "write 宿主机"),
        ("## Cgroup 是什么 { #cgroup }", "write cgroup"),
        ("隔离得很彻底", "exceptions"),
        ("您好", "write 你"),
        ("看 pid 是多少", "write 进程号"),
    ],
)
def test_chinese_that_is_wrong(source, finding):
    assert any(finding in line for line in chinese.check(text(source), "page.md"))


def committed() -> list[Path]:
    """The files of the repository, links left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout; nothing to list")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def places(content: str) -> list[int]:
    """The numbers of the lines that name a place of the build."""
    return [n for n, line in enumerate(content.splitlines(), 1) if PLACES.search(line)]


def test_no_file_names_the_place_it_was_made():
    found = []
    for path in committed():
        content = path.read_bytes()
        if b"\0" not in content:
            found += [
                f"{path.relative_to(ROOT)}:{line}: names the machine it was made on; remove that"
                for line in places(content.decode("utf-8"))
            ]
    report.nothing(found)


def test_a_place_is_found():
    assert places(f"see\n{ROOT}/docs") == [2]
    assert places("from https://registry" + ".npmjs.example") == [1]
    assert places(f"{ROOT}-other and site/en") == []
