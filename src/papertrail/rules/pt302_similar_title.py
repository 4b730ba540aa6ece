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
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

from papertrail.diagnostics import Diagnostic, at
from papertrail.models import Library, Paper, Record
from papertrail.text import quoted

CODE = "PT302"
NAME = "similar-title"
WAIVABLE = True

_ALIKE = 90
"""Per cent of equal letters from which two titles are told. Chosen so that an added article or a missing word is
found and `Part I` beside `Part II` of a long title is too: a person decides."""
_CROWD = 50
"""Titles that share their two rarest words; beyond this many the pair of words tells nothing."""
_LONGEST = 500
"""Characters of a title; comparing two takes time with the product of their lengths."""


class _Titled(NamedTuple):
    record: Record
    paper: Paper
    title: str
    """Normalised."""


def check(library: Library) -> Iterator[Diagnostic]:
    """Titles much like one before, compared only where they share their two rarest words.

    That keeps the work linear: comparing all pairs of 10,000 titles takes minutes.
    """
    titled = list(_titled(library))
    common = Counter(word for one in titled for word in set(one.title.split()))
    crowds: dict[tuple[str, ...], list[_Titled]] = {}
    for one in titled:
        words = sorted(set(one.title.split()), key=lambda word: (common[word], word))
        if len(words) < 3:
            continue
        pairs = _rarest(words)
        near = {other.record.path: other for pair in pairs for other in crowds.get(pair, [])[:_CROWD]}
        if other := _most_alike(one, near.values()):
            yield at(
                one.record.path, one.record.node("title"), CODE,
                f"the title is much like that of {other.record.path}, {quoted(other.paper.full_title, 100)}",
                "keep one record if they are one work; if not, add `# papertrail: allow PT302 another work` at the "
                "end of this line",
                "warning",
                also=(other.record.path,),
            )  # fmt: skip
        for pair in pairs:
            crowds.setdefault(pair, []).append(one)


def _titled(library: Library) -> Iterator[_Titled]:
    for record in library.records:
        if record.paper and record.paper.title and len(record.paper.title) <= _LONGEST:
            yield _Titled(record, record.paper, record.paper.plain_title)


def _most_alike(one: _Titled, others: Iterable[_Titled]) -> _Titled | None:
    """The one whose title is most like this one's, but for those that PT301 tells of."""
    found, most = None, float(_ALIKE)
    for other in others:
        if one.title != other.title and not _same_work(one.paper, other.paper):
            alike = fuzz.ratio(one.title, other.title, score_cutoff=most)
            if alike > most or (alike == most and found is None):
                found, most = other, alike
    return found


def _same_work(one: Paper, other: Paper) -> bool:
    return not set(one.dois).isdisjoint(other.dois) or (one.arxiv is not None and one.arxiv == other.arxiv)


def _rarest(words: list[str]) -> list[tuple[str, ...]]:
    """The pairs among the three rarest words: a word that only one of two titles has must not hide the pair."""
    a, b, c = words[:3]
    return [(a, b), (a, c), (b, c)]
