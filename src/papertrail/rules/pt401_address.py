"""An invalid URL.

## Why

Links must start with `http://`, `https://` or `mailto:`, or lead to a file of the project. Other URLs could run code in
the browser of a reader, or lead nowhere.

## Fix

`papertrail check --fix` writes the URL of an arXiv id, a DOI, a host or a Markdown link, and deletes a stray quote.
It also writes all links to arXiv and DOIs in one form, which no rule reports: `https://arxiv.org/abs/...`, or
`https://arxiv.org/pdf/...` with the label `PDF`, and `https://doi.org/...`.

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
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.rules.support.fixes import rewritten, text_of_file
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.rules.support.suggestions import suggested_url
from papertrail.text.urls import fault_of
from papertrail.yaml.nodes import Mapping, Scalar, Sequence, items_of, link_nodes

CODE = "PT401"
NAME = "address"
WAIVABLE = False
SCOPE = EACH_RECORD


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """URLs of links, venues, people and registries that cannot be linked."""
    for path, node, internal in _urls(library):
        if "\n" in node.text or not node.text.strip():
            continue  # reported by PT101
        if fault := fault_of(node.text, internal=internal):
            message, help = fault
            suggestion = suggested_url(node.text)
            if node.text.endswith('"') and not fault_of(node.text[:-1], internal=internal):
                suggestion = node.text[:-1]  # a stray quote
            fix = rewritten(path, text_of_file(library, path), node, suggestion) if suggestion else None
            yield at(path, node, CODE, message, f"write {suggestion}" if suggestion else help, fix=fix)


def _urls(library: ParsedLibrary) -> Iterator[tuple[str, Scalar, bool]]:
    """Path, node, and whether the URL can be the path of a file in the project."""
    for record in library.record_files:
        paper = record.paper
        if paper is None or any(fault_of(link.url, internal=True) for link in paper.links):
            yield from ((record.path, node, True) for _, node in link_nodes(record.node("links")))
        for venue in items_of(record.node("venue")):
            if isinstance(venue, Mapping) and isinstance(url := venue.get("url"), Scalar):
                yield record.path, url, True
        yield from ((record.path, url, False) for url in _urls_of_people(record))
    for file in library.registry_files:
        for item in items_of(file.root):
            if isinstance(item, Mapping) and isinstance(url := item.get("url"), Scalar):
                yield file.path, url, False


def _urls_of_people(record: RecordFile) -> Iterator[Scalar]:
    paper = record.paper
    if paper and not any(person.url for person in (*paper.authors, *paper.publication.editors)):
        return
    for people in (record.node("authors"), record.node("publication", "editors")):
        for person in people.items if isinstance(people, Sequence) else ():
            if isinstance(person, Mapping) and isinstance(url := person.get("url"), Scalar):
                yield url
