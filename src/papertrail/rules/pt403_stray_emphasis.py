"""An emphasis mark that marks nothing.

## Why

`*` and `_` make text *emphasised* in pairs. A single one, or one with a space on its inner side, is shown as it
is, which is rarely meant. Put a backslash before one that is: `\\*`.

## Fails

```yaml title="papers/byteps.yml"
name: BytePS
remarks: "*Communication framework; leverage* spare CPU*;* consider network topology.*"
topic: Training
```

## Passes

```yaml title="papers/byteps.yml"
name: BytePS
remarks: "*Communication framework*; a 2 \\\\* 2 grid, and `a*b` in code."
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.diagnostics import Diagnostic, at
from papertrail.markup import has_stray_marks
from papertrail.models import Library
from papertrail.nodes import Scalar, items_of
from papertrail.rules.pt101_form import LONGEST

CODE = "PT403"
NAME = "stray-emphasis"
WAIVABLE = True


def check(library: Library) -> Iterator[Diagnostic]:
    """Remarks with emphasis marks left over once the Markdown is read."""
    for record in library.records:
        for node in items_of(record.node("remarks")):
            if isinstance(node, Scalar) and len(node.text) <= LONGEST and has_stray_marks(node.text):
                yield at(
                    record.path, node, CODE, "an emphasis mark, * or _, is left over",
                    "put one on both sides of what is to be emphasised, with no space on its inner side; "
                    + _for_the_sign_itself(node),
                    "warning",
                )  # fmt: skip


def _for_the_sign_itself(node: Scalar) -> str:
    """How the sign is written, which hangs on the quotes around the text."""
    if node.plain:
        return "for the sign itself write \\* or \\_"
    return "for the sign itself write \\* or \\_, with two backslashes if the text is in double quotes"
