"""An unsupported feature of YAML.

## Why

Records do not need anchors, aliases, tags, merge keys, several documents in a file, or deep nesting, and these can hang
or crash programs that read them. In most cases the value just starts with `*`, `&` or `!` and needs quotes.

## Fails

```yaml title="papers/tofu.yml"
name: &name Tofu
remarks: *name
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
remarks: "*Tofu*"
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
    """Features at which parsing stops."""
    return read_errors_of(library, CODE)
