"""The English and the Chinese pages say the same with the same parts."""

import json

import pytest

from tests.site import parity, report
from tests.site.page import parse

ENGLISH = """\
# Memory { #memory }

![Two tables](../../diagrams/memory.en.svg "Two tables.")

**Predict.** What is read?

## Mine { #mine }

The [page](../reference/glossary.md#page) has 4,096 bytes, see `mmap(2)`.

/// claim | mine
    verdict: true

```python
--8<-- "process/mine.py:proof"
```

**Break it.** Share it.

**Sources.** mmap(2).
///
"""
CHINESE = """\
# 内存 { #memory }

![两张表](../../diagrams/memory.zh.svg "两张表。")

**先猜一猜。** 读到什么？

## 自己的 { #mine }

[页](../reference/glossary.md#page)有 4096 字节，见 `mmap(2)`。

/// claim | mine
    verdict: true

```python
--8<-- "process/mine.py:proof"
```

**弄坏它。** 共用它。

**出处。** mmap(2)。
///
"""


def test_the_book():
    report.nothing(parity.differences())


def compare(english=ENGLISH, chinese=CHINESE):
    return parity.compare(parse(english, "en.md"), parse(chinese, "zh.md"))


def test_equal_pages_have_no_difference():
    assert compare() == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("## 自己的 { #mine }", "## 自己的", "zh.md:7: heading without an id; add { #its-id }"),
        ("{ #mine }", "{ #memory }", "zh.md:7: second heading with id 'memory'"),
        ("## 自", "### 自", "en.md:7 / zh.md:7: heading 3: ## mine / ### mine; make them the same"),
        ("| mine", "| my-own", "claim 1: mine, verdict: true / my-own, verdict: true"),
        ("verdict: true", "verdict: false", "claim 1: mine, verdict: true / mine, verdict: false"),
        ("mine.py:proof", "mine.py", "include 1: process/mine.py:proof / process/mine.py"),
        ("memory.zh", "cpu.zh", "picture 1: ../../diagrams/memory.svg / ../../diagrams/cpu.svg"),
        (
            "#page)",
            "#page-table)",
            "zh.md:7: link ../reference/glossary.md#page: not in",
        ),
        ("4096", "4069", "en.md:9 / zh.md:7: number 4096: not in the Chinese section"),
        ("**弄坏它。** 共用它。", "共用它。", "run-in 1: Break it. / Sources."),
        ("**弄坏它。**", "**试试看。**", "zh.md:18: unknown run-in '试试看。'"),
    ],
)
def test_a_difference_is_one_line_with_both_places(old, new, finding):
    assert old in CHINESE
    assert any(finding in line for line in compare(chinese=CHINESE.replace(old, new)))


def test_headings_and_includes_in_a_fence_of_text_are_no_headings():
    shown = ENGLISH + "\n~~~text\n# a comment\n~~~\n"
    assert compare(shown, CHINESE) == []


@pytest.fixture
def docs(tmp_path):
    for language, text in (("en", ENGLISH), ("zh", CHINESE)):
        (tmp_path / language).mkdir()
        (tmp_path / language / "memory.md").write_text(text, "utf-8")
    cells = [{"cell_type": "markdown", "metadata": {"tags": ["en"]}}]
    cells += [{"cell_type": "markdown", "metadata": {"tags": ["zh"]}}, {"cell_type": "code"}]
    (tmp_path / "en" / "sheet.ipynb").write_text(json.dumps({"cells": cells}), "utf-8")
    (tmp_path / "zh" / "sheet.ipynb").symlink_to("../en/sheet.ipynb")
    return tmp_path


def test_a_page_in_one_language_only(docs):
    assert parity.differences(docs) == []
    (docs / "en" / "memory.md").rename(docs / "en" / "cpu.md")
    assert parity.differences(docs) == [
        "docs/zh/cpu.md: missing; write it",
        "docs/en/memory.md: missing; write it",
    ]


def test_a_worksheet_that_was_copied_or_lacks_a_language(docs):
    sheet = docs / "zh" / "sheet.ipynb"
    text = sheet.read_text("utf-8")
    (docs / "en" / "sheet.ipynb").write_text(text.replace('"zh"', '"en"'), "utf-8")
    assert "2 cells tagged en, 0 tagged zh" in parity.differences(docs)[0]
    sheet.unlink()
    sheet.write_text(text, "utf-8")
    assert "not a link to the English worksheet" in parity.differences(docs)[0]
