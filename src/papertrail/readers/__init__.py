"""Readers of existing lists: Markdown, BibTeX, CSL-JSON, RIS, CSV, YAML, JSON and TOML.

A build parses verbatim entries, so this package must not import the readers of data: they are slow to load.
"""

from papertrail.readers.entry import Entry, NotAList, NotUnderstood

__all__ = ["Entry", "NotAList", "NotUnderstood"]
