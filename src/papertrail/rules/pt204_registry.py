"""A registry that contradicts itself or the records.

## Why

Each entry needs a `name`, and each name must belong to one entry. papertrail reports names that two entries share, a
`parent` or `renamed_to` without an entry, and topics whose `order` contains papers of other topics. Papers in `order`
or `start` that are not in the topic are warnings.

If the entries of a registry of venues or institutions are sorted by name, without case and accents, a new entry that is
not in its place is a warning. A registry that is not kept sorted, or has fewer than eight entries, may have any order.

## Fix

`papertrail check --fix` moves a new entry to its place, with the comments above it, writes the current id of a renamed
paper in `order` and `start`, and deletes ids there that occur twice and, in a list without errors, those that no record
has. It also deletes an `order` that only repeats `sort`, which no rule reports.

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
from functools import partial

from papertrail.core import TopicPath
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.fields import REGISTRIES
from papertrail.records.library import ParsedLibrary, RegistryFile
from papertrail.rules.support.fixes import edited, rewritten, text_of_file
from papertrail.rules.support.problem import Problem
from papertrail.rules.support.registry_names import check_names, check_references, named_entries
from papertrail.rules.support.required import first_key, is_misspelled
from papertrail.rules.support.rule import whole_list
from papertrail.rules.support.suggestions import as_yaml
from papertrail.rules.support.topic_tree import check_topics
from papertrail.rules.support.unknown_names import nameless_entries
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Mapping, Sequence
from papertrail.yaml.sorted_entries import entry_name, misplaced_entries, with_moved_entry

CODE = "PT204"
NAME = "registry"
WAIVABLE = False
SCOPE = whole_list("topics", "venues", "institutions", "aliases", "custom")


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Contradictions in each registry."""
    for registry in REGISTRIES:
        for path, p in _check_registry(registry, library):
            fix = p.fix or (rewritten(path, text_of_file(library, path), p.node, p.value) if p.value else None)
            yield at(path, p.node, CODE, p.message, p.help, p.severity, fix=fix)


def _check_registry(registry: str, library: ParsedLibrary) -> Iterator[tuple[str, Problem]]:
    """The problems of a registry, each with the path of its file."""
    fields = REGISTRIES[registry]
    for file_path, entry, path in nameless_entries(library, registry):
        if entry.get("name") is None and not is_misspelled("name", entry, [field.name for field in fields]):
            yield file_path, _without_name(entry, path, fields[0].example)
    lists = [file for file in library.registry_files if file.name == registry and not file.is_entry and file.has_form]
    if registry == "_topics.yml":
        yield from ((file.path, problem) for file in lists for problem in check_topics(file, library))
    else:
        entries = list(named_entries(library, registry))
        yield from check_names(entries)
        reference = "renamed_to" if registry == "_venues.yml" else "parent"
        yield from check_references(entries, reference, library.registry_paths.get(registry, ""))
        yield from ((file.path, problem) for file in lists for problem in _check_places(file))


def _check_places(file: RegistryFile) -> Iterator[Problem]:
    """Entries that are not in their place, in a registry that is kept sorted."""
    root = file.root
    if not isinstance(root, Sequence):
        return
    for entry in misplaced_entries(root):
        message = f"entry {quoted(entry.node.text)} is not in its place in the sorted list"
        following = entry_name(file.entries[entry.after]) if entry.after >= 0 else None
        place = f"below {quoted(following.text)} (line {following.line})" if following else "to the start of the list"
        fix = edited(file.path, f"move it {place}", file.text, partial(with_moved_entry, root=root, entry=entry))
        if fix is None:  # the list is in brackets
            return
        yield Problem(entry.node, message, f"move it {place}, or run `papertrail check --fix`", "warning", fix=fix)


def _without_name(entry: Mapping, path: TopicPath | None, example: str) -> Problem:
    """An entry without a name, with the name that records use, if it is the one that the registry lacks."""
    name = as_yaml(path[-1]) if path else example
    why = ", the name that records use" if path else ""
    return Problem(
        entry.key("name") or first_key(entry), 'missing field "name"', f"add `name: {name}` to the entry{why}"
    )
