"""Which share of one CPU a busy program gets beside others, by where it runs."""

from plots.measured import Ranges

PLACES = {
    "process": ("process", "进程"),
    "ours": ("our container", "我们的容器"),
    "our VMM, Linux": ("guest of our VMM", "我们的 VMM 的客户机"),
    "QEMU on KVM, Linux": ("guest of QEMU on KVM", "QEMU（KVM）的客户机"),
    "QEMU emulated, Linux": ("emulated guest", "模拟的客户机"),
}
BESIDE = {
    "+0": ("alone", "独占"),
    "+1": ("beside 1 busy process", "旁边有 1 个忙碌的进程"),
    "+3": ("beside 3", "旁边有 3 个"),
}
NAMES = PLACES | {
    f"{key} {sign}": (f"{place[0]}, {beside[0]}", f"{place[1]}，{beside[1]}")
    for key, place in PLACES.items()
    for sign, beside in BESIDE.items()
}
LABELS = {
    "title": ("Share of one CPU", "分到的 CPU（百分比）"),
    "heading": ("share of one CPU", "分到的 CPU（百分比）"),
}


class Shares(Ranges):
    zero = True


PLOT = Shares("cpu-share", NAMES, LABELS, globals().get("YOURS"), by_value=False)
SIZE, WORDS, NUMBERS, paint = PLOT.size, PLOT.picture_words(), PLOT.tables(), PLOT.paint
