"""One CPU works on several instructions at once: in four independent chains the same
multiplications take less than half the time that they take in one."""
# needs: x86-64, hardware-cpu
# break: multiply(EAX, ECX, EDX, ESI) => multiply(EAX, EAX, EAX, EAX)
# masks: time, ratio
# alone

import time

from snippets.linux.machine_code import Code, listing

ROUNDS = 1_000_000


def best_time(code):
    """CPU time of the fastest of five runs, in milliseconds; and the result."""
    times = []
    for _ in range(5):
        begin = time.thread_time()
        result = code(ROUNDS)
        times.append(time.thread_time() - begin)
    return min(times) * 1000, result


# --8<-- [start:listing]
EAX = "41 0f af c0 ; imul eax, r8d"
ECX = "41 0f af c8 ; imul ecx, r8d"
EDX = "41 0f af d0 ; imul edx, r8d"
ESI = "41 0f af f0 ; imul esi, r8d"


def multiply(first, second, third, fourth):
    """A loop of four multiplications by 3, done as often as the argument says."""
    text = f"""
        b8 01 00 00 00    ; mov eax, 1       four products begin at 1
        b9 01 00 00 00    ; mov ecx, 1
        ba 01 00 00 00    ; mov edx, 1
        be 01 00 00 00    ; mov esi, 1
        41 b8 03 00 00 00 ; mov r8d, 3
        {first}
        {second}
        {third}
        {fourth}
        ff cf             ; dec edi          one round less to do
        75 ec             ; jnz -20          back to the first multiplication
        0f af c1          ; imul eax, ecx    the product of all four
        0f af c2          ; imul eax, edx
        0f af c6          ; imul eax, esi
        c3                ; ret
    """
    return Code(listing(text))


# --8<-- [end:listing]

# --8<-- [start:proof]
chain = multiply(EAX, EAX, EAX, EAX)  # each needs the result of the one before
apart = multiply(EAX, ECX, EDX, ESI)  # four chains that need nothing of each other
chain_time, chain_product = best_time(chain)
apart_time, apart_product = best_time(apart)
print(f"one chain:   {chain_time:5.2f} ms, product {chain_product:x}")
print(f"four chains: {apart_time:5.2f} ms, product {apart_product:x}")
print(f"time:        {apart_time / chain_time:.0%} of the one chain's")
assert chain_product == apart_product == pow(3, 4 * ROUNDS, 2**32)  # the lowest 32 bits
assert apart_time < chain_time / 2
# --8<-- [end:proof]
