"""A rented server may be a virtual machine or a whole computer; a hypervisor that does not hide
sets one bit in the CPU's answer to CPUID, and Linux shows that bit as the flag `hypervisor`."""
# needs: x86-64
# break: cpuid(1) => cpuid(0)
# masks: value

from pathlib import Path

from snippets.linux.cpuid import cpuid, hypervisor_name

# --8<-- [start:proof]
features = cpuid(1).ecx  # question 1: what can you do? ECX holds 32 of the answers, a bit each
bits = {"pni": 0, "ssse3": 9, "popcnt": 23, "hypervisor": 31}
by_cpu = [name for name, bit in bits.items() if features >> bit & 1]  # those whose bit is 1

cpuinfo = Path("/proc/cpuinfo").read_text().splitlines()
flags = next(line for line in cpuinfo if line.startswith("flags")).split()
by_linux = [name for name in bits if name in flags]

print("from CPUID:", *by_cpu)
print("from Linux:", *by_linux)
print("the hypervisor's name:", hypervisor_name() if "hypervisor" in by_cpu else "none given")
assert by_cpu == by_linux
# --8<-- [end:proof]
