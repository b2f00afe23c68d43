"""Part 3: the container."""
