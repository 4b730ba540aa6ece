"""Compares the links of a list with those of an earlier version, for the review of a change.

Every text counts, published or not: fields of records and registries, remarks, notes, and documents around lists. Files
that cannot be read are skipped here; the check reports them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from papertrail.core.limits import NEW_SITE_LINKS, NEW_SITES, RECORD_LIMITS, REGISTRY_LIMITS
from papertrail.core.new_sites import NewSite, SiteLink
from papertrail.records.files import Sources
from papertrail.records.parse import parse_file
from papertrail.text.hosts import HostLink, KnownSites, links_of, unescaped
from papertrail.yaml.decode import decode
from papertrail.yaml.nodes import Node, Scalar, scalars_of


def new_sites(sources: Sources, before: Sources) -> list[NewSite]:
    """Return the sites that only the newer list links to: first those with warnings, then by name."""
    files_before = text_files(before)
    known = {link.site.name for file in files_before.values() for _, link in _links(file)}
    links: dict[str, list[tuple[TextFile, Scalar | None, HostLink]]] = {}
    for path, file in text_files(sources).items():
        if files_before.get(path) != file:
            for node, link in _links(file):
                if link.site.name not in known:
                    links.setdefault(link.site.name, []).append((file, node, link))
    imitated = KnownSites(known)
    found = [_new_site(name, links[name], imitated) for name in sorted(links)[:NEW_SITES]]
    return sorted(found, key=lambda site: not site.warnings)


@dataclass(frozen=True)
class TextFile:
    """A file of a list that can contain links."""

    path: str
    data: bytes

    @cached_property
    def text(self) -> str:
        """The text; empty if it cannot be decoded."""
        return decode(self.path, self.data)[0] or ""

    @cached_property
    def _lines(self) -> list[str]:
        return [unescaped(line) for line in self.text.split("\n")]

    @property
    def is_yaml(self) -> bool:
        """Whether it is a record or a registry."""
        return not self.path.endswith(".md")

    @property
    def root(self) -> Node | None:
        """The nodes of YAML."""
        is_registry = self.path.rpartition("/")[2].startswith("_")
        return parse_file(self.path, self.data, REGISTRY_LIMITS if is_registry else RECORD_LIMITS).root

    def line(self, node: Scalar | None, url: str) -> int:
        """The line of a link, or the first line of its text if the link is written in another way there."""
        first, last = (node.line, min(node.end_line, len(self._lines))) if node else (1, len(self._lines))
        return next((number for number in range(first, last + 1) if url in self._lines[number - 1]), first)


def text_files(sources: Sources) -> dict[str, TextFile]:
    """All files of a list that can contain links, by path."""
    prose = [(path, data) for _, path, data in sources.prose]
    files = dict([*sources.records, *sources.registries, *sources.notes, *prose])
    return {path: TextFile(path, data) for path, data in files.items()}


def _links(file: TextFile) -> Iterator[tuple[Scalar | None, HostLink]]:
    """The links of a file, each with the node that contains it if the file is YAML."""
    if not file.is_yaml:
        yield from ((None, link) for link in links_of(file.text))
        return
    for scalar in scalars_of(file.root, keys=True):
        yield from ((scalar, link) for link in links_of(scalar.text))


def _new_site(name: str, links: list[tuple[TextFile, Scalar | None, HostLink]], known: KnownSites) -> NewSite:
    shown: dict[tuple[str, int], SiteLink] = {}
    warnings = dict.fromkeys(known.warnings(name))
    for file, node, link in links:
        warnings |= dict.fromkeys(link.site.warnings)
        if len(shown) < NEW_SITE_LINKS:
            line = file.line(node, link.url)
            shown.setdefault((file.path, line), SiteLink(file.path, line, link.url))
    return NewSite(name=name, warnings=tuple(warnings), count=len(links), links=tuple(shown.values()))
