"""Unsupported Markdown in a remark.

## Why

Remarks and introductions support inline Markdown: emphasis, code and links. Images are not supported, because they
would load from another site on every page that shows the row. Links follow the same rules as all others.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
remarks: "![overview](https://example.com/overview.png)"
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
remarks: "See the [overview](https://example.com/overview.png)."
topic: Training
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.limits import INTRODUCTIONS, REMARKS, TEXT
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.markup import introductions
from papertrail.rules.support.remarks import MOST_BRACKETS, is_plain, may_be_parsed
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.rules.support.suggestions import suggested_url
from papertrail.text.markdown import images_in, links_in, plain_inline
from papertrail.text.urls import fault_of
from papertrail.yaml.nodes import Node, Scalar, items_of, texts_of

CODE = "PT404"
NAME = "remark"
WAIVABLE = False
SCOPE = EACH_RECORD


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Images and invalid links in remarks and introductions, and texts that are too long."""
    for record in library.record_files:
        paper = record.paper
        if paper is not None and (is_plain(paper.remarks) or _is_unmarked(paper.remarks)):
            continue
        remarks = record.node("remarks")
        if remarks is not None and not may_be_parsed(texts_of(remarks)):
            yield at(record.path, remarks, CODE, *_TOO_MANY)
            continue
        if remarks is not None and sum(map(len, texts_of(remarks))) > REMARKS:
            yield at(
                record.path, remarks, CODE, f"remarks are longer than {REMARKS:,} characters in total",
                "shorten them, or move long text to the notes",
            )  # fmt: skip
            continue
        for node in items_of(remarks):
            yield from _check_text(record.path, node)
    for file in library.registry_files:
        length = 0
        for node in (node for item in items_of(file.root) for node in introductions(item)):
            length += len(node.text) if isinstance(node, Scalar) else 0
            if length > INTRODUCTIONS:
                yield at(
                    file.path, node, CODE, f"introductions are longer than {INTRODUCTIONS:,} characters in total",
                    "shorten them",
                )  # fmt: skip
                break
            yield from _check_text(file.path, node)


def _is_unmarked(remarks: Sequence[str]) -> bool:
    """Whether remarks of an ordinary length have no images, links and entities, as most have not."""
    if is_plain(remarks):
        return True
    text = " ".join(remarks)
    return len(text) <= REMARKS and not _MARKED.search(text) and may_be_parsed(remarks)


_TOO_MANY = (
    f"more than {MOST_BRACKETS} opening brackets",
    "shorten the text, or move text with many links to the notes",
)


_MARKED = re.compile(r"\]\(|[<&]")
"""Where text has images, links or entities."""


def _check_text(path: str, node: Node) -> Iterator[Diagnostic]:
    if isinstance(node, Scalar) and len(node.text) <= TEXT and _MARKED.search(node.text):
        for message, help in _problems(node.text):
            yield at(path, node, CODE, message, help)


def _problems(text: str) -> Iterator[tuple[str, str]]:
    if not may_be_parsed([text]):
        yield _TOO_MANY
        return
    if not text[:1].isalnum() and not plain_inline(text).strip():
        yield "the text shows nothing", "write some text, or delete it"
    if images_in(text):
        yield "images are not supported here", "delete the ! before it to turn it into a link"
    for url in links_in(text):
        if fault := fault_of(url, internal=False):
            message, help = fault
            suggestion = suggested_url(url)
            yield f"invalid link: {message}", f"write {suggestion}" if suggestion else help
