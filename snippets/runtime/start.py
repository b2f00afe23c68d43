"""The starter: it makes the container's process, stays by it, and leaves nothing behind.

    starter ──┬── monitor     removes the control groups if the starter is killed
              └── container   process 1 of its PID namespace; the kernel kills it with the starter,
                              unless its program takes that back: then the monitor does

Two pipes connect starter and container: "go" and "report". The container waits for a byte on the
first before it begins, for the starter has things to do to it from outside; what it writes to the
second is how far it has come or what went wrong. The second pipe ends when the program starts.
"""

from __future__ import annotations

import os
import select

from snippets.linux.libc import LIBC
from snippets.runtime import groups as control_groups
from snippets.runtime import ingredients, kernel
from snippets.runtime.ingredients import Box, Failed

TYPE_CHECKING = False  # that of typing takes longer to import than this file
if TYPE_CHECKING:
    from collections.abc import Callable

    from snippets.runtime.terminal import Terminal

SIGPIPE, SIGURG, SIGWINCH = 13, 23, 28  # asm/signal.h
EXDEV = 18  # asm/errno.h


def run(
    spec: dict,
    rootfs: str | None,
    *,
    bundle: str = "",
    say: Callable[[str], None] = lambda line: None,
    chosen: list | None = None,
    program: Callable[[], None] | None = None,
    keep: tuple[int, ...] = (),
) -> int:
    """Run a container to its end; returns its exit status, or 128 + the signal that killed it.

    spec, rootfs: as ``ingredients.Box``. bundle: for hooks. say: where notes go.
    chosen: only these ingredients. program: what to call inside instead of the spec's program.
    keep: file descriptors that stay open in there.
    The calling process must have one thread only. Raises Failed, after cleaning up.
    """
    wanted = ingredients.OUTSIDE + ingredients.INSIDE if chosen is None else chosen
    groups_shown = any(mount.get("type") == "cgroup" for mount in spec.get("mounts", []))
    trees = []
    if ingredients.control_group in wanted or groups_shown:
        trees = control_groups.trees()
    for name in control_groups.sweep(trees):
        say(f"removed control groups {name}, left by a starter and its monitor that were killed")
    box = Box(spec, rootfs, f"{control_groups.PREFIX}{os.getpid()}-0", trees)
    box.keep = list(keep)
    starter = _Starter(box, wanted, program, bundle, say)
    try:
        return starter.run()
    finally:
        starter.clean()


class _Starter:
    def __init__(self, box: Box, chosen: list, program, bundle: str, say) -> None:
        self.box, self.chosen, self.program = box, chosen, program
        self.bundle, self.say = bundle, say
        if box.spec.get("hooks"):
            from snippets.runtime.hooks import run_all

            box.run_hooks = run_all
        self.groups = box.groups = control_groups.Groups(box.trees, box.name)
        self.signals: kernel.Signals | None = None
        self.monitor: control_groups.Monitor | None = None
        self.terminal: Terminal | None = None
        self.pidfd = -1

    def run(self) -> int:
        box = self.box
        may = any(os.access(tree.own, os.W_OK) for tree in box.trees)
        if may and ingredients.control_group in self.chosen:
            self.monitor = control_groups.Monitor(self.groups)
            self.groups.make()
        if box.process.get("terminal") and os.isatty(0):
            from snippets.runtime.terminal import Terminal

            self.terminal = Terminal(box)
        self.signals = kernel.Signals()
        go, self.go = os.pipe()
        self.report, report = os.pipe()
        box.pid, self.pidfd = kernel.clone(box.flags)
        if box.pid == 0:
            os.close(self.go)
            _live(box, self.chosen, self.program, go, report, self.signals, self.terminal)
        os.close(go)
        os.close(report)
        self._from_outside()
        self._until_it_starts()
        self._hook("poststart")
        return self._stay()

    def _from_outside(self) -> None:
        for ingredient in ingredients.OUTSIDE:
            try:
                if ingredient in self.chosen:
                    ingredient(self.box)
            except ProcessLookupError:
                break  # it has failed already; its report says why
            except OSError as error:
                raise Failed(f"{ingredient.__name__}: {error.strerror}") from error
        self._tell_to_go_on()

    def _tell_to_go_on(self) -> None:
        try:  # noqa: SIM105
            os.write(self.go, b"1")
        except BrokenPipeError:
            pass  # the same

    def _until_it_starts(self) -> None:
        """Read reports until the program starts, which ends the pipe."""
        while report := os.read(self.report, 4096).decode():
            if report.startswith("!"):
                raise Failed(report[1:])
            self._hook("prestart")
            self._hook("createRuntime")
            self._tell_to_go_on()

    def _hook(self, when: str) -> None:
        self.box.run_hooks(self.box, when, self.bundle, self.box.pid)

    def _stay(self) -> int:
        """Pass signals on, and what is typed, until the container ends."""
        assert self.signals
        poll = select.poll()
        handlers: dict[int, Callable[[], bool]] = {self.signals.fd: self._pass_on}
        if self.terminal:
            handlers |= self.terminal.attach()
        for fd in (self.pidfd, *handlers):
            poll.register(fd, select.POLLIN)
        while True:
            for fd, _ in poll.poll():
                if fd == self.pidfd:
                    _, status = os.waitpid(self.box.pid, 0)
                    self.box.pid = 0
                    if self.terminal:
                        self.terminal.drain()
                    code = os.waitstatus_to_exitcode(status)
                    return code if code >= 0 else 128 - code
                if handlers[fd]():
                    poll.unregister(fd)

    def _pass_on(self) -> bool:
        assert self.signals
        number = self.signals.next()
        if number == SIGWINCH and self.terminal:
            self.terminal.resize()
        elif number not in (kernel.SIGCHLD, SIGURG, SIGPIPE):
            os.kill(self.box.pid, number)
        return False

    def clean(self) -> None:
        """Whatever happened: nothing is left, if there is a PID namespace or a control group."""
        if self.box.pid > 0:
            os.kill(self.box.pid, kernel.SIGKILL)
            os.waitpid(self.box.pid, 0)
        if self.terminal:
            self.terminal.restore()
        if self.monitor:
            self.groups.remove()
            self.monitor.dismiss()
        if self.signals:
            self.signals.restore()
        for name in ("go", "report", "pidfd"):
            if (fd := getattr(self, name, -1)) >= 0:
                os.close(fd)
        try:
            self._hook("poststop")
        except Failed as failure:
            self.say(str(failure))


def _live(box: Box, chosen: list, program, go: int, report: int, signals, terminal) -> None:
    """The container's process, from its first moment to its program. Never returns."""
    what = "start"
    try:
        _die_with_starter()
        box.keep += [go, report, *([terminal.sending] if terminal else [])]
        _as_before(signals)
        # What the starter does to us from outside can go on while we mount, with three exceptions:
        # who we are, our view of the groups, and our group's rules, which first forbid every device
        waits = box.in_user_namespace or "cgroup" in box.kinds
        if waits:
            _wait(go)
        if box.in_user_namespace:
            what = "user_ids"
            os.setresgid(0, 0, 0)
            os.setresuid(0, 0, 0)
        for ingredient in ingredients.INSIDE:
            if ingredient not in chosen:
                continue
            what = ingredient.__name__
            if ingredient in (ingredients.devices, ingredients.new_root) and not waits:
                _wait(go)
                waits = True
            if ingredient is ingredients.new_root and box.spec.get("hooks"):
                what = "hooks"
                os.write(report, b"?")
                _wait(go)
                box.run_hooks(box, "createContainer", "", 1)
                what = ingredient.__name__
            if ingredient is ingredients.read_only_root and terminal:
                terminal.give()
            ingredient(box)
        if not waits:
            _wait(go)
        what = "hooks"
        box.run_hooks(box, "startContainer", "", 1)
        what = "start"
        _die_with_starter()  # a change of user has taken this back
        if not select.select([go], [], [], 0)[0]:  # else that pipe's end: it died just before
            what = "process"
            _become_program(box, program, report)
    except BaseException as error:
        if isinstance(error, OSError) and error.errno == EXDEV:
            text = f"{what}: {error.filename} leads out of the container by a link"
        elif isinstance(error, OSError) and error.strerror:
            name = f" ({error.filename})" if error.filename else ""
            text = f"{what}: {error.strerror}{name}"
        else:
            text = f"{what}: {error}"
        os.write(report, f"!{text}".encode())
    os._exit(1)


def _wait(go: int) -> None:
    """Until the starter says so; if it is gone instead, there is nothing to live for."""
    if not os.read(go, 1):
        os._exit(1)


def _become_program(box: Box, program, report: int) -> None:
    process = box.process
    if program:
        os.close(report)
        program()
        os._exit(0)
    os.makedirs(process["cwd"], exist_ok=True)
    os.chdir(process["cwd"])
    environment = dict(item.split("=", 1) for item in process.get("env", []))
    environment.setdefault("HOME", _home(process.get("user", {}).get("uid", 0)))
    _execute(process["args"], environment)


def _execute(arguments: list[str], environment: dict[str, str]) -> None:
    """Become a program, looked for in the container's PATH. Raises OSError.

    Not os.execvpe: it would import a module, and Python's are out of reach by now.
    """
    name = arguments[0]
    found: OSError = FileNotFoundError(2, "no such program")
    folders = [""] if "/" in name else environment.get("PATH", "/bin:/usr/bin").split(":")
    for folder in folders:
        try:
            os.execve(os.path.join(folder, name), arguments, environment)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except PermissionError as error:
            found = error
    raise OSError(found.errno, found.strerror, name)


def _home(user: int) -> str:
    """The home directory that the image's own /etc/passwd names."""
    try:
        with open("/etc/passwd") as file:
            for line in file:
                fields = line.split(":")
                if len(fields) > 6 and fields[2] == str(user):
                    return fields[5]
    except (OSError, UnicodeDecodeError):
        pass
    return "/"


def _die_with_starter() -> None:
    LIBC.prctl(kernel.PR_SET_PDEATHSIG, kernel.SIGKILL, 0, 0, 0)


def _as_before(signals: kernel.Signals) -> None:
    """All signals act as by default, as after runc: what is ignored would be so beyond exec."""
    for number in range(1, 65):
        LIBC.signal(number, None)  # SIG_DFL
    kernel.default_action(kernel.SIGSETXID)
    LIBC.sigprocmask(2, signals.before, None)
