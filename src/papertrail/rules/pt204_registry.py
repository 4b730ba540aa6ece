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

import re
from collections.abc import Callable, Iterator

from papertrail.core import TopicPath
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.fields import COLUMN_FIELDS, LINK
from papertrail.records.library import ParsedLibrary, RegistryFile
from papertrail.rules.support.rule import whole_list
from papertrail.rules.support.suggestions import Suggestions, as_yaml
from papertrail.text.patterns import ENTRIES, REPEATED, SINGLE, PatternError, Placeholder, parse
from papertrail.text.strings import did_you_mean, quoted
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence, items_of, text_of

CODE = "PT204"
NAME = "registry"
WAIVABLE = False
SCOPE = whole_list("topics", "aliases", "custom")


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Contradictions within each registry."""
    for file in library.registry_files:
        if isinstance(file.root, Sequence):
            yield from _CHECKS[file.name](file, library)


def _venues(file: RegistryFile, library: ParsedLibrary) -> Iterator[Diagnostic]:
    yield from _claimed_twice(file)
    yield from _leads_nowhere(file, "renamed_to")


def _institutions(file: RegistryFile, library: ParsedLibrary) -> Iterator[Diagnostic]:
    yield from _claimed_twice(file)
    yield from _leads_nowhere(file, "parent")


def _entries(file: RegistryFile) -> Iterator[tuple[str, Scalar, Node]]:
    """Each entry with its name and the name's place."""
    for item in items_of(file.root):
        node = item.get("name") if isinstance(item, Mapping) else item
        if isinstance(node, Scalar) and node.text.strip():
            yield node.text, node, item


def _other_names(item: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(item, Mapping):
        for node in (*items_of(item.get("aliases")), *items_of(item.get("full"))):
            if (text := text_of(node)) and text.strip():
                yield text, node


def _claimed_twice(file: RegistryFile) -> Iterator[Diagnostic]:
    taken: dict[str, tuple[str, int]] = {}
    for name, node, _ in _entries(file):
        if name in taken:
            yield at(
                file.path, node, CODE, f"{quoted(name)} is there twice; it was first given on line {taken[name][1]}",
                "delete one of the two entries",
            )  # fmt: skip
        taken.setdefault(name, (name, node.line))
    for name, _, item in _entries(file):
        for claim, place in _other_names(item):
            owner, line = taken.setdefault(claim, (name, place.span.line))
            if owner != name:
                whose = "is the name of another entry" if owner == claim else f"already stands for {quoted(owner)}"
                yield at(
                    file.path, place, CODE, f"{quoted(claim)} {whose}, on line {line}",
                    "delete one of the two; a name belongs to one entry",
                )  # fmt: skip


def _leads_nowhere(file: RegistryFile, key: str) -> Iterator[Diagnostic]:
    """Entries whose parent or new name is not an entry, or leads back to themselves."""
    targets = {n: text_of(i.get(key)) if isinstance(i, Mapping) else None for n, _, i in _entries(file)}
    near, circular = Suggestions(targets), _circular(targets)
    owners = {claim: name for name, _, item in _entries(file) for claim, _ in _other_names(item)}
    for name, _, item in _entries(file):
        target = targets[name]
        if target is None or not isinstance(item, Mapping):
            continue
        if target not in targets:
            remedy = near.did_you_mean(target, f"add the line `- name: {as_yaml(target[:60])}`")
            if owner := owners.get(target):
                remedy = f"write the entry's own name, `{key}: {as_yaml(owner)}`"
            yield at(
                file.path, item.get(key), CODE, f"the `{key}` of {quoted(name)}, {quoted(target)}, has no entry", remedy
            )  # fmt: skip
        elif name in circular:
            yield at(
                file.path, item.get(key), CODE, f"the `{key}` of {quoted(name)} leads back to itself",
                f"delete the `{key}` of one of them",
            )  # fmt: skip


def _circular(targets: dict[str, str | None]) -> set[str]:
    """The names from which one step after the other leads back to them; each name is walked over once."""
    found: set[str] = set()
    done: set[str] = set()
    for start in targets:
        steps: dict[str, int] = {}
        name: str | None = start
        while name is not None and name not in done and name not in steps:
            steps[name] = len(steps)
            name = targets.get(name)
        if name is not None and name in steps:
            found.update(list(steps)[steps[name] :])
        done.update(steps)
    return found


def _topics(file: RegistryFile, library: ParsedLibrary) -> Iterator[Diagnostic]:
    ids = _Ids(library)
    fields = {*COLUMN_FIELDS, *(name for paper in library.papers for name, _ in paper.custom)}
    columns = Suggestions(fields)
    seen: set[TopicPath] = set()
    for path, item in _walk(items_of(file.root), ()):
        place = item.get("name") or item if isinstance(item, Mapping) else item
        if path in seen:
            yield at(
                file.path, place, CODE, f"the topic {quoted(' > '.join(path))} is there twice",
                "give one of the two another name, or join them",
            )  # fmt: skip
        seen.add(path)
        if ">" in path[-1].split() or path[-1] != path[-1].strip():
            yield at(
                file.path, place, CODE, f"a topic cannot be called {quoted(path[-1])}",
                "leave out the > and spaces around the name; nest topics under `topics:` instead",
            )  # fmt: skip
        if isinstance(item, Mapping):
            yield from ids.check(file, item, path)
            yield from _column_fields(file, item, fields, columns)
            yield from _spellings(file, item, fields)


def _walk(items: list[Node], above: TopicPath) -> Iterator[tuple[TopicPath, Node]]:
    for item in items:
        name = text_of(item.get("name") if isinstance(item, Mapping) else item)
        if name and name.strip():
            yield (*above, name), item
            if isinstance(item, Mapping):
                yield from _walk(items_of(item.get("topics")), (*above, name))


class _Ids:
    """Which papers are filed where: what `order` and `start` are held against."""

    def __init__(self, library: ParsedLibrary) -> None:
        self._here: dict[TopicPath, set[str]] = {}
        self._below: dict[TopicPath, set[str]] = {}
        for paper in library.papers:
            for path in paper.topics:
                self._here.setdefault(path, set()).add(paper.id)
                for end in range(1, len(path) + 1):
                    self._below.setdefault(path[:end], set()).add(paper.id)
        self._all = {record.id for record in library.record_files}
        # A record that could not be read, or that lacks its topic, is told of where it stands.
        self._broken = self._all - {paper.id for paper in library.papers if paper.topics}
        self._now = {alias: paper.id for paper in library.papers for alias in paper.aliases}
        self._near = Suggestions(self._all)

    def check(self, file: RegistryFile, item: Mapping, path: TopicPath) -> Iterator[Diagnostic]:
        """The ids in `order` and `start` of a topic that are not filed there, or stand twice."""
        for key, filed in (("order", self._here), ("start", self._below)):
            seen: set[str] = set()
            for node in items_of(item.get(key)):
                paper_id = text_of(node)
                if not paper_id or not paper_id.strip() or paper_id in self._broken:
                    continue
                if paper_id in seen:
                    yield at(file.path, node, CODE, f"{quoted(paper_id)} is there twice in `{key}`", "delete one")
                elif paper_id not in filed.get(path, ()):
                    # A warning: the list is whole without it, and whoever deletes a paper need not edit the tree.
                    yield at(file.path, node, CODE, *self._fault(paper_id, key, path), "warning")
                seen.add(paper_id)

    def _fault(self, paper_id: str, key: str, path: TopicPath) -> tuple[str, str]:
        if paper_id in self._all:
            below = " or below it" if key == "start" else ""
            return (
                f"{quoted(paper_id)} in `{key}` is not filed under this topic",
                f"delete it here, or give its record `topic: {as_yaml_path(path)}`{below}",
            )  # fmt: skip
        message = f"{quoted(paper_id)} in `{key}` is not a paper's id"
        if now := self._now.get(paper_id):
            return message, f"write {now}, which is what the paper is called now"
        return message, self._near.did_you_mean(paper_id, "delete it; an id is a record's file name without .yml")


def as_yaml_path(path: TopicPath) -> str:
    """A topic as a record writes it."""
    text = " > ".join(path)
    return text if as_yaml(text.replace(" > ", " ")) == text.replace(" > ", " ") else as_yaml(text)


def _column_fields(file: RegistryFile, item: Mapping, fields: set[str], near: Suggestions) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for column in items_of(item.get("columns")):
        node = column.get("field") if isinstance(column, Mapping) else column
        if not isinstance(node, Scalar) or not node.text.strip():
            continue
        if node.text in seen:
            yield at(file.path, node, CODE, f"the column {quoted(node.text)} is there twice", "delete one of the two")
        elif node.text not in fields and not node.text.startswith(LINK) and item.get("frame") is None:
            yield at(
                file.path, node, CODE, f"no column can show {quoted(node.text)}",
                near.did_you_mean(
                    node.text,
                    f"write one of {', '.join(COLUMN_FIELDS)}, or a name that a record has under `custom`",
                ),
            )  # fmt: skip
        seen.add(node.text)
    if seen and "name" not in seen:
        yield at(
            file.path, item.get("columns"), CODE, "`columns` lacks the column `name`",
            "add it: it carries the row's link and its heading",
        )  # fmt: skip


_CHECKS: dict[str, Callable[[RegistryFile, ParsedLibrary], Iterator[Diagnostic]]] = {
    "_topics.yml": _topics,
    "_venues.yml": _venues,
    "_institutions.yml": _institutions,
}


def _spellings(file: RegistryFile, item: Mapping, fields: set[str]) -> Iterator[Diagnostic]:
    """Patterns that cannot be read, that name a field which is none, or that have no place for the entries."""
    for node in _values(item.get("entry")):
        try:
            unknown = [field.name for field in parse(node.text).fields() if not _is_known(field, fields)]
        except PatternError as error:
            yield at(file.path, node, CODE, f"the pattern cannot be read: {error}", "see the manual, under Patterns")
            continue
        if unknown:
            known = (*SINGLE, *REPEATED, *sorted(fields - set(COLUMN_FIELDS)))
            yield at(
                file.path, node, CODE, f"a record has no field {quoted(unknown[0])}",
                did_you_mean(unknown[0], known, f"write one of {', '.join(known[:12])}, ..."),
            )  # fmt: skip
    for node in _values(item.get("frame")):
        if (places := node.text.count(ENTRIES)) != 1:
            message = f"a frame needs one place for the entries, this one has {places}"
            yield at(file.path, node, CODE, message, f"write {ENTRIES} where they belong")


def _values(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Mapping):
        yield from (value for _, value in node.present() if isinstance(value, Scalar))


def _is_known(field: Placeholder, fields: set[str]) -> bool:
    dated = re.fullmatch(r"date [-./]", field.name)
    return bool(field.link or dated) or field.name in SINGLE or field.name in REPEATED or field.name in fields
