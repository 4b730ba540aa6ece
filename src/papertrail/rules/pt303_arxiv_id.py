"""An arXiv id that is not one, or that a link contradicts.

## Why

A wrong digit in an id leads readers to another paper. The venue and the link to the paper must name the same one.

## Fails

```yaml title="papers/cnn-parallelism.yml"
name: CNN Parallelism
venue: arXiv 1404.5998
links: {Paper: https://arxiv.org/abs/1404.5997}
topic: Training
```

## Passes

```yaml title="papers/cnn-parallelism.yml"
name: CNN Parallelism
venue: arXiv 1404.5997
links: {Paper: https://arxiv.org/abs/1404.5997}
topic: Training
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papertrail.diagnostics import Diagnostic, at
from papertrail.models import Library, Record
from papertrail.models.paper import arxiv_of_link
from papertrail.text import quoted

CODE = "PT303"
NAME = "arxiv-id"
WAIVABLE = True

_LOOKS_LIKE_AN_ID = re.compile(r"(?i)\barxiv\b\D{0,20}?(\d{2,6}\.\d+|\d{5,})")


def check(library: Library) -> Iterator[Diagnostic]:
    """Ill-formed ids in venues, and ids in venues that no link to the work has."""
    for record in library.records:
        if record.paper is not None:
            for number, venue in enumerate(record.paper.venues):
                if "arxiv" in venue.text.casefold():
                    yield from _venue(record, number)


def _venue(record: Record, number: int) -> Iterator[Diagnostic]:
    assert record.paper is not None
    venue = record.paper.venues[number]
    linked = [id for link in record.paper.links if link.to_the_work and (id := arxiv_of_link(link.url))]
    meant = linked[0] if linked else None
    place = record.node("venue", number)
    if venue.arxiv is None:
        if found := _LOOKS_LIKE_AN_ID.search(venue.text):
            yield at(
                record.path, place, CODE, f"{quoted(found[1])} is not an arXiv id",
                f"write `arXiv {meant}`, as the link has it" if meant
                else "an id has four digits, a dot, and four or five digits: arXiv 1404.5997",
            )  # fmt: skip
    elif linked and venue.arxiv not in linked:
        yield at(
            record.path, place, CODE, f"the venue says arXiv {venue.arxiv}, but the link leads to {meant}",
            f"write `arXiv {meant}` if the link is right, or else mend the link",
        )  # fmt: skip
