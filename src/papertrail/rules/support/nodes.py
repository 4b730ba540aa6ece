"""Venues and links of a record with their nodes, for the position of a problem."""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core import Link, Venue
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.yaml.nodes import Mapping, Scalar, items_of, link_nodes

NULLS = ("null", "Null", "NULL", "~")
"""The words for "no value" in YAML."""


def is_null(node: Scalar) -> bool:
    """Whether a value is a word for "no value" in YAML, which PT101 reports."""
    return node.plain and node.text in NULLS


def is_url(text: str) -> bool:
    """Whether a text is a URL at first sight."""
    return text.strip().lower().startswith(("http://", "https://", "www."))


def venues_with_nodes(record: RecordFile) -> Iterator[tuple[Scalar, Venue]]:
    """The venues of a record, each with the node of its name, without values that PT101 reports."""
    for item in items_of(record.node("venue")):
        node = item.get("name") if isinstance(item, Mapping) else item
        if isinstance(node, Scalar) and node.text.strip() and not is_null(node) and not is_url(node.text):
            yield node, Venue.named(node.text)


def venue_url_nodes(record: RecordFile) -> Iterator[Scalar]:
    """The nodes of the URLs of a record's venues."""
    for item in items_of(record.node("venue")):
        if isinstance(item, Mapping) and isinstance(url := item.get("url"), Scalar):
            yield url


def links_with_nodes(record: RecordFile) -> Iterator[tuple[Scalar, Link]]:
    """The links of a record, each with the node of its URL."""
    return ((node, Link(label=label, url=node.text)) for label, node in link_nodes(record.node("links")))


def records_with_aliases(library: ParsedLibrary) -> Iterator[RecordFile]:
    """The records with aliases, and those without a paper, which can have aliases too."""
    return (record for record in library.record_files if record.paper is None or record.paper.aliases)
