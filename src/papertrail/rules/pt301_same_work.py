"""Two records of the same work.

## Why

A work with two records would be counted and cited twice. Use one record with all its topics instead. Two records are
of the same work if they share an identifier, such as an arXiv id, a DOI or the address of a publisher's page, or a
title (ignoring case and punctuation). Only links to the work itself count, with labels such as `Paper`, `PDF`, `arXiv`
and `DOI`: different works can share a repository. The newer record is reported, by `added`.

## Fails

```yaml title="papers/gpipe.yml"
name: GPipe
links: {Paper: https://arxiv.org/abs/1811.06965}
topic: Training
```

```yaml title="papers/gpipe-2.yml"
name: Giant networks
links: {Paper: "https://arxiv.org/pdf/1811.06965v5.pdf"}
topic: Training
```

## Passes

```yaml title="papers/gpipe.yml"
name: GPipe
links: {Paper: https://arxiv.org/abs/1811.06965, Code: https://github.com/kakaobrain/torchgpipe}
topic: [Training > Pipelines, Training]
```

```yaml title="papers/torchgpipe.yml"
name: torchgpipe
links: {Code: https://github.com/kakaobrain/torchgpipe}
topic: Training
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from papertrail.core import Paper
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.identifiers import SCHEMES, identifiers_of, page_of_one_work
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.rules.support.nodes import links_with_nodes, venues_with_nodes
from papertrail.rules.support.rule import whole_list
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Node

CODE = "PT301"
NAME = "same-work"
WAIVABLE = True
SCOPE = whole_list("name", "title", "venues", "links", "added")
_PAGE, _TITLE = "link", "title"


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Records that share an identifier with an older one, reported once for each pair."""
    first: dict[tuple[str, str], RecordFile] = {}
    for record in _suspects(library):
        reported: set[str] = {record.path}
        for kind, value, shown, node in _identifiers(record):
            other = first.setdefault((kind, value), record)
            if other.path not in reported:
                reported.add(other.path)
                yield at(
                    record.path, node, CODE, f"same work as {other.path}: both have the {kind} {shown}",
                    "keep one record with all links and topics; if they are different works, add "
                    "`# papertrail: allow PT301 another work` at the end of this line",
                    also=(other.path,),
                )  # fmt: skip


def _suspects(library: ParsedLibrary) -> list[RecordFile]:
    """The records that share an identifier with another one, the older first: a contributor's record is the newer one.

    This only reads papers, not the nodes of files.
    """
    by_record = [(record, _keys(paper)) for record in library.record_files if (paper := record.paper) is not None]
    counts = Counter(chain.from_iterable(keys for _, keys in by_record))
    shared = {key for key, count in counts.items() if count > 1}
    suspects = [record for record, keys in by_record if not shared.isdisjoint(keys)]
    return sorted(suspects, key=lambda r: (r.path in library.new, (r.paper and r.paper.added) or ""))


def _keys(paper: Paper) -> set[tuple[str, str]]:
    """Kind and value of the identifiers that `_identifiers` finds."""
    keys = {(SCHEMES[scheme], value) for scheme, value in paper.identifiers}
    for link in paper.links:
        if link.to_the_work and (page := page_of_one_work(link.url)):
            keys.add((_PAGE, page))
    if paper.plain_title:
        keys.add((_TITLE, paper.plain_title))
    return keys


def _identifiers(record: RecordFile) -> Iterator[tuple[str, str, str, Node | None]]:
    """The kind of an identifier, its value, how messages show it, and its node."""
    if record.paper is None:
        return
    for node, venue in venues_with_nodes(record):
        if venue.arxiv:
            yield SCHEMES["arxiv"], venue.arxiv, venue.arxiv, node
    for node, link in links_with_nodes(record):
        if link.to_the_work:
            yield from ((SCHEMES[scheme], value, quoted(value), node) for scheme, value in identifiers_of(link.url))
            if page := page_of_one_work(link.url):
                yield _PAGE, page, quoted(link.url), node
    if title := record.paper.plain_title:
        yield _TITLE, title, quoted(record.paper.full_title, 100), record.node("title") or record.node("name")
