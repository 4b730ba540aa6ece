"""URLs of a document, resolved for a record: absolute, or relative to the record."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from papertrail.core import Link, Paper, Venue
from papertrail.text.urls import fault_of, is_internal, tail_of


@dataclass(frozen=True, kw_only=True)
class UrlResolver:
    """Resolves the URLs of a document for the records of its entries."""

    base_url: str | None = None
    """The base of relative URLs. Without it, they are relative to the document."""
    records: str = "papers"
    """The folder of the records."""
    folder: str = ""
    """The folder of the document."""

    def resolve(self, url: str) -> str:
        """Resolve a URL.

        >>> UrlResolver().resolve("notes/tofu.md")
        '../notes/tofu.md'
        >>> UrlResolver(base_url="https://example.org/a/").resolve("notes/tofu.md")
        'https://example.org/a/notes/tofu.md'
        """
        if self.base_url and not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", url):
            return urljoin(self.base_url, url)
        if url.startswith("/") and not url.startswith("//"):  # relative to the root of the repository, as on GitHub
            return UrlResolver(records=self.records).resolve(url.lstrip("/") or ".")
        if not is_internal(url) or not url:
            return url
        path = re.split(r"[?#]", url, maxsplit=1)[0]
        slash = "/" if path.endswith("/") else ""
        return (
            posixpath.relpath(posixpath.normpath(posixpath.join(self.folder, path)), self.records)
            + slash
            + tail_of(url)
        )


def resolved(paper: Paper, resolver: UrlResolver) -> Paper:
    """A paper with resolved URLs. URLs that a record must not contain are moved to `custom`."""
    custom = dict(paper.custom)
    links = []
    for link in paper.links:
        url = resolver.resolve(link.url)
        if fault_of(url, internal=True):
            _keep(custom, link.label, link.url)
        else:
            links.append(Link(label=link.label, url=url))
    venues = []
    for venue in paper.venues:
        venue_url = resolver.resolve(venue.url) if venue.url else None
        is_valid = not venue_url or not fault_of(venue_url, internal=True)
        if venue_url and not is_valid:
            _keep(custom, venue.text, venue_url)
        venues.append(Venue(text=venue.text, url=venue_url if is_valid else None))
    return replace(paper, links=tuple(links), venues=tuple(venues), custom=tuple(custom.items()))


def _keep(custom: dict[str, str], label: str, url: str) -> None:
    key, number = label, 1
    while custom.get(key, url) != url:
        number += 1
        key = f"{label} {number}"
    if url:
        custom[key] = url
