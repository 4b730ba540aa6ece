"""A registry that contradicts itself or the records.

## Why

One name must mean one thing: two entries that claim it, a parent or a new name that is not there, or an order that
names papers which are not filed there would be settled by chance.

## Fails

```yaml title="papers/_institutions.yml"
- {name: MSRA, parent: Microsof}
- {name: Microsoft, aliases: [MSRA]}
```

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
```

## Passes

```yaml title="papers/_institutions.yml"
- {name: MSRA, parent: Microsoft}
- Microsoft
```

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from papertrail.diagnostics import Diagnostic, at
from papertrail.fields import COLUMN_FIELDS
from papertrail.models import Library, RegistryFile, TopicPath
from papertrail.nodes import Mapping, Node, Scalar, items_of, text_of
from papertrail.text import did_you_mean, nearest, quoted

CODE = "PT204"
NAME = "registry"
WAIVABLE = False


def check(library: Library) -> Iterator[Diagnostic]:
    """Contradictions within each registry."""
    for file in library.registry_files:
        yield from _CHECKS[file.name](file, library)


def _venues(file: RegistryFile, library: Library) -> Iterator[Diagnostic]:
    yield from _claimed_twice(file)
    yield from _leads_nowhere(file, "renamed_to")


def _institutions(file: RegistryFile, library: Library) -> Iterator[Diagnostic]:
    yield from _claimed_twice(file)
    yield from _leads_nowhere(file, "parent")


def _entries(file: RegistryFile) -> Iterator[tuple[str, Node]]:
    for item in items_of(file.root):
        name = text_of(item.get("name") if isinstance(item, Mapping) else item)
        if name:
            yield name, item


def _claimed_twice(file: RegistryFile) -> Iterator[Diagnostic]:
    taken: dict[str, str] = {}
    for name, item in _entries(file):
        claims: list[tuple[str, Node]] = [(name, item.get("name") or item if isinstance(item, Mapping) else item)]
        if isinstance(item, Mapping):
            for node in (*items_of(item.get("aliases")), *items_of(item.get("full"))):
                if alias := text_of(node):
                    claims.append((alias, node))
        for claim, node in claims:
            if taken.setdefault(claim, name) != name or (claim == name and node is not claims[0][1]):
                yield at(
                    file.path, node, CODE, f"{quoted(claim)} already stands for {quoted(taken[claim])}",
                    "delete one of the two; a name belongs to one entry",
                )  # fmt: skip
            elif claim == name and sum(n == name for n, _ in _entries(file)) > 1 and item is not _first(file, name):
                yield at(file.path, node, CODE, f"{quoted(name)} is there twice", "delete one of the two entries")


def _first(file: RegistryFile, name: str) -> Node | None:
    return next((item for found, item in _entries(file) if found == name), None)


def _leads_nowhere(file: RegistryFile, key: str) -> Iterator[Diagnostic]:
    """Entries whose parent or new name is not an entry, or leads back to themselves."""
    targets = {n: text_of(i.get(key)) if isinstance(i, Mapping) else None for n, i in _entries(file)}
    for name, item in _entries(file):
        target = targets[name]
        if target is None or not isinstance(item, Mapping):
            continue
        if target not in targets:
            yield at(
                file.path, item.get(key), CODE, f"the `{key}` of {quoted(name)}, {quoted(target)}, has no entry",
                did_you_mean(target, targets, f"add the line `- name: {target}`"),
            )  # fmt: skip
        elif _comes_back(name, targets):
            yield at(
                file.path, item.get(key), CODE, f"the `{key}` of {quoted(name)} leads back to itself",
                f"delete the `{key}` of one of them",
            )  # fmt: skip


def _comes_back(name: str, targets: dict[str, str | None]) -> bool:
    seen = {name}
    step = targets.get(name)
    while step is not None and step not in seen:
        seen.add(step)
        step = targets.get(step)
    return step == name


def _topics(file: RegistryFile, library: Library) -> Iterator[Diagnostic]:
    filed: dict[TopicPath, set[str]] = {}
    for paper in library.papers:
        for path in paper.topics:
            filed.setdefault(path, set()).add(paper.id)
    custom = {name for paper in library.papers for name, _ in paper.custom}
    seen: set[TopicPath] = set()
    for path, item in _walk(items_of(file.root), ()):
        if path in seen:
            yield at(
                file.path, item, CODE, f"the topic {quoted(' > '.join(path))} is there twice",
                "give one of the two another name, or join them",
            )  # fmt: skip
        seen.add(path)
        if ">" in path[-1].split() or path[-1] != path[-1].strip():
            yield at(
                file.path, item, CODE, f"a topic cannot be called {quoted(path[-1])}",
                "leave out the > and spaces around the name; nest topics under `topics:` instead",
            )  # fmt: skip
        if isinstance(item, Mapping):
            yield from _ids(file, item, path, filed, library)
            yield from _column_fields(file, item, custom)


def _walk(items: list[Node], above: TopicPath) -> Iterator[tuple[TopicPath, Node]]:
    for item in items:
        name = text_of(item.get("name") if isinstance(item, Mapping) else item)
        if name:
            yield (*above, name), item
            if isinstance(item, Mapping):
                yield from _walk(items_of(item.get("topics")), (*above, name))


def _ids(
    file: RegistryFile, item: Mapping, path: TopicPath, filed: dict[TopicPath, set[str]], library: Library
) -> Iterator[Diagnostic]:
    here = filed.get(path, set())
    below = {id for p, ids in filed.items() if p[: len(path)] == path for id in ids}
    for key, allowed in (("order", here), ("start", below)):
        for node in items_of(item.get(key)):
            id = text_of(node)
            if id and id not in allowed:
                elsewhere = any(paper.id == id for paper in library.papers)
                why = "is not filed under this topic" if elsewhere else "is not a paper's id"
                yield at(
                    file.path, node, CODE, f"{quoted(id)} in `{key}` {why}",
                    did_you_mean(id, allowed, "delete it, or file the paper here")
                    if nearest(id, allowed) else "delete it, or file the paper here",
                )  # fmt: skip


def _column_fields(file: RegistryFile, item: Mapping, custom: set[str]) -> Iterator[Diagnostic]:
    for column in items_of(item.get("columns")):
        node = column.get("field") if isinstance(column, Mapping) else column
        if isinstance(node, Scalar) and node.text not in COLUMN_FIELDS and node.text not in custom:
            yield at(
                file.path, node, CODE, f"no column can show {quoted(node.text)}",
                did_you_mean(node.text, {*COLUMN_FIELDS, *custom}, f"write one of {', '.join(COLUMN_FIELDS)}, "
                             "or a name that a record has under `custom`"),
            )  # fmt: skip


_CHECKS: dict[str, Callable[[RegistryFile, Library], Iterator[Diagnostic]]] = {
    "_topics.yml": _topics,
    "_venues.yml": _venues,
    "_institutions.yml": _institutions,
}
