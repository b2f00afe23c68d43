"""How a claim is proved: find its program on a page, run it, break it, record what it printed.

program.py      what a snippet's header declares
pages.py        the Python fences of a page, for Sybil
evaluate.py     one example: proved, can't be proved here, or refuted
runner.py       a pool of runs, each program run once
keeper.py       starts a program and leaves nothing behind
host.py         what must be the same afterwards
environment.py  as whom, and with which Python
masks.py        what may differ between two runs
record.py       writes docs/evidence
"""
