"""Machine code from Python, called here or run in a child (x86-64 only)."""

import ctypes
import mmap
import os
from signal import SIGKILL, Signals
from typing import NamedTuple

from snippets.linux import ptrace
from snippets.linux.children import fork


class End(NamedTuple):
    """How machine code ended in a child."""

    how: str  # "returned", "exited 3", or the name of a signal: "SIGSEGV"
    offset: int | None = None  # the byte of the code at which it stopped

    def __str__(self) -> str:
        return self.how if self.offset is None else f"{self.how} at byte {self.offset}"


# --8<-- [start:code]
def listing(text: str) -> bytes:
    """The bytes of a listing: of each line what stands before the ";"."""
    lines = text.splitlines()
    return b"".join(bytes.fromhex(line.partition(";")[0]) for line in lines)


class Code:
    """Machine code in executable memory; it is called like a function."""

    def __init__(self, code: bytes) -> None:
        prot = mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
        self.memory = mmap.mmap(-1, len(code), mmap.MAP_PRIVATE, prot)
        self.memory.write(code)
        self.address = ctypes.addressof(ctypes.c_char.from_buffer(self.memory))
        function = ctypes.CFUNCTYPE(ctypes.c_uint64, ctypes.c_uint64)  # a number in, one out
        self.function = function(self.address)  # as if a C function began there

    def __call__(self, argument: int = 0) -> int:
        """Run it: the argument goes into RDI, the result comes out of RAX."""
        return self.function(argument)

    # --8<-- [end:code]

    # --8<-- [start:child]
    def run_in_child(self, argument: int = 0) -> End:
        """Run it in a child, which may die of it, and say how that ended."""
        child = fork()  # like os.fork, but it does not outlive us
        if child == 0:
            ptrace.trace_me()  # a signal shall stop it, for the parent to look
            self(argument)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSTOPPED(status):
            stopped_at = ptrace.registers(child).rip  # the instruction's address
            os.kill(child, SIGKILL)
            os.waitpid(child, 0)
            name = Signals(os.WSTOPSIG(status)).name
            return End(name, stopped_at - self.address)
        if os.WIFSIGNALED(status):
            return End(Signals(os.WTERMSIG(status)).name)
        status = os.WEXITSTATUS(status)
        return End(f"exited {status}" if status else "returned")

    # --8<-- [end:child]
