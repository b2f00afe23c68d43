"""What a virtual machine costs depends on what runs in it: one with a few bytes of code begins in
milliseconds and takes a few pages of memory, one with Linux takes the time and memory of a kernel.
"""
# needs: linux-guest, kvm
# break: guest = SMALL => guest = SMALL + bytes(32 << 20)
# masks: time, size

# --8<-- [start:guest]
import time

from snippets.linux.kvm import HLT, IO, Machine
from snippets.linux.memory import address_of, count_by_pages, pss, use
from snippets.vm.running import start

SMALL = bytes.fromhex("b034 e6e9 f4")  # mov al, '4'; out 0xe9, al; hlt
PROMISED = 128 << 20  # bytes
guest = SMALL
# --8<-- [end:guest]

# --8<-- [start:proof]
begin = time.perf_counter()
with Machine(PROMISED) as machine:
    count_by_pages(machine.memory)
    machine.load(0x1000, guest)
    cpu = machine.cpu()
    cpu.real_mode(0x1000)
    first, last = cpu.run(time_limit=20)
    small_time = time.perf_counter() - begin
    assert (first, last) == (IO(0xE9, b"4", write=True), HLT())
    small_memory = use(address_of(machine.memory)).rss / 1024  # MiB

begin = time.perf_counter()
with start("read line", PROMISED >> 20) as linux:
    large_time, large_memory = time.perf_counter() - begin, pss([linux.pid])

print(f"five bytes: {1000 * small_time:8.1f} ms, {small_memory:8.3f} MiB of the 128 promised")
print(f"Linux:      {1000 * large_time:8.1f} ms, {large_memory:8.3f} MiB with its VMM")
assert small_time < large_time / 10 and small_memory < 1 < 20 < large_memory
# --8<-- [end:proof]
