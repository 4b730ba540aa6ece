"""Joins the stages; decides nothing itself.

Pure forms take `Sources` and give values; `*_from_disk` forms read the project first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import jinja2

from papertrail import parser, rules, sources
from papertrail.catalog import catalog_of
from papertrail.config import Settings
from papertrail.diagnostics import FILE_START, Diagnostic, has_error
from papertrail.limits import PROSE_BYTES, RECORD_LIMITS, REGISTRY_LIMITS, Limits
from papertrail.models import Catalog, Library, Record, RegistryFile
from papertrail.pages import Page, PageOptions, pages_of
from papertrail.sources import Sources
from papertrail.templating import environment


@dataclass(frozen=True)
class Checked:
    """A list that was read and checked."""

    library: Library
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        """Whether it may be published: there are warnings at most."""
        return not has_error(self.diagnostics)

    @cached_property
    def catalog(self) -> Catalog:
        """The list in its final order, of all papers that could be made out."""
        return catalog_of(self.library)


def check(found: Sources) -> Checked:
    """Read and check a list."""
    library = library_of(found)
    return Checked(library, tuple(rules.check(library)))


def check_from_disk(settings: Settings) -> Checked:
    """Read a project's files and check them."""
    return check(sources.read(settings))


def library_of(found: Sources) -> Library:
    """Parse every file; what cannot be parsed is told in `Library.unread`."""
    unread = list(found.unread)
    records = []
    for path, data in sorted(found.records):
        id = path.rpartition("/")[2].rpartition(".")[0]
        text, root = _parse(path, data, RECORD_LIMITS, unread)
        records.append(Record(path=path, id=id, text=text, root=root, paper=parser.paper_of(id, root)))
    registry_files = []
    for path, data in sorted(found.registries):
        text, root = _parse(path, data, REGISTRY_LIMITS, unread)
        registry_files.append(RegistryFile(path=path, name=path.rpartition("/")[2], text=text, root=root))
    prose = {}
    for slug, path, data in sorted(found.prose):
        if len(data) > PROSE_BYTES:
            unread.append(_too_large(path, PROSE_BYTES))
            continue
        decoded, faults = parser.decode(path, data)
        unread += faults
        prose[slug] = (path, decoded or "")
    return Library(
        records=tuple(records),
        registry_files=tuple(registry_files),
        registries=parser.registries_of(registry_files),
        prose=prose,
        unread=tuple(unread),
        files=found.files,
    )


def _parse(path: str, data: bytes, limits: Limits, unread: list[Diagnostic]) -> tuple[str, parser.Root]:
    if len(data) > limits.bytes:
        unread.append(_too_large(path, limits.bytes))
        return "", None
    text, faults = parser.decode(path, data)
    unread += faults
    if text is None:
        return "", None
    root, faults = parser.parse(path, text, limits)
    unread += faults
    return text, root


def _too_large(path: str, most: int) -> Diagnostic:
    return Diagnostic(
        path=path,
        span=FILE_START,
        code="PT001",
        message=f"the file is larger than {most // 1024:,} KiB",
        help="shorten it; long reading notes belong into a file of their own, named under `notes`",
    )


def templates_of(settings: Settings) -> jinja2.Environment:
    """The templates of a project."""
    return environment(settings.root / settings.templates)


def pages(checked: Checked, templates: jinja2.Environment, options: PageOptions) -> Iterator[Page]:
    """The pages of the site."""
    return pages_of(checked.catalog, templates, options)
