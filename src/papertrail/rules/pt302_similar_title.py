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
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from rapidfuzz import fuzz

from papertrail.core import Paper
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.rules.support.rule import whole_list
from papertrail.text.strings import quoted

CODE = "PT302"
NAME = "similar-title"
WAIVABLE = True
SCOPE = whole_list("title", "venues", "links")

_ALIKE = 90
"""Per cent of equal letters from which two titles are told. Chosen so that an added article or a missing word is
found and `Part I` beside `Part II` of a long title is too: a person decides."""
_CROWD = 50
"""Titles that share their two rarest words; beyond this many the pair of words tells nothing."""
_LONGEST = 500
"""Characters of a title; comparing two takes time with the product of their lengths."""


class _Titled(NamedTuple):
    record: RecordFile
    paper: Paper
    title: str
    """Normalised."""


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Titles much like one before, compared only where they share their two rarest words.

    That keeps the work linear: comparing all pairs of 10,000 titles takes minutes.
    """
    titled = list(_titled(library))
    words = [set(one.title.split()) for one in titled]
    common = Counter(chain.from_iterable(words))
    crowds: dict[tuple[str, ...], list[_Titled]] = {}
    for one, of_title in zip(titled, words, strict=True):
        pairs = _rarest(of_title, common)
        near = {other.record.path: other for pair in pairs for other in crowds.get(pair, ())[:_CROWD]}
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


def _titled(library: ParsedLibrary) -> Iterator[_Titled]:
    for record in library.record_files:
        if record.paper and record.paper.title and len(record.paper.title) <= _LONGEST:
            yield _Titled(record, record.paper, record.paper.plain_title)


def _most_alike(one: _Titled, others: Iterable[_Titled]) -> _Titled | None:
    """The one whose title is most like this one's, but for those that PT301 tells of."""
    found, most = None, float(_ALIKE)
    for other in others:
        if one.title == other.title:
            continue
        alike = fuzz.ratio(one.title, other.title, score_cutoff=most)
        if (alike > most or (alike == most and found is None)) and not _same_work(one.paper, other.paper):
            found, most = other, alike
    return found


def _same_work(one: Paper, other: Paper) -> bool:
    return not set(one.dois).isdisjoint(other.dois) or (one.arxiv is not None and one.arxiv == other.arxiv)


def _rarest(words: Collection[str], common: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The pairs among the three rarest words of a title that another title can have too.

    There are three, as a word that only one of two titles has must not hide the pair.
    """
    if len(words) < 3:
        return []
    (m, a), (n, b), (_, c) = sorted([(common[word], word) for word in words])[:3]
    if n > 1:
        return [(a, b), (a, c), (b, c)] if m > 1 else [(b, c)]
    return []
