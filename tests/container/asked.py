"""A small Python that starts what the benchmark asks for, and says when.

It has loaded the container and nothing else, for a fork costs by how much there is of its parent.
One line asks for one start, its words separated by tabs:

    OUTPUT program PROGRAM ...                                  a program
    OUTPUT fork PROGRAM ...                                     a copy of this Python becomes it
    OUTPUT container INGREDIENTS NAMESPACES MOUNTS PROGRAM ...  the three with commas between

The answers are the time, of the monotonic clock, of the start and the end, and the exit status.
"""

import os
import sys
import time

sys.path.insert(0, __file__.rsplit("/", 3)[0])

from snippets.runtime import groups, ingredients, spec
from snippets.runtime.start import run


def main() -> None:
    null, answers = os.open(os.devnull, os.O_RDWR), os.dup(1)
    questions = os.fdopen(os.dup(0))
    os.dup2(null, 0)
    while line := questions.readline():
        output, how, *words = line.rstrip("\n").split("\t")
        ready = KINDS[how](words)
        fd = os.open(output, os.O_WRONLY)
        os.dup2(fd, 1)
        os.close(fd)
        started = time.monotonic_ns()
        status = ready()
        ended = time.monotonic_ns()
        os.dup2(null, 1)
        os.write(answers, f"{started} {ended} {status}\n".encode())


def _program(words: list[str]):
    return lambda: _ended(os.posix_spawnp(words[0], words, os.environ))


def _fork(words: list[str]):
    def start() -> int:
        pid = os.fork()
        if pid == 0:
            os.execv(words[0], words)
        return _ended(pid)

    return start


def _ended(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _container(words: list[str]):
    names, kinds, points = (word.split(",") for word in words[:3])
    asked = spec.own(groups.unified(groups.trees()))
    asked["process"] |= {"args": words[3:], "terminal": False}
    linux = asked["linux"]
    linux["namespaces"] = [each for each in linux["namespaces"] if each["type"] in kinds]
    asked["mounts"] = [each for each in asked["mounts"] if each["destination"] in points]
    whole = ingredients.OUTSIDE + ingredients.INSIDE
    chosen = [each for each in whole if each.__name__ in names]
    return lambda: run(asked, None, chosen=chosen)


KINDS = {"program": _program, "fork": _fork, "container": _container}

main()
