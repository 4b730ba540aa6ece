"""Lists as documents: a README, a wiki page."""

from papertrail.documents.render import GITHUB_LIMIT, SameEntry, entry_texts, raw_of, render_document

__all__ = ["GITHUB_LIMIT", "SameEntry", "entry_texts", "raw_of", "render_document"]
