"""Something in reading notes that does not work on the paper's page.

## Why

Notes become part of the paper's page. What they link to must be there: another paper, by its record (`other.yml`) or
its notes (`other.md`), a file in the folder of pages, or a full address. An image lies beside the notes, because one
from another host would tell that host of every reader. HTML is shown as text, which is a warning.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
notes: tofu.md
topic: Training
```

```markdown title="papers/tofu.md"
Compare it with [FlexFlow](flexfolw.yml), and see the figure:

![The graph, before and after](https://example.com/graph.png)
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
notes: tofu.md
topic: Training
```

```markdown title="papers/tofu.md"
Compare it with [FlexFlow](flexflow.yml), and see [the figure](https://example.com/graph.png).
```

```yaml title="papers/flexflow.yml"
name: FlexFlow
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import FILE_START, Diagnostic, Severity, Span, at
from papertrail.core.limits import (
    NOTES_ADDRESS,
    NOTES_CELLS,
    NOTES_HEADINGS,
    NOTES_IMAGES,
    NOTES_LINKS,
    NOTES_PARAGRAPH,
)
from papertrail.notes import Reference, notes_path, parse_notes
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.notes_links import MessageAndHelp, NotesLinks
from papertrail.rules.support.rule import whole_list

CODE = "PT405"
NAME = "notes"
WAIVABLE = False
SCOPE = whole_list("notes")

_MOST = {
    "cells of tables": NOTES_CELLS,
    "characters in a paragraph": NOTES_PARAGRAPH,
    "characters in an address": NOTES_ADDRESS,
    "headings": NOTES_HEADINGS,
    "images": NOTES_IMAGES,
    "links": NOTES_LINKS,
}

_EMPTY = ("the notes are empty", "write them, or delete `notes` in the record")
_HTML = ("HTML is shown as text", "write it in Markdown, or put it in backticks if it is code")


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Notes that two records name; in each, links and images that lead nowhere, and what is not shown as meant."""
    yield from _shared(library)
    links = NotesLinks(library)
    for path, text in library.notes.items():
        notes = parse_notes(text)
        if not notes.pieces:
            yield _told(path, FILE_START, _EMPTY, "warning")
        for what, span in notes.beyond:
            yield _told(path, span, (f"there are more than {_MOST[what]:,} {what}", "shorten it, or split it up"))
        for span in notes.raw_html:
            yield _told(path, span, _HTML, "warning")
        for found in notes.references:
            if fault := links.fault(path, found, notes):
                yield _told(path, found.span, fault)
            elif not found.text:
                yield _told(path, found.span, _without_text(found), "warning")


def _told(path: str, span: Span, fault: MessageAndHelp, severity: Severity = "error") -> Diagnostic:
    return Diagnostic(path=path, span=span, code=CODE, message=fault[0], help=fault[1], severity=severity)


def _shared(library: ParsedLibrary) -> Iterator[Diagnostic]:
    taken: dict[str, str] = {}
    for record in library.record_files:
        path = notes_path(record.path, record.notes)
        if path is None or path not in library.notes:
            continue
        if (other := taken.setdefault(path, record.path)) != record.path:
            yield at(
                record.path, record.node("notes"), CODE, f"these are the notes of {other} already",
                "give each paper notes of its own; they may link to one another", also=(other,),
            )  # fmt: skip


def _without_text(found: Reference) -> MessageAndHelp:
    if found.is_image:
        return "the image has no text to stand for it", "write between the brackets what it shows: ![...](...)"
    return "the link has no text", "write between the brackets what it leads to: [...](...)"
