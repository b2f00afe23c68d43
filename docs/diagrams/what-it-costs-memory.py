"""How much memory one instance takes, by how many of them there are; both axes logarithmic."""

from plots.measured import Curves
from plots.words import PLACES

LABELS = {
    "title": ("Memory that each of several takes", "多个并存时，每一个占用的内存"),
    "heading": ("memory of each, by how many run", "多个并存时，每一个占用的内存"),
    "x": ("how many run", "同时运行的个数"),
}

PLOT = Curves("memory", PLACES, LABELS, globals().get("YOURS"))
SIZE, WORDS, NUMBERS, paint = PLOT.size, PLOT.picture_words(), PLOT.tables(), PLOT.paint
