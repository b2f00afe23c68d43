"""A serial port: the chip 8250 behind COM1 of a PC, in the place of which a guest finds this.

Source: National Semiconductor, *PC16550D*, section 8, *Registers*.
"""

import threading
from collections import deque
from collections.abc import Callable

DATA, IER, IIR, LCR, LSR, MSR = 0, 1, 2, 3, 5, 6  # its registers; 4 and 7 just keep what they get
RECEIVED, ROOM, NONE = 0b100, 0b010, 0b001  # why it interrupts, as register IIR gives it


# --8<-- [start:serial]
class Serial:
    """Eight registers, one to a port, and an interrupt line.

    output: is called with each byte that the guest sends. interrupt: with each new level of the
    line, 1 or 0. Source: linux/serial_reg.h.
    """

    PORTS, LINE = range(0x3F8, 0x400), 4  # where every PC has its first

    def __init__(self, output: Callable[[bytes], object], interrupt: Callable[[int], object]):
        self.output, self.interrupt = output, interrupt
        self.registers, self.divisor = bytearray(8), bytearray(2)
        self.typed: deque[int] = deque()
        self.room = False  # there is room for another byte, and the guest was not told yet
        self.level = 0
        self.lock = threading.Lock()  # who types is another thread

    def receive(self, data: bytes) -> None:
        """Somebody types."""
        with self.lock:
            self.typed.extend(data)
            self._update()

    def write(self, register: int, value: int) -> None:
        """The guest writes a register."""
        with self.lock:
            if register in (DATA, IER) and self.registers[LCR] & 0x80:
                self.divisor[register] = value  # for a speed, which Python has no use for
            elif register == DATA:
                self.room = False
                self._update()
                self.output(bytes([value]))
                self.room = True  # it was sent in no time
            elif register == IER:
                self.room |= bool(value & 0b10)  # who begins to listen is told at once
                self.registers[IER] = value & 0xF
            else:
                self.registers[register] = value
            self._update()

    def read(self, register: int) -> int:
        """The guest reads a register."""
        with self.lock:
            value = self._value(register)
            self._update()
            return value

    def _value(self, register: int) -> int:
        if register in (DATA, IER) and self.registers[LCR] & 0x80:
            return self.divisor[register]
        match register:
            case 0:
                return self.typed.popleft() if self.typed else 0
            case 2:
                cause = self._cause()
                self.room &= cause != ROOM  # now it was told
                return 0xC0 | cause  # 0xC0: a 16550A, which has queues
            case 5:
                return 0x60 | bool(self.typed)  # all is sent, there is room; and something to read
            case 6:
                return 0xB0  # the other side is there, and ready
        return self.registers[register]

    def _cause(self) -> int:
        if self.registers[IER] & 0b01 and self.typed:
            return RECEIVED
        return ROOM if self.registers[IER] & 0b10 and self.room else NONE

    def _update(self) -> None:
        level = int(self._cause() != NONE)
        if level != self.level:
            self.level = level
            self.interrupt(level)


# --8<-- [end:serial]
