"""An invalid arXiv id, or one that differs from the link.

## Why

A wrong digit leads readers to another paper. The venue and the link to the paper must have the same arXiv id.

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

from papertrail.core import Paper, Venue
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.identifiers import identifier
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.rules.support.nodes import links_with_nodes, venues_with_nodes
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Scalar

CODE = "PT303"
NAME = "arxiv-id"
WAIVABLE = True
SCOPE = EACH_RECORD

ID_LIKE = re.compile(r"(?i)\barxiv\b[^0-9]{0,20}?([0-9]{2,6}\.[0-9]{1,20}|[0-9]{5,20})")
LINK = re.compile(r"(?i)https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/([^?#\s]{1,60})")
FORM = "arXiv ids have four digits for year and month, a dot, and four or five digits: arXiv 1404.5997"


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Invalid ids in venues and links, and ids in venues that differ from the links to the work."""
    for record in library.record_files:
        paper = record.paper
        if paper is not None and not _mentions_arxiv(paper):
            continue
        for node, venue in venues_with_nodes(record):
            if "arxiv" in venue.text.casefold():
                yield from _venue(record, node, venue)
        if paper is None or any(_invalid_id(link.url) for link in paper.links):
            for node, link in links_with_nodes(record):
                if invalid := _invalid_id(link.url):
                    yield at(record.path, node, CODE, f"invalid arXiv id {quoted(invalid)}", FORM)


def _mentions_arxiv(paper: Paper) -> bool:
    texts = [*[venue.text for venue in paper.venues], *[link.url for link in paper.links]]
    return "arxiv" in " ".join(texts).lower()


def _invalid_id(url: str) -> str | None:
    """The id in an address at arXiv, if it is not valid."""
    match = LINK.match(url)
    return match[1] if match and not _is_id(identifier(url, "arxiv")) else None


def _is_id(arxiv: str | None) -> bool:
    """Whether an id of the right form has a valid month."""
    return arxiv is not None and "01" <= arxiv.rpartition("/")[2][2:4] <= "12"


def _venue(record: RecordFile, node: Scalar, venue: Venue) -> Iterator[Diagnostic]:
    linked = [a for _, link in links_with_nodes(record) if link.to_the_work and (a := identifier(link.url, "arxiv"))]
    linked_id = next(filter(_is_id, linked), None)
    if not _is_id(venue.arxiv):
        match = ID_LIKE.search(venue.text)
        wrong = venue.arxiv or (match[1] if match else None)
        if wrong:
            yield at(
                record.path, node, CODE, f"invalid arXiv id {quoted(wrong)}",
                f"write `arXiv {linked_id}`, as in the link" if linked_id else FORM,
            )  # fmt: skip
    elif linked_id and venue.arxiv not in linked:
        yield at(
            record.path, node, CODE, f"the venue has arXiv id {venue.arxiv}, but the link has {linked_id}",
            f"write `arXiv {linked_id}` if the link is right; otherwise, fix the link",
        )  # fmt: skip
