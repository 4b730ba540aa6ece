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

from collections.abc import Iterator

from papertrail.diagnostics import Diagnostic, at
from papertrail.models import Library, topic_path
from papertrail.nodes import Scalar, items_of
from papertrail.text import did_you_mean, quoted

CODE = "PT201"
NAME = "unknown-topic"
WAIVABLE = False


def check(library: Library) -> Iterator[Diagnostic]:
    """Topics with an empty part, and those that the registry does not have."""
    paths = library.registries.topic_paths if library.registries.topics is not None else None
    known = [" > ".join(path) for path in paths or ()]
    for record in library.records:
        for node in items_of(record.node("topic")):
            if not isinstance(node, Scalar) or not node.text.strip() or "\n" in node.text:
                continue
            path = topic_path(node.text)
            if not all(path):
                yield at(
                    record.path, node, CODE, f"a part of the topic {quoted(node.text)} is empty",
                    "write the list and its sections, with ` > ` between them: Training > Parallelism",
                )  # fmt: skip
            elif paths is not None and path not in paths:
                yield at(
                    record.path, node, CODE, f"there is no topic {quoted(node.text)}",
                    did_you_mean(node.text, known, "add it to _topics.yml"),
                )  # fmt: skip
