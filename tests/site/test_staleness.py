"""No Chinese section was written from an English text that has changed since."""

import pytest

from tests.site import report, staleness

ENGLISH = """\
# Memory { #memory }

Every process has
its own.

## Mine { #mine }

```python
--8<-- "process/mine.py"
```

Nobody reads it.
"""


def test_the_book():
    report.nothing(staleness.stale())


@pytest.fixture
def book(tmp_path):
    for language, text in (("en", ENGLISH), ("zh", "# 内存 { #memory }\n\n## 自己的 { #mine }\n")):
        (tmp_path / language).mkdir()
        (tmp_path / language / "memory.md").write_text(text, "utf-8")
    record = tmp_path / "translated.json"
    staleness.accept("memory.md", [], tmp_path, record)
    return tmp_path, record


def change(book, old, new):
    docs, record = book
    assert old in ENGLISH
    (docs / "en" / "memory.md").write_text(ENGLISH.replace(old, new), "utf-8")
    return staleness.stale(docs, record)


def test_an_accepted_page_is_up_to_date(book):
    assert staleness.stale(*book) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("has\nits", "has its"), ("mine.py", "mine.py:proof"), ("```python", "```python title='x'")],
)
def test_code_and_line_breaks_do_not_count(book, old, new):
    assert change(book, old, new) == []


@pytest.mark.parametrize(
    ("old", "new"), [("Nobody", "Somebody"), ("## Mine", "## My own"), ("reads it.", "reads it!")]
)
def test_a_changed_section_is_named_where_it_must_be_mended(book, old, new):
    assert change(book, old, new) == [
        "docs/zh/memory.md:3: section 'mine' was written from another English text; update it, "
        "then run python3 -m tests.site.staleness --accept memory.md"
    ]


def test_a_new_and_a_lost_section(book):
    assert len(change(book, "{ #mine }", "{ #my-own }")) == 2


def test_a_page_never_accepted_and_one_that_is_gone(book):
    docs, record = book
    record.write_text('{"old.md": {"": "0"}}', "utf-8")
    never, gone = staleness.stale(docs, record)
    assert never.startswith("docs/zh/memory.md:1: not accepted yet; run python3 -m")
    assert gone.startswith("translated.json: 'old.md' is no page any more; run python3 -m")
    staleness.accept("old.md", [], docs, record)
    assert staleness.load(record) == {}


def test_one_section_can_be_accepted(book):
    docs, record = book
    assert len(change(book, "Every", "No")) == 1
    staleness.accept("memory.md", ["memory"], docs, record)
    assert staleness.stale(docs, record) == []


def test_a_bad_name_writes_nothing(book):
    docs, record = book
    before = record.read_bytes()
    for page, sections in (("cpu.md", []), ("memory.md", ["no-such"])):
        with pytest.raises(LookupError):
            staleness.accept(page, sections, docs, record)
    assert record.read_bytes() == before


def test_an_interrupted_write_leaves_the_old_file(book, monkeypatch):
    docs, record = book
    before = record.read_bytes()
    monkeypatch.setattr(staleness.Path, "replace", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        staleness.accept("memory.md", [], docs, record)
    assert record.read_bytes() == before
    assert [path.name for path in docs.iterdir() if path.is_file()] == [record.name]
