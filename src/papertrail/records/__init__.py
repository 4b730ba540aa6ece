"""Where a list comes from: its files on the disk, and what they say as papers and registries.

Any bytes give a value or diagnostics, never an exception. May import `core`, `text` and `yaml`.
"""
