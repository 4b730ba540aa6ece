"""Two records of one id.

## Why

An id is unique over all folders, so that each row has one address. An earlier id that a record keeps under
`aliases` is taken as well.

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
from papertrail.yaml.nodes import items_of, text_of

CODE = "PT105"
NAME = "duplicate-id"
WAIVABLE = False
SCOPE = whole_list("aliases")


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Ids and earlier ids that are taken already, by the file that comes first in path order."""
    taken: dict[str, str] = {}
    for record in library.record_files:
        other = taken.setdefault(record.id.casefold(), record.path)
        if other != record.path:
            yield at(
                record.path, None, CODE, f"the id {record.id[:80]} is taken by {other}",
                "rename the file, or delete one of the two if they are one paper", also=(other,),
            )  # fmt: skip
    for record in records_with_aliases(library):
        for node in items_of(record.node("aliases")):
            alias = text_of(node)
            if not alias or not alias.strip():
                continue
            other = taken.get(alias.casefold(), "")
            if other:
                by = "this record itself" if other == record.path else other
                yield at(
                    record.path, node, CODE, f"the id {alias[:80]} is taken by {by}", "delete it from `aliases`",
                    also=(other,),
                )  # fmt: skip
            taken.setdefault(alias.casefold(), record.path)
