"""How long it takes from asking for something to run until it does, on a logarithmic axis."""

from plots.measured import Ranges
from plots.words import STARTS

LABELS = {
    "title": ("Time from asking for it until it runs", "从提出要求到开始运行的时间"),
    "heading": ("from asking for it until it runs", "从提出要求到开始运行的时间"),
}

PLOT = Ranges("start-times", STARTS, LABELS, globals().get("YOURS"))
SIZE, WORDS, NUMBERS, paint = PLOT.size, PLOT.picture_words(), PLOT.tables(), PLOT.paint
