"""A year that cannot be right.

## Why

A paper is on arXiv before it is published, or at the latest in the same year: a venue's year before that of the
arXiv id is a typing mistake in one of them.

## Fails

```yaml title="papers/gpipe.yml"
name: GPipe
venue: NeurIPS 2017
links: {Paper: https://arxiv.org/abs/1811.06965}
topic: Training
```

## Passes

```yaml title="papers/gpipe.yml"
name: GPipe
venue: [arXiv 1811.06965, NeurIPS 2019]
links: {Paper: https://arxiv.org/abs/1811.06965}
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.diagnostics import Diagnostic, at
from papertrail.models import Library
from papertrail.models.paper import arxiv_year

CODE = "PT304"
NAME = "year"
WAIVABLE = True


def check(library: Library) -> Iterator[Diagnostic]:
    """Venues and dates that are earlier than the paper's arXiv id."""
    for record in library.records:
        paper = record.paper
        if paper is None or paper.arxiv is None:
            continue
        submitted = arxiv_year(paper.arxiv)
        for number, venue in enumerate(paper.venues):
            if venue.year is not None and venue.year < submitted:
                yield at(
                    record.path, record.node("venue", number), CODE,
                    f"the venue's year {venue.year} is before {submitted}, the year of arXiv {paper.arxiv}",
                    "mend the venue's year or the arXiv id; if the paper came to arXiv only later, add "
                    "`# papertrail: allow PT304 came to arXiv later` at the end of the line",
                )  # fmt: skip
