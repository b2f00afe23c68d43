"""Hooks: programs that a bundle wants run on the way.

Source: OCI runtime specification, config.md, POSIX-platform Hooks.
"""

import json
import signal
import subprocess

from snippets.runtime.ingredients import Box, Failed

STATUS = {"poststart": "running", "poststop": "stopped", "startContainer": "created"}


def _take_signals() -> None:
    """The starter holds its own back, which is inherited."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def run_all(box: Box, when: str, bundle: str, pid: int) -> None:
    """Run the hooks of one moment in order; each is told the container's state on its input.

    Raises Failed at the first that fails.
    """
    state = {
        "ociVersion": box.spec["ociVersion"],
        "id": box.name,
        "status": STATUS.get(when, "creating"),
        "pid": pid,
        "bundle": bundle,
    }
    if annotations := box.spec.get("annotations"):
        state["annotations"] = annotations
    if when == "poststop":
        del state["pid"]
    for hook in box.spec["hooks"].get(when, []):
        arguments = hook.get("args") or [hook["path"]]
        environment = dict(item.partition("=")[::2] for item in hook.get("env", []))
        try:
            done = subprocess.run(
                arguments,
                executable=hook["path"],
                env=environment,
                input=json.dumps(state).encode(),
                capture_output=True,
                timeout=hook.get("timeout"),
                preexec_fn=_take_signals,
            )
        except OSError as error:
            raise Failed(f"hook {when}: {hook['path']}: {error.strerror}") from error
        except subprocess.TimeoutExpired as error:
            raise Failed(f"hook {when}: {hook['path']}: took more than its timeout") from error
        if done.returncode:
            last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            said = f", it said: {last[0]}" if last else ""
            raise Failed(f"hook {when}: {hook['path']}: exit status {done.returncode}{said}")
