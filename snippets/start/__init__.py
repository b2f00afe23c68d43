"""Programs of part 0: where a claim is proved, and on what kind of machine."""
