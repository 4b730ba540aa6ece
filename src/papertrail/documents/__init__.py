"""Lists rendered as Markdown or HTML documents, such as a README. May import `core`, `text` and `templating`."""

from papertrail.documents.earlier_version import is_earlier_version
from papertrail.documents.render import GITHUB_LIMIT, EntryWriter, OwnEntry, entry_texts, raw_of, render_document

__all__ = ["GITHUB_LIMIT", "EntryWriter", "OwnEntry", "entry_texts", "is_earlier_version", "raw_of", "render_document"]
