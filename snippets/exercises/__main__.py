"""The command: list the exercises, or do one.

Exit status: 0 right, 1 not right, 2 a mistake in the command, 77 can't be done on this machine.
"""

import argparse
import os
import sys
from textwrap import indent
from typing import NoReturn

from snippets.exercises.exercise import UNAVAILABLE, BadExercise, Exercise, every

WORDS = {
    "en": {
        "list": "Do one with: python3 -m snippets.exercises NAME",
        "unknown": "no exercise is named '{name}'; python3 -m snippets.exercises lists them",
        "change": "Change in {file}:",
        "ask": "Your answer: ",
        "choose": "answer {letters}, not '{answer}'",
        "nobody": "nobody is here to answer; give the answer with --answer",
        "runs": "The changed program prints:",
        "right": "Right.",
        "wrong": "Not so. It is: {found}",
        "differs": "(Where this exercise was written it was: {answer})",
        "unavailable": "can't be done on this machine: {reason}",
        "unclear": "can't be judged on this machine: the output has none of the expected lines",
        "or": " or ",
    },
    "zh": {
        "list": "做一道题：python3 -m snippets.exercises 题名",
        "unknown": "没有名为“{name}”的练习；python3 -m snippets.exercises 会列出全部",
        "change": "在 {file} 里改动：",
        "ask": "你的答案：",
        "choose": "请回答 {letters}，而不是“{answer}”",
        "nobody": "这里没有人可以回答；请用 --answer 给出答案",
        "runs": "改动后的程序输出：",
        "right": "答对了。",
        "wrong": "不对。答案是：{found}",
        "differs": "（编写这道题的机器上是：{answer}）",
        "unavailable": "在这台机器上做不了：{reason}",
        "unclear": "在这台机器上无法判断：输出里没有预期的任何一行",
        "or": " 或 ",
    },
}


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.exit(_say_and(2, f"{message}; python3 -m snippets.exercises --help says more"))


def main(arguments: list[str]) -> int:
    parser = Parser(prog="python3 -m snippets.exercises", description="Predict, run, be told.")
    parser.add_argument("name", nargs="?", help="the exercise; none: list all")
    parser.add_argument("--answer", help="your answer, instead of being asked")
    parser.add_argument("--lang", choices=sorted(WORDS), default=_language())
    given = parser.parse_args(arguments)
    exercises, words = every(), WORDS[given.lang]
    if given.name is None:
        for exercise in exercises.values():
            print(f"{exercise.name}\n{indent(exercise.question[given.lang], '    ')}")
        print(f"\n{words['list']}")
        return 0
    if given.name not in exercises:
        return _say_and(2, words["unknown"].format(name=given.name))
    try:
        return do(exercises[given.name], given.lang, given.answer)
    except BadExercise as problem:
        return _say_and(UNAVAILABLE, words["unavailable"].format(reason=problem))
    except EOFError:
        return _say_and(2, words["nobody"])
    except KeyboardInterrupt:
        return 130


def do(exercise: Exercise, language: str, answer: str | None) -> int:
    """Ask, run and judge one exercise; returns the exit status."""
    words = WORDS[language]
    letters = words["or"].join(exercise.choices)
    if answer is not None and not exercise.accepts(answer):
        return _say_and(2, words["choose"].format(letters=letters or "…", answer=answer))
    if answer is None and not sys.stdin.isatty():
        return _say_and(2, words["nobody"])
    _ask(exercise, language)
    while answer is None:
        given = input(words["ask"])
        if exercise.accepts(given):
            answer = given
        elif letters:
            print(words["choose"].format(letters=letters, answer=given))
    status, output = exercise.run()
    if status == UNAVAILABLE:
        reason = output.strip().rpartition("can't be proved here: ")[2]
        return _say_and(UNAVAILABLE, words["unavailable"].format(reason=reason))
    print(f"\n{words['runs']}\n\n{indent(output.strip(), '    ')}\n")
    found = exercise.found(output)
    if found is None:
        return _say_and(UNAVAILABLE, words["unclear"])
    right = exercise.right(answer, output)
    print(
        words["right"] if right else words["wrong"].format(found=_named(exercise, found, language))
    )
    if found != exercise.answer:
        print(words["differs"].format(answer=_named(exercise, exercise.answer, language)))
    print(exercise.why[language])
    return 0 if right else 1


def _ask(exercise: Exercise, language: str) -> None:
    for change in exercise.changes:
        print(WORDS[language]["change"].format(file=f"snippets/{change.file}"))
        print(indent(change.old, "  - "))
        print(indent(change.new, "  + "))
    print(f"\n{exercise.question[language]}")
    for letter, choice in exercise.choices.items():
        print(f"  {letter}  {choice[language]}")


def _named(exercise: Exercise, answer: str, language: str) -> str:
    """An answer in words: a letter with the text of its choice."""
    choice = exercise.choices.get(answer)
    return f"{answer}  {choice[language]}" if choice else answer


def _language() -> str:
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, names), "").startswith("zh") else "en"


def _say_and(status: int, message: str) -> int:
    print(message, file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
