"""An unknown institution.

## Why

If `papers/_institutions.yml` exists, it defines all institutions and their aliases. A misspelled name would become a
separate institution.

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
    """Institutions that are not in the registry."""
    institutions = library.registries.institutions
    registry = library.registry_paths.get("_institutions.yml")
    if institutions is None or registry is None:
        return
    suggestions = Suggestions(institutions.by_name)
    for record in library.record_files:
        listed = record.node("institutions")
        for node in listed.items if isinstance(listed, Sequence) else ():
            name = text_of(node)
            if name and name.strip() and "\n" not in name and not institutions.find(name):
                add = f"add the line `- name: {as_yaml(name[:60])}` to {registry}"
                help = suggestions.did_you_mean(name, add)
                yield at(record.path, node, CODE, f"unknown institution {quoted(name)}", help)
