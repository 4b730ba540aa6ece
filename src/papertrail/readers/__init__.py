"""Reading the lists that people already keep: Markdown, BibTeX, CSL-JSON and CSV.

Every build reads spellings anew (`again`), so importing this package imports none of the readers of data.
"""

from papertrail.readers.entry import Entry, NotAList, NotUnderstood

__all__ = ["Entry", "NotAList", "NotUnderstood"]
