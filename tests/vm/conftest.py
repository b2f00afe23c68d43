"""What the tests of virtual machines say at the end: how often QEMU had to be started again."""

import pytest

from tests.guests import machine


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if starts := machine.STARTS:
        again = sum(starts) - len(starts)
        terminalreporter.write_line(
            f"machines booted in QEMU: {len(starts)}, of which started again after a hang: {again}"
        )
