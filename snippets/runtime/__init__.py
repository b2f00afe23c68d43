"""The container: everything that ``python3 -m snippets.container.run`` is made of.

    spec         what is asked for: an OCI bundle's config.json, or the built-in default
    ingredients  the container itself, one function for each kernel feature
    start        the starter: makes the process, waits for it, passes signals on, cleans up
    groups       control groups, and the monitor that removes them if the starter is killed
    terminal     a terminal of its own for the container
    hooks        programs that a bundle wants run on the way
    kernel       system calls and numbers that Python has no name for
    steps        the container grown one ingredient a step, with the probes of ``probes``

The command starts a Python only to leave it again, so its start is most of its time. That is why
these modules import so little: no typing, pathlib, signal or json on the way to the container.
"""
