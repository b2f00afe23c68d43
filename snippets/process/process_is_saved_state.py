"""The state of the CPU is saved for each thread; a process is what its threads share, such as its
number and its memory."""
# needs: nothing
# break: Thread(target=work => Process(target=work
# masks: pid, address

import multiprocessing
import os
import time
from pathlib import Path
from threading import Event, Thread, get_native_id

Process = multiprocessing.get_context("fork").Process


def saved_stack_pointer(thread):
    """Where a waiting thread of ours is in its stack: one of the registers saved for it.

    Source: proc(5), /proc/pid/syscall.
    """
    while (saved := Path(f"/proc/self/task/{thread}/syscall").read_text()) == "running\n":
        time.sleep(0.01)
    return int(saved.split()[-2], 16)


# --8<-- [start:proof]
notes: list[tuple[int, int]] = []
enough = Event()


def work():
    notes.append((os.getpid(), get_native_id()))
    enough.wait(10)  # seconds, at most


for _ in range(2):
    Thread(target=work, daemon=True).start()
time.sleep(0.3)
print(f"entries in our list: {len(notes)}")
assert len(notes) == 2

stacks = [saved_stack_pointer(thread) for _, thread in notes]
for (process, thread), stack in zip(notes, stacks, strict=True):
    print(f"process {process}, thread {thread}, saved stack pointer {stack:#x}")
(process_1, thread_1), (process_2, thread_2) = notes
assert process_1 == process_2 == os.getpid()
assert thread_1 != thread_2 and stacks[0] != stacks[1]
# --8<-- [end:proof]

# --8<-- [start:control]
enough.set()  # from now on nobody waits
child = Process(target=work)
child.start()
child.join()
print(f"after another process did the same: {len(notes)}")
assert len(notes) == 2
# --8<-- [end:control]
