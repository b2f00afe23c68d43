"""The worksheet's plot: every single start, on a logarithmic axis."""

from plots.measured import Rug
from plots.words import STARTS

LABELS = {
    "title": ("Every start, from asking for it until it runs", "每一次启动：从提出要求到开始运行"),
    "heading": ("every start: from asking until it runs", "每一次启动：从提出要求到开始运行"),
}

PLOT = Rug("start-times", STARTS, LABELS)
SIZE, WORDS, paint = PLOT.size, PLOT.picture_words(), PLOT.paint
