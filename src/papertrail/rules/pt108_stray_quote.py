"""A quotation mark without a partner.

## Why

A value in quotes needs the quote on both sides. With a quote only at its end, the value is valid YAML, but the quote is
part of it and shown to readers.

## Fix

`papertrail check --fix` deletes the quote.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
title: Supporting Very Large Models"
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

import re
from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.fixes import rewritten
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.rules.support.suggestions import as_yaml
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence

CODE = "PT108"
NAME = "stray-quote"
WAIVABLE = True
SCOPE = EACH_RECORD

_ODD_LINE = re.compile(r'^[^"\n]*+"(?:[^"\n]*+"[^"\n]*+")*+[^"\n]*+$', re.MULTILINE)
"""A line with an odd number of quotes."""


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Values without quotes that end with one, which was probably not opened."""
    for record in library.record_files:
        if record.root is None or not _has_odd_line(record.text):
            continue
        for node in _scalars(record.root):
            if node.plain and _has_stray_quote(node.text):
                text = as_yaml(node.text[:-1].rstrip())
                help = f"write {text}" if len(text) < 100 else "delete the quote at the end"
                help += "; if it belongs to the text, put the whole value in single quotes"
                fix = rewritten(record.path, record.text, node, node.text[:-1].rstrip())
                message = "value ends with a quote that was not opened"
                yield at(record.path, node, CODE, message, help, "warning", fix=fix)


def _has_odd_line(text: str) -> bool:
    return '"' in text and _ODD_LINE.search(text) is not None


def _has_stray_quote(text: str) -> bool:
    """Whether a text ends with a single double quote. After a digit, it may stand for inches or seconds. PT401 reports
    URLs with quotes.
    """
    return text.endswith('"') and text.count('"') == 1 and not text[-2:-1].isdigit() and "://" not in text


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _scalars(item)
    elif isinstance(node, Mapping):
        for key, (_, value) in node.pairs.items():
            if key != "source":
                yield from _scalars(value)
