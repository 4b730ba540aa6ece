"""A missing required field.

## Why

A paper needs a `name`, the title of its row, and a `topic`, its place in the list. PT204
reports entries of registries without a `name`.

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

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.field_mappings import field_mappings
from papertrail.rules.support.required import first_key, is_misspelled
from papertrail.rules.support.rule import EACH_RECORD

CODE = "PT102"
NAME = "missing-field"
WAIVABLE = False
SCOPE = EACH_RECORD


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Required fields that are missing or have no value."""
    for mapping in field_mappings(library):
        if mapping.in_registry:
            continue  # PT204 reports entries without a name, and knows which one they need
        for field in mapping.fields.required:
            if mapping.node.get(field.name) is not None or is_misspelled(field.name, mapping.node, mapping.fields):
                continue
            example = _first_topic(library) or field.example if field.name == "topic" else field.example
            position = mapping.node.key(field.name) or first_key(mapping.node)
            help = f"add `{field.name}: {example}` to the {mapping.noun}"
            yield at(mapping.path, position, CODE, f'missing field "{field.name}"', help)


def _first_topic(library: ParsedLibrary) -> str | None:
    """A topic of the registry, so that the suggestion is valid."""
    paths = (path for topic in library.registries.topics or () for path, leaf in topic.walk() if not leaf.topics)
    path = next(paths, None)
    return " > ".join(path) if path else None
