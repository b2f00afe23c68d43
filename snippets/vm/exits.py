"""Exits of a guest to its hypervisor, counted by reason and by place."""

from collections import Counter

from snippets.linux.kvm import IO, MMIO, Exit

PLACES = (  # of a PC
    (range(0x20, 0x22), "interrupt controller"),
    (range(0x40, 0x44), "timer"),
    (range(0x60, 0x65), "keyboard"),
    (range(0x70, 0x72), "clock"),
    (range(0x80, 0x81), "nothing: a way to wait"),
    (range(0xA0, 0xA2), "interrupt controller"),
    (range(0x2E8, 0x2F0), "serial port 4"),
    (range(0x2F8, 0x300), "serial port 2"),
    (range(0x3B0, 0x3E0), "screen"),
    (range(0x3E8, 0x3F0), "serial port 3"),
    (range(0x3F8, 0x400), "serial port 1"),
    (range(0xCF8, 0xD00), "PCI"),
)


# --8<-- [start:exits]
class Exits(Counter[tuple[str, int | None]]):
    """How often, by the reason and the port or address."""

    def count(self, exit: Exit) -> None:
        """Count one."""
        match exit:
            case IO(port=place) | MMIO(address=place):
                self[type(exit).__name__, place] += 1
            case _:
                self[type(exit).__name__, None] += 1

    def rows(self) -> list[tuple[int, str, str, str]]:
        """How often, why, where, and what is there in a PC; the most frequent first."""
        return [
            (number, reason, "" if place is None else f"{place:#x}", self._what(reason, place))
            for (reason, place), number in self.most_common()
        ]

    def __str__(self) -> str:
        lines = [f"{n:8}  {why:8}  {where:>6}  {what}" for n, why, where, what in self.rows()]
        return "\n".join([*(line.rstrip() for line in lines), f"{self.total():8}  exits"])

    def _what(self, reason: str, place: int | None) -> str:
        found = [name for ports, name in PLACES if reason == "IO" and place in ports]
        return found[0] if found else ""


# --8<-- [end:exits]
