"""Names in the registries of venues and institutions: each belongs to one entry, and references lead to an entry."""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.rules.support.problem import Problem
from papertrail.rules.support.suggestions import Suggestions, as_yaml
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence, items_of, text_of


def check_names(root: Sequence) -> Iterator[Problem]:
    """Names, aliases and full names that belong to two entries."""
    owners: dict[str, tuple[str, int]] = {}
    for name, node, _ in _entries(root):
        if name in owners:
            message = f"duplicate entry {quoted(name)} (first defined on line {owners[name][1]})"
            yield Problem(node, message, "delete one of the two entries")
        owners.setdefault(name, (name, node.line))
    for name, _, item in _entries(root):
        for other_name, other_node in _other_names(item):
            owner, line = owners.setdefault(other_name, (name, other_node.span.line))
            if owner != name:
                whose = "another entry" if owner == other_name else quoted(owner)
                message = f"name {quoted(other_name)} already belongs to {whose} (line {line})"
                yield Problem(other_node, message, "delete one of the two; a name can belong to one entry only")


def check_references(root: Sequence, key: str) -> Iterator[Problem]:
    """Values of `parent` or `renamed_to` that are not an entry, or that form a cycle."""
    targets = {name: text_of(item.get(key)) if isinstance(item, Mapping) else None for name, _, item in _entries(root)}
    suggestions, circular = Suggestions(targets), _circular(targets)
    owners = {other: name for name, _, item in _entries(root) for other, _ in _other_names(item)}
    for name, _, item in _entries(root):
        target = targets[name]
        if target is None or not isinstance(item, Mapping):
            continue
        if target not in targets:
            help = suggestions.did_you_mean(target, f"add the line `- name: {as_yaml(target[:60])}`")
            if owner := owners.get(target):
                help = f"use the name of the entry: `{key}: {as_yaml(owner)}`"
            yield Problem(item.get(key), f'unknown entry {quoted(target)} in "{key}" of {quoted(name)}', help)
        elif name in circular:
            message = f'"{key}" of {quoted(name)} is circular'
            yield Problem(item.get(key), message, f"delete one `{key}` of the cycle")


def _entries(root: Sequence) -> Iterator[tuple[str, Scalar, Node]]:
    """Each entry with its name and the node of the name."""
    for item in items_of(root):
        node = item.get("name") if isinstance(item, Mapping) else item
        if isinstance(node, Scalar) and node.text.strip():
            yield node.text, node, item


def _other_names(item: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(item, Mapping):
        for node in (*items_of(item.get("aliases")), *items_of(item.get("full"))):
            if (text := text_of(node)) and text.strip():
                yield text, node


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
