"""Names in the registries of venues and institutions: each belongs to one entry, and references lead to an entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.problem import Problem
from papertrail.rules.support.suggestions import Suggestions, as_yaml
from papertrail.rules.support.unknown_entries import add_entry
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Mapping, Node, Scalar, items_of, text_of


class NamedEntry(NamedTuple):
    """An entry of a registry."""

    path: str
    """The path of its file."""
    name: Scalar
    item: Node

    @property
    def other_names(self) -> Iterator[tuple[str, Node]]:
        """Its aliases and its full name, with their nodes."""
        if isinstance(self.item, Mapping):
            for node in (*items_of(self.item.get("aliases")), *items_of(self.item.get("full"))):
                if (text := text_of(node)) and text.strip():
                    yield text, node


_PathAndProblem = tuple[str, Problem]


def named_entries(library: ParsedLibrary, registry: str) -> Iterator[NamedEntry]:
    """The entries of a registry that have a name."""
    for path, item in library.entries(registry):
        node = item.get("name") if isinstance(item, Mapping) else item
        if isinstance(node, Scalar) and node.text.strip():
            yield NamedEntry(path, node, item)


def check_names(entries: Sequence[NamedEntry]) -> Iterator[_PathAndProblem]:
    """Names, aliases and full names that belong to two entries."""
    owners: dict[str, _Owner] = {}
    for path, node, _ in entries:
        if node.text in owners:
            first = owners[node.text]
            place = f"{'on' if first.path == path else 'in'} {where(first.path, first.line, path)}"
            message = f"duplicate entry {quoted(node.text)} (first defined {place})"
            yield path, Problem(node, message, "delete one of the two entries")
        owners.setdefault(node.text, _Owner(node.text, path, node.line))
    for entry in entries:
        for other_name, other_node in entry.other_names:
            owner = owners.setdefault(other_name, _Owner(entry.name.text, entry.path, other_node.span.line))
            if owner.name != entry.name.text:
                whose = "another entry" if owner.name == other_name else quoted(owner.name)
                place = where(owner.path, owner.line, entry.path)
                message = f"name {quoted(other_name)} already belongs to {whose} ({place})"
                help = "delete one of the two; a name can belong to one entry only"
                yield entry.path, Problem(other_node, message, help)


class _Owner(NamedTuple):
    name: str
    """The name of the entry that a name belongs to."""
    path: str
    line: int


def where(other: str, line: int, path: str) -> str:
    """A line of a file in a message about the file `path`."""
    return f"line {line}" if other == path else other


def check_references(entries: Sequence[NamedEntry], key: str, target: str) -> Iterator[_PathAndProblem]:
    """Values of `parent` or `renamed_to` that are not an entry, or that form a cycle.

    `target` is where new entries belong.
    """
    targets = {
        entry.name.text: text_of(entry.item.get(key)) if isinstance(entry.item, Mapping) else None for entry in entries
    }
    suggestions, circular = Suggestions(targets), _circular(targets)
    owners = {other: entry.name.text for entry in entries for other, _ in entry.other_names}
    for path, node, item in entries:
        name = node.text
        reference = targets[name]
        if reference is None or not isinstance(item, Mapping):
            continue
        if reference not in targets:
            help = suggestions.did_you_mean(reference, add_entry(reference, target))
            if owner := owners.get(reference):
                help = f"use the name of the entry: `{key}: {as_yaml(owner)}`"
            message = f'unknown entry {quoted(reference)} in "{key}" of {quoted(name)}'
            yield path, Problem(item.get(key), message, help)
        elif name in circular:
            message = f'"{key}" of {quoted(name)} is circular'
            yield path, Problem(item.get(key), message, f"delete one `{key}` of the cycle")


def _circular(targets: dict[str, str | None]) -> set[str]:
    """The names that lead back to themselves. Each name is visited once."""
    circular: set[str] = set()
    done: set[str] = set()
    for start in targets:
        steps: dict[str, int] = {}
        name: str | None = start
        while name is not None and name not in done and name not in steps:
            steps[name] = len(steps)
            name = targets.get(name)
        if name is not None and name in steps:
            circular.update(list(steps)[steps[name] :])
        done.update(steps)
    return circular
