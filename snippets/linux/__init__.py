"""The kernel's vocabulary in Python: one module for each page that introduces it."""
