"""Programs of part 1: the process."""
