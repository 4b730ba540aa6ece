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
    """Remarks with emphasis marks left over once the Markdown is read."""
    for record in library.record_files:
        remarks = record.node("remarks")
        if not may_be_parsed(texts_of(remarks)):
            continue  # PT404 says so
        lines: list[str] = []
        for node in items_of(remarks):
            if isinstance(node, Scalar) and len(node.text) <= TEXT and has_stray_marks(node.text):
                lines = lines or record.text.split("\n")
                yield _stray(record.path, node, lines[node.line - 1])


def _stray(path: str, node: Scalar, line: str) -> Diagnostic:
    # In double quotes YAML takes one backslash for itself.
    escape = "\\\\" if line[node.column - 1 : node.column] == '"' else "\\"
    return at(
        path, node, CODE, "an emphasis mark, * or _, is left over",
        "put one on both sides of what is to be emphasised, with no space on its inner side; for the sign itself write "
        f"{escape}* or {escape}_",
        "warning",
    )  # fmt: skip
