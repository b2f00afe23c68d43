"""Run a program in a container: ``python3 -m snippets.container.run [--bundle DIR] [CMD ...]``.

--bundle DIR  an OCI bundle: config.json and a root file system. Without it the container is the
              one that ``runc spec`` describes, and its files are this machine's /usr, read-only.
CMD ...       instead of the program that the bundle names; without a bundle, a shell.

Input, output, the terminal and signals pass through; the exit status is the program's, or 128 + N
if signal N ended it. Where there is no container the status is 1 and one line says why.
"""

import gc
import sys

if __name__ == "__main__":
    gc.disable()  # there is nothing to collect in this short a life, and looking takes time

if __package__ in (None, ""):  # started as a file, perhaps without a search path (python3 -I -S)
    sys.path.insert(0, __file__.rsplit("/", 3)[0])

from snippets.runtime.command import main

if __name__ == "__main__":
    main(sys.argv[1:], __doc__)
