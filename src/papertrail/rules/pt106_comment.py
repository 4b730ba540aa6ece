"""Text that is a YAML comment by accident.

## Why

In a value without quotes, a `#` after a space starts a comment, and the text after it is not shown. If the `#` is part
of the value, put the value in quotes. If it starts a comment, write two spaces before it.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
title: Lesson #1 of partitioning
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu  # the name of the system
title: "Lesson #1 of partitioning"
topic: Training
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic, Span
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence

CODE = "PT106"
NAME = "comment"
WAIVABLE = False
SCOPE = EACH_RECORD

_COMMENT = re.compile(r" #(?!\s*papertrail:)")


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Comments that are only one space away from a value."""
    for record in library.record_files:
        if " #" not in record.text or record.root is None:
            continue
        lines = record.text.split("\n")
        for node in _plain(record.root):
            rest = lines[node.end_line - 1][node.end_column - 1 :]
            if _COMMENT.match(rest):
                start = node.end_column + 1
                yield Diagnostic(
                    path=record.path,
                    span=Span(node.end_line, start, node.end_line, node.end_column + len(rest.rstrip())),
                    code=CODE,
                    message="text after # is a YAML comment and is not shown",
                    help="put the whole value in quotes; if it is a comment, write two spaces before the #",
                    severity="warning",
                )


def _plain(node: Node) -> Iterator[Scalar]:
    """The values without quotes."""
    if isinstance(node, Scalar):
        if node.plain and node.text:
            yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _plain(item)
    elif isinstance(node, Mapping):
        for _, value in node.pairs.values():
            yield from _plain(value)
