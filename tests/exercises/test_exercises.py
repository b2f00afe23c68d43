"""Every exercise gives the answer that it states, and its command is good to readers."""

import os
import pty
import re
import subprocess
import sys

import pytest

from snippets.exercises import exercise as module
from snippets.exercises.exercise import UNAVAILABLE, BadExercise, Change, Exercise, every
from tests.site.page import DOCS, LANGUAGES, ROOT

EXERCISES = every()


def command(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a reader would, but with nobody to ask."""
    return subprocess.run(
        [sys.executable, "-m", "snippets.exercises", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("name", EXERCISES)
def test_the_program_gives_the_stated_answer(name: str) -> None:
    exercise = EXERCISES[name]
    status, output = exercise.run()
    if status == UNAVAILABLE:
        pytest.skip(output.strip())
    assert exercise.found(output) == exercise.answer, output
    matching = [x for x, each in exercise.choices.items() if re.search(each["shows"], output, re.M)]
    assert matching[:1] == ([exercise.answer] if exercise.choices else [])


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_is_complete(name: str) -> None:
    exercise = EXERCISES[name]
    assert exercise.accepts(exercise.answer)
    assert exercise.changes and all(change.old != change.new for change in exercise.changes)
    assert bool(exercise.choices) != bool(exercise.shows)
    texts = [exercise.question, exercise.why, *exercise.choices.values()]
    assert all(text[language].strip() for text in texts for language in LANGUAGES)
    for language in LANGUAGES:
        assert "{ #exercise }" in (DOCS / language / f"{exercise.page}.md").read_text("utf-8")


def test_every_page_with_an_exercise_has_one_that_checks_itself() -> None:
    pages = {exercise.page for exercise in EXERCISES.values()}
    chapters = {page.partition("/")[0] for page in pages}
    for chapter in chapters:
        for path in (DOCS / "en" / chapter).glob("*.md"):
            assert f"{chapter}/{path.stem}" in pages, f"no exercise for {chapter}/{path.stem}"


def test_the_list_names_all_in_both_languages() -> None:
    english, chinese = command(LANG="C.UTF-8"), command(LANG="zh_CN.UTF-8")
    assert english.returncode == chinese.returncode == 0
    for name, exercise in EXERCISES.items():
        assert f"\n{name}\n" in f"\n{english.stdout}" and exercise.question["en"] in english.stdout
        assert f"\n{name}\n" in f"\n{chinese.stdout}" and exercise.question["zh"] in chinese.stdout


@pytest.mark.parametrize(
    ("answer", "status", "told"), [("b", 0, "Right."), ("`B`.", 0, "Right."), ("a", 1, "Not so.")]
)
def test_an_answer_is_judged_by_the_run(answer: str, status: int, told: str) -> None:
    done = command("default-view", "--answer", answer)
    assert (done.returncode, done.stderr) == (status, "")
    assert "127.0.0.2 instead: EADDRINUSE" in done.stdout
    assert told in done.stdout and EXERCISES["default-view"].why["en"] in done.stdout


def test_a_free_answer_in_chinese() -> None:
    done = command("birth-and-death", "--lang", "zh", "--answer", "10")
    assert done.returncode == 1 and "不对。答案是：1\n" in done.stdout
    assert EXERCISES["birth-and-death"].why["zh"] in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no-such"], "no exercise is named 'no-such'; python3 -m snippets.exercises lists them"),
        (["default-view", "--answer", "x"], "answer a or b, not 'x'"),
        (["default-view", "--answer", ""], "answer a or b, not ''"),
        (["default-view"], "nobody is here to answer; give the answer with --answer"),
        (["default-view", "--lang", "fr"], "argument --lang: invalid choice"),
        (["one", "two"], "unrecognized arguments: two"),
        (["no-such", "--lang", "zh"], "没有名为“no-such”的练习"),
    ],
)
def test_a_mistake_is_told_in_one_line(arguments: list[str], message: str) -> None:
    done = command(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr and done.stderr.count("\n") == 1


def test_a_reader_is_asked_until_the_answer_is_one() -> None:
    ours, theirs = pty.openpty()
    argv = [sys.executable, "-m", "snippets.exercises", "default-view", "--lang", "en"]
    with subprocess.Popen(argv, cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE, text=True) as asked:
        os.write(ours, b"maybe\nb\n")
        said, _ = asked.communicate(timeout=60)
    os.close(theirs)
    os.close(ours)
    assert asked.returncode == 0
    assert "answer a or b, not 'maybe'" in said and "Right." in said


SAMPLE = Exercise("x", "process/x", "", [], {}, {}, "1", shows=r"n = (\d)")


def test_a_machine_that_answers_otherwise_is_believed() -> None:
    assert SAMPLE.right("2", "n = 2\n") and not SAMPLE.right("1", "n = 2\n")
    assert SAMPLE.found("nothing") is None and not SAMPLE.right("", "nothing")


def test_a_change_must_fit_once_and_not_in_the_header() -> None:
    text = "# break: a => b\na = 1\n"
    assert Change("x.py", "a =", "b =").apply(text) == "# break: a => b\nb = 1\n"
    for old in ("c", "1"):
        with pytest.raises(BadExercise, match="times"):
            Change("x.py", old, "2").apply("1, 1\n")


def test_a_program_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.01)
    with pytest.raises(BadExercise, match="was not done after"):
        EXERCISES["memory"].run()
