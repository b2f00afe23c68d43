"""The serial port, as a driver sees it: Linux's 8250 asks for just this."""

from snippets.vm.serial import DATA, IER, IIR, LCR, LSR, NONE, RECEIVED, ROOM, Serial

SCRATCH = 7


class Wire:
    """A port with both its ends recorded."""

    def __init__(self) -> None:
        self.sent = b""
        self.levels: list[int] = []
        self.port = Serial(self.send, self.levels.append)

    def send(self, data: bytes) -> None:
        self.sent += data


def test_bytes_out() -> None:
    wire = Wire()
    for value in b"abc":
        assert wire.port.read(LSR) & 0x20
        wire.port.write(DATA, value)
    assert wire.sent == b"abc"
    assert wire.levels == []  # nobody asked for interrupts


def test_bytes_in_by_looking() -> None:
    wire = Wire()
    assert wire.port.read(LSR) & 1 == 0
    wire.port.receive(b"xy")
    assert [wire.port.read(LSR) & 1, wire.port.read(DATA)] == [1, ord("x")]
    assert [wire.port.read(LSR) & 1, wire.port.read(DATA)] == [1, ord("y")]
    assert [wire.port.read(LSR) & 1, wire.port.read(DATA)] == [0, 0]


def test_bytes_in_by_interrupt() -> None:
    wire = Wire()
    wire.port.write(IER, 1)
    wire.port.receive(b"xy")
    assert wire.levels == [1]
    assert wire.port.read(IIR) & 0xF == RECEIVED
    wire.port.read(DATA)
    assert wire.levels == [1]  # there is more
    wire.port.read(DATA)
    assert wire.levels == [1, 0]
    assert wire.port.read(IIR) & 0xF == NONE


def test_typed_before_anybody_listened() -> None:
    wire = Wire()
    wire.port.receive(b"x")
    assert wire.levels == []
    wire.port.write(IER, 1)
    assert wire.levels == [1]


def test_room_is_told_once_for_each_byte() -> None:
    wire = Wire()
    wire.port.write(IER, 2)
    assert wire.levels == [1]
    assert wire.port.read(IIR) & 0xF == ROOM
    assert wire.levels == [1, 0]
    assert wire.port.read(IIR) & 0xF == NONE
    wire.port.write(DATA, 65)
    assert wire.levels == [1, 0, 1]
    wire.port.write(DATA, 66)  # without asking why: the line must drop, and rise again
    assert wire.levels == [1, 0, 1, 0, 1]
    wire.port.write(IER, 0)
    assert wire.levels[-1] == 0
    wire.port.write(IER, 2)  # listening again, room is told again
    assert wire.port.read(IIR) & 0xF == ROOM


def test_received_comes_before_room() -> None:
    wire = Wire()
    wire.port.write(IER, 3)
    wire.port.receive(b"x")
    assert wire.port.read(IIR) & 0xF == RECEIVED
    wire.port.read(DATA)
    assert wire.port.read(IIR) & 0xF == ROOM


def test_what_linux_takes_it_for() -> None:
    wire = Wire()
    wire.port.write(IER, 0xFF)
    assert wire.port.read(IER) == 0x0F  # no XScale
    wire.port.write(IER, 0)
    assert wire.port.read(IIR) >> 6 == 3  # a 16550A
    wire.port.write(SCRATCH, 0xA5)
    assert wire.port.read(SCRATCH) == 0xA5  # no 8250 without a letter


def test_the_divisor_is_behind_the_same_ports() -> None:
    wire = Wire()
    wire.port.write(IER, 1)
    wire.port.write(LCR, 0x83)
    wire.port.write(DATA, 12)
    wire.port.write(IER, 7)
    assert (wire.port.read(DATA), wire.port.read(IER)) == (12, 7)
    wire.port.write(LCR, 0x03)
    assert wire.sent == b"" and wire.port.read(IER) == 1
