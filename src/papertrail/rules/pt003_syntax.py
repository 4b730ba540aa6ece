"""Text that is not YAML.

## Why

A record is a YAML file: lines of the form `name: value`. A value with `: ` inside, or one that begins with a
sign such as `*`, `[`, `@` or a quote, must be put in quotes.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu: a study
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: "Tofu: a study"
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.read_errors import read_errors_of
from papertrail.rules.support.rule import whole_list

CODE = "PT003"
NAME = "not-yaml"
WAIVABLE = False
SCOPE = whole_list()


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Syntax errors, one a file: what follows the first cannot be made out."""
    return read_errors_of(library, CODE)
