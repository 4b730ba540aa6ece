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
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence


def new_sites(sources: Sources, before: Sources) -> list[NewSite]:
    """Return the sites that only the newer list links to: first those with warnings, then by name."""
    files_before = _files(before)
    known = {link.site.name for path, data in files_before.items() for _, link in _links(_File(path, data))}
    links: dict[str, list[tuple[_File, Scalar | None, HostLink]]] = {}
    for path, data in _files(sources).items():
        if files_before.get(path) != data:
            file = _File(path, data)
            for node, link in _links(file):
                if link.site.name not in known:
                    links.setdefault(link.site.name, []).append((file, node, link))
    imitated = KnownSites(known)
    found = [_new_site(name, links[name], imitated) for name in sorted(links)[:NEW_SITES]]
    return sorted(found, key=lambda site: not site.warnings)


def _files(sources: Sources) -> dict[str, bytes]:
    """The contents of all files of a list that can contain links, by path."""
    prose = [(path, data) for _, path, data in sources.prose]
    return dict([*sources.records, *sources.registries, *sources.notes, *prose])


@dataclass(frozen=True)
class _File:
    path: str
    data: bytes

    @cached_property
    def text(self) -> str:
        return decode(self.path, self.data)[0] or ""

    @cached_property
    def lines(self) -> list[str]:
        return [unescaped(line) for line in self.text.split("\n")]

    @property
    def is_yaml(self) -> bool:
        return not self.path.endswith(".md")


def _links(file: _File) -> Iterator[tuple[Scalar | None, HostLink]]:
    """The links of a file, each with the node that contains it if the file is YAML."""
    if not file.is_yaml:
        yield from ((None, link) for link in links_of(file.text))
        return
    is_registry = file.path.rpartition("/")[2].startswith("_")
    root = parse_file(file.path, file.data, REGISTRY_LIMITS if is_registry else RECORD_LIMITS).root
    for scalar in _scalars(root):
        yield from ((scalar, link) for link in links_of(scalar.text))


def _scalars(root: Node | None) -> Iterator[Scalar]:
    """All keys and values, in the order of the file."""
    match root:
        case Scalar():
            yield root
        case Sequence():
            for item in root.items:
                yield from _scalars(item)
        case Mapping():
            for key, value in root.pairs.values():
                yield key
                yield from _scalars(value)


def _new_site(name: str, links: list[tuple[_File, Scalar | None, HostLink]], known: KnownSites) -> NewSite:
    shown: dict[tuple[str, int], SiteLink] = {}
    warnings = dict.fromkeys(known.warnings(name))
    for file, node, link in links:
        warnings |= dict.fromkeys(link.site.warnings)
        if len(shown) < NEW_SITE_LINKS:
            line = _line(file, node, link.url)
            shown.setdefault((file.path, line), SiteLink(file.path, line, link.url))
    return NewSite(name=name, warnings=tuple(warnings), count=len(links), links=tuple(shown.values()))


def _line(file: _File, node: Scalar | None, url: str) -> int:
    """The line of a link, or the first line of its text if the link is written in another way there."""
    first, last = (node.line, min(node.end_line, len(file.lines))) if node else (1, len(file.lines))
    return next((number for number in range(first, last + 1) if url in file.lines[number - 1]), first)
