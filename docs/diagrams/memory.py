"""Two address spaces, their page tables, and the physical pages behind them."""

SIZE = (448, 270)

WORDS = {
    "en": {
        "title": "Two address spaces on one physical memory",
        "desc": (
            "On the left the address space of process A, on the right that of process B, each "
            "with three pages: program, data and a promised page. Beside each stands its page "
            "table; in the middle lie the pages of physical memory. The page tables lead both "
            "program pages to one and the same page of it. They lead the data pages to two "
            "different ones. The promised pages were never touched: their entries in the "
            "page tables are empty, and no RAM belongs to them. One page of RAM is free."
        ),
        "process-a": "process A",
        "process-b": "process B",
        "table": "page\ntable",
        "frames": "physical\nmemory",
        "program": "program",
        "data": "data",
        "promised": "promised",
        "data-a": "A's data",
        "shared": "program",
        "data-b": "B's data",
        "free": "free",
        "untouched": "promised: not touched yet, so no RAM",
    },
    "zh": {
        "title": "同一份物理内存上的两个地址空间",
        "desc": (
            "左边是进程 A 的地址空间，右边是进程 B 的，各有三页：程序、数据，和只许诺过的一页。"
            "旁边各有一张页表，中间是物理内存的各页。两张页表把两边的程序页指向同一页物理内存，"
            "把数据页指向不同的两页。只许诺过的那一页还没碰过："
            "页表里对应的项是空的，背后没有物理内存。物理内存还有一页空闲。"
        ),
        "process-a": "进程 A",
        "process-b": "进程 B",
        "table": "页表",
        "frames": "物理\n内存",
        "program": "程序",
        "data": "数据",
        "promised": "许诺",
        "data-a": "A 的数据",
        "shared": "程序",
        "data-b": "B 的数据",
        "free": "空闲",
        "untouched": "许诺：还没碰过，背后没有物理内存",
    },
}

PAGES = (("program", "lib"), ("data", "app"), ("promised", None))
FRAMES = (("shared", "lib"), ("data-a", "app"), ("data-b", "gk"), ("free", "paper"))
TOP, ROW, HEIGHT = 52, 46, 40


def paint(pen):
    space(pen, 6, 128, "process-a", (0, 1))
    space(pen, 358, 292, "process-b", (0, 2))

    pen.text(224, 25, "frames", bold=True)
    for row, (key, fill) in enumerate(FRAMES):
        pen.box(182, TOP + ROW * row, 84, HEIGHT, key, fill)
    pen.text(224, 254, "untouched", fill="mut")


def space(pen, x, table, process, frames):
    """The pages of one process at x, its page table at x = table, and their frames."""
    toward = 1 if table > x else -1
    page_edge = x + 84 if toward == 1 else x
    frame_edge = 181 if toward == 1 else 267
    pen.text(x + 42, 25, process, bold=True)
    pen.text(table + 14, 25, "table")
    for row, (key, fill) in enumerate(PAGES):
        y = TOP + ROW * row
        pen.rect(table, y, 28, HEIGHT, "paper")
        if fill:
            pen.box(x, y, 84, HEIGHT, key, "gk" if (key, toward) == ("data", -1) else fill)
        else:
            pen.rect(x, y, 84, HEIGHT, None, "line", 1.5, "5 4")
            pen.text(x + 42, y + HEIGHT / 2, key, room=80, fill="mut")
    for row, frame in enumerate(frames):
        entry, target = (TOP + ROW * place + HEIGHT / 2 for place in (row, frame))
        pen.arrow([(page_edge, entry), (table + 14 - 15 * toward, entry)])
        pen.dot(table + 14, entry)
        pen.arrow([(table + 14, entry), (frame_edge, target)])
