"""A WebAssembly module reaches nothing but its own memory and what it imports: a function that it
is not given it can't call, and an address beyond its memory ends it."""
# needs: wasmtime
# break: (import "host" "say" (func $say (param i32))) => (func $say (param i32))
# break: (memory 1) => (memory 2)

from wasmtime import Func, FuncType, Instance, Module, Store, Trap, ValType, WasmtimeError

# --8<-- [start:proof]
MODULE = """
(module
  (import "host" "say" (func $say (param i32)))
  (memory 1)                            ;; its own, of 64 KiB; addresses begin there
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
