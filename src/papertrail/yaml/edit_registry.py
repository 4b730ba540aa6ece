"""Add entries, aliases and topics to registries that a person wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Values

from papertrail.core import TopicPath
from papertrail.core.errors import PapertrailError
from papertrail.core.fields import TOPIC, VENUE
from papertrail.text.strings import quoted
from papertrail.yaml.edit_lists import add_to_list
from papertrail.yaml.insertions import NewField, insert_field, insert_items, name_with_field
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence, items_of, text_of
from papertrail.yaml.source_map import Insertion, Source
from papertrail.yaml.write import Value, entries, flow_text, item

Entry = dict[str, Value] | str
"""An entry of a registry: a name, or fields."""


def append_entries(text: str, root: Node | None, new: Iterable[Entry]) -> str:
    """Add entries to the end of a registry. The root is None if the file has no entries."""
    source = Source(text)
    if root is None:
        return source.with_insertions([_first_entries(text, list(new))])
    if not isinstance(root, Sequence):
        raise PapertrailError("the file is not a list of entries")
    return source.with_insertions(insert_items(source, root, list(new)))


def add_alias(text: str, root: Node | None, name: str, alias: str) -> str:
    """Add an alias to a venue or an institution, unless it has that name already.

    The root is a list of entries, or the fields of a single one.
    """
    source = Source(text)
    entry_node = _child(source, root, name)
    if isinstance(entry_node, Mapping):
        known = {name, text_of(entry_node.get("full"))}
        return text if alias in known else add_to_list(text, entry_node, "aliases", alias, VENUE)
    if alias == name:
        return text
    assert isinstance(root, Sequence), "a plain name is an item"
    short = flow_text([alias])
    return source.with_insertions(name_with_field(source, root, entry_node, NewField("aliases", short, short)))


def add_topics(text: str, root: Sequence, new: Values[TopicPath, Iterable[Entry]]) -> str:
    """Add topics as the last subtopics of those at some paths, except those whose names exist there.

    An empty path adds lists. No path may be the start of another one.
    """
    source = Source(text)
    places = dict(_places(root, ()))
    insertions: list[Insertion] = []
    for path, topics in new.items():
        insertions += _new_topics(
            source, root, [places.get(path[:end]) for end in range(1, len(path) + 1)], path, topics
        )
    return source.with_insertions(insertions)


_Place = tuple[Sequence, Scalar | Mapping]
"""A topic, and the list that contains it."""


def _places(topics: Sequence, path: TopicPath) -> Iterator[tuple[TopicPath, _Place]]:
    """All topics below a path; of several with one path, the last one is the first in the file."""
    for topic in reversed(topics.items):
        name = name_of(topic)
        if name is not None and isinstance(topic, Scalar | Mapping):
            yield (*path, name), (topics, topic)
            below = topic.get("topics") if isinstance(topic, Mapping) else None
            if isinstance(below, Sequence):
                yield from _places(below, (*path, name))


def _new_topics(
    source: Source, root: Sequence, way: list[_Place | None], path: TopicPath, topics: Iterable[Entry]
) -> list[Insertion]:
    """Insert topics below the last topic of a way."""
    for name, place in zip(path, way, strict=True):
        if place is None:
            raise PapertrailError(f"unknown topic {quoted(' > '.join(path))}")
        if isinstance(place[1], Mapping) and source.in_brackets(place[0]):
            _refuse_bare_pair(source, place[1], name)
    parent, topic = way[-1] if way and way[-1] else (root, None)
    below = root if topic is None else topic.get("topics") if isinstance(topic, Mapping) else None
    new = list(_without(topics, below))
    if not new:
        return []
    if isinstance(below, Sequence):
        return insert_items(source, below, new)
    field = NewField("topics", "\n" + "\n".join(item(entry, 2) for entry in new), flow_text(new))
    if isinstance(topic, Scalar):
        return name_with_field(source, parent, topic, field, braces=False)
    if topic is None or below is not None:
        raise PapertrailError(f'"topics" of {quoted(path[-1])} is not a list')
    return insert_field(source, topic, field, TOPIC)


def _without(new: Iterable[Entry], present: Node | None) -> Iterator[Entry]:
    """The entries whose names are not in a list."""
    names = set(map(name_of, items_of(present)))
    return (entry for entry in new if (entry if isinstance(entry, str) else entry["name"]) not in names)


def _first_entries(text: str, new: Iterable[Entry]) -> Insertion:
    """Insert the first entries of a file, before a line of dots that ends the document."""
    dots = re.search(r"^\.\.\.", text, re.MULTILINE)
    offset = dots.start() if dots else len(text)
    open_line = offset > 0 and text[offset - 1] not in "\n\ufeff"
    return Insertion(offset, ("\n" if open_line else "") + entries(new))


def name_of(entry: Node) -> str | None:
    """The name of an entry, which can be a plain name or a mapping."""
    name = text_of(entry.get("name") if isinstance(entry, Mapping) else entry)
    return name.strip() if name else None


def _child(source: Source, parent: Node | None, name: str) -> Scalar | Mapping:
    """The entry with a name."""
    entry_node = next((entry for entry in items_of(parent) if name_of(entry) == name.strip()), None)
    if entry_node is None or isinstance(entry_node, Sequence):
        raise PapertrailError(f"unknown entry {quoted(name)}")
    if isinstance(entry_node, Mapping) and isinstance(parent, Sequence) and source.in_brackets(parent):
        _refuse_bare_pair(source, entry_node, name)
    return entry_node


def _refuse_bare_pair(source: Source, entry: Mapping, name: str) -> None:
    """Raise an error for a mapping such as `[name: A]`, which cannot have a second field."""
    if not source.in_brackets(entry):
        raise PapertrailError(f"write the entry {quoted(name)} in braces first: {{name: ...}}")
