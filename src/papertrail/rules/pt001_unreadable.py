r"""A file that cannot be read as text.

## Why

Only regular files with UTF-8 text, of a size that a person could have written, are read: records come from
strangers, and a symbolic link could lead out of the project.

## Fails

```yaml title="papers/tofu.yml"
name: caf\xe9  # saved as Latin-1
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: café
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.read_errors import read_errors_of
from papertrail.rules.support.rule import whole_list

CODE = "PT001"
NAME = "unreadable-file"
WAIVABLE = False
SCOPE = whole_list()


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Files that were not read or not decoded."""
    return read_errors_of(library, CODE)
