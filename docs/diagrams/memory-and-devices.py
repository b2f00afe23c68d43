"""A guest's memory: two translations, a slice of the VMM's memory, and an address without any."""

SIZE = (448, 382)

WORDS = {
    "en": {
        "title": "The guest's memory, a slice of the VMM's, and an address beyond it",
        "desc": (
            "Above on the left, within the wall of the guest: its virtual pages program, data and "
            "screen; its own page table; and its physical pages 0 and 1 and, dashed, the address "
            "0xb8000. The guest's table leads program to page 1, data to page 0, and screen to "
            "0xb8000. A second table, KVM's, leads pages 0 and 1 on to pages of the host's "
            "physical memory, at the right. Below on the left, the VMM process: in its address "
            "space lie pages 0 and 1 as well, side by side, as guest RAM; the host's page table "
            "leads them to the same two pages. For 0xb8000 KVM's table is empty: an arrow, exit "
            "MMIO, leads to a Python function in the VMM."
        ),
        "virtual": "guest\nvirtual",
        "table": "page\ntable",
        "physical": "guest\nphysical",
        "second": "KVM's\ntable",
        "host": "host\nphysical",
        "program": "program",
        "data": "data",
        "screen": "screen",
        "page-0": "page 0",
        "page-1": "page 1",
        "exit": "exit: MMIO",
        "function": "Python\nfunction",
        "vmm": "VMM process",
        "ram": "guest RAM",
    },
    "zh": {
        "title": "客户机的内存是 VMM 内存里的一段，以及一个没有内存的地址",
        "desc": (
            "左上，客户机的墙里：它的虚拟页，程序、数据、屏幕；它自己的页表；它的物理页 0 和 1，"
            "以及用虚线画的地址 0xb8000。客户机的页表把程序指向第 1 页，数据指向第 0 页，屏幕指向"
            " 0xb8000。第二张表是 KVM 的，把第 0 页和第 1 页再指向右边宿主机物理内存的页。左下是 "
            "VMM 进程：它的地址空间里也有第 0 页和第 1 页，挨在一起，就是客户机的内存；宿主机的页"
            "表把它们指向同样的两页。KVM 的表里，0xb8000 那一项是空的：一个箭头，MMIO 退出，通到 "
            "VMM 里的一个 Python 函数。"
        ),
        "virtual": "客户机\n虚拟",
        "table": "页表",
        "physical": "客户机\n物理",
        "second": "KVM\n的表",
        "host": "宿主机\n物理",
        "program": "程序",
        "data": "数据",
        "screen": "屏幕",
        "page-0": "第 0 页",
        "page-1": "第 1 页",
        "exit": "退出：MMIO",
        "function": "Python\n函数",
        "vmm": "VMM 进程",
        "ram": "客户机内存",
    },
    "both": {"hole": "0xb8000"},
}

VIRTUAL, OWN, PHYSICAL, TABLE, HOST = 20, 122, 170, 282, 362  # left edges of the columns
TOP, STEP, HEIGHT, WIDE = 58, 40, 34, 76
SLICE = 266  # top of the guest's RAM in the VMM
FRAMES = {3: "page-0", 4: "page-1"}  # which of the host's pages are the guest's


def paint(pen):
    pen.wall(10, 48, 248, 136, 3)
    pen.wall(10, 246, 248, 104, 1)
    for x, key in ((VIRTUAL + 38, "virtual"), (PHYSICAL + 38, "physical"), (HOST + 38, "host")):
        pen.text(x, 25, key, bold=True)
    pen.text(OWN + 14, 25, "table")
    pen.text(TABLE + 14, 25, "second")
    pen.text(TABLE + 14, 360, "table")

    tables = [(x, TOP + STEP * row) for x in (OWN, TABLE) for row in range(3)]
    tables += [(TABLE, SLICE), (TABLE, SLICE + 36)]
    pen.path("".join(f"M{x} {y}h28v34h-28z" for x, y in tables), "paper")
    other = [TOP + STEP * row for row in range(8) if row not in FRAMES]
    pen.path("".join(f"M{HOST} {y}h76v34h-76z" for y in other), "hw")
    for row, key in FRAMES.items():
        pen.box(HOST, TOP + STEP * row, WIDE, HEIGHT, key, "gk")

    for row, (key, target) in enumerate((("program", 1), ("data", 0), ("screen", 2))):
        pen.box(VIRTUAL, TOP + STEP * row, WIDE, HEIGHT, key)
        pen.arrow([(VIRTUAL + WIDE, middle(row)), (OWN - 1, middle(row))])
        pen.dot(OWN + 14, middle(row))
        pen.arrow([(OWN + 14, middle(row)), (PHYSICAL - 1, middle(target))])
    for row, key in enumerate(("page-0", "page-1")):
        pen.box(PHYSICAL, TOP + STEP * row, WIDE, HEIGHT, key, "gk")
        entry(pen, TOP + STEP * row, 3 + row)
        pen.box(PHYSICAL, SLICE + 36 * row, WIDE, HEIGHT, key, "gk")
        entry(pen, SLICE + 36 * row, 3 + row)

    y = TOP + STEP * 2
    pen.rect(PHYSICAL, y, WIDE, HEIGHT, None, "line", 1.5, "5 4")
    pen.text(PHYSICAL + 38, y + 17, "hole")
    pen.arrow([(PHYSICAL + WIDE, y + 17), (TABLE - 1, y + 17)])
    pen.cross(TABLE + 14, y + 17)
    pen.arrow([(TABLE + 14, y + 24), (TABLE + 14, 216), (79, 216), (79, 264)], "iso")
    pen.text(160, 201, "exit", fill="iso")
    pen.box(VIRTUAL, SLICE, 118, 70, "function", "hv")
    pen.text(79, 364, "vmm", bold=True)
    pen.text(PHYSICAL + 38, 364, "ram", fill="mut")


def middle(row):
    return TOP + STEP * row + HEIGHT / 2


def entry(pen, y, frame):
    """An entry of a table of the host at y, reached from the page beside it, and its frame."""
    pen.arrow([(PHYSICAL + WIDE, y + 17), (TABLE - 1, y + 17)])
    pen.dot(TABLE + 14, y + 17)
    pen.arrow([(TABLE + 14, y + 17), (HOST - 1, middle(frame))])
