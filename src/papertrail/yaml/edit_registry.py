"""Add entries, aliases and topics to registries that a person wrote."""

from __future__ import annotations

import re

from papertrail.core import TopicPath
from papertrail.core.errors import PapertrailError
from papertrail.core.fields import TOPIC, VENUE
from papertrail.text.strings import quoted
from papertrail.yaml.edit_lists import add_to_list
from papertrail.yaml.insertions import NewField, insert_field, insert_item, name_with_field
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence, items_of, text_of
from papertrail.yaml.source_map import Insertion, Source
from papertrail.yaml.write import Value, entries, flow_text, item

Entry = dict[str, Value] | str
"""An entry of a registry: a name, or fields."""


def append_entry(text: str, root: Node | None, entry: Entry) -> str:
    """Add an entry to the end of a registry. The root is None if the file has no entries."""
    source = Source(text)
    if root is None:
        return source.with_insertions([_first_entry(text, entry)])
    if not isinstance(root, Sequence):
        raise PapertrailError("the file is not a list of entries")
    return source.with_insertions([insert_item(source, root, entry)])


def add_alias(text: str, root: Sequence, name: str, alias: str) -> str:
    """Add an alias to a venue or an institution, unless it has that name already."""
    source = Source(text)
    entry_node = _child(source, root, name)
    if isinstance(entry_node, Mapping):
        known = {name, text_of(entry_node.get("full"))}
        return text if alias in known else add_to_list(text, entry_node, "aliases", alias, VENUE)
    short = flow_text([alias])
    return (
        text
        if alias == name
        else source.with_insertions(name_with_field(source, root, entry_node, NewField("aliases", short, short)))
    )


def add_topic(text: str, root: Sequence, path: TopicPath, entry: Entry) -> str:
    """Add a topic as the last subtopic of the one at `path`, unless one with its name exists.

    An empty path adds a list.
    """
    name = entry if isinstance(entry, str) else str(entry["name"])
    if not path:
        return text if name in map(_name, root.items) else append_entry(text, root, entry)
    source = Source(text)
    parent, entry_node = _topic_at(source, root, path)
    new = NewField("topics", "\n" + item(entry, 2), flow_text([entry]))
    if isinstance(entry_node, Scalar):
        return source.with_insertions(name_with_field(source, parent, entry_node, new, braces=False))
    below = entry_node.get("topics")
    if below is None:
        return source.with_insertions(insert_field(source, entry_node, new, TOPIC))
    if not isinstance(below, Sequence):
        raise PapertrailError(f'"topics" of {quoted(path[-1])} is not a list')
    return text if name in map(_name, below.items) else source.with_insertions([insert_item(source, below, entry)])


def _first_entry(text: str, entry: Entry) -> Insertion:
    """Insert the first entry of a file, before a line of dots that ends the document."""
    dots = re.search(r"^\.\.\.", text, re.MULTILINE)
    offset = dots.start() if dots else len(text)
    open_line = offset > 0 and text[offset - 1] not in "\n\ufeff"
    return Insertion(offset, ("\n" if open_line else "") + entries([entry]))


def _name(entry: Node) -> str | None:
    """The name of an entry, which can be a plain name or a mapping."""
    name = text_of(entry.get("name") if isinstance(entry, Mapping) else entry)
    return name.strip() if name else None


def _child(source: Source, parent: Node | None, name: str) -> Scalar | Mapping:
    """The entry with a name."""
    entry_node = next((entry for entry in items_of(parent) if _name(entry) == name.strip()), None)
    if entry_node is None or isinstance(entry_node, Sequence):
        raise PapertrailError(f"unknown entry {quoted(name)}")
    if isinstance(entry_node, Mapping) and isinstance(parent, Sequence) and source.in_brackets(parent):
        _refuse_bare_pair(source, entry_node, name)
    return entry_node


def _topic_at(source: Source, root: Sequence, path: TopicPath) -> tuple[Sequence, Scalar | Mapping]:
    """The topic at a path, and the list that contains it."""
    parent: Node | None = root
    for depth, name in enumerate(path):
        entry_node = _child(source, parent, name)
        if depth == len(path) - 1 and isinstance(parent, Sequence):
            return parent, entry_node
        parent = entry_node.get("topics") if isinstance(entry_node, Mapping) else None
    raise PapertrailError(f"unknown topic {quoted(' > '.join(path))}")


def _refuse_bare_pair(source: Source, entry: Mapping, name: str) -> None:
    """Raise an error for a mapping such as `[name: A]`, which cannot have a second field."""
    if not source.in_brackets(entry):
        raise PapertrailError(f"write the entry {quoted(name)} in braces first: {{name: ...}}")
