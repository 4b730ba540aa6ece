"""Compares the verbatim text of an entry with its record."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from papertrail.core import Catalog, Row, Section


def same_entry(catalog: Catalog, prose: str = "") -> Callable[[Row, Section, str], bool]:
    """Return a function that tells whether a verbatim text means the same as the record of its row.

    `prose` is the text around the entries of the list, which may contain the definitions of reference links.
    """
    # Only documents need these modules, and importing them takes as long as checking a hundred records.
    from papertrail.readers.markdown.cursor import link_references
    from papertrail.readers.markdown.markers import BULLET
    from papertrail.readers.markdown.verbatim import VerbatimContext, matches_paper
    from papertrail.readers.urls import UrlResolver

    references = link_references(prose)

    def same(row: Row, section: Section, raw: str) -> bool:
        topic = section.topic
        folder = posixpath.dirname(topic.document or "")
        resolver = UrlResolver(base_url=topic.base_url, records=posixpath.dirname(row.path), folder=folder)
        named = (catalog.institution_names.find(name) for name in row.paper.institutions)
        urls = {entry.url for entry in named if entry and entry.url}
        pattern = dict(topic.entry).get("bullets", "- ").replace("{number}", "1")
        context = VerbatimContext(
            style=topic.style, columns=topic.table_columns, resolver=resolver, references=references, urls=urls,
            heading=topic.name, bulleted=BULLET.match(pattern) is not None,
        )  # fmt: skip
        return matches_paper(raw, row.paper, context)

    return same
