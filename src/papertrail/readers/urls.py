"""Addresses of a document as a record has them: full, or relative to the record."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from papertrail.core import Link, Paper, Venue
from papertrail.text.urls import fault_of, is_internal, tail_of


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a document stands, and where the record of an entry will."""

    base_url: str | None = None
    """What its relative addresses start from; without it they start from the top of the project."""
    records: str = "papers"
    """The folder of the record."""
    folder: str = ""
    """The document's own folder; its relative addresses start from there."""

    def resolve(self, url: str) -> str:
        """An address as the record has it.

        >>> Place().resolve("notes/tofu.md"), Place(base_url="https://example.org/a/").resolve("notes/tofu.md")
        ('../notes/tofu.md', 'https://example.org/a/notes/tofu.md')
        """
        if self.base_url and not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", url):
            return urljoin(self.base_url, url)
        if url.startswith("/") and not url.startswith("//"):  # from the top of the repository, as GitHub reads it
            return Place(records=self.records).resolve(url.lstrip("/") or ".")
        if not is_internal(url) or not url:
            return url
        path = re.split(r"[?#]", url, maxsplit=1)[0]
        slash = "/" if path.endswith("/") else ""
        return (
            posixpath.relpath(posixpath.normpath(posixpath.join(self.folder, path)), self.records)
            + slash
            + tail_of(url)
        )


def resolved(paper: Paper, place: Place) -> Paper:
    """A paper with the addresses that its record may have; those that none may have are kept under `custom`."""
    custom = dict(paper.custom)
    links = []
    for link in paper.links:
        url = place.resolve(link.url)
        if fault_of(url, internal=True):
            _keep(custom, link.label, link.url)
        else:
            links.append(Link(label=link.label, url=url))
    venues = []
    for venue in paper.venues:
        full = place.resolve(venue.url) if venue.url else None
        if full and fault_of(full, internal=True):
            _keep(custom, venue.text, full)
            full = None
        venues.append(Venue(text=venue.text, url=full))
    return replace(paper, links=tuple(links), venues=tuple(venues), custom=tuple(custom.items()))


def _keep(custom: dict[str, str], label: str, url: str) -> None:
    key, number = label, 1
    while custom.get(key, url) != url:
        number += 1
        key = f"{label} {number}"
    if url:
        custom[key] = url
