"""Where things are defined, and where they are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papertrail.core import Paper
from papertrail.core.diagnostics import FILE_START
from papertrail.core.fixes import Span
from papertrail.core.limits import RECORD_LIMITS, REGISTRY_LIMITS
from papertrail.curating.names import KINDS
from papertrail.lsp.open_list import OpenList
from papertrail.lsp.places import Meaning, Place, is_definition, is_other_name, places, target_of
from papertrail.records.parse import parse_file
from papertrail.records.registry_files import is_entry, registry_of
from papertrail.text.strings import composed
from papertrail.yaml.nodes import Node

Found = tuple[str, Span]
"""The path of a file, and a position in it."""
_REGISTRIES = {"topic": "_topics.yml", "venue": "_venues.yml", "institution": "_institutions.yml"}


def root_of(path: str, data: bytes, records_dir: str) -> Node | None:
    """The nodes of a file."""
    is_list = registry_of(path, records_dir) is not None and not is_entry(path, records_dir)
    return parse_file(path, data, REGISTRY_LIMITS if is_list else RECORD_LIMITS).root


def definitions(of: OpenList, target: Meaning) -> Iterator[Found]:
    """Where something that a text names is defined: in an entry of a registry, in a record, or as a file."""
    if target.kind == "file":
        if target.name in of.sources.files or of.data_of(target.name) is not None:
            yield target.name, FILE_START
    elif target.kind == "paper":
        for record in of.checked.library.records:
            if record.paper and target.name in (record.id, *record.paper.aliases):
                yield record.path, Span(record.line, 1, record.line, 1)
    else:
        names = spellings(of, target)
        for path, place, found in _named(of, _registry_files(of, target), target.kind):
            if found.name in names and is_definition(path, of.settings.papers, place):
                yield path, place.node.span


def references(of: OpenList, target: Meaning) -> Iterator[Found]:
    """Where something is named, in records and in registries, with its definition."""
    names = spellings(of, target)
    using = {
        record.path for record in of.checked.library.records if record.paper and _uses(record.paper, target, names)
    }
    records = [(path, data) for path, data in of.sources.records if path in using]
    for path, place, found in _named(of, [*_registry_files(of, target), *records], target.kind):
        if _is_one_of(found, names) and not is_other_name(path, of.settings.papers, place):
            yield path, place.node.span


def papers_of(of: OpenList, target: Meaning) -> int:
    """How many papers name something."""
    names = spellings(of, target)
    return sum(_uses(paper, target, names) for paper in of.checked.library.papers)


def spellings(of: OpenList, target: Meaning) -> set[str]:
    """All names of what a text names."""
    registries = of.checked.library.registries
    registry = {"venue": registries.venues, "institution": registries.institutions}.get(target.kind)
    entry = registry.find(target.name) if registry else None
    return {target.name, *map(composed, entry.names if entry else ())}


def _uses(paper: Paper, target: Meaning, names: set[str]) -> bool:
    if target.kind == "topic":
        return any(_is_one_of(Meaning("topic", " > ".join(path)), names) for path in paper.topics)
    if target.kind == "paper":
        return target.name in (paper.id, *paper.aliases)
    kind = KINDS.get(target.kind)
    return kind is not None and not names.isdisjoint(kind.names_of(paper))


def _is_one_of(found: Meaning, names: set[str]) -> bool:
    """Whether a text names one of some things. A topic is also named where a topic below it is."""
    return found.name in names or (found.kind == "topic" and any(found.name.startswith(f"{name} > ") for name in names))


def _registry_files(of: OpenList, target: Meaning) -> list[tuple[str, bytes]]:
    """The registry files that may contain a name. Papers are named by the order of topics."""
    registry = _REGISTRIES.get(target.kind, "_topics.yml")
    return [file for file in of.sources.registries if registry_of(file[0], of.settings.papers) == registry]


def _named(of: OpenList, files: Iterable[tuple[str, bytes]], kind: str) -> Iterator[tuple[str, Place, Meaning]]:
    """What the texts of some files name, of one kind."""
    for path, data in files:
        for place in places(root_of(path, data, of.settings.papers)):
            if (found := target_of(path, of.settings.papers, place)) and found.kind == kind:
                yield path, place, found
