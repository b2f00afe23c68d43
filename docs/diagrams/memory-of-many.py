"""The worksheet's plot: how many instances fit into 1 GiB, on a logarithmic axis."""

from plots.measured import Density
from plots.words import PLACES

LABELS = {
    "title": ("How many fit into 1 GiB of memory", "1 GiB 内存装得下多少个"),
    "heading": ("how many fit into 1 GiB of memory", "1 GiB 内存装得下多少个"),
}

PLOT = Density("memory", PLACES, LABELS)
SIZE, WORDS, paint = PLOT.size, PLOT.picture_words(), PLOT.paint
