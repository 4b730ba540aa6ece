"""An unused or invalid waiver.

## Why

`# papertrail: allow PT302 another work` at the end of a line suppresses one rule on that line and gives the reason. An
unused waiver would hide the next problem on its line. Rules that keep readers safe cannot be waived.

## Fix

`papertrail check --fix` deletes waivers of rules that report nothing in their file, in a list without errors.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
venue: EuroSys 2019  # papertrail: allow PT304 the preprint came later
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
venue: EuroSys 2019  # papertrail: allow PT304 the preprint came later
links: {Paper: https://arxiv.org/abs/2001.00001}
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.rule import whole_list

CODE = "PT901"
NAME = "waiver"
WAIVABLE = False
SCOPE = whole_list()


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Nothing. `papertrail.rules.checker` reports unused waivers after all rules have run."""
    return iter(())
