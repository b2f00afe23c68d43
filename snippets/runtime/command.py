"""The command line of the container."""

import os
import stat
import sys

from snippets.runtime import groups, spec
from snippets.runtime.ingredients import Failed
from snippets.runtime.start import run


def main(arguments: list[str], usage: str | None) -> None:
    """Read the command line, run the container and exit as it did."""
    bundle, command = _parse(arguments, usage or "")
    if sys.platform != "linux":
        say(f"this is {sys.platform}; containers are made of features of Linux")
        sys.exit(77)
    try:
        asked, rootfs, trees = _asked(bundle)
        if command:
            asked["process"]["args"] = command
        place = os.path.abspath(bundle or ".")
        status = run(asked, rootfs, bundle=place, say=say, trees=trees)
    except (spec.BadSpec, Failed) as problem:
        say(str(problem))
        status = 1
    os._exit(status)  # nothing of Python's own end is needed, and it takes time


def say(line: str) -> None:
    shown = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in line)
    print(f"three-walls: {shown}", file=sys.stderr, flush=True)


def _asked(bundle: str | None) -> tuple[dict, str | None, list | None]:
    """The spec, the root file system, and the trees of control groups if they had to be read."""
    if bundle is None:
        trees = groups.trees()
        return spec.own(groups.unified(trees)), None, trees
    asked, unknown = spec.read(bundle)
    for line in unknown:
        say(line)
    return asked, root_of(bundle, asked), None


def root_of(bundle: str, asked: dict) -> str:
    """Where the bundle's root file system is. Raises BadSpec if there is none to trust."""
    path = os.path.join(os.path.abspath(bundle), asked["root"]["path"])
    try:
        status = os.lstat(path)
    except OSError as error:
        raise spec.BadSpec(f"root.path: {path}: {error.strerror}") from error
    if stat.S_ISLNK(status.st_mode):
        raise spec.BadSpec(f"root.path: {path}: is a symbolic link; name the directory itself")
    if not stat.S_ISDIR(status.st_mode):
        raise spec.BadSpec(f"root.path: {path}: is not a directory")
    real = os.path.realpath(path)
    if real == "/":
        raise spec.BadSpec("root.path: '/' is this machine's own root")
    return real


def _parse(arguments: list[str], usage: str) -> tuple[str | None, list[str]]:
    bundle = None
    rest = list(arguments)
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        if option in ("-h", "--help"):
            print(usage.strip())
            sys.exit(0)
        if option == "--":
            break
        if option in ("-b", "--bundle") and rest:
            bundle = rest.pop(0)
        elif option.startswith("--bundle="):
            bundle = option.partition("=")[2]
        else:
            print(
                f"unknown option '{option}', or its value is missing; see --help", file=sys.stderr
            )
            sys.exit(2)
    return bundle, rest
