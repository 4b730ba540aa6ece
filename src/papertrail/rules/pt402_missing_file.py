"""A link or a note whose file is not there.

## Why

A relative address leads to a file of the project, beside the record or further off: a PDF in `docs/`, reading notes.
A file that is not there, or that lies outside the project, would be a dead link on the site.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
notes: tofu.md
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
notes: tofu.md
topic: Training
```

```markdown title="papers/tofu.md"
Read together with the paper on dataflow graphs.
```
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from papertrail.core import Paper
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.notes import notes_path
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.rules.support.nodes import links_with_nodes, venue_url_nodes
from papertrail.rules.support.rule import whole_list
from papertrail.rules.support.suggestions import Suggestions, suggested_url
from papertrail.text.strings import quoted
from papertrail.text.urls import fault_of, is_internal, project_path
from papertrail.yaml.nodes import Scalar

CODE = "PT402"
NAME = "missing-file"
WAIVABLE = True
SCOPE = whole_list("venues", "links", "notes")

_ADD = (
    "add the file beside the records, in the folder of pages, or at the top of the project; or write a full address: "
    "https://..."
)
_ELSEWHERE = (
    "`notes` must be a file in the folder of records",
    "move the file beside the record; a page of the site belongs under `links`",
)


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Relative links and notes that lead to no regular file of the project."""
    near = Suggestions(library.files)
    unread = {diagnostic.path for diagnostic in library.read_errors}
    for record in library.record_files:
        if not _leads_inside(record.paper):
            continue
        notes = record.node("notes")
        if isinstance(notes, Scalar) and notes.text.strip() and "\n" not in notes.text:
            target = notes_path(record.path, notes.text)
            if fault := _not_notes(record, notes.text):
                yield at(record.path, notes, CODE, *fault)
            elif target in library.files and not (target in library.notes or target in unread):
                yield at(record.path, notes, CODE, *_ELSEWHERE)
            elif target not in unread:  # PT001 says what is wrong with it
                yield from _missing(record, notes, library, near, "add the file beside the record, or delete the line")
        for node in (*(node for node, _ in links_with_nodes(record)), *venue_url_nodes(record)):
            # An address that is none, or empty, is told of by PT401 or PT101.
            if node.text.strip() and is_internal(node.text) and not fault_of(node.text, internal=True):
                yield from _missing(record, node, library, near, _ADD)


def _leads_inside(paper: Paper | None) -> bool:
    """Whether a record may name a file of the project; one that could not be made out may."""
    if paper is None or paper.notes is not None:
        return True
    urls = (*(link.url for link in paper.links), *(venue.url or "" for venue in paper.venues))
    return any(is_internal(url) for url in urls if url)


def _not_notes(record: RecordFile, text: str) -> tuple[str, str] | None:
    remedy = "write the name of a Markdown file such as tofu.md; a short text belongs under `remarks`"
    if fault_of(text, internal=True) or not is_internal(text):
        return "`notes` must be a file beside the record", remedy
    if project_path(record.path, text) is None:
        return "the address leads out of the project", remedy
    if not text.endswith(".md") or set(text) & set("?#%"):
        return "`notes` must be a Markdown file", remedy
    return None


def _missing(
    record: RecordFile, node: Scalar, library: ParsedLibrary, near: Suggestions, remedy: str
) -> Iterator[Diagnostic]:
    target = project_path(record.path, node.text)
    if target in library.files:
        return
    message = f"there is no file {quoted(target)}" if target else "the address leads out of the project"
    meant = suggested_url(node.text)
    found = near.nearest(target) if target else None
    if meant:
        message, remedy = f"{quoted(node.text)} is not a full address, and not a file", f"write {meant}"
    elif found:
        shown = posixpath.relpath(found, posixpath.dirname(record.path))
        remedy = f"did you mean {quoted(shown)}? Addresses are relative to the record"
    yield at(record.path, node, CODE, message, remedy)
