"""Control groups: the trees of them that are mounted, and the files in those trees."""

import os
from pathlib import Path
from typing import NamedTuple


class Tree(NamedTuple):
    """One mounted tree of control groups. Source: cgroups(7)."""

    filesystem: str  # "cgroup" (version 1) or "cgroup2"
    controllers: list[str]  # "cpu", "memory" ...
    root: Path  # where it is mounted


def trees() -> list[Tree]:
    """The mounted trees. Source: /proc/PID/mountinfo, proc(5)."""
    found = []
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        mount, _, source = line.partition(" - ")
        root = Path(mount.split()[4])
        filesystem, _, options = source.split(" ")
        if filesystem == "cgroup2":
            controllers = (root / "cgroup.controllers").read_text().split()
            found.append(Tree(filesystem, controllers, root))
        elif filesystem == "cgroup":
            found.append(Tree(filesystem, options.split(","), root))
    return found


def groups_with(tree: Tree, name: str) -> list[Path]:
    """The groups of a tree in which there is a file called ``name``."""
    return [Path(folder) for folder, _, files in os.walk(tree.root) if name in files]
