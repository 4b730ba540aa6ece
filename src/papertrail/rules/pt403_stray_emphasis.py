"""An unpaired emphasis mark.

## Why

Pairs of `*` or `_` *emphasize* text. A mark without a partner, or with a space on its inner side, is shown as it is,
which is rarely intended. If it is, write a backslash before it: `\\*`.

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

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.limits import TEXT
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.remarks import may_be_parsed
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.text.markdown import has_stray_marks
from papertrail.yaml.nodes import Scalar, items_of, texts_of

CODE = "PT403"
NAME = "stray-emphasis"
WAIVABLE = True
SCOPE = EACH_RECORD


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Remarks with emphasis marks that do not emphasize anything."""
    for record in library.record_files:
        remarks = texts_of(record.node("remarks")) if record.paper is None else record.paper.remarks
        if not may_be_parsed(remarks):
            continue  # reported by PT404
        stray = {text for text in remarks if len(text) <= TEXT and has_stray_marks(text)}
        lines: list[str] = []
        for node in items_of(record.node("remarks")) if stray else ():
            if isinstance(node, Scalar) and node.text in stray:
                lines = lines or record.text.split("\n")
                yield _stray(record.path, node, lines[node.line - 1])


def _stray(path: str, node: Scalar, line: str) -> Diagnostic:
    # In double quotes, YAML itself consumes one backslash.
    escape = "\\\\" if line[node.column - 1 : node.column] == '"' else "\\"
    return at(
        path, node, CODE, "unpaired emphasis mark, * or _",
        "put a mark on both sides of the emphasized text, without a space on the inner side; for a literal character, "
        f"write {escape}* or {escape}_",
        "warning",
    )  # fmt: skip
