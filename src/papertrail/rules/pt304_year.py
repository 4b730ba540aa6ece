"""A year before that of the arXiv id.

## Why

A paper is usually on arXiv before it is published, or in the same year. A venue with an earlier year than the arXiv id
is likely to be a typing error.

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

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.identifiers import arxiv_year
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.rules.support.nodes import venues_with_nodes
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.yaml.nodes import Node

CODE = "PT304"
NAME = "year"
WAIVABLE = True
SCOPE = EACH_RECORD


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Venues and dates before the year of the arXiv id."""
    for record in library.record_files:
        if record.paper is None or record.paper.arxiv is None:
            continue
        submitted = arxiv_year(record.paper.arxiv)
        for what, node, year in _years(record):
            if year < submitted:
                yield at(
                    record.path, node, CODE,
                    f"year {year} of the {what} is before {submitted}, the year of arXiv {record.paper.arxiv}",
                    "fix the year or the arXiv id; if the paper was submitted to arXiv later, add "
                    "`# papertrail: allow PT304 submitted to arXiv later` at the end of this line",
                )  # fmt: skip


def _years(record: RecordFile) -> Iterator[tuple[str, Node | None, int]]:
    for node, venue in venues_with_nodes(record):
        if venue.year is not None:
            yield "venue", node, venue.year
    if record.paper and record.paper.date:
        yield "date", record.node("date"), int(record.paper.date[:4])
