"""An unknown topic.

## Why

If `papers/_topics.yml` exists, it defines all topics. A paper with another topic would not appear on any page. A topic
is written as the name of its list and its sections, separated by ` > `.

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

from collections.abc import Collection, Iterator
from functools import cached_property

from papertrail.core import TopicPath, topic_path
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.limits import TEXT, TOPIC_DEPTH, TOPIC_NAME
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.rules.support.suggestions import Suggestions, unseen_difference
from papertrail.text.invisible import is_mark
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Scalar, items_of

CODE = "PT201"
NAME = "unknown-topic"
WAIVABLE = False
SCOPE = EACH_RECORD


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Topics that are not in the registry, or that have empty or too many parts."""
    registry = library.registry_paths.get("_topics.yml")
    paths = library.registries.topic_paths
    suggestions = _TopicSuggestions(paths)
    for record in library.record_files:
        for node in items_of(record.node("topic")):
            if not isinstance(node, Scalar) or not node.text.strip() or "\n" in node.text or len(node.text) > TEXT:
                continue  # reported by PT101
            path = topic_path(node.text)
            if not all(path) or any(is_mark(part[0]) for part in path):
                yield at(
                    record.path, node, CODE, f"topic {quoted(node.text)} has an empty part",
                    "separate the list and its sections with single ` > `: Training > Parallelism",
                )  # fmt: skip
            elif len(path) > TOPIC_DEPTH:
                yield at(
                    record.path, node, CODE, f"topic has more than {TOPIC_DEPTH} parts",
                    "use a topic higher up in the tree",
                )  # fmt: skip
            elif max(map(len, path)) > TOPIC_NAME:
                yield at(
                    record.path, node, CODE, f"name of a topic is longer than {TOPIC_NAME} characters", "shorten it"
                )
            elif registry is not None and path not in paths:
                help = suggestions.help_for(node.text, registry)
                yield at(record.path, node, CODE, f"unknown topic {quoted(node.text)}", help)


class _TopicSuggestions:
    """Suggests known topics, also by their last part, which is all that many people write."""

    def __init__(self, paths: Collection[TopicPath]) -> None:
        self._paths = paths

    @cached_property
    def _by_last(self) -> dict[str, list[str]]:
        topics: dict[str, list[str]] = {}
        for path in sorted(self._paths):
            topics.setdefault(path[-1].casefold(), []).append(" > ".join(path))
        return topics

    @cached_property
    def _whole(self) -> Suggestions:
        return Suggestions([" > ".join(path) for path in self._paths])

    @cached_property
    def _last(self) -> Suggestions:
        return Suggestions(self._by_last)

    def help_for(self, text: str, registry: str) -> str:
        same = self._by_last.get(text.strip().rpartition(" > ")[2].casefold(), [])
        near = self._whole.nearest(text)
        if near and (unseen := unseen_difference(" > ".join(topic_path(text)), near)):
            return unseen
        if near is None and not same:
            same = self._by_last.get(self._last.nearest(text.casefold()) or "", [])
        if same:
            near = " or ".join(quoted(path, 120) for path in same[:3])
        elif near is not None:
            near = quoted(near, 120)
        add = f"add the topic to {registry}"
        return f"did you mean {near}? Otherwise, {add}" if near else add
