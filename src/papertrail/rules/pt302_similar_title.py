"""A title much like another record's.

## Why

The same work often comes back under a slightly different title. This is a warning: waive it where the two are
different works.

## Fails

```yaml title="papers/optimus.yml"
name: Optimus
title: "Optimus: An Efficient Dynamic Resource Scheduler for Deep Learning Clusters"
topic: Training
```

```yaml title="papers/scheduler.yml"
name: Scheduler
title: "Optimus: Efficient Dynamic Resource Scheduler for Deep Learning Clusters"
topic: Training
```

## Passes

```yaml title="papers/optimus.yml"
name: Optimus
title: "Optimus: An Efficient Dynamic Resource Scheduler for Deep Learning Clusters"
topic: Training
```

```yaml title="papers/gandiva.yml"
name: Gandiva
title: "Gandiva: Introspective Cluster Scheduling for Deep Learning"
topic: Training
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rapidfuzz import fuzz

from papertrail.diagnostics import Diagnostic, at
from papertrail.models import Library, Record
from papertrail.rules.titles import normal_title
from papertrail.text import quoted

CODE = "PT302"
NAME = "similar-title"
WAIVABLE = True

_ALIKE = 90
"""Per cent of equal letters from which two titles are told. Chosen so that an added article or a missing word is
found and `Part I` beside `Part II` of a long title is too: a person decides."""
_CROWD = 50
"""Titles that share their two rarest words; beyond this many the pair of words tells nothing."""


def check(library: Library) -> Iterator[Diagnostic]:
    """Pairs of similar titles, compared only where they share their two rarest words.

    That keeps the work linear: comparing all pairs of 10,000 titles takes minutes.
    """
    titled = [(r, normal_title(r.paper.title)) for r in library.records if r.paper and r.paper.title]
    common = Counter(word for _, title in titled for word in set(title.split()))
    crowds: dict[tuple[str, ...], list[tuple[Record, str]]] = {}
    for record, title in titled:
        words = sorted(set(title.split()), key=lambda word: (common[word], word))
        if len(words) < 3:
            continue
        for rare in _rarest(words):
            others = crowds.setdefault(rare, [])
            for other, other_title in others[:_CROWD]:
                if title != other_title and fuzz.ratio(title, other_title, score_cutoff=_ALIKE):
                    yield at(
                        record.path, record.node("title"), CODE,
                        f"the title is much like that of {other.path}, {quoted(other.paper.full_title, 80)}"
                        if other.paper else "",
                        "keep one record if they are one work; if not, add `# papertrail: allow PT302 "
                        "another work` at the end of the line",
                        "warning",
                    )  # fmt: skip
            others.append((record, title))


def _rarest(words: list[str]) -> list[tuple[str, ...]]:
    """The pairs among the three rarest words: a word that only one of two titles has must not hide the pair."""
    a, b, c = words[:3]
    return [(a, b), (a, c), (b, c)]
