"""Part 5: the three walls side by side."""
