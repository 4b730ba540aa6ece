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
from papertrail.rules.support.registry_names import check_names, check_references, named_entries
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
    for registry in REGISTRIES:
        for path, problem in _check_registry(registry, library):
            yield at(path, problem.node, CODE, problem.message, problem.help, problem.severity)


def _check_registry(registry: str, library: ParsedLibrary) -> Iterator[tuple[str, Problem]]:
    """The problems of a registry, each with the path of its file."""
    fields = REGISTRIES[registry]
    for file_path, entry, path in nameless_entries(library, registry):
        if entry.get("name") is None and not is_misspelled("name", entry, [field.name for field in fields]):
            yield file_path, _without_name(entry, path, fields[0].example)
    if registry == "_topics.yml":
        for file in library.registry_files:
            if file.name == registry and isinstance(file.root, Sequence):
                yield from ((file.path, problem) for problem in check_topics(file.root, library))
    else:
        entries = list(named_entries(library, registry))
        yield from check_names(entries)
        reference = "renamed_to" if registry == "_venues.yml" else "parent"
        yield from check_references(entries, reference, library.registry_paths.get(registry, ""))


def _without_name(entry: Mapping, path: TopicPath | None, example: str) -> Problem:
    """An entry without a name, with the name that records use, if it is the one that the registry lacks."""
    name = as_yaml(path[-1]) if path else example
    why = ", the name that records use" if path else ""
    return Problem(
        entry.key("name") or first_key(entry), 'missing field "name"', f"add `name: {name}` to the entry{why}"
    )
