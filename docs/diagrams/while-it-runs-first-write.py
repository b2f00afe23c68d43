"""What the first write to a file of an image costs by the file's size, on a logarithmic axis."""

from plots.measured import Ranges

NAMES = {
    f"first, {size}": (f"first write, file of {size}", f"第一次写，文件 {size}")
    for size in ("4 KiB", "1 MiB", "16 MiB", "64 MiB")
} | {
    "first, emptied, 64 MiB": ("first write, 64 MiB, emptied", "第一次写，64 MiB，先清空"),
    "again, 64 MiB": ("next write to the same file", "接着再写同一个文件"),
    "no overlay, 64 MiB": ("write without an overlay", "不经叠加文件系统的写"),
}
LABELS = {
    "title": ("What the first write to a file of an image takes", "第一次写镜像里的文件的时间"),
    "heading": ("one byte into a file of an image", "往镜像里的文件写一个字节的时间"),
}

PLOT = Ranges("first-write", NAMES, LABELS, globals().get("YOURS"), by_value=False)
SIZE, WORDS, NUMBERS, paint = PLOT.size, PLOT.picture_words(), PLOT.tables(), PLOT.paint
