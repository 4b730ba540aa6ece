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

from collections.abc import Iterator

from papertrail.diagnostics import Diagnostic, at
from papertrail.models import Library, Paper, Record
from papertrail.nodes import Node
from papertrail.rules.titles import normal_title

CODE = "PT301"
NAME = "same-work"
WAIVABLE = True


def check(library: Library) -> Iterator[Diagnostic]:
    """Each record that shares an identity with one before it, told once."""
    first: dict[tuple[str, str], Record] = {}
    for record in library.records:
        if record.paper is None:
            continue
        told: set[str] = set()
        for kind, value in _identities(record.paper):
            other = first.setdefault((kind, value), record)
            if other is not record and other.id not in told:
                told.add(other.id)
                yield at(
                    record.path, _place(record, kind), CODE,
                    f"this is the same work as {other.path}: both have the {kind} {value}",
                    "keep one record with all the links, and list both topics under `topic`",
                )  # fmt: skip


def _identities(paper: Paper) -> Iterator[tuple[str, str]]:
    if paper.arxiv:
        yield "arXiv id", paper.arxiv
    for doi in sorted(paper.dois):
        yield "DOI", doi
    if title := normal_title(paper.full_title):
        yield "title", title


def _place(record: Record, kind: str) -> Node | None:
    if kind == "title":
        return record.node("title") or record.node("name")
    return record.node("links") or record.node("venue")
