r"""An invisible character.

## Why

Control characters and bidirectional marks can make a reviewer see something other than what the file contains, and a
name of blanks and fillers cannot be seen at all. Such characters usually come from text copied from a PDF. They are
accepted where text needs them: joiners in Persian, Indic scripts and emoji, selectors after emoji and ideographs, and
tags in flags.

The rule also reports combining marks without a letter, and so many of them that they cover the text around them.

## Fails

```yaml title="papers/tofu.yml"
name: "Tofu\u202e"
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.read_errors import read_errors_of
from papertrail.rules.support.rule import whole_list

CODE = "PT002"
NAME = "invisible-character"
WAIVABLE = False
SCOPE = whole_list()


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Invisible characters in files and in escape sequences."""
    return read_errors_of(library, CODE)
