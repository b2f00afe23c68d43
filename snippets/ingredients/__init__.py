"""Programs of part 2: the ingredients of a container, one kernel feature at a time."""
