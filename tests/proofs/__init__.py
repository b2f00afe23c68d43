"""How a claim is proved: find its program on a page, run it, break it, record what it printed.

program.py   what a snippet's header declares        pages.py      Python fences of a page, for Sybil
keeper.py    starts a program, leaves nothing behind  evaluate.py   one example: proved, skipped or refuted
runner.py    a pool of runs, each program run once    host.py       what must be the same afterwards
masks.py     what may differ between two runs         record.py     writes docs/evidence
"""
