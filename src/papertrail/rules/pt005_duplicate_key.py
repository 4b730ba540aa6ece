"""A duplicate field.

## Why

Most YAML parsers silently keep only the last value.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
name: Bean curd
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
links:
  - {label: Paper, url: https://example.com/short}
  - {label: Paper, url: https://example.com/long}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.read_errors import read_errors_of
from papertrail.rules.support.rule import whole_list

CODE = "PT005"
NAME = "duplicate-key"
WAIVABLE = False
SCOPE = whole_list()


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Keys that occur twice in a mapping."""
    return read_errors_of(library, CODE)
