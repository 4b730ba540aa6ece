"""Invalid YAML.

## Why

A record is a YAML file with lines of the form `name: value`. A value needs quotes if it contains a colon and a
space, or if it starts with a special character such as `*`, `[`, `@` or a quote.

## Fix

`papertrail check --fix` writes a line as the help says if only quotes or white space are missing, as long as the whole
file can then be read.

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
    """Syntax errors. After one whose fix is unknown, the rest of the file cannot be checked."""
    return read_errors_of(library, CODE)
