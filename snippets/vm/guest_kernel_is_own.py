"""A guest runs a kernel of its own: it has its own boot ID, and the memory that it was given; in a
container boot ID, kernel, memory and what CPUID says are the host's."""
# needs: linux-guest, containers, x86-64
# break: guest = boot(look("/tmp")) => guest = in_container(answers, "/dev")
# masks: value

import subprocess
import tempfile

from snippets.linux.elf import program
from snippets.linux.machine_code import listing
from snippets.runtime.inside import in_container
from snippets.vm.running import boot

ask = program(
    listing("""
    b8 00 00 00 40 ; mov eax, 0x40000000   CPUID's question: which hypervisor?
    0f a2          ; cpuid
    50             ; push rax              room for the answer, which is 12 letters
    50             ; push rax
    89 1c 24       ; mov [rsp], ebx
    89 4c 24 04    ; mov [rsp + 4], ecx
    89 54 24 08    ; mov [rsp + 8], edx
    b8 01 00 00 00 ; mov eax, 1            write(
    89 c7          ; mov edi, eax              1,
    48 89 e6       ; mov rsi, rsp              the answer,
    ba 0c 00 00 00 ; mov edx, 12               12)
    0f 05          ; syscall
    b8 3c 00 00 00 ; mov eax, 60           exit(
    31 ff          ; xor edi, edi              0)
    0f 05          ; syscall
    """)
)
octal = "".join(f"\\0{byte:03o}" for byte in ask)  # for the shell's printf


# --8<-- [start:proof]
def look(folder):
    """A shell script that asks four questions; ./ask asks CPUID for the hypervisor's name."""
    return f"""
        cut -c 1-8 /proc/sys/kernel/random/boot_id
        uname -r
        grep MemTotal /proc/meminfo | tr -s ' ' | cut -d ' ' -f 2
        cd {folder} && printf %b '{octal}' > ask && chmod +x ask && ./ask
    """


def answers(folder):
    return subprocess.check_output(["sh", "-c", look(folder)], text=True)


with tempfile.TemporaryDirectory() as folder:
    host = answers(folder)
container = in_container(answers, "/dev")
guest = boot(look("/tmp"))
print("places: boot ID, kernel, kB of memory, hypervisor")
for place, answer in (("host", host), ("container", container), ("guest", guest)):
    print(f"{place + ':':10}", *answer.strip("\0\n").split("\n"))
assert container == host
assert guest.split()[0] != host.split()[0] and int(guest.split()[2]) <= 128 * 1024
# --8<-- [end:proof]
