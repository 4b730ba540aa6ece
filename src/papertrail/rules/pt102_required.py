"""A record or entry without a field that it needs.

## Why

A paper needs a `name`, which its row is called by, and a `topic`, which says where it is filed.

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
    """Required fields that are absent, or that have nothing after their name."""
    for mapping in field_mappings(library):
        for field in mapping.fields:
            if not field.required or mapping.node.get(field.name) is not None or _misspelled(mapping, field.name):
                continue
            example = _first_topic(library) or field.example if field.name == "topic" else field.example
            says = f"{field.help[0].lower()}{field.help[1:].rstrip('.')}"
            yield at(
                mapping.path, mapping.node.key(field.name) or _Start(mapping.node), CODE,
                f"the {mapping.noun} has no `{field.name}`", f"write `{field.name}: {example}`: {says}",
            )  # fmt: skip


def _first_topic(library: ParsedLibrary) -> str | None:
    """A topic of the list itself, so that what is proposed can be written."""
    paths = (path for topic in library.registries.topics or () for path, found in topic.walk() if not found.topics)
    path = next(paths, None)
    return " > ".join(path) if path else None


def _misspelled(mapping: FieldMapping, name: str) -> bool:
    """Whether the field is there under a name that PT103 tells how to write."""
    known = [field.name for field in mapping.fields]
    unknown = [key for key in mapping.node.pairs if key not in known]
    return any(nearest(key, known) == name for key in unknown[:20])


class _Start:
    """The first line of a mapping, so that a long record is not underlined as a whole."""

    def __init__(self, node: Mapping) -> None:
        first: Node = next((key for key, _ in node.pairs.values()), node)
        self.span: Span = first.span
