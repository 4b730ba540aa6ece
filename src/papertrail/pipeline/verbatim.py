"""Writes the values of records into the verbatim texts of their entries."""

from __future__ import annotations

import posixpath

from papertrail.core import Catalog, Row, Section
from papertrail.documents import EntryWriter, OwnEntry


def own_entry(catalog: Catalog, prose: str = "") -> OwnEntry:
    """Return a function that gives a verbatim text the values of its record, or None if that is impossible.

    `prose` is the text around the entries of the list, which may contain the definitions of reference links.
    """
    # Only documents need these modules, and importing them takes as long as checking a hundred records.
    from papertrail.readers.markdown.cursor import link_references
    from papertrail.readers.markdown.markers import BULLET
    from papertrail.readers.markdown.safe_entry import VerbatimContext
    from papertrail.readers.markdown.verbatim import entry_of
    from papertrail.readers.urls import UrlResolver

    references = link_references(prose)

    def own(row: Row, section: Section, raw: str, writer: EntryWriter) -> str | None:
        topic = section.topic
        folder = posixpath.dirname(topic.document or "")
        named = (catalog.institution_names.find(name) for name in row.paper.institutions)
        pattern = dict(topic.entry).get("bullets", "- ").replace("{number}", "1")
        context = VerbatimContext(
            style=topic.style,
            columns=topic.table_columns,
            resolver=UrlResolver(base_url=topic.base_url, records=posixpath.dirname(row.path), folder=folder),
            references=references,
            urls={entry.url for entry in named if entry and entry.url},
            has_frame=topic.style in dict(topic.frame),
            heading=topic.name,
            bulleted=BULLET.match(pattern) is not None,
            headings=section.path,
        )
        return entry_of(raw, row.paper, context, writer.fill, writer.rendered)

    return own
