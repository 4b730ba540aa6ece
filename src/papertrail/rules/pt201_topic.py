"""A topic that does not exist.

## Why

Where `papers/_topics.yml` is there, it is the one tree of topics: a paper filed under another name would be on no
page. A topic is written from its list down, joined by ` > `.

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
from papertrail.core.limits import TEXT, TOPIC_DEPTH
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.rules.support.suggestions import Suggestions
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Scalar, items_of

CODE = "PT201"
NAME = "unknown-topic"
WAIVABLE = False
SCOPE = EACH_RECORD


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Topics with an empty part, and those that the registry does not have."""
    registered = "_topics.yml" in library.registry_paths
    paths = library.registries.topic_paths
    meant = _Meant(paths)
    for record in library.record_files:
        for node in items_of(record.node("topic")):
            if not isinstance(node, Scalar) or not node.text.strip() or "\n" in node.text or len(node.text) > TEXT:
                continue  # PT101 says so
            path = topic_path(node.text)
            if not all(path):
                yield at(
                    record.path, node, CODE, f"a part of the topic {quoted(node.text)} is empty",
                    "write the list and its sections, with ` > ` between them only: Training > Parallelism",
                )  # fmt: skip
            elif len(path) > TOPIC_DEPTH:
                yield at(
                    record.path, node, CODE, f"the topic has more than {TOPIC_DEPTH} parts",
                    "file it higher up in the tree",
                )  # fmt: skip
            elif registered and path not in paths:
                yield at(
                    record.path, node, CODE, f"there is no topic {quoted(node.text)}",
                    meant.remedy(node.text, library.registry_paths["_topics.yml"]),
                )  # fmt: skip


class _Meant:
    """The topics that there are, also by their last part, which is all that many people write."""

    def __init__(self, paths: Collection[TopicPath]) -> None:
        self._paths = paths

    @cached_property
    def _by_last(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self._paths):
            found.setdefault(path[-1].casefold(), []).append(" > ".join(path))
        return found

    @cached_property
    def _whole(self) -> Suggestions:
        return Suggestions([" > ".join(path) for path in self._paths])

    @cached_property
    def _last(self) -> Suggestions:
        return Suggestions(self._by_last)

    def remedy(self, text: str, registry: str) -> str:
        same = self._by_last.get(text.strip().rpartition(" > ")[2].casefold(), [])
        near = self._whole.nearest(text)
        if near is None and not same:
            same = self._by_last.get(self._last.nearest(text.casefold()) or "", [])
        if same:
            near = " or ".join(quoted(path, 120) for path in same[:3])
        elif near is not None:
            near = quoted(near, 120)
        otherwise = f"add the topic to {registry}"
        return f"did you mean {near}? Otherwise {otherwise}" if near else otherwise
