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

from papertrail.diagnostics import Diagnostic, HasSpan, at
from papertrail.models import Library
from papertrail.nodes import items_of, text_of

CODE = "PT105"
NAME = "duplicate-id"
WAIVABLE = False


def check(library: Library) -> Iterator[Diagnostic]:
    """Ids and earlier ids that are taken already, by the file that comes first in path order."""
    taken: dict[str, str] = {}
    claims: list[tuple[str, str, HasSpan | None]] = [(r.id.casefold(), r.path, None) for r in library.records]
    for record in library.records:
        for node in items_of(record.node("aliases")):
            if alias := text_of(node):
                claims.append((alias.casefold(), record.path, node))
    for id, path, node in claims:
        if id in taken:
            yield at(
                path, node, CODE, f"the id {id} is taken by {taken[id]}",
                "delete the earlier id" if node else "rename the file, or delete one of the two if they are one paper",
            )  # fmt: skip
        taken.setdefault(id, path)
