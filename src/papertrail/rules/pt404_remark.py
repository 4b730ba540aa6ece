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

from papertrail.addresses import fault_of
from papertrail.diagnostics import Diagnostic, at
from papertrail.markup import images_in, links_in
from papertrail.models import Library
from papertrail.nodes import Mapping, Node, Scalar, items_of
from papertrail.rules.pt101_form import LONGEST
from papertrail.rules.remedies import meant_address

CODE = "PT404"
NAME = "remark"
WAIVABLE = False


def check(library: Library) -> Iterator[Diagnostic]:
    """Images, and links to addresses that may not be linked, in remarks and introductions."""
    for path, node in _texts(library):
        if not isinstance(node, Scalar) or not _may_hold_links(node.text):
            continue
        if images_in(node.text):
            yield at(
                path, node, CODE, "images are not shown here", "delete the ! before it, so that it becomes a link"
            )  # fmt: skip
        for url in links_in(node.text):
            if fault := fault_of(url, internal=False):
                meant = meant_address(url)
                yield at(path, node, CODE, f"in a link, {fault[0]}", f"write {meant}" if meant else fault[1])


def _may_hold_links(text: str) -> bool:
    return len(text) <= LONGEST and ("](" in text or ("<" in text and ">" in text))


def _texts(library: Library) -> Iterator[tuple[str, Node]]:
    for record in library.records:
        for node in items_of(record.node("remarks")):
            yield record.path, node
    for file in library.registry_files:
        for item in items_of(file.root):
            yield from _intros(file.path, item)


def _intros(path: str, item: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(item, Mapping):
        for node in items_of(item.get("intro")):
            yield path, node
        for below in items_of(item.get("topics")):
            yield from _intros(path, below)
