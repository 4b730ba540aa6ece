"""A title similar to that of another record.

## Why

The same work is often added again with a slightly different title. This is a warning: waive it if the two are different
works. The newer record is reported, by `added`.

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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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
SCOPE = whole_list("title", "venues", "links", "added")

SIMILAR = 90
"""Minimum similarity of two titles in percent. At this value an added article or a missing word is reported, and also
`Part I` and `Part II` of a long title, for a person to decide."""
_CROWD = 50
"""Maximum number of titles that share their two rarest words. A pair of words in more titles is not significant."""
LONGEST = 500
"""Maximum characters of a title. The time to compare two titles grows with the product of their lengths."""


class _Titled(NamedTuple):
    record: RecordFile
    paper: Paper
    title: str
    """Normalized."""


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Titles similar to an earlier one. Titles are only compared if they share their two rarest words.

    This takes linear time, while comparing all pairs of 10,000 titles takes minutes.
    """
    titled = list(_titled(library))
    words = [set(one.title.split()) for one in titled]
    common = Counter(chain.from_iterable(words))
    crowds: dict[tuple[str, ...], list[_Titled]] = {}
    for one, of_title in zip(titled, words, strict=True):
        pairs = _rarest(of_title, common)
        if not pairs:
            continue
        near = {other.record.path: other for pair in pairs for other in crowds.get(pair, ())[:_CROWD]}
        if other := _most_alike(one, near.values()):
            yield at(
                one.record.path, one.record.node("title"), CODE,
                f"title is similar to that of {other.record.path}: {quoted(other.paper.full_title, 100)}",
                "keep one record if they are the same work; otherwise, add `# papertrail: allow PT302 another work` at "
                "the end of this line",
                "warning",
                also=(other.record.path,),
            )  # fmt: skip
        for pair in pairs:
            crowds.setdefault(pair, []).append(one)


def _titled(library: ParsedLibrary) -> Iterator[_Titled]:
    for record in sorted(library.record_files, key=_age(library)):
        paper = record.paper
        if paper and paper.title and len(paper.title) <= LONGEST:
            yield _Titled(record, paper, paper.plain_title)


def _age(library: ParsedLibrary) -> Callable[[RecordFile], tuple[bool, str]]:
    """A key that sorts records from old to new, as far as that is known."""
    new = library.new
    return lambda record: (bool(new) and record.path in new, ((paper := record.paper) and paper.added) or "")


def _most_alike(one: _Titled, others: Iterable[_Titled]) -> _Titled | None:
    """The one with the most similar title, without those that PT301 reports."""
    nearest, most = None, float(SIMILAR)
    for other in others:
        if one.title == other.title:
            continue
        alike = fuzz.ratio(one.title, other.title, score_cutoff=most)
        if (alike > most or (alike == most and nearest is None)) and not _same_work(one.paper, other.paper):
            nearest, most = other, alike
    return nearest


def _same_work(one: Paper, other: Paper) -> bool:
    return not set(one.identifiers).isdisjoint(other.identifiers)


def _rarest(words: Collection[str], common: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The pairs of the three rarest words of a title that other titles also have.

    Three words, so that a word that only one of two similar titles has does not hide the pair.
    """
    if len(words) < 3:
        return []
    a, b, c = sorted(sorted(words), key=common.__getitem__)[:3]
    if common[b] > 1:
        return [(a, b), (a, c), (b, c)] if common[a] > 1 else [(b, c)]
    return []
