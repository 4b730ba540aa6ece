"""An address that is not one.

## Why

A link leads to `http://`, `https://` or `mailto:`, or to a file of the project. Anything else could run code in a
reader's browser, or lead nowhere.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
links:
  Paper: javascript:alert(1)
  Code: //example.com/code
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
links:
  Paper: https://example.com/tofu.pdf
  Contact: mailto:tofu@example.com
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.rules.support.suggestions import suggested_url
from papertrail.text.urls import fault_of
from papertrail.yaml.nodes import Mapping, Scalar, items_of, link_nodes

CODE = "PT401"
NAME = "address"
WAIVABLE = False
SCOPE = EACH_RECORD


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Addresses of links, venues and registries that may not be linked."""
    for path, node, internal in _addresses(library):
        if "\n" in node.text or not node.text.strip():
            continue  # PT101 says so
        if fault := fault_of(node.text, internal=internal):
            meant = suggested_url(node.text)
            yield at(path, node, CODE, fault[0], f"write {meant}" if meant else fault[1])


def _addresses(library: ParsedLibrary) -> Iterator[tuple[str, Scalar, bool]]:
    """Path, node, and whether the address may lead to a file of the project."""
    for record in library.record_files:
        for _, node in link_nodes(record.node("links")):
            yield record.path, node, True
        for venue in items_of(record.node("venue")):
            if isinstance(venue, Mapping) and isinstance(url := venue.get("url"), Scalar):
                yield record.path, url, True
    for file in library.registry_files:
        for item in items_of(file.root):
            if isinstance(item, Mapping) and isinstance(url := item.get("url"), Scalar):
                yield file.path, url, False
