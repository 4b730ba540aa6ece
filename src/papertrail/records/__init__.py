"""The files of a list, and the papers and registries in them.

Any bytes give a value or diagnostics, never an exception. May import `core`, `text` and `yaml`.
"""
