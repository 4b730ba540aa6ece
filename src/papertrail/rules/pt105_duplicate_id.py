"""A duplicate id.

## Why

Ids are unique across all folders, so that each row has one URL. A former id in `aliases` of a record cannot be used by
another record either.

## Fails

```yaml title="papers/training/tofu.yml"
name: Tofu
topic: Training
```

```yaml title="papers/food/tofu.yml"
name: Bean curd
topic: Cooking
```

## Passes

```yaml title="papers/training/tofu.yml"
name: Tofu
topic: Training
```

```yaml title="papers/food/bean-curd.yml"
name: Bean curd
topic: Cooking
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.nodes import records_with_aliases
from papertrail.rules.support.rule import whole_list
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import items_of, text_of

CODE = "PT105"
NAME = "duplicate-id"
WAIVABLE = False
SCOPE = whole_list("aliases")


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Ids and aliases that are already used by another record; the first in path order keeps its id."""
    taken: dict[str, str] = {}
    for record in sorted(library.record_files, key=lambda record: record.path in library.new):
        other = taken.setdefault(record.id.casefold(), record.path)
        if other != record.path:
            yield at(
                record.path, None, CODE, f"duplicate id {quoted(record.id, 80)} (also used by {other})",
                "rename the file, or delete one of the two if they are the same paper", also=(other,),
            )  # fmt: skip
    for record in records_with_aliases(library):
        for node in items_of(record.node("aliases")):
            alias = text_of(node)
            if not alias or not alias.strip():
                continue
            other = taken.get(alias.casefold(), "")
            if other:
                by = "this record" if other == record.path else other
                yield at(
                    record.path, node, CODE, f"duplicate id {quoted(alias, 80)} (also used by {by})",
                    "delete it from `aliases`", also=(other,),
                )  # fmt: skip
            taken.setdefault(alias.casefold(), record.path)
