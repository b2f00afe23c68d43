"""Make every measurement of "What it costs", one after the other: five to ten minutes on a machine
that has nothing else to do, many more on a busy one.

Without arguments it draws your points beside the book's, in .cache/measure. With --record it
replaces the book's own records, then its pictures, tables and worksheets.
"""

import os
import subprocess
import sys

from snippets.measure.record import ROOT

MEASUREMENTS = ("start_times", "memory", "calls", "first_write", "cpu_share")
WORKSHEETS = ("start-times", "memory-of-many")


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--record"]):
        print(__doc__)
        return 2
    os.chdir(ROOT)
    failed = []
    for name in MEASUREMENTS:
        print(f"{name}:", flush=True)
        command = [sys.executable, "-m", f"snippets.measure.{name}", *arguments]
        if subprocess.run(command).returncode:
            failed.append(name)
    if arguments and not failed:
        python = ".venv/bin/python"
        subprocess.run([python, "docs/diagrams/draw.py"], check=True)
        sheets = [f"docs/en/compare/{name}.ipynb" for name in WORKSHEETS]
        options = ["--execute", "--inplace", "--ExecutePreprocessor.record_timing=False"]
        subprocess.run([python, "-m", "jupyter", "nbconvert", *options, *sheets], check=True)
    if failed:
        print(f"not measured: {', '.join(failed)}", file=sys.stderr)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
