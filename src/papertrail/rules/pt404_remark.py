"""Something in a remark that is not shown.

## Why

Remarks are inline Markdown: emphasis, code and links. An image would load from another host with every page that
shows the row; a link in a remark follows the same rules as any other.

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

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.limits import INTRODUCTIONS, REMARKS, TEXT
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.remarks import MOST_BRACKETS, may_be_parsed
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.rules.support.suggestions import suggested_url
from papertrail.text.markdown import images_in, links_in
from papertrail.text.urls import fault_of
from papertrail.yaml.nodes import Mapping, Node, Scalar, items_of, texts_of

CODE = "PT404"
NAME = "remark"
WAIVABLE = False
SCOPE = EACH_RECORD


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Images, and links to addresses that may not be linked, in remarks and introductions."""
    for record in library.record_files:
        remarks = record.node("remarks")
        if remarks is not None and not may_be_parsed(texts_of(remarks)):
            yield at(record.path, remarks, CODE, *_TOO_MANY)
            continue
        if remarks is not None and sum(map(len, texts_of(remarks))) > REMARKS:
            yield at(
                record.path, remarks, CODE, f"the remarks are longer than {REMARKS:,} characters together",
                "shorten them; long text belongs into `notes`",
            )  # fmt: skip
            continue
        for node in items_of(remarks):
            yield from _told(record.path, node)
    for file in library.registry_files:
        length = 0
        for node in (node for item in items_of(file.root) for node in _intros(item)):
            length += len(node.text) if isinstance(node, Scalar) else 0
            if length > INTRODUCTIONS:
                yield at(
                    file.path, node, CODE, f"the introductions are longer than {INTRODUCTIONS:,} characters together",
                    "shorten them",
                )  # fmt: skip
                break
            yield from _told(file.path, node)


_TOO_MANY = (
    f"there are more than {MOST_BRACKETS} opening brackets here",
    "write fewer of them; long text with many links belongs into `notes`",
)


def _told(path: str, node: Node) -> Iterator[Diagnostic]:
    if isinstance(node, Scalar) and len(node.text) <= TEXT and ("](" in node.text or "<" in node.text):
        for message, remedy in _faults(node.text):
            yield at(path, node, CODE, message, remedy)


def _faults(text: str) -> Iterator[tuple[str, str]]:
    if not may_be_parsed([text]):
        yield _TOO_MANY
        return
    if images_in(text):
        yield "images are not shown here", "delete the ! before it, so that it becomes a link"
    for url in links_in(text):
        if fault := fault_of(url, internal=False):
            meant = suggested_url(url)
            yield f"in a link, {fault[0]}", f"write {meant}" if meant else fault[1]


def _intros(item: Node) -> Iterator[Node]:
    if isinstance(item, Mapping):
        yield from items_of(item.get("intro"))
        for below in items_of(item.get("topics")):
            yield from _intros(below)
