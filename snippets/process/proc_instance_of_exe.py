"""Many processes can run one executable file, one process can run several in turn, and a kernel
thread runs none."""
# needs: kernel-threads
# break: os.execvp('cat', ['cat']) => subprocess.run('cat')
# break: statuses(PF_KTHREAD) => statuses(0)
# masks: value

import os
import sys
from pathlib import Path
from subprocess import PIPE, Popen

from snippets.linux.proc import PF_KTHREAD, status, statuses


# --8<-- [start:proof]
def start(*command):
    return Popen(command, stdin=PIPE, stdout=PIPE, bufsize=0)  # it ends when its input ends


def file_of(process):
    return Path(f"/proc/{process.pid}/exe").readlink()


with start("cat") as first, start("cat") as second, start("cat") as third:
    for process in (first, second, third):
        process.stdin.write(b"ready?\n")
        assert process.stdout.readline() == b"ready?\n"  # it answers: the file is loaded
    files = [file_of(process) for process in (first, second, third)]
print("three processes:", *files)
assert len(set(files)) == 1

program = "import os, subprocess; os.read(0, 1); os.execvp('cat', ['cat'])"
with start(sys.executable, "-c", program) as one:
    before = file_of(one)
    one.stdin.write(b"!answer\n")  # one byte for Python, which then becomes cat
    assert one.stdout.readline() == b"answer\n"  # the rest for cat, which repeats it
    after = file_of(one)
print("one process:", before, "then", after)
assert before != after == files[0]  # another file than before: that of cat
# --8<-- [end:proof]

# --8<-- [start:control]
threads = statuses(PF_KTHREAD)
with_code = [thread["Name"] for thread in threads if "VmExe" in thread]
print("kernel threads:", len(threads))
print("of them with a program's code:", len(with_code))
assert threads and not with_code
assert "VmExe" in status(os.getpid())  # the size of the code of this process's program
# --8<-- [end:control]
