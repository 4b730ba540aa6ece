"""The same work in two records.

## Why

One work is one record, filed under all its topics; two would be counted, cited and corrected apart. Two records
are the same work where they share the arXiv id, the DOI, or the title apart from case and punctuation. Only links
that lead to the work itself count (`Paper`, `PDF`, `arXiv`, `DOI` and the like): a shared repository does not make
two works one.

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

from papertrail.core import Paper
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.paper import arxiv_of_link, doi_of_link
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.rules.support.nodes import links_with_nodes, venues_with_nodes
from papertrail.rules.support.rule import whole_list
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Node

CODE = "PT301"
NAME = "same-work"
WAIVABLE = True
SCOPE = whole_list("name", "title", "venues", "links")

_SHARED = {"arXiv id": "both have the arXiv id", "DOI": "both have the DOI", "title": "both are called"}


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Each record that shares an identity with one before it, told once."""
    first: dict[tuple[str, str], RecordFile] = {}
    for record in _suspects(library):
        told: set[str] = {record.path}
        for kind, value, shown, place in _identities(record):
            other = first.setdefault((kind, value), record)
            if other.path not in told:
                told.add(other.path)
                yield at(
                    record.path, place, CODE, f"this is the same work as {other.path}: {_SHARED[kind]} {shown}",
                    "keep one record, with all the links and with both topics under `topic`; if they are two works, "
                    "add `# papertrail: allow PT301 another work` at the end of this line",
                    also=(other.path,),
                )  # fmt: skip


def _suspects(library: ParsedLibrary) -> list[RecordFile]:
    """The records that share an identity with another one; told by their papers, without looking for places."""
    by_record = [(record, set(_keys(record.paper))) for record in library.record_files if record.paper is not None]
    counts = Counter(key for _, keys in by_record for key in keys)
    return [record for record, keys in by_record if any(counts[key] > 1 for key in keys)]


def _keys(paper: Paper) -> Iterator[tuple[str, str]]:
    """What `_identities` finds, kind and value."""
    yield from (("arXiv id", arxiv.casefold()) for arxiv in paper.arxivs)
    yield from (("DOI", doi) for doi in paper.dois)
    if paper.plain_title:
        yield "title", paper.plain_title


def _identities(record: RecordFile) -> Iterator[tuple[str, str, str, Node | None]]:
    """Kind of identity, what two works would share, how it is shown, and where it stands."""
    if record.paper is None:
        return
    for node, venue in venues_with_nodes(record):
        if venue.arxiv:
            yield "arXiv id", venue.arxiv.casefold(), venue.arxiv, node
    for node, link in links_with_nodes(record):
        if link.to_the_work and (arxiv := arxiv_of_link(link.url)):
            yield "arXiv id", arxiv.casefold(), arxiv, node
        if link.to_the_work and (doi := doi_of_link(link.url)):
            yield "DOI", doi, quoted(doi), node
    if title := record.paper.plain_title:
        yield "title", title, quoted(record.paper.full_title, 100), record.node("title") or record.node("name")
