"""What a program may need from the machine, and how to find out by trying.

One function per need. It returns ``None`` if the machine offers it, else one line: what is
missing, and what a reader can do about it. The function's name with ``-`` for ``_`` is the name
that a program writes after ``# needs:``. Nothing here leaves a trace.
"""

import contextlib
import ctypes
import errno
import mmap
import os
import re
import shutil
import stat
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

Probe = Callable[[], str | None]
PROBES: dict[str, Probe] = {}


def probe(function: Probe) -> Probe:
    """Enter a function into the closed list of needs."""
    PROBES[function.__name__.replace("_", "-")] = function
    return function


def declared(source: str) -> list[str]:
    """The needs that a program's source declares, in order.

    Raises ValueError if there is no ``# needs:`` line or a name on it is unknown.
    """
    line = re.search(r"^# needs: (.+)$", source, re.MULTILINE)
    if not line:
        raise ValueError("no '# needs:' line; write '# needs: nothing' if there are none")
    names = [name.strip() for name in line[1].split(",")]
    if names == ["nothing"]:
        return []
    for name in names:
        if name not in PROBES:
            raise ValueError(f"unknown need '{name}'; known: {', '.join(sorted(PROBES))}, nothing")
    return names


def missing(names: list[str]) -> str | None:
    """The reason why this machine lacks one of ``names``, or ``None`` if it has them all."""
    if sys.platform != "linux":
        return f"this is {sys.platform}; the claims are about Linux"
    for name in names:
        if reason := PROBES[name]():
            return reason
    return None


@probe
def root() -> str | None:
    if os.geteuid() != 0:
        return "needs root; run it again with sudo"
    return None


@probe
def x86_64() -> str | None:
    if os.uname().machine != "x86_64" or sys.maxsize < 2**32:
        return f"holds x86-64 machine code; this is {os.uname().machine}"
    try:
        mmap.mmap(-1, 1, prot=mmap.PROT_WRITE | mmap.PROT_EXEC).close()
    except OSError as error:
        return f"a rule here (SELinux?) forbids executable memory: {error.strerror}"
    return None


@probe
def hardware_cpu() -> str | None:
    """QEMU's emulator names itself in CPUID leaf 0x40000000; instructions have no speed there."""
    if reason := x86_64():
        return reason
    from snippets.linux.machine_code import Code, listing

    name = ctypes.create_string_buffer(12)
    cpuid = listing("""
        53             ; push rbx
        b8 00 00 00 40 ; mov eax, 0x40000000
        0f a2          ; cpuid
        89 1f          ; mov [rdi], ebx
        89 4f 04       ; mov [rdi + 4], ecx
        89 57 08       ; mov [rdi + 8], edx
        5b             ; pop rbx
        c3             ; ret
    """)
    Code(cpuid)(ctypes.addressof(name))
    if name.raw == b"TCGTCGTCGTCG":
        return "measures the CPU, but QEMU's emulator runs this machine; start it with -accel kvm"
    return None


@probe
def two_cpus() -> str | None:
    if len(os.sched_getaffinity(0)) < 2:
        return "needs two CPUs to choose from; this process may use only one"
    return None


@probe
def psutil() -> str | None:
    try:
        import psutil  # noqa: F401
    except ImportError:
        return "needs psutil; apt install python3-psutil, or python3 -m pip install psutil"
    return None


@probe
def ptrace() -> str | None:
    """Tracing one's own child is forbidden by some seccomp profiles and by Yama's scope 3."""
    child = os.fork()
    if child == 0:
        traceme = 0
        os._exit(0 if ctypes.CDLL(None).ptrace(traceme, 0, None, None) == 0 else 1)
    _, status = os.waitpid(child, 0)
    if status != 0:
        return (
            "ptrace(2) is forbidden: lower kernel.yama.ptrace_scope, "
            "or let the container's seccomp profile allow ptrace"
        )
    return None


@probe
def reading_a_childs_memory() -> str | None:
    """By process_vm_readv(2), as an ordinary user: some seccomp profiles and Yama forbid it."""

    def look() -> str | None:
        from snippets.linux.children import waiting_child
        from snippets.linux.memory import address_of, read_memory

        page = mmap.mmap(-1, mmap.PAGESIZE)
        with waiting_child() as child:
            try:
                read_memory(child, address_of(page), 1)
            except OSError as error:
                return (
                    f"process_vm_readv(2) on a child: {error.strerror}; lower "
                    "kernel.yama.ptrace_scope, or let the container's seccomp profile allow it"
                )
        return None

    return _as_ordinary_user(look)


@probe
def strict_seccomp() -> str | None:
    """A process that has a seccomp filter already, as in many containers, can't go strict."""
    pr_set_seccomp, strict = 22, 1
    child = os.fork()
    if child == 0:
        # from here on os._exit is forbidden too: to be killed means that strict mode began
        refused = ctypes.CDLL(None).prctl(pr_set_seccomp, strict)
        os._exit(1 if refused else 0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        return (
            "strict seccomp is refused, as it is under a container's filter; run it outside, "
            "or with seccomp=unconfined"
        )
    return None


@probe
def seccomp_filter() -> str | None:
    from snippets.linux import seccomp
    from snippets.linux.attempt import attempt
    from snippets.linux.children import in_child

    if not seccomp.THIS_ARCHITECTURE:
        return f"knows no system call numbers of {os.uname().machine}; add them to linux/seccomp.py"
    answer = in_child(attempt, seccomp.install, seccomp.forbid())
    if answer != "ok":
        return f"no seccomp filters here ({answer}); needs a kernel with CONFIG_SECCOMP_FILTER"
    return None


@probe
def landlock() -> str | None:
    from snippets.linux.landlock import version

    try:
        version()
    except OSError as error:
        why = {
            errno.ENOSYS: "the kernel has none; needs Linux 5.13 with CONFIG_SECURITY_LANDLOCK",
            errno.EOPNOTSUPP: "it is switched off; boot the kernel with landlock added to lsm=",
        }.get(error.errno or 0, f"{error.strerror}; run it outside this container")
        return f"no Landlock here: {why}"
    return None


@probe
def paths_to_mask() -> str | None:
    for path, look in (("/proc/interrupts", Path.read_bytes), ("/sys/firmware", os.listdir)):
        try:
            if not look(Path(path)):
                return f"{path} is empty here; run it outside this container, which masks it"
        except OSError as error:
            return f"{path}: {error.strerror}; run it where /proc and /sys are mounted"
    return None


@probe
def ia32_emulation() -> str | None:
    """Tried with getpid by int 0x80; a kernel without the old way in sends a signal."""
    if reason := x86_64():
        return reason
    from snippets.linux.children import ending
    from snippets.linux.machine_code import Code, listing

    call = listing("""
        b8 14 00 00 00 ; mov eax, 20
        cd 80          ; int 0x80
        c3             ; ret
    """)
    if (end := ending(Code(call))) != "exit 0":
        return f"no calls by int 0x80 here ({end}); boot the kernel with ia32_emulation=1"
    return None


@probe
def user_namespaces() -> str | None:
    """Tried whole: make one, write the map, and use the capabilities that it should give."""
    clone_newuser, clone_newuts = 0x10000000, 0x04000000
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        uid, gid = os.geteuid(), os.getegid()
        libc = ctypes.CDLL(None, use_errno=True)
        step = "unshare(CLONE_NEWUSER)"
        try:
            if libc.unshare(clone_newuser):
                raise OSError(ctypes.get_errno(), "")
            for step, line in (
                ("setgroups", "deny"),
                ("uid_map", f"0 {uid} 1"),
                ("gid_map", f"0 {gid} 1"),
            ):
                file = os.open(f"/proc/self/{step}", os.O_WRONLY)
                os.write(file, line.encode())
            step = "unshare(CLONE_NEWUTS)"
            if libc.unshare(clone_newuts):
                raise OSError(ctypes.get_errno(), "")
        except OSError as error:
            os.write(writing, f"{error.errno} {step}".encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as report:
        failed = report.read().decode()
    os.waitpid(child, 0)
    if not failed:
        return None
    code, step = failed.split()
    return why_no_user_namespace(step, int(code))


def why_no_user_namespace(step: str, code: int) -> str:
    """The reason, and the remedy, by the step that was refused and the error number."""
    closed = f"user namespaces are closed here ({step}: {os.strerror(code)})"
    opens = f"{closed}; root can open them: sysctl"
    if step != "unshare(CLONE_NEWUSER)":
        if _sysctl("kernel/apparmor_restrict_unprivileged_userns") == "1":  # Ubuntu's
            return f"{opens} kernel.apparmor_restrict_unprivileged_userns=0"
        if step == "uid_map" and os.geteuid() == 0:
            return f"{closed}: this root lacks CAP_SETFCAP; run it as an ordinary user"
        return f"{closed}: one was made, but a security module took its capabilities away"
    if code == errno.ENOSPC:
        if _sysctl("user/max_user_namespaces") == "0":
            return f"{opens} user.max_user_namespaces=10000"
        return f"{closed}: too many, or too many inside each other; run it outside some of them"
    if code == errno.EINVAL:
        return f"{closed}: this kernel was built without them (CONFIG_USER_NS)"
    if code == errno.EPERM and _sysctl("kernel/unprivileged_userns_clone") == "0":  # Debian's
        return f"{opens} kernel.unprivileged_userns_clone=1"
    if code == errno.EPERM and _filtered():
        return (
            f"{closed} by the seccomp profile of the container around this process; "
            "run it outside, or with --security-opt seccomp=unconfined"
        )
    if code == errno.EPERM:
        return f"{closed}: this process is in a chroot, or its user is not mapped; run it outside"
    return f"{closed} by a security module (SELinux?); root can allow them in its policy"


def _filtered() -> bool:
    """Whether a seccomp filter decides which system calls this process may make."""
    return "\nSeccomp:\t2" in Path("/proc/self/status").read_text()


def _sysctl(name: str) -> str:
    """The value of a kernel parameter; empty if this kernel has none of that name."""
    try:
        return Path(f"/proc/sys/{name}").read_text().strip()
    except OSError:
        return ""


@probe
def namespaces() -> str | None:
    """The kinds that every kernel of the last ten years has, made by root or in a user namespace.

    CLONE_NEW: NS 0x20000, CGROUP 0x2000000, UTS 0x4000000, IPC 0x8000000, NET 0x40000000.
    """
    return _new_namespaces(0x4E020000, "mount, cgroup, UTS, IPC and network namespaces")


@probe
def pid_namespaces() -> str | None:
    return _new_namespaces(0x20000000, "PID namespaces")


@probe
def time_namespaces() -> str | None:
    return _new_namespaces(0x00000080, "time namespaces (Linux 5.6, CONFIG_TIME_NS)")


@probe
def fresh_proc() -> str | None:
    """A container in which parts of /proc are hidden may not mount one in which they are not."""
    if reason := pid_namespaces():
        return reason
    from snippets.linux.attempt import attempt
    from snippets.linux.mounts import mount
    from snippets.linux.namespaces import CLONE_NEWNS, CLONE_NEWPID, in_namespaces

    answer = in_namespaces(CLONE_NEWPID | CLONE_NEWNS, attempt, mount, "proc", "/proc", "proc")
    if answer == "ok":
        return None
    return f"a new /proc can't be mounted: {answer}; parts of this one are hidden, run it outside"


def _new_namespaces(flags: int, names: str) -> str | None:
    from snippets.linux.attempt import attempt
    from snippets.linux.capabilities import has_every_capability
    from snippets.linux.children import in_child
    from snippets.linux.namespaces import enter_new

    if not has_every_capability() and (reason := user_namespaces()):
        return reason
    answer = in_child(attempt, enter_new, flags)
    if answer == "ok":
        return None
    return f"{names} can't be made here: {answer}; needs a kernel and a container that allow them"


@probe
def run_queue_statistics() -> str | None:
    """Kernels without CONFIG_SCHED_INFO lack the file; others may fill it with zeros."""
    try:
        ran = int(Path("/proc/self/schedstat").read_text().split()[0])
    except OSError as error:
        return f"/proc/self/schedstat: {error.strerror}; needs a kernel with CONFIG_SCHED_INFO"
    if ran == 0:
        return "/proc/self/schedstat reads zero; needs a kernel that counts (CONFIG_SCHED_INFO)"
    return None


@probe
def ordinary_scheduling() -> str | None:
    """A backup or a CI job may run with a high nice value, or as SCHED_IDLE."""
    if os.sched_getscheduler(0) not in (os.SCHED_OTHER, os.SCHED_BATCH):
        return "this program runs by a special scheduling policy; start it without chrt"
    if (nice := os.nice(0)) > 14:
        return f"this program runs with nice value {nice}; start it without nice"
    return None


@probe
def real_time_scheduling() -> str | None:
    """Tried in a child. It takes CAP_SYS_NICE, or a limit (RLIMIT_RTPRIO) that root has raised."""
    from snippets.linux.attempt import attempt
    from snippets.linux.children import in_child

    answer = in_child(attempt, os.sched_setscheduler, 0, os.SCHED_RR, os.sched_param(1))
    if answer == "ok":
        return None
    return f"this process may not become real-time (SCHED_RR): {answer}; start it with sudo"


@probe
def executable_memory_files() -> str | None:
    """With vm.memfd_noexec, from Linux 6.3 on, a file in memory can't be run."""
    file = os.memfd_create("probe")
    try:
        if os.fstat(file).st_mode & 0o111:
            return None
    finally:
        os.close(file)
    return "files in memory can't be run here; root can allow it: sysctl vm.memfd_noexec=0"


@probe
def kernel_threads() -> str | None:
    """The first of them, kthreadd, is process 2; its flag word says what it is (PF_KTHREAD)."""
    try:
        fields = Path("/proc/2/stat").read_text().rpartition(")")[2].split()
    except OSError:
        fields = []
    if not fields or not int(fields[6]) & 0x00200000:
        return "no kernel thread is visible; run it outside a container, or as root if /proc hides"
    return None


@probe
def ordinary_user() -> str | None:
    """Root can become one, unless it is root of a user namespace that knows no other user."""
    return _as_ordinary_user(lambda: None)


@probe
def cap_dac_read_search() -> str | None:
    from snippets.linux.credentials import CAP_DAC_READ_SEARCH, permitted_capabilities

    if permitted_capabilities() >> CAP_DAC_READ_SEARCH & 1:
        return None
    return "this root lacks CAP_DAC_READ_SEARCH; docker run --cap-add DAC_READ_SEARCH gives it back"


@probe
def another_users_process() -> str | None:
    """Process 1 should be somebody else's, and seen."""
    if os.getpid() == 1:
        return "this program is process 1 itself here; start it from a shell, or docker run --init"

    def look() -> str | None:
        try:
            mine = Path("/proc/1").stat().st_uid == os.geteuid()
            Path("/proc/1/status").read_text()
        except OSError as error:
            return f"/proc/1: {error.strerror}; mount /proc without hidepid"
        return "process 1 is this user's own here; run it outside this container" if mine else None

    return _as_ordinary_user(look)


@probe
def closed_password_file() -> str | None:
    """Who is in Debian's group shadow may read it."""

    def look() -> str | None:
        try:
            os.close(os.open("/etc/shadow", os.O_RDONLY))
        except PermissionError:
            return None
        except OSError as error:
            return f"/etc/shadow: {error.strerror}; run it on a system that keeps passwords there"
        return "this user may read /etc/shadow; run it as a user in no special group"

    return _as_ordinary_user(look)


@probe
def set_user_id_program() -> str | None:
    """Tried with chage, which every ordinary user may ask for their own line of /etc/shadow."""

    def ask() -> str | None:
        import pwd  # not on Windows

        chage = shutil.which("chage")
        if not chage:
            return "needs chage, a set-user-ID or set-group-ID program (Debian's package passwd)"
        if not os.stat(chage).st_mode & (stat.S_ISUID | stat.S_ISGID):
            return f"{chage} has no set-ID bit on this system; run it on Debian or Fedora"
        try:
            user = pwd.getpwuid(os.geteuid()).pw_name
        except KeyError:
            return f"user {os.geteuid()} has no name here; run it as a user of /etc/passwd"
        done = subprocess.run([chage, "-l", user], capture_output=True)
        if done.returncode != 0:
            return (
                "set-user-ID programs have no effect here (no_new_privs, a nosuid mount "
                f"or a user namespace), or {user} has no line in /etc/shadow"
            )
        return None

    return _as_ordinary_user(ask)


@probe
def set_user_id_su() -> str | None:
    """Tried: run su as an ordinary user, and look for whom it acted."""
    from snippets.linux.proc import last_status

    def run() -> str | None:
        try:
            _, user, *_ = last_status(["su", "--help"])["Uid"].split()
        except (ChildProcessError, FileNotFoundError):
            return "needs su, and a /proc mounted without hidepid; apt install util-linux"
        if user != "0":
            return (
                "set-user-ID programs have no effect here (no_new_privs, a nosuid mount "
                "or a user namespace); run it outside this container"
            )
        return None

    return _as_ordinary_user(run)


@probe
def ordinary_users_namespaces() -> str | None:
    """Some systems leave user namespaces to root."""
    return _as_ordinary_user(user_namespaces)


@probe
def ordinary_users_containers() -> str | None:
    """Namespaces, mounts, a new root and a new /proc, all of an ordinary user's own."""
    if not os.path.islink("/bin"):
        return 'needs a system whose programs are all below /usr (a "merged" one)'
    return ordinary_users_namespaces() or _as_ordinary_user(
        lambda: mounts() or pivot_root() or fresh_proc()
    )


@probe
def exec_grants() -> str | None:
    """Under no_new_privs, exec gives nothing back, to nobody."""
    from snippets.linux import proc

    if proc.status(os.getpid()).get("NoNewPrivs") == "1":
        return "no_new_privs is set here; run it without (docker: no no-new-privileges)"
    return None


@probe
def further_user_ids() -> str | None:
    """Root of a user namespace has only those IDs that somebody gave it."""
    from functools import partial

    from snippets.linux.attempt import attempt
    from snippets.linux.children import waiting_child
    from snippets.linux.credentials import CLONE_NEWUSER, map_ids
    from snippets.linux.libc import call

    try:
        with waiting_child(partial(call, "unshare", CLONE_NEWUSER)) as child:
            answer = attempt(map_ids, child, "uid", [(0, 2_000_000_000, 65_536)])
    except ChildProcessError:
        return user_namespaces() or "user namespaces are closed here"
    if answer == "ok":
        return None
    return f"this root may not map users from 2000000000 on: {answer}; run it as the machine's root"


def _as_ordinary_user(probe: Probe) -> str | None:
    """What a probe answers in a child that is not root's, even if we are.

    It can import only what is here already: Python itself may be root's, and closed to others.
    Raises ChildProcessError if the probe raised; the child has printed the traceback.
    """
    import snippets.linux.images
    import snippets.linux.namespaces  # noqa: F401
    from snippets.linux.credentials import become_ordinary_user

    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            become_ordinary_user()
            os.write(writing, (probe() or "").encode())
        except OSError as error:
            reason = f"this root can't become an ordinary user ({error.strerror}); "
            os.write(writing, (reason + "run it as one, outside this user namespace").encode())
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as report:
        answer = report.read().decode()
    _, status = os.waitpid(child, 0)
    if status != 0:
        raise ChildProcessError("a probe failed as an ordinary user")
    return answer or None


@probe
def cgroups() -> str | None:
    """Every process is in some, once a tree of them is mounted."""
    try:
        if Path("/proc/self/cgroup").read_text():
            return None
    except OSError:
        pass  # a kernel without them
    return "no tree of control groups is mounted; a system started by systemd has one"


@probe
def cgroup_memory() -> str | None:
    """Version 2 has a limit only below the root, in groups whose parent turned it on."""
    names = {"memory.max", "memory.limit_in_bytes"}
    for _, _, files in os.walk("/sys/fs/cgroup"):
        if names & set(files):
            return None
    return "no control group here has a memory limit; a system started by systemd has some"


@probe
def memory_group() -> str | None:
    return _group("memory", "limit_memory", 1 << 26)


@probe
def memory_kills_groups() -> str | None:
    """Where the machine is told to stop in place of killing, nobody may try what happens."""
    if _sysctl("vm/panic_on_oom") == "2":
        return "here the machine panics when a group is out of memory (vm.panic_on_oom=2)"
    return None


@probe
def cpu_group() -> str | None:
    return _group("cpu", "limit_cpu", 0.5)


@probe
def pids_group() -> str | None:
    return _group("pids", "limit_processes", 10)


@probe
def freezer_group() -> str | None:
    return _group("freezer", "freeze")


def _group(controller: str, limit: str, *value: float) -> str | None:
    """Make a control group of one's own with a limit, move a child in, remove it."""
    from snippets.linux.attempt import attempt
    from snippets.linux.cgroups import Group
    from snippets.linux.children import in_child

    try:
        with Group(controller) as group:
            what = in_child(attempt, group.add)
            getattr(group, limit)(*value)
    except OSError as error:
        what = error.strerror
    if what != "ok":
        return (
            f"no control group of one's own with {controller} here ({what}); run it with sudo, or, "
            "where systemd has version 2: systemd-run --user --scope -p Delegate=yes python3 -m ..."
        )
    return None


@probe
def mounts() -> str | None:
    """A mount of one's own; some containers allow the namespace and forbid the mount."""
    return namespaces() or _mounted("tmpfs on /mnt", _mount_tmpfs)


@probe
def pivot_root() -> str | None:
    """Of no use where / is not the top of all: the initramfs, and every chroot."""
    if reason := mounts():
        return reason
    from snippets.linux.attempt import attempt
    from snippets.linux.children import in_child

    if in_child(_in_chroot):
        return "this process is in a chroot; run it outside"
    answer = in_child(attempt, _exchange_root)
    if answer == "ok":
        return None
    return f"pivot_root is refused: {answer}; boot with a root file system that is no initramfs"


def _in_chroot() -> bool:
    """Whether there is something above /: move the root down, then walk up and see."""
    from snippets.linux.namespaces import be_root

    be_root()
    root = os.stat("/")
    os.chdir("/")
    os.chroot("/mnt")
    for _ in range(100):
        os.chdir("..")
    return not os.path.samestat(os.stat("."), root)


def _exchange_root() -> None:
    from snippets.linux.mounts import pivot_root

    _mount_tmpfs()
    os.chdir("/mnt")
    pivot_root(".", ".")


@probe
def overlay() -> str | None:
    if reason := mounts():
        return reason
    return _mounted("overlay (needs Linux 5.11 for an ordinary user)", _mount_overlay)


@probe
def binfmt_misc_of_ones_own() -> str | None:
    if reason := user_namespaces() or mounts():
        return reason
    return _mounted("binfmt_misc in a user namespace (needs Linux 6.7)", _mount_binfmt_misc)


@probe
def shared_libraries() -> str | None:
    from snippets.linux.images import libraries

    if not libraries(shutil.which("uname") or "uname"):
        return "needs ldd, and a uname that uses shared libraries; here it is static"
    return None


def _mounted(what: str, function: Callable[[], None]) -> str | None:
    from snippets.linux.attempt import attempt
    from snippets.linux.children import in_child

    answer = in_child(attempt, function)
    if answer == "ENOENT":
        return f"mount refused: {what}: {answer}; make the directory /mnt"
    return None if answer == "ok" else f"mount refused: {what}: {answer}; run it outside containers"


def _mount_tmpfs() -> None:
    from snippets.linux.mounts import tmpfs
    from snippets.linux.namespaces import CLONE_NEWNS, enter_new

    enter_new(CLONE_NEWNS)
    tmpfs("/mnt")


def _mount_overlay() -> None:
    from snippets.linux.images import overlay

    _mount_tmpfs()
    for name in ("lower", "upper", "work", "here"):
        os.mkdir(f"/mnt/{name}")
    mnt = Path("/mnt")
    overlay(mnt / "here", [mnt / "lower"], mnt / "upper", mnt / "work")
    os.close(os.open("/mnt/here/file", os.O_CREAT | os.O_WRONLY))


def _mount_binfmt_misc() -> None:
    from snippets.linux.credentials import become_root_of_a_user_namespace
    from snippets.linux.mounts import mount

    become_root_of_a_user_namespace()
    _mount_tmpfs()
    mount("binfmt_misc", "/mnt", "binfmt_misc")


@probe
def veth() -> str | None:
    if reason := namespaces():
        return reason
    from snippets.linux.attempt import attempt
    from snippets.linux.namespaces import CLONE_NEWNET, in_namespaces
    from snippets.linux.network import add_veth

    answer = in_namespaces(CLONE_NEWNET, lambda: attempt(add_veth, "one", "two", os.getpid()))
    if answer == "ok":
        return None
    return f"no veth pair can be made: {answer}; needs a kernel with CONFIG_VETH"


@probe
def ipc_objects() -> str | None:
    """Those of System V and POSIX message queues; made in an IPC namespace that ends at once."""
    if reason := namespaces():
        return reason
    from snippets.linux import ipc
    from snippets.linux.attempt import attempt
    from snippets.linux.namespaces import CLONE_NEWIPC, in_namespaces

    def make() -> str:
        system_v = attempt(ipc.message_queue, 1, ipc.IPC_CREAT)
        return system_v if system_v != "ok" else attempt(ipc.posix_queue, "/one", os.O_CREAT)

    answer = in_namespaces(CLONE_NEWIPC, make)
    if answer == "ok":
        return None
    return (
        f"no System V or POSIX message queue can be made: {answer}; "
        "needs a kernel with CONFIG_SYSVIPC and CONFIG_POSIX_MQUEUE"
    )


@probe
def dev_shm() -> str | None:
    if not os.path.isdir("/dev/shm"):
        return "POSIX shared memory needs a directory /dev/shm; make it"
    return None


@probe
def cgroup_below_root() -> str | None:
    """In a group below the root, or free to make one."""
    from snippets.linux.cgroups import paths

    if set(paths().values()) - {"/"}:
        return None
    return freezer_group()


@probe
def containers() -> str | None:
    """The whole container of part 3, tried: root's own, or an ordinary user's."""
    if reason := pivot_root() or fresh_proc():
        return reason
    from snippets.linux.children import in_child
    from snippets.runtime.inside import default
    from snippets.runtime.start import Failed, run

    def make() -> str:
        try:
            run(default(), None, program=lambda: os._exit(0))
        except Failed as problem:
            return f"no container can be made here ({problem}); run it outside of containers"
        return ""

    return in_child(make) or None


@probe
def open_files() -> str | None:
    """The container may have 1024 open files; that takes nothing from who may have no more."""
    import resource  # not on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= hard <= 2048:
        return f"only {hard} files can be open here; run it where `ulimit -Hn` is more than 2048"
    return None


@probe
def keyrings() -> str | None:
    """Some kernels have none, and some containers' filters forbid them. Tried in a new one."""
    from snippets.linux.attempt import attempt
    from snippets.linux.children import in_child
    from snippets.runtime import probes

    answer = in_child(attempt, probes.put_key)
    if answer != "ok":
        return f"a new keyring is refused: {answer}; run it outside containers, with Linux's keys"
    if not os.path.exists("/proc/keys"):
        return "there is no list of keys, /proc/keys; run it on a kernel that has one"
    return None


@probe
def runc() -> str | None:
    """Tried with the bundle that the comparison uses."""
    import tempfile

    from snippets.runtime import parity

    if reason := parity.missing() or containers():
        return reason
    version = subprocess.check_output([parity.where("runc"), "--version"], text=True).split()[2]
    if not version.startswith("1.1."):
        return f"the comparison is with runc 1.1, as in Debian 12; this is {version}"
    with tempfile.TemporaryDirectory() as folder:
        try:
            with parity.by_runc(parity.make_bundle(Path(folder))):
                return None
        except ChildProcessError as error:
            return f"runc starts no container here ({error}); run it outside, or on a newer kernel"


@probe
def kvm() -> str | None:
    """A virtual machine with a CPU can be made. The guests are x86-64 machine code."""
    if os.uname().machine != "x86_64":
        return f"its guests hold x86-64 machine code; this is {os.uname().machine}"
    from snippets.linux.kvm import Machine

    try:
        with Machine(mmap.PAGESIZE) as machine:
            machine.cpu()
    except OSError as error:
        return why_no_kvm(error)
    return None


@probe
def hypervisor() -> str | None:
    """This machine is a guest itself, as far as CPUID tells."""
    if reason := x86_64():
        return reason
    from snippets.linux.cpuid import cpuid

    if not cpuid(1).ecx >> 31:
        return "CPUID tells of no hypervisor, so this is a real machine; run it in a virtual one"
    return None


@probe
def kvm_statistics() -> str | None:
    """KVM counts, among others, the instructions that it interprets."""
    if reason := kvm():
        return reason
    from snippets.linux.kvm import Machine

    with Machine(mmap.PAGESIZE) as machine:
        try:
            machine.cpu().statistics()
        except OSError as error:
            return f"KVM's counts can't be read here ({error.strerror}); needs Linux 5.14"
    return None


def why_no_kvm(error: OSError) -> str:
    """The reason, and the remedy, by the error that making a machine met."""
    missing = (
        "load the module kvm_intel or kvm_amd; if there is none, turn on virtualization in the "
        "firmware, or, in a virtual machine, nested virtualization in its host"
    )
    match error.errno:
        case errno.ENOENT if not os.path.exists("/dev/kvm"):
            return f"there is no /dev/kvm: {missing}; in a container, add --device /dev/kvm"
        case errno.ENXIO | errno.ENODEV:
            return f"nothing is behind /dev/kvm: {missing}"
        case errno.EACCES:
            group = "join its group: sudo adduser $USER kvm, then log in again"
            if os.stat("/dev/kvm").st_mode & stat.S_IRWXG == 0:
                group = "only root may; run it again with sudo"
            return f"/dev/kvm is not open to this user: {group}"
        case errno.EPERM:
            return "/dev/kvm is forbidden by a rule of the container around: add --device /dev/kvm"
        case errno.EBUSY:
            return "another hypervisor (VirtualBox, VMware) uses the CPU: stop its machines"
        case _:
            return f"KVM makes no virtual machine here: {error.strerror}"


@probe
def no_vmx_or_svm() -> str | None:
    """A CPU without them, as most rented virtual machines have it."""
    text = Path("/proc/cpuinfo").read_text().partition("\nflags")[2].partition("\n")[0]
    if found := {"vmx", "svm"} & set(text.split()):
        return f"shows how KVM works where the CPU does not help; this one does ({found.pop()})"
    return None


@probe
def linux_on_kvm() -> str | None:
    """Tried with an instruction that Linux uses and that is hard to interpret, and with many easy
    ones: KVM counts those that it does not leave to the CPU."""
    if reason := kvm():
        return reason
    from snippets.linux.kvm import HLT, Machine, map_identity
    from snippets.linux.machine_code import listing

    like_a_kernel = listing("""
        f0 48 0f c7 0c 25 00 20 00 00 ; lock cmpxchg16b [0x2000]
        b9 a0 86 01 00                ; mov ecx, 100000
        ff c9                         ; again: dec ecx
        75 fc                         ; jnz again
        f4                            ; hlt
    """)
    interpreted = 0
    with Machine(1 << 16) as machine:
        machine.load(0x1000, like_a_kernel)
        map_identity(machine.memory, 0x3000)
        cpu = machine.cpu()
        cpu.long_mode(0x1000, page_tables=0x3000)
        end = next(cpu.run(time_limit=60))
        with contextlib.suppress(OSError):  # before Linux 5.14 it does not tell
            interpreted = cpu.statistics().get("insn_emulation", 0)
    if end == HLT() and interpreted < 100_000:
        return None
    what = "is hundreds of times too slow" if end == HLT() else "lacks some instructions"
    return (
        f"KVM here does not run a guest's kernel but interprets it, and {what}: no Linux boots; "
        "use a machine where /proc/cpuinfo shows vmx or svm"
    )


@probe
def guest() -> str | None:
    from snippets.vm import guest as guests

    try:
        guests.prepared()
    except guests.Failed as problem:
        return str(problem)
    return None


@probe
def qemu() -> str | None:
    from snippets.vm import qemu as emulator

    return emulator.missing()


@probe
def qemu_trace() -> str | None:
    """QEMU can say what it does, line by line, if it was built so. Tried with its own 'quit'."""
    if reason := qemu():
        return reason
    from snippets.vm.qemu import PROGRAM

    options = "-M none -display none -monitor stdio -trace handle_hmp_command"
    command = [PROGRAM, *options.split()]
    said = subprocess.run(command, input="quit\n", capture_output=True, text=True, timeout=60)
    if "cmdline: quit" in said.stdout + said.stderr:
        return None
    return f"{PROGRAM} here was built without trace events to a log; take Debian's"


@probe
def wasmtime() -> str | None:
    try:
        import wasmtime  # noqa: F401
    except ImportError:
        return "needs wasmtime; python3 -m pip install wasmtime"
    return None


@probe
def linux_guest() -> str | None:
    """A guest of either kind: on KVM, or in QEMU's emulator."""
    return guest() or (qemu() if linux_on_kvm() else None)
