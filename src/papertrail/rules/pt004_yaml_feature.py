"""A feature of YAML that records do not have.

## Why

Anchors, aliases, tags, merge keys, several documents in one file and deep nesting can hang or crash whatever
reads them, and a record has no use for them. Most often a value only begins with `*`, `&` or `!` and needs
quotes.

## Fails

```yaml title="papers/tofu.yml"
name: &name Tofu
title: *name
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
title: "*Tofu*"
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.read_errors import read_errors_of
from papertrail.rules.support.rule import whole_list

CODE = "PT004"
NAME = "yaml-feature"
WAIVABLE = False
SCOPE = whole_list()


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Features that end the reading of a file."""
    return read_errors_of(library, CODE)
