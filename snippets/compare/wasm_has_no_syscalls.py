"""A WebAssembly module reaches nothing but its own memory and what it imports: a function that it
is not given it can't call, and an address beyond its memory ends it."""
# needs: wasmtime
# masks: size
# break: (import "host" "say" (func $say (param i32))) => (func $say (param i32))
# break: (memory (export "memory") 1) => (memory (export "memory") 2)

import ctypes
from pathlib import Path

from wasmtime import Func, FuncType, Instance, Module, Store, Trap, ValType, WasmtimeError

# --8<-- [start:proof]
MODULE = """
(module
  (import "host" "say" (func $say (param i32)))
  (memory (export "memory") 1)          ;; its own, of 64 KiB; addresses begin there
  (func (export "answer")
    (call $say (i32.const 42)))
  (func (export "look") (param $address i32) (result i32)
    (i32.load8_u (local.get $address))))
"""


def start(*given):
    """Begin the module's life with these functions; returns what it offers."""
    return Instance(store, module, given).exports(store)


def attempt(call, *args):
    """Whether it works, or why not."""
    try:
        call(*args)
    except WasmtimeError as error:
        return f"refused: {error}"
    except Trap as trap:
        return f"ended: {trap.trap_code and trap.trap_code.name}"
    return "ok"


store = Store()
module = Module(store.engine, MODULE)
doors = [f"{door.module}.{door.name}" for door in module.imports]
without = attempt(start)
print("it imports:   ", *doors)
print("without that: ", without)
assert doors == ["host.say"] and without.startswith("refused")

heard: list[int] = []
offers = start(Func(store, FuncType([ValType.i32()], []), heard.append))
offers["answer"](store)
last = attempt(offers["look"], store, 0xFFFF)
beyond = attempt(offers["look"], store, 0x10000)
print("the host hears:", *heard)
print("address 0xffff:", last)
print("address 0x10000:", beyond)
assert heard == [42] and last == "ok" and beyond == "ended: MEMORY_OUT_OF_BOUNDS"
# --8<-- [end:proof]

# --8<-- [start:control]
address = ctypes.cast(offers["memory"].data_ptr(store), ctypes.c_void_p).value
maps = Path("/proc/self/maps").read_text().splitlines()
at = next(n for n, line in enumerate(maps) if line.startswith(f"{address:x}-"))


def mapping(line):
    """What may be done there, and how many bytes there are."""
    begin, end = (int(each, 16) for each in line.split()[0].split("-"))
    return line.split()[1], end - begin


(may, size), (may_behind, behind) = mapping(maps[at]), mapping(maps[at + 1])
print("its memory:    ", may, size >> 10, "KiB")
print("right behind:  ", may_behind, f"{behind / (1 << 30):.2f} GiB")
assert (may, size) == ("rw-p", 64 << 10)
assert may_behind == "---p" and behind >= (4 << 30) - size
# --8<-- [end:control]
