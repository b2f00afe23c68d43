"""The last step to the container's program, by way of a sealed one of a few bytes.

While the kernel starts a program it looks up paths, and /proc/self/exe still is what ran before: of
the container's process, the host's Python. An image whose program is a link to that would run it,
and root in there could then write to it for everybody to run next (CVE-2019-5736). So first we
become a program that is in memory only and can't be written any more. All that it does is to start
the one that was asked for. runc runs as a whole from such a sealed copy of itself.

Source: memfd_create(2), File sealing; elf(5); the system calls' numbers: asm/unistd.h.
"""

import os

from snippets.runtime.kernel import MACHINE, members
from snippets.runtime.libc import LIBC, call

MFD_CLOEXEC, MFD_ALLOW_SEALING, MFD_EXEC = 1, 2, 0x10
F_ADD_SEALS, ALL_SEALS = 1033, 0b1111  # seal, shrink, grow, write
REPORT = 3  # the descriptor that tells the starter; it is closed where the program starts

# Its arguments are the path and the program's arguments. argv is on the stack, after argc.
X86_64 = """
    bf 03 00 00 00    ; mov edi, 3              the report:
    be 02 00 00 00    ; mov esi, 2              F_SETFD
    ba 01 00 00 00    ; mov edx, 1              FD_CLOEXEC
    b8 48 00 00 00    ; mov eax, 72             fcntl
    0f 05             ; syscall
    85 c0             ; test eax, eax
    78 31             ; js +49                  no report: something in it names this program again
    48 8b 7c 24 08    ; mov rdi, [rsp + 8]      argv[0], the path
    48 8d 74 24 10    ; lea rsi, [rsp + 16]     argv + 1
    48 8b 04 24       ; mov rax, [rsp]          argc
    48 8d 54 c4 10    ; lea rdx, [rsp + 8 * rax + 16]     the environment
    b8 3b 00 00 00    ; mov eax, 59             execve
    0f 05             ; syscall
    f7 d8             ; neg eax                 still here: the error's number
    50                ; push rax
    bf 03 00 00 00    ; mov edi, 3
    48 89 e6          ; mov rsi, rsp
    ba 01 00 00 00    ; mov edx, 1
    b8 01 00 00 00    ; mov eax, 1              write
    0f 05             ; syscall
    bf 7e 00 00 00    ; mov edi, 126
    b8 3c 00 00 00    ; mov eax, 60             exit
    0f 05             ; syscall
"""
AARCH64 = """
    60 00 80 d2       ; mov x0, #3              the report:
    41 00 80 d2       ; mov x1, #2              F_SETFD
    22 00 80 d2       ; mov x2, #1              FD_CLOEXEC
    28 03 80 d2       ; mov x8, #25             fcntl
    01 00 00 d4       ; svc #0
    c0 01 f8 b7       ; tbnz x0, #63, +56       no report: something in it names this program again
    e0 07 40 f9       ; ldr x0, [sp, #8]        argv[0], the path
    e1 43 00 91       ; add x1, sp, #16         argv + 1
    e2 03 40 f9       ; ldr x2, [sp]            argc
    22 0c 02 8b       ; add x2, x1, x2, lsl #3  the environment
    a8 1b 80 d2       ; mov x8, #221            execve
    01 00 00 d4       ; svc #0
    e0 03 00 cb       ; neg x0, x0              still here: the error's number
    e0 0f 1f f8       ; str x0, [sp, #-16]!
    60 00 80 d2       ; mov x0, #3
    e1 03 00 91       ; mov x1, sp
    22 00 80 d2       ; mov x2, #1
    08 08 80 d2       ; mov x8, #64             write
    01 00 00 d4       ; svc #0
    c0 0f 80 d2       ; mov x0, #126
    a8 0b 80 d2       ; mov x8, #93             exit
    01 00 00 d4       ; svc #0
"""
MACHINES = {"x86_64": (62, X86_64), "aarch64": (183, AARCH64)}  # elf.h, e_machine


def become(path: str, arguments: list[str], environment: dict[str, str], report: int) -> None:
    """Become the program at ``path``; returns never. Raises OSError.

    report: a pipe. It ends when the program has started; if that fails, it gets the errno as a
    byte. On other machines than MACHINES there is nothing in between.
    """
    if not PROGRAM:
        os.execve(path, arguments, environment)
    os.dup2(report, REPORT)
    os.set_inheritable(REPORT, True)
    os.execve(_sealed(), [path, *arguments], environment)


def _sealed() -> int:
    """A descriptor for the program, which nobody can write to."""
    fd = -1
    for flags in (MFD_EXEC, 0):  # the first is for Linux 6.3 and later, the second for those before
        if fd < 0:
            fd = LIBC.memfd_create(b"three-walls", MFD_CLOEXEC | MFD_ALLOW_SEALING | flags)
    os.write(fd, PROGRAM)
    call("fcntl", fd, F_ADD_SEALS, ALL_SEALS)
    return fd


def elf(machine: int, listing: str) -> bytes:
    """An executable file of 64 bits with this code as its only segment."""
    code = b"".join(bytes.fromhex(line.partition(";")[0]) for line in listing.splitlines())
    at, headers = 0x400000, 64 + 56
    size = headers + len(code)

    return (
        b"\x7fELF\2\1\1".ljust(16, b"\0")  # 64 bits, little end first, version 1
        + members(2, 2, machine)
        + members(4, 1)
        + members(8, at + headers, 64, 0)  # it begins after the headers
        + members(4, 0)
        + members(2, 64, 56, 1, 0, 0, 0)
        + members(4, 1, 5)  # load this, to be read and run
        + members(8, 0, at, at, size, size, 0x10000)
        + code
    )


# Made here, in the starter, and not by each container's process for itself.
PROGRAM = elf(*MACHINES[MACHINE]) if MACHINE in MACHINES else b""
