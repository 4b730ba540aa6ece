"""An unknown institution.

## Why

If `papers/_institutions.yml` exists, it defines all institutions and their aliases. A misspelled name would become a
separate institution.

## Fix

`papertrail check --fix` writes the name as the registry has it if only case or spaces differ, and if no other
institution may be meant.

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
from papertrail.rules.support.fixes import rewritten
from papertrail.rules.support.rule import whole_list
from papertrail.rules.support.suggestions import KnownForms, Suggestions
from papertrail.rules.support.unknown_entries import add_entry, report_at_registry
from papertrail.rules.support.unknown_names import unknown_names
from papertrail.text.strings import quoted

CODE = "PT203"
NAME = "unknown-institution"
WAIVABLE = True
SCOPE = whole_list("institutions")


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Institutions that are not in the registry."""
    institutions = library.registries.institutions
    registry = library.registry_paths.get("_institutions.yml")
    if institutions is None or registry is None:
        return
    suggestions, forms = Suggestions(institutions.by_name), KnownForms(institutions.by_name)
    for unknown in unknown_names(library, "_institutions.yml"):
        if unknown.grouped:
            near = suggestions.nearest(unknown.name)
            yield report_at_registry(library, "_institutions.yml", unknown, near, CODE, forms.find)
        for record, node in unknown.uses:
            if record.path not in unknown.paths:
                help = suggestions.did_you_mean(unknown.name, add_entry(unknown.name, registry))
                fix = rewritten(record.path, record.text, node, forms.find(node.text))
                yield at(record.path, node, CODE, f"unknown institution {quoted(unknown.name)}", help, fix=fix)
