"""A name in two forms.

## Why

Names are compared exactly. Two topics, venues, institutions, keywords, authors or custom fields whose names differ only
by case, by spaces, by the encoding of letters such as é, or by invisible characters, would become two groups with half
of the papers each, and readers could not see why. If both names are right, waive the warning.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
keywords: [graph partitioning]
```

```yaml title="papers/gist.yml"
name: Gist
topic: Training
keywords: [Graph  Partitioning]
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
keywords: [graph partitioning]
```

```yaml title="papers/gist.yml"
name: Gist
topic: Training
keywords: [graph partitioning]
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from itertools import chain

from papertrail.core import Paper, Venue, topic_path
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.fields import REGISTRIES
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.rules.support.registry_names import where
from papertrail.rules.support.rule import whole_list
from papertrail.text.strings import difference, quoted, same_name
from papertrail.yaml.nodes import Mapping, Node, Scalar, items_of, text_of

CODE = "PT206"
NAME = "name-form"
WAIVABLE = True
SCOPE = whole_list("topics", "venues", "institutions", "keywords", "authors", "custom")


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Names that differ from another name of their kind only in their form; the more frequent form is kept."""
    papers = library.papers
    for field in _FIELDS:
        if field.registry not in library.registry_paths:  # other rules compare names with the registry
            yield from _check_records(field, library, papers)
    for registry in REGISTRIES:
        yield from _check_registry(registry, library)


def _check_registry(registry: str, library: ParsedLibrary) -> Iterator[Diagnostic]:
    first: dict[tuple[str, ...], tuple[str, str, Scalar]] = {}
    for path, item in library.entries(registry):
        for names, node, entry in _registered([item], registry, ()):
            name = names[-1]
            other, other_path, other_entry = first.setdefault(tuple(map(same_name, names)), (name, path, entry))
            if other != name and other_entry is not entry:
                place = where(other_path, other_entry.line, path)
                message = f"name {quoted(name)} differs from {quoted(other)} ({place}) only by"
                help = "merge the two entries, or rename one of them"
                yield at(path, node, CODE, f"{message} {difference(name, other)}", help, "warning")


def _registered(
    items: Iterable[Node], registry: str, parent: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Node, Scalar]]:
    """The names in a registry, each after those of the topics above it, with their node and that of their entry."""
    for item in items:
        node = item.get("name") if isinstance(item, Mapping) else item
        if not isinstance(node, Scalar) or not node.text:
            continue
        yield (*parent, node.text), node, node
        if not isinstance(item, Mapping):
            continue
        if registry == "_topics.yml":
            yield from _registered(items_of(item.get("topics")), registry, (*parent, node.text))
        for other in (*items_of(item.get("aliases")), *items_of(item.get("full"))):
            if text := text_of(other):
                yield (text,), other, node


_NamesIn = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class _NamedField:
    """A field with names that are grouped."""

    name: str
    of_paper: Callable[[Paper], Iterable[str]]
    """The texts of the field."""
    nodes: Callable[[RecordFile], Iterable[Node]]
    """Its nodes, which have these texts."""
    names: _NamesIn = lambda text: (text,)
    """The names in a text."""
    registry: str = ""

    def texts(self, papers: Iterable[Paper]) -> set[str]:
        """The texts of the field in all papers."""
        return set(chain.from_iterable(map(self.of_paper, papers)))


def _check_records(field: _NamedField, library: ParsedLibrary, papers: Sequence[Paper]) -> Iterator[Diagnostic]:
    """The records that use a less frequent form of a name."""
    names = {name for text in field.texts(papers) for name in field.names(text)}
    if len(set(map(same_name, names))) == len(names):  # as in most lists
        return
    uses: dict[str, list[int]] = {}
    for number, file in enumerate(library.record_files):
        for text in field.of_paper(file.paper) if file.paper is not None else ():
            uses.setdefault(text, []).append(number)
    kept = _kept_forms(field, uses)
    concerned = (numbers for text, numbers in uses.items() if not kept.keys().isdisjoint(field.names(text)))
    for number in sorted({number for numbers in concerned for number in numbers}):
        file = library.record_files[number]
        for node in field.nodes(file):
            name = next((name for name in field.names(text_of(node) or "") if name in kept), None)
            if name is not None:
                form, first = kept[name]
                path = library.record_files[first].path
                message = f"{field.name} {quoted(name)} differs from {quoted(form)} only by {difference(name, form)}"
                help = f"write {quoted(form, 120)}, as in {path}"
                yield at(file.path, node, CODE, message, help, "warning", also=(path,))


def _kept_forms(field: _NamedField, uses: MappingType[str, Sequence[int]]) -> dict[str, tuple[str, int]]:
    """The most frequent form of each name that is not in this form, with the number of the first record that has it."""
    numbers: dict[str, list[int]] = {}
    for text, used in uses.items():
        for name in field.names(text):
            numbers.setdefault(name, []).extend(used)
    forms: dict[str, list[str]] = {}
    for name in numbers:
        forms.setdefault(same_name(name), []).append(name)
    kept: dict[str, tuple[str, int]] = {}
    for names in forms.values():
        most = max(names, key=lambda name: (len(numbers[name]), -min(numbers[name])))
        kept |= {name: (most, min(numbers[most])) for name in names if name != most}
    return kept


def _topics(text: str) -> list[str]:
    """A topic and those above it."""
    path = topic_path(text)
    return [" > ".join(path[:end]) for end in range(1, len(path) + 1)]


def _series(text: str) -> tuple[str, ...]:
    return (series,) if (series := Venue.named(text).series) else ()


def _field(name: str) -> Callable[[RecordFile], Iterator[Node]]:
    def nodes(file: RecordFile) -> Iterator[Node]:
        for item in items_of(file.node(name)):
            node = item.get("name") if isinstance(item, Mapping) else item
            if node is not None:
                yield node

    return nodes


def _custom_names(file: RecordFile) -> list[Node]:
    custom = file.node("custom")
    return [key for key, _ in custom.present()] if isinstance(custom, Mapping) else []


_FIELDS = (
    _NamedField("topic", lambda paper: map(" > ".join, paper.topics), _field("topic"), _topics, "_topics.yml"),
    _NamedField("venue", lambda paper: [v.text for v in paper.venues], _field("venue"), _series, "_venues.yml"),
    _NamedField("institution", lambda paper: paper.institutions, _field("institutions"), registry="_institutions.yml"),
    _NamedField("keyword", lambda paper: paper.keywords, _field("keywords")),
    _NamedField("author", lambda paper: [author.text for author in paper.authors], _field("authors")),
    _NamedField("custom field", lambda paper: [name for name, _ in paper.custom], _custom_names),
)
