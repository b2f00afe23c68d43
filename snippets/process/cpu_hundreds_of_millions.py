"""One CPU of today can complete more than a billion instructions a second."""
# needs: x86-64, hardware-cpu
# break: (RAX, RCX, RDX, RSI) => (RAX, FENCE, FENCE, FENCE)
# masks: rate
# alone

import time

from snippets.linux.machine_code import Code, listing

# --8<-- [start:listing]
RAX = "4c 01 c0 ; add rax, r8"
RCX = "4c 01 c1 ; add rcx, r8"
RDX = "4c 01 c2 ; add rdx, r8"
RSI = "4c 01 c6 ; add rsi, r8"
FENCE = "0f ae f0 ; mfence    wait for all memory accesses so far"

sixteen = "\n".join((RAX, RCX, RDX, RSI) * 4)
text = f"""
    31 c0             ; xor eax, eax    rax = 0
    41 b8 01 00 00 00 ; mov r8d, 1
    {sixteen}
    ff cf             ; dec edi         one round less to do
    75 cc             ; jnz -52         not yet 0: back to the first add
    c3                ; ret
"""
# --8<-- [end:listing]

# --8<-- [start:proof]
ROUNDS = 500_000
loop = Code(listing(text))
best = 0.0
for _ in range(5):
    begin = time.thread_time()  # CPU time: counts only while we run
    result = loop(ROUNDS)
    best = max(best, ROUNDS * (16 + 2) / (time.thread_time() - begin))
print(f"{best / 1e9:.1f} billion instructions per second")
assert best > 1_000_000_000
assert result == ROUNDS * 4  # four of the sixteen are into RAX
# --8<-- [end:proof]
