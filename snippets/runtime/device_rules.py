"""Which devices a container may open or make, where control groups are of version 2.

Version 1 has files for such rules. In version 2 they are a program for the kernel's virtual
machine, BPF, attached to the group; the kernel runs it for each device that a process in there
opens or makes, and its answer is 1 for yes. This one goes through the rules from the last to the
first, and the first that fits decides.

Source: bpf(2); linux/bpf.h, struct bpf_cgroup_dev_ctx; cgroup-v2, *Device controller*;
Documentation/bpf/standardization/instruction-set.
"""

import os

from snippets.runtime.kernel import MACHINE, members
from snippets.runtime.libc import Wide, addressof, buffer, call

SYS_BPF = {"x86_64": 321, "aarch64": 280, "i686": 357, "riscv64": 280}  # asm/unistd.h

# linux/bpf.h
BPF_PROG_LOAD, BPF_PROG_ATTACH = 5, 8
BPF_PROG_TYPE_CGROUP_DEVICE, BPF_CGROUP_DEVICE, BPF_F_ALLOW_MULTI = 15, 6, 2
TYPES = {"b": 1, "c": 2}
ACCESS = {"m": 1, "r": 2, "w": 4}
EVERY = 7

LOAD, AND, SHIFT_RIGHT, COPY, SET = 0x61, 0x54, 0x74, 0xBC, 0xB4  # on 32 bits
IF_NOT, IF, EXIT = 0x55, 0x15, 0x95  # the first two jump if a register is not, or is, a number
R0, R1, TYPE, WANTED, MAJOR, MINOR = range(6)  # registers; the argument is in R1, the answer in R0


def limit(folder: str, rules: list[dict]) -> None:
    """Attach a program for these rules, of ``linux.resources.devices``, to a group.

    What no rule fits is refused. Raises OSError: EPERM for who may load no such programs, ENOSYS.
    """
    number = SYS_BPF.get(MACHINE)
    if number is None:
        raise OSError(38, f"the number of bpf(2) on {MACHINE} is not known here")
    code, text = buffer(len(made_of := program(rules))), buffer(4)
    code.raw, text.value = made_of, b"MIT"
    # The members of union bpf_attr that these commands need: prog_type, insn_cnt, insns, license;
    # target_fd, attach_bpf_fd, attach_type, attach_flags
    load = members(4, BPF_PROG_TYPE_CGROUP_DEVICE, len(made_of) // 8)
    load = (load + members(8, addressof(code), addressof(text))).ljust(120, b"\0")
    made = call("syscall", number, BPF_PROG_LOAD, load, Wide(len(load)))
    group = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        attach = members(4, group, made, BPF_CGROUP_DEVICE, BPF_F_ALLOW_MULTI)
        call("syscall", number, BPF_PROG_ATTACH, attach, Wide(len(attach)))
    finally:
        os.close(group)
        os.close(made)


def program(rules: list[dict]) -> bytes:
    """The rules as instructions."""
    done = [
        _do(LOAD, TYPE, R1, 0),  # the type in the lower half of 32 bits, what is wanted above
        _do(COPY, WANTED, TYPE),
        _do(AND, TYPE, number=0xFFFF),
        _do(SHIFT_RIGHT, WANTED, number=16),
        _do(LOAD, MAJOR, R1, 4),
        _do(LOAD, MINOR, R1, 8),
    ]
    for rule in reversed(rules):
        done += _rule(rule)
        if rule.get("type", "a") == "a":  # it fits all, and what follows could never be reached
            break
    else:
        done += [_do(SET, R0, number=0), _do(EXIT)]
    return b"".join(done)


def _rule(rule: dict) -> list[bytes]:
    """Instructions that end with the answer of a rule, or after it if it does not fit."""
    answer = [_do(SET, R0, number=int(rule["allow"])), _do(EXIT)]
    if rule.get("type", "a") == "a":
        return answer
    access = sum(ACCESS[letter] for letter in set(rule.get("access", "rwm")))
    tests: list[tuple] = [(IF_NOT, TYPE, TYPES[rule["type"]])]
    tests += [
        (IF_NOT, register, rule[name])
        for register, name in ((MAJOR, "major"), (MINOR, "minor"))
        if rule.get(name, -1) >= 0  # -1: all
    ]
    if rule["allow"] and access != EVERY:  # it must allow all that is wanted
        tests += [(COPY, R0, WANTED), (AND, R0, EVERY & ~access), (IF_NOT, R0, 0)]
    elif access != EVERY:  # it must refuse a part of it
        tests += [(COPY, R0, WANTED), (AND, R0, access), (IF, R0, 0)]
    done = []
    for place, (code, register, value) in enumerate(tests):
        beyond = len(tests) - place - 1 + len(answer)
        if code == COPY:
            done.append(_do(code, register, value))
        else:
            done.append(_do(code, register, jump=0 if code == AND else beyond, number=value))
    return done + answer


def _do(code: int, to: int = 0, of: int = 0, jump: int = 0, number: int = 0) -> bytes:
    """One instruction: struct bpf_insn."""
    return bytes([code, of << 4 | to]) + jump.to_bytes(2, "little") + number.to_bytes(4, "little")
