"""With Landlock a process without privileges gives up rights to files, except below the directories
that it names; its children have lost them too, and a further set of rules can only take more."""
# needs: landlock
# break: READ, inside => READ, inside, outside
# break: READ, "/" => READ, outside

import os
import tempfile
from pathlib import Path

from snippets.linux.attempt import attempt
from snippets.linux.capabilities import capset
from snippets.linux.children import in_child
from snippets.linux.landlock import READ, allow_only

folder = tempfile.TemporaryDirectory()
inside, outside = Path(folder.name, "inside"), Path(folder.name, "outside")
for place in (inside, outside):
    place.mkdir()
    (place / "note").write_text("text")


# --8<-- [start:proof]
def ask():
    note, other = inside / "note", outside / "note"
    return [attempt(note.read_text), attempt(note.write_text, "new"), attempt(other.read_text)]


def confined():
    capset(0)  # even root has no privilege now
    yield "at first", ask()
    allow_only(READ, inside)
    yield "confined", ask()
    yield "its child", in_child(ask)
    allow_only(READ, "/")
    yield "after more rules", ask()


rows = in_child(lambda: list(confined()))
print("                  inside: read  write   outside: read")
for when, (read, write, other) in rows:
    print(f"{when:17} {read:13} {write:7} {other}")
assert rows[0][1] == ["ok", "ok", "ok"]
assert [answers for _, answers in rows[1:]] == [["ok", "EACCES", "EACCES"]] * 3
# --8<-- [end:proof]


# --8<-- [start:control]
def around():
    door = os.open(outside / "note", os.O_RDONLY)
    allow_only(READ)  # below no directory at all
    name = attempt((outside / "note").stat)
    again = attempt(os.open, outside / "note", os.O_RDONLY)
    return name, attempt(os.read, door, 4), again, attempt(os.truncate, outside / "note", 0)


name, door, again, cut = in_child(around)
print("outside: is the file there?            ", name)
print("outside: read it, opened before        ", door)
print("outside: open it now                   ", again)
print("outside: cut it to nothing             ", cut)
assert (name, door, again, cut) == ("ok", "ok", "EACCES", "ok")
# --8<-- [end:control]
