"""Data for other programs: BibTeX, CSL-JSON, RIS, CSV, JSON, Atom, OPML and metadata. May import `core` and `text`."""

from papertrail.exporters.atom import atom_feed
from papertrail.exporters.citation_data import citation_data_of
from papertrail.exporters.formats import EXPORTS, Exporter, export_text
from papertrail.exporters.head_metadata import highwire_tags, json_ld_of
from papertrail.exporters.opml import FeedOutline, opml
from papertrail.exporters.reference import citation_of

__all__ = [
    "EXPORTS",
    "Exporter",
    "FeedOutline",
    "atom_feed",
    "citation_data_of",
    "citation_of",
    "export_text",
    "highwire_tags",
    "json_ld_of",
    "opml",
]
