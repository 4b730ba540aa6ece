"""An institution that the registry does not have.

## Why

Where `papers/_institutions.yml` is there, it decides what is one institution under its many names.

## Fails

```yaml title="papers/_institutions.yml"
- name: UC Berkeley
```

```yaml title="papers/checkmate.yml"
name: Checkmate
institutions: [UC Berkley]
topic: Training
```

## Passes

```yaml title="papers/_institutions.yml"
- {name: UC Berkeley, aliases: [UCB]}
```

```yaml title="papers/checkmate.yml"
name: Checkmate
institutions: [UCB]
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.diagnostics import Diagnostic, at
from papertrail.models import Library
from papertrail.nodes import Sequence, text_of
from papertrail.text import did_you_mean, quoted

CODE = "PT203"
NAME = "unknown-institution"
WAIVABLE = True


def check(library: Library) -> Iterator[Diagnostic]:
    """Institutions that are not registered under any of their names."""
    institutions = library.registries.institutions
    if institutions is None:
        return
    for record in library.records:
        listed = record.node("institutions")
        for node in listed.items if isinstance(listed, Sequence) else ():
            name = text_of(node)
            if name and name.strip() and not institutions.find(name):
                yield at(
                    record.path, node, CODE, f"there is no institution {quoted(name)}",
                    did_you_mean(name, institutions.by_name, "add it to _institutions.yml"),
                )  # fmt: skip
