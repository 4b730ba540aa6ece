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

from papertrail.diagnostics import Diagnostic, Span, at
from papertrail.models import Library
from papertrail.nodes import Mapping, Node
from papertrail.rules.forms import forms

CODE = "PT102"
NAME = "missing-field"
WAIVABLE = False


def check(library: Library) -> Iterator[Diagnostic]:
    """Required fields that are absent, or that have nothing after their name."""
    for path, node, fields, noun in forms(library):
        for field in fields:
            if field.required and node.get(field.name) is None:
                yield at(
                    path, node.key(field.name) or _Start(node), CODE, f"the {noun} has no `{field.name}`",
                    f"add a line `{field.name}: {field.example}`; {field.help[0].lower()}{field.help[1:].rstrip('.')}",
                )  # fmt: skip


class _Start:
    """The first line of a mapping, so that a long record is not underlined as a whole."""

    def __init__(self, node: Mapping) -> None:
        first: Node = next((key for key, _ in node.pairs.values()), node)
        self.span: Span = first.span
