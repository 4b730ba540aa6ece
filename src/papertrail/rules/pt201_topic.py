"""An unknown topic.

## Why

If `papers/_topics.yml` exists, it defines all topics. A paper with another topic would not appear on any page. A topic
is written as the name of its list and its sections, separated by ` > `.

If more than three records have the same unknown topic, it is reported once, at the registry: the topic was probably
renamed or deleted there.

## Fix

`papertrail check --fix` writes the topic as the registry has it if only case or spaces differ, and if no other topic
may be meant.

## Fails

```yaml title="papers/_topics.yml"
- name: Training
  topics: [Parallelism, Compression]
```

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training > Paralellism
```

## Passes

```yaml title="papers/_topics.yml"
- name: Training
  topics: [Parallelism, Compression]
```

```yaml title="papers/tofu.yml"
name: Tofu
topic: [Training > Parallelism, Training > Compression]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core import TopicPath, topic_path
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.limits import TEXT, TOPIC_DEPTH, TOPIC_NAME
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.rules.support.fixes import rewritten
from papertrail.rules.support.renamed_topics import RenamedTopics
from papertrail.rules.support.rule import whole_list
from papertrail.rules.support.suggestions import KnownForms, TopicSuggestions
from papertrail.rules.support.unknown_names import UnknownName, some_paths, unknown_names
from papertrail.text.invisible import is_mark
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Scalar, items_of

CODE = "PT201"
NAME = "unknown-topic"
WAIVABLE = False
SCOPE = whole_list("topics")

_MessageAndHelp = tuple[str, str]


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Topics that are not in the registry, or that have empty or too many parts."""
    faults = {path: fault for path in _topics(library) if (fault := _fault_of(path))}
    for record in library.record_files:
        if record.paper is None or not faults.keys().isdisjoint(record.paper.topics):
            yield from _malformed(record)
    registry = library.registry_paths.get("_topics.yml")
    if registry is None:
        return
    suggestions = TopicSuggestions(library.registries.topic_paths)
    forms = KnownForms({" > ".join(path): path for path in library.registries.topic_paths})
    unknown = [name for name in unknown_names(library, "_topics.yml") if name.path not in faults]
    renamed = RenamedTopics(library) if unknown else None
    for name in unknown:
        new = renamed.new_name(name) if renamed else None
        if name.grouped:
            yield _grouped(library, registry, name, new, renamed)
        for record, node in name.uses:
            if record.path in name.paths or _fault_of(topic_path(node.text)):
                continue
            path = (*new, *topic_path(node.text)[len(name.path) :]) if new else ()
            is_known = path in library.registries.topic_paths
            write, add = f"write {quoted(' > '.join(path), 120)}", f"add the topic to {registry}"
            help = write if is_known else suggestions.help_for(node.text, add)
            fix = rewritten(record.path, record.text, node, forms.find(node.text))
            yield at(record.path, node, CODE, f"unknown topic {quoted(node.text)}", help, fix=fix)


def _topics(library: ParsedLibrary) -> set[TopicPath]:
    return {path for paper in library.papers for path in paper.topics}


def _malformed(record: RecordFile) -> Iterator[Diagnostic]:
    for node in items_of(record.node("topic")):
        if isinstance(node, Scalar) and node.text.strip() and "\n" not in node.text and len(node.text) <= TEXT:
            fault = _fault_of(topic_path(node.text))
            if fault:
                message, help = fault
                yield at(record.path, node, CODE, message.format(quoted(node.text)), help)


def _fault_of(path: TopicPath) -> _MessageAndHelp | None:
    """What is wrong with the form of a topic, and how to fix it."""
    if not all(path) or any(is_mark(part[0]) for part in path):
        help = "separate the list and its sections with single ` > `: Training > Parallelism"
        return "topic {} has an empty part", help
    if len(path) > TOPIC_DEPTH:
        return f"topic has more than {TOPIC_DEPTH} parts", "use a topic higher up in the tree"
    if max(map(len, path)) > TOPIC_NAME:
        return f"name of a topic is longer than {TOPIC_NAME} characters", "shorten it"
    return None


def _grouped(
    library: ParsedLibrary, registry: str, unknown: UnknownName, new: TopicPath | None, renamed: RenamedTopics | None
) -> Diagnostic:
    """Report a topic once, at the registry: at the topic that it was renamed to, if that is known."""
    old, records = quoted(" > ".join(unknown.path), 120), some_paths(unknown.paths)
    message = f"unknown topic {old} in {len(unknown.paths)} records: {records}"
    if new is None or renamed is None:
        help = f"add the topic to {registry}, or write another topic in these records"
        return at(registry, None, CODE, message, help, also=unknown.paths)
    back = f"name it {quoted(unknown.name)} again" if new[:-1] == unknown.path[:-1] else "move it back"
    written = quoted(" > ".join(new), 120)
    help = f"if this topic was renamed, write {written} instead of {old} in these records, or {back}"
    return at(registry, renamed.node(new), CODE, message, help, also=unknown.paths)
