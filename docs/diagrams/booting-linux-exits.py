"""How often a guest came out to the VMM while Linux booted, as recorded by the VMM itself."""

import json
from pathlib import Path

RECORD = Path(__file__).parent.parent / "evidence/vm/booting-linux-exits.json"

# What lies behind an exit: the VMM's name for it -> its words per language.
NAMES = {
    "interrupt controller": ("interrupt controller", "中断控制器"),
    "timer": ("timer", "定时器"),
    "keyboard": ("keyboard", "键盘"),
    "clock": ("clock", "时钟（RTC）"),
    "nothing: a way to wait": ("nothing: a way to wait", "空端口：用来等待"),
    "screen": ("screen", "屏幕"),
    "PCI": ("PCI", "PCI"),
    "IO": ("other ports", "其他端口"),
    "MMIO": ("addresses without memory", "没有内存的地址"),
    "SHUTDOWN": ("the end: a triple fault", "结束：三重故障"),
    "HLT": ("HLT", "HLT"),
} | {f"serial port {n}": (f"serial port {n}", f"串口 {n}") for n in (1, 2, 3, 4)}


def groups():
    """The exits by device: name, its ports where it is a device, and how often, most first."""
    found: dict[str, tuple[list[int], int]] = {}
    for count, reason, at, device in json.loads(RECORD.read_text("utf-8")):
        ports, total = found.get(device or reason, ([], 0))
        found[device or reason] = ([*ports, int(at, 16)] if device else [], total + count)
    order = sorted(found.items(), key=lambda group: -group[1][1])
    return [(name, sorted(ports), count) for name, (ports, count) in order]


def label(name, ports, language):
    """Words for a group, with its lowest and highest port."""
    ends = "-".join(f"{port:#x}" for port in dict.fromkeys((ports[0], ports[-1]))) if ports else ""
    return f"{ends} {NAMES[name][language]}".strip()


GROUPS = groups()
LABELS = [[label(name, ports, language) for name, ports, _ in GROUPS] for language in (0, 1)]
COUNTS = [str(count) for *_, count in GROUPS]
TOP, STEP, WIDE = 34, 44, 372

SIZE = (448, TOP + STEP * len(GROUPS))

WORDS = {
    "en": {
        "title": "Exits to the VMM during one boot of Linux",
        "desc": (
            "Bars, one for each device that the guest asked for, the most frequent first. "
            + "; ".join(f"{name}: {n}" for name, n in zip(LABELS[0], COUNTS, strict=True))
            + "."
        ),
        "heading": "exits to the VMM during one boot",
    }
    | {f"label-{row}": name for row, name in enumerate(LABELS[0])},
    "zh": {
        "title": "Linux 启动一次，退出到 VMM 的次数",
        "desc": (
            "条形图，客户机要找的每种设备一条，次数多的在上。"
            + "；".join(f"{name}，{n} 次" for name, n in zip(LABELS[1], COUNTS, strict=True))
            + "。"
        ),
        "heading": "启动一次，退出到 VMM 的次数",
    }
    | {f"label-{row}": name for row, name in enumerate(LABELS[1])},
    "both": {f"count-{row}": count for row, count in enumerate(COUNTS)},
}


def paint(pen):
    pen.text(6, 14, "heading", anchor="start", bold=True)
    most = GROUPS[0][2]
    for row, (_, _, count) in enumerate(GROUPS):
        y, length = TOP + STEP * row, max(2, WIDE * count / most)
        pen.text(6, y + 9, f"label-{row}", anchor="start")
        pen.rect(6, y + 20, length, 14, "acc", None, round=2)
        pen.text(6 + length + 8, y + 27, f"count-{row}", anchor="start", fill="mut")
