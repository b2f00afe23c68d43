"""Machines to run the proofs in: Debian kernels, and a small Debian with nothing of the host."""
