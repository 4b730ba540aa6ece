"""A registry that contradicts itself or the records.

## Why

Each entry needs a `name`, and each name must belong to one entry. papertrail reports names that two entries share, a
`parent` or `renamed_to` without an entry, and topics whose `order` contains papers of other topics. Papers in `order`
or `start` that are not in the topic are warnings.

## Fails

```yaml title="papers/_institutions.yml"
- {name: MSRA, parent: Microsof}
- {name: Microsoft, aliases: [MSRA]}
```

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
```

## Passes

```yaml title="papers/_institutions.yml"
- {name: MSRA, parent: Microsoft}
- Microsoft
```

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core import TopicPath
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.fields import REGISTRIES
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.problem import Problem
from papertrail.rules.support.registry_names import check_names, check_references
from papertrail.rules.support.required import first_key, is_misspelled
from papertrail.rules.support.rule import whole_list
from papertrail.rules.support.suggestions import as_yaml
from papertrail.rules.support.topic_tree import check_topics
from papertrail.rules.support.unknown_names import nameless_entries
from papertrail.yaml.nodes import Mapping, Sequence

CODE = "PT204"
NAME = "registry"
WAIVABLE = False
SCOPE = whole_list("topics", "venues", "institutions", "aliases", "custom")


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Contradictions in each registry."""
    for file in library.registry_files:
        if isinstance(file.root, Sequence):
            for problem in _check_registry(file.name, file.root, library):
                yield at(file.path, problem.node, CODE, problem.message, problem.help, problem.severity)


def _check_registry(name: str, root: Sequence, library: ParsedLibrary) -> Iterator[Problem]:
    fields = REGISTRIES[name]
    for entry, path in nameless_entries(library, name):
        if entry.get("name") is None and not is_misspelled("name", entry, [field.name for field in fields]):
            yield _without_name(entry, path, fields[0].example)
    if name == "_topics.yml":
        yield from check_topics(root, library)
    else:
        yield from check_names(root)
        yield from check_references(root, "renamed_to" if name == "_venues.yml" else "parent")


def _without_name(entry: Mapping, path: TopicPath | None, example: str) -> Problem:
    """An entry without a name, with the name that records use, if it is the one that the registry lacks."""
    name = as_yaml(path[-1]) if path else example
    why = ", the name that records use" if path else ""
    return Problem(
        entry.key("name") or first_key(entry), 'missing field "name"', f"add `name: {name}` to the entry{why}"
    )
