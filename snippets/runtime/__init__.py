"""The container: everything that ``python3 -m snippets.container.run`` is made of.

    spec         what is asked for: an OCI bundle's config.json, or the built-in default
    ingredients  the container itself, one function for each kernel feature
    mounting     mounts, at places below the container's root and no other
    start        the starter: makes the process, waits for it, passes signals on, cleans up
    parent       the starter as parent of the container's process 1; without one, reaper
    monitor      a process beside that ends the container if the starter is killed
    groups       control groups: made, limited, removed, swept
    streams      pipes before standard input and output
    terminal     in their place, a terminal of the container's own
    sealed       a program of a few bytes that comes before the container's
    hooks        programs that a bundle wants run on the way
    kernel       system calls and numbers that Python has no name for
    libc         the C library, by the part of ctypes that loads fast
    steps        the container grown one ingredient a step, with the probes of ``probes``
    parity       the same bundle by runc and by us, compared by what ``observe`` sees

The command starts a Python only to leave it again, so its start is most of its time. That is why
these modules import so little: no typing, pathlib, signal, ctypes or json on the way to the
container. A fork copies all that its process then writes to, so what can be made before is.
"""
