"""A missing required field.

## Why

A paper needs a `name`, the title of its row, and a `topic`, its place in the list. Entries of registries need a `name`.

## Fails

```yaml title="papers/tofu.yml"
title: Supporting Very Large Models
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
title: Supporting Very Large Models
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic, Span, at
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.field_mappings import FieldMapping, field_mappings
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.text.strings import nearest
from papertrail.yaml.nodes import Mapping, Node

CODE = "PT102"
NAME = "missing-field"
WAIVABLE = False
SCOPE = EACH_RECORD


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Required fields that are missing or have no value."""
    for mapping in field_mappings(library):
        for field in mapping.fields:
            if not field.required or mapping.node.get(field.name) is not None or _misspelled(mapping, field.name):
                continue
            example = _first_topic(library) or field.example if field.name == "topic" else field.example
            position = mapping.node.key(field.name) or _Start(mapping.node)
            help = f"add `{field.name}: {example}` to the {mapping.noun}"
            yield at(mapping.path, position, CODE, f'missing field "{field.name}"', help)


def _first_topic(library: ParsedLibrary) -> str | None:
    """A topic of the registry, so that the suggestion is valid."""
    paths = (path for topic in library.registries.topics or () for path, leaf in topic.walk() if not leaf.topics)
    path = next(paths, None)
    return " > ".join(path) if path else None


def _misspelled(mapping: FieldMapping, name: str) -> bool:
    """Whether the field is there, but misspelled, which PT103 reports."""
    known = [field.name for field in mapping.fields]
    unknown = [key for key in mapping.node.pairs if key not in known]
    return any(nearest(key, known) == name for key in unknown[:20])


class _Start:
    """The first key of a mapping, so that the report does not underline the whole record."""

    def __init__(self, node: Mapping) -> None:
        first: Node = next((key for key, _ in node.pairs.values()), node)
        self.span: Span = first.span
