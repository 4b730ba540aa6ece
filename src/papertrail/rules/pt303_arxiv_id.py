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

from papertrail.core import Venue
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.paper import arxiv_of_link
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.rules.support.nodes import links_with_nodes, venues_with_nodes
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Scalar

CODE = "PT303"
NAME = "arxiv-id"
WAIVABLE = True
SCOPE = EACH_RECORD

_LOOKS_LIKE_AN_ID = re.compile(r"(?i)\barxiv\b[^0-9]{0,20}?([0-9]{2,6}\.[0-9]{1,20}|[0-9]{5,20})")
_LINK = re.compile(r"(?i)https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/([^?#\s]{1,60})")
_FORM = "an id is the year and month in four digits, a dot, and four or five digits: arXiv 1404.5997"


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Ids that are none, in venues and links, and ids in venues that no link to the work has."""
    for record in library.record_files:
        for node, venue in venues_with_nodes(record):
            if "arxiv" in venue.text.casefold():
                yield from _venue(record, node, venue)
        for node, link in links_with_nodes(record):
            found = _LINK.match(link.url)
            if found and not _is_id(arxiv_of_link(link.url)):
                yield at(record.path, node, CODE, f"{quoted(found[1])} is not an arXiv id", _FORM)


def _is_id(arxiv: str | None) -> bool:
    """Whether an id of the right form has a month that there is."""
    return arxiv is not None and "01" <= arxiv.rpartition("/")[2][2:4] <= "12"


def _venue(record: RecordFile, node: Scalar, venue: Venue) -> Iterator[Diagnostic]:
    linked = [a for _, link in links_with_nodes(record) if link.to_the_work and (a := arxiv_of_link(link.url))]
    meant = next(filter(_is_id, linked), None)
    if not _is_id(venue.arxiv):
        found = _LOOKS_LIKE_AN_ID.search(venue.text)
        wrong = venue.arxiv or (found[1] if found else None)
        if wrong:
            yield at(
                record.path, node, CODE, f"{quoted(wrong)} is not an arXiv id",
                f"write `arXiv {meant}`, as the link has it" if meant else _FORM,
            )  # fmt: skip
    elif meant and venue.arxiv not in linked:
        yield at(
            record.path, node, CODE, f"the venue says arXiv {venue.arxiv}, but the link leads to {meant}",
            f"write `arXiv {meant}` if the link is right, or else mend the link",
        )  # fmt: skip
