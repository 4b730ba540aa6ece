"""Names in records that their registry does not have, and entries of registries without a name.

One edit of a registry can make a name unknown in many records. Such a name is reported once, at the registry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from papertrail.core import Paper, TopicPath, topic_path
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.rules.support.nodes import is_null, venues_with_nodes
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence, items_of, text_of

MANY = 3
"""Records up to which an unknown name is reported in each of them."""


class UnknownName(NamedTuple):
    """A name that the registry does not have."""

    path: TopicPath
    """The path of a topic up to the first part that is unknown; the name of another entry is its only part."""
    uses: list[tuple[RecordFile, Scalar]]
    """The records with the name, or with a topic below it, each with the node."""

    @property
    def name(self) -> str:
        """The name of the missing entry."""
        return self.path[-1]

    @property
    def grouped(self) -> list[tuple[RecordFile, Scalar]]:
        """The uses that are reported together: all but those with waivers, if they are many."""
        without_waiver = [use for use in self.uses if b"papertrail: allow" not in use[0].data]
        return without_waiver if len(without_waiver) > MANY else []

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the records with grouped uses."""
        return tuple(dict.fromkeys(record.path for record, _ in self.grouped))


def some_paths(paths: Iterable[str]) -> str:
    """The first paths, and the number of others."""
    first, *others = list(paths)
    shown = ", ".join([first, *others[: MANY - 1]])
    return f"{shown} and {len(others) - MANY + 1} more" if len(others) >= MANY else shown


def unknown_names(library: ParsedLibrary, registry: str) -> list[UnknownName]:
    """The unknown names of a registry in the order of their first use, without those of entries without a name."""
    unknown = _all_unknown_names(library, registry)
    hidden = set(_names_by_entry(library, registry, unknown).values()) if unknown else set()
    return [name for name in unknown if name.path not in hidden]


def nameless_entries(library: ParsedLibrary, registry: str) -> Iterator[tuple[str, Mapping, TopicPath | None]]:
    """The entries of a registry without a name, each with the path of its file, and with the unknown path that it is
    probably meant for.
    """
    if entries := list(_nameless_entries(library, registry)):
        by_entry = _names_by_entry(library, registry, _all_unknown_names(library, registry))
        yield from ((path, node, by_entry.get(number)) for number, (path, node, _) in enumerate(entries))


def _names_by_entry(library: ParsedLibrary, registry: str, unknown: list[UnknownName]) -> dict[int, TopicPath]:
    """The most used unknown names, by the number of the entry without a name that each belongs to."""
    by_parent: dict[TopicPath, list[TopicPath]] = {}
    for name in sorted(unknown, key=lambda name: -len(name.uses)):
        by_parent.setdefault(name.path[:-1], []).append(name.path)
    entries = enumerate(_nameless_entries(library, registry))
    candidates = ((number, by_parent.get(parent)) for number, (_, _, parent) in entries)
    return {number: names.pop(0) for number, names in candidates if names}


def _nameless_entries(library: ParsedLibrary, registry: str) -> Iterator[tuple[str, Mapping, TopicPath]]:
    """Entries without a name, each with the path of its file and with that of the topic above it."""
    for file_path, entry in library.entries(registry):
        yield from ((file_path, node, parent) for node, parent in _nameless(entry, ()))


def _nameless(entry: Node, parent: TopicPath) -> Iterator[tuple[Mapping, TopicPath]]:
    if not isinstance(entry, Mapping):
        return
    name = text_of(entry.get("name"))
    if name is None:
        yield entry, parent
        return
    topics = entry.get("topics")
    for topic in topics.items if isinstance(topics, Sequence) else ():
        yield from _nameless(topic, (*parent, name))


def _all_unknown_names(library: ParsedLibrary, registry: str) -> list[UnknownName]:
    if registry not in library.registry_paths:
        return []
    of_paper, nodes = NAME_READERS[registry]
    is_known = _known(library, registry)
    unknown: dict[TopicPath, UnknownName] = {}
    for record in library.record_files:
        if record.paper is not None and all(map(is_known, of_paper(record.paper))):
            continue
        for node, path in nodes(record):
            if not is_known(path):
                missing = next(path[:end] for end in range(1, len(path) + 1) if not is_known(path[:end]))
                unknown.setdefault(missing, UnknownName(missing, [])).uses.append((record, node))
    return list(unknown.values())


def _known(library: ParsedLibrary, registry: str) -> Callable[[TopicPath], bool]:
    registries = library.registries
    if registry == "_topics.yml":
        return registries.topic_paths.__contains__
    names = registries.venues if registry == "_venues.yml" else registries.institutions
    return {(name,) for name in (names.by_name if names is not None else ())}.__contains__


_Nodes = Iterator[tuple[Scalar, TopicPath]]


def _topics(record: RecordFile) -> _Nodes:
    for node in items_of(record.node("topic")):
        if isinstance(node, Scalar) and not is_null(node) and all(path := topic_path(node.text)):
            yield node, path


def _venues(record: RecordFile) -> _Nodes:
    return ((node, (venue.series,)) for node, venue in venues_with_nodes(record) if venue.series)


def _institutions(record: RecordFile) -> _Nodes:
    listed = record.node("institutions")
    for node in listed.items if isinstance(listed, Sequence) else ():
        if isinstance(node, Scalar) and node.text.strip() and "\n" not in node.text and not is_null(node):
            yield node, (node.text,)


NAME_READERS: dict[str, tuple[Callable[[Paper], Iterable[TopicPath]], Callable[[RecordFile], _Nodes]]] = {
    "_topics.yml": (lambda paper: paper.topics, _topics),
    "_venues.yml": (lambda paper: ((venue.series,) for venue in paper.venues if venue.series), _venues),
    "_institutions.yml": (lambda paper: ((name,) for name in paper.institutions), _institutions),
}
"""How to read the names that belong to a registry: quickly from a paper, and with their nodes from a record."""
