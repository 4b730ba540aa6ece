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

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.rules.support.suggestions import Suggestions, as_yaml
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Sequence, text_of

CODE = "PT203"
NAME = "unknown-institution"
WAIVABLE = True
SCOPE = EACH_RECORD


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Institutions that are not registered under any of their names."""
    institutions = library.registries.institutions
    if institutions is None or "_institutions.yml" not in library.registry_paths:
        return
    registry, near = library.registry_paths["_institutions.yml"], Suggestions(institutions.by_name)
    for record in library.record_files:
        listed = record.node("institutions")
        for node in listed.items if isinstance(listed, Sequence) else ():
            name = text_of(node)
            if name and name.strip() and "\n" not in name and not institutions.find(name):
                yield at(
                    record.path, node, CODE, f"there is no institution {quoted(name)}",
                    near.did_you_mean(name, f"add the line `- name: {as_yaml(name[:60])}` to {registry}"),
                )  # fmt: skip
