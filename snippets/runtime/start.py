"""The starter: it makes the container's process, stays by it, and leaves nothing behind.

    starter ──┬── monitor     ends the container if the starter is killed
              └── container   process 1 of its PID namespace; without one see ``reaper``

Two pipes connect starter and container: "go" and "report". The container waits for a byte on the
first before it goes on, for the starter has things to do to it from outside; what it writes to the
second is how far it has come or what went wrong. The second pipe ends when the program starts.
"""

from __future__ import annotations

import gc
import os
import select

from snippets.runtime import groups as control_groups
from snippets.runtime import ingredients, kernel, sealed
from snippets.runtime.ingredients import Box, Failed
from snippets.runtime.libc import LIBC
from snippets.runtime.parent import Parent
from snippets.runtime.streams import Flow, Streams

TYPE_CHECKING = False  # that of typing takes longer to import than this file
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from snippets.runtime.reaper import Reaper
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
    trees: list | None = None,
) -> int:
    """Run a container to its end; returns its exit status, or 128 + the signal that killed it.

    spec, rootfs: as ``ingredients.Box``. bundle: for hooks. say: where notes go.
    chosen: only these ingredients. program: what to call inside instead of the spec's program.
    keep: file descriptors that stay open in there. trees: those of control groups, if known.
    The calling process must have one thread only. Raises Failed, after cleaning up.
    """
    wanted = ingredients.OUTSIDE + ingredients.INSIDE if chosen is None else chosen
    groups_shown = any(mount.get("type") == "cgroup" for mount in spec.get("mounts", []))
    if not (ingredients.control_group in wanted or groups_shown):
        trees = []
    elif trees is None:
        trees = control_groups.trees()
    box = Box(spec, rootfs, f"{control_groups.PREFIX}{os.getpid()}-0", trees)
    box.keep = list(keep)
    starter = _Starter(box, wanted, program, bundle, say)
    try:
        return starter.run()
    except OSError as error:
        raise Failed(f"start: {error.strerror}") from error
    finally:
        starter.clean()


class _Starter:
    def __init__(self, box: Box, chosen: list, program, bundle: str, say) -> None:
        self.box, self.chosen, self.program = box, chosen, program
        self.bundle, self.say = bundle, say
        if box.spec.get("hooks"):
            from snippets.runtime.hooks import run_all

            box.run_hooks = run_all
        self.signals: kernel.Signals | None = None
        self.parent: Parent | Reaper | None = None
        self.streams: Streams | Terminal | None = None
        self.go = self.report = self.pidfd = -1

    def run(self) -> int:
        self.streams = self._streams()
        self.signals = kernel.Signals()
        go, self.go = os.pipe()
        self.report, report = os.pipe()
        if ingredients.control_group not in self.chosen:
            self.box.groups.folders = []
        try:
            self.parent = self._parent()(
                self.box.flags, lambda: self._be_container(go, report), self.box.groups
            )
        except OSError as error:
            raise Failed(f"namespaces: {error.strerror}") from error
        os.close(go)
        os.close(report)
        self._from_outside()
        flows = self.streams.attach()
        self._until_it_starts()
        self._hook("poststart")
        return self._stay(flows)

    def _streams(self) -> Streams | Terminal:
        if not (self.box.process.get("terminal") and os.isatty(0)):
            return Streams()
        if not {ingredients.session, ingredients.read_only_root} <= set(self.chosen):
            return Streams(replaced=())  # a container that is not whole shares the starter's
        from snippets.runtime.terminal import Terminal

        return Terminal(self.box)

    def _parent(self) -> type[Parent] | type[Reaper]:
        if "pid" in self.box.kinds:
            return Parent
        from snippets.runtime.reaper import Reaper

        return Reaper

    def _be_container(self, go: int, report: int) -> None:
        gc.disable()  # a search for garbage writes to every object, and so copies what fork shares
        os.close(self.go)
        os.close(self.report)
        _live(self.box, self.chosen, self.program, go, report, self.signals, self.streams)

    def _from_outside(self) -> None:
        assert self.parent
        self._add(ingredients.control_group)
        if not self.box.in_user_namespace:
            self._tell_to_go_on()
        try:
            self.box.pid, self.pidfd = self.parent.container()
        except OSError as error:
            raise Failed(f"namespaces: {error.strerror}") from error
        if self.box.in_user_namespace:
            self._add(ingredients.user_ids)
            self._tell_to_go_on()
        for name in control_groups.sweep(self.box.trees):
            self.say(
                f"removed control groups {name}, left by a starter and its monitor that were killed"
            )

    def _add(self, ingredient: Callable[[Box], None]) -> None:
        try:
            if ingredient in self.chosen:
                ingredient(self.box)
        except ProcessLookupError:
            pass  # it has failed already; its report says why
        except OSError as error:
            raise Failed(f"{ingredient.__name__}: {error.strerror}") from error

    def _tell_to_go_on(self) -> None:
        try:  # noqa: SIM105
            os.write(self.go, b"1")
        except BrokenPipeError:
            pass  # the same

    def _until_it_starts(self) -> None:
        """Read reports until the program starts, which ends the pipe."""
        began = False
        while report := os.read(self.report, 4096):
            if report.startswith(b"+"):
                began, report = True, report[1:]
                if not report:
                    continue
            if report.startswith(b"!"):
                raise Failed(report[1:].decode())
            if report != b"?":  # it comes from ``sealed``
                name = self.box.process["args"][0]
                raise Failed(f"process: {os.strerror(report[0])} ({name})")
            self._hook("prestart")
            self._hook("createRuntime")
            self._tell_to_go_on()
        if not began:
            raise Failed(f"start: it was ended before its program, with status {self._ended()}")

    def _hook(self, when: str) -> None:
        self.box.run_hooks(self.box, when, self.bundle, self.box.pid)

    def _stay(self, flows: list[Flow]) -> int:
        """Pass on signals, input and output, until the container has ended."""
        assert self.signals and self.parent
        fixed = (self.signals.fd, self.parent.told)
        while True:
            ready = _ready([(fd, select.POLLIN) for fd in fixed] + [f.waits_for() for f in flows])
            if self.signals.fd in ready:
                self._pass_on()
            for flow in [flow for flow in flows if flow.waits_for()[0] in ready]:
                if flow.step():
                    flow.close()
                    flows.remove(flow)
            if self.parent.told in ready:
                for flow in flows:
                    if flow.source != 0:
                        flow.drain()
                    flow.close()
                return self._ended()

    def _ended(self) -> int:
        assert self.parent
        status = self.parent.status()
        if status is None:  # the reaper was killed, and the container with it, or else it is now
            self._kill()
            status = kernel.SIGKILL
        code = os.waitstatus_to_exitcode(status)
        return code if code >= 0 else 128 - code

    def _pass_on(self) -> None:
        assert self.signals and self.streams
        number = self.signals.next()
        if number == SIGWINCH and self.streams.resize():
            return
        if number not in (kernel.SIGCHLD, SIGURG, SIGPIPE):
            self._kill(number)

    def _kill(self, number: int = kernel.SIGKILL) -> None:
        try:  # noqa: SIM105
            kernel.send_signal(self.pidfd, number)
        except ProcessLookupError:
            pass

    def clean(self) -> None:
        """Whatever happened: nothing is left when this returns."""
        steps: list[Callable[[], object]] = []
        if self.parent:
            steps += self.parent.ending()
        for part in (self.streams, self.signals):
            if part:
                steps.append(part.restore)
        steps += [_closing(fd) for fd in (self.go, self.report) if fd >= 0]
        steps.append(lambda: self._hook("poststop"))
        take_all(steps, self.say)


def _closing(fd: int) -> Callable[[], None]:
    return lambda: os.close(fd)


def take_all(steps: Iterable[Callable[[], object]], say: Callable[[str], None]) -> None:
    """Take each step, whatever becomes of the others; say what went wrong."""
    for step in steps:
        try:
            step()
        except Exception as problem:
            say(str(problem))


def _ready(wanted: list[tuple[int, int]]) -> set[int]:
    """Of these descriptors and events, the descriptors for which one has come. Waits."""
    events: dict[int, int] = {}
    for fd, event in wanted:
        events[fd] = events.get(fd, 0) | event
    poll = select.poll()
    for fd, event in events.items():
        poll.register(fd, event)
    return {fd for fd, _ in poll.poll()}


def _live(box: Box, chosen: list, program, go: int, report: int, signals, streams) -> None:
    """The container's process, from its first moment to its program. Never returns."""
    what = "start"
    try:
        _die_with_parent()
        box.keep += [go, report, *streams.sending()]
        _as_before(signals)
        # What the starter does from outside can go on while we mount, with two exceptions.
        wait = _Wait(go)
        order = [ingredient for ingredient in ingredients.INSIDE if ingredient in chosen]
        if box.in_user_namespace:
            wait()
            if ingredients.join_group in order:  # still as the user to whom the groups belong
                order.remove(ingredients.join_group)
                ingredients.join_group(box)
            what = "user_ids"
            os.setresgid(0, 0, 0)
            os.setresuid(0, 0, 0)
        if not streams.before:
            streams.give(box)
        for ingredient in order:
            what = ingredient.__name__
            if ingredient in (ingredients.join_group, ingredients.new_root):
                wait()
            if ingredient is ingredients.new_root and box.spec.get("hooks"):
                what = "hooks"
                os.write(report, b"?")
                wait(again=True)
                box.run_hooks(box, "createContainer", "", 1)
                what = ingredient.__name__
            if ingredient is streams.before:
                streams.give(box)
            ingredient(box)
        wait()
        what = "hooks"
        box.run_hooks(box, "startContainer", "", 1)
        what = "start"
        _die_with_parent()  # a change of user has taken this back
        if not select.select([go], [], [], 0)[0]:  # else that pipe's end: it died just before
            what = "process"
            os.write(report, b"+")
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


class _Wait:
    """Until the starter says so, once; if it is gone instead, there is nothing to live for."""

    def __init__(self, go: int) -> None:
        self.go, self.waited = go, False

    def __call__(self, again: bool = False) -> None:
        if again or not self.waited:
            self.waited = True
            if not os.read(self.go, 1):
                os._exit(1)


def _become_program(box: Box, program, report: int) -> None:
    process = box.process
    if program:
        os.close(report)
        program()
        os._exit(0)
    if not box.entered:
        ingredients.enter(box)
    environment = dict(item.split("=", 1) for item in process.get("env", []))
    environment.setdefault("HOME", _home(process.get("user", {}).get("uid", 0)))
    path = _found(process["args"][0], environment.get("PATH", "/bin:/usr/bin"))
    sealed.become(path, process["args"], environment, report)


def _found(name: str, folders: str) -> str:
    """A program's path, looked for in the container's PATH. Raises OSError."""
    if "/" in name:
        return name
    found = OSError(2, "no such program", name)
    for folder in folders.split(":"):
        path = f"{folder or '.'}/{name}"
        if os.path.isfile(path):
            if os.access(path, os.X_OK):
                return path
            found = PermissionError(13, "Permission denied", name)
    raise found


def _home(user: int) -> str:
    """The home directory that the image's own /etc/passwd names."""
    try:
        if not os.path.isfile("/etc/passwd"):  # something that the image keeps us waiting with
            return "/"
        with open("/etc/passwd") as file:
            for line in file:
                fields = line.split(":")
                if len(fields) > 6 and fields[2] == str(user):
                    return fields[5]
    except (OSError, UnicodeDecodeError):
        pass
    return "/"


def _die_with_parent() -> None:
    LIBC.prctl(kernel.PR_SET_PDEATHSIG, kernel.SIGKILL, 0, 0, 0)


def _as_before(signals: kernel.Signals) -> None:
    """All signals act as by default, as after runc: what is ignored would be so beyond exec."""
    for number in signals.changed:
        LIBC.signal(number, None)  # SIG_DFL
    kernel.default_action(kernel.SIGSETXID)
    LIBC.sigprocmask(2, signals.before, None)
