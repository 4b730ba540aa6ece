"""A field that does not exist.

## Why

A misspelled field would be left out of the list without a word.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
institution: NYU
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
institutions: [NYU]
custom: {Objective: latency}
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.diagnostics import Diagnostic, at
from papertrail.models import Library
from papertrail.rules.forms import forms
from papertrail.text import did_you_mean, quoted

CODE = "PT103"
NAME = "unknown-field"
WAIVABLE = False


def check(library: Library) -> Iterator[Diagnostic]:
    """Keys that are not in the table of fields, with the nearest one that is."""
    for path, node, fields, noun in forms(library):
        known = [field.name for field in fields]
        for key, _ in node.pairs.values():
            if key.text not in known:
                otherwise = (
                    "put columns of your own under `custom`" if noun == "record" else f"a {noun} has {', '.join(known)}"
                )
                yield at(
                    path, key, CODE, f"there is no field {quoted(key.text)}",
                    did_you_mean(key.text, known, otherwise),
                )  # fmt: skip
