"""A problem in reading notes.

## Why

Notes are part of the paper's page. They can link to another paper, by its record (`other.yml`) or its notes
(`other.md`), to a file in the docs folder, or to a full URL. Images must be files next to the notes, because images
from another site would let that site track readers. HTML is shown as text, with a warning, and notes that no record
uses are not shown at all.

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
    NOTES_ADDRESSES,
    NOTES_CELLS,
    NOTES_HEADINGS,
    NOTES_IMAGES,
    NOTES_LINKS,
    NOTES_PARAGRAPH,
    NOTES_PIXELS,
)
from papertrail.notes import Reference, named_notes, notes_path, parse_notes
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.notes_links import MessageAndHelp, NotesLinks
from papertrail.rules.support.rule import whole_list
from papertrail.text.urls import is_internal, project_path

CODE = "PT405"
NAME = "notes"
WAIVABLE = False
SCOPE = whole_list("notes", "links")

_MOST = {
    "table cells": NOTES_CELLS,
    "characters in a paragraph": NOTES_PARAGRAPH,
    "characters in a URL": NOTES_ADDRESS,
    "characters in all URLs": NOTES_ADDRESSES,
    "headings": NOTES_HEADINGS,
    "images": NOTES_IMAGES,
    "links": NOTES_LINKS,
}

_EMPTY = ("notes are empty", "write the notes, or delete `notes` from the record")
_HTML = ("HTML is not supported and is shown as text", "write it in Markdown; if it is code, put it in backticks")

_PIXELS = (f"images have more than {NOTES_PIXELS:,} pixels in total", "reduce the size of the images")


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Notes of two records, broken links and images in notes, and Markdown that is not supported."""
    yield from _shared(library)
    links = NotesLinks(library)
    linked: set[str | None] = set()
    for path, text in library.notes.items():
        notes = parse_notes(text)
        if not notes.pieces:
            yield _diagnostic(path, FILE_START, _EMPTY, "warning")
        for what, span in notes.beyond:
            yield _diagnostic(path, span, (f"more than {_MOST[what]:,} {what}", "shorten the notes"))
        if links.pixels(path, notes) > NOTES_PIXELS:
            yield _diagnostic(path, FILE_START, _PIXELS)
        for span in notes.raw_html:
            yield _diagnostic(path, span, _HTML, "warning")
        for reference in notes.references:
            linked.add(project_path(path, reference.url) if is_internal(reference.url) else None)
            if problem := links.problem(path, reference, notes):
                yield _diagnostic(path, reference.span, problem)
            elif not reference.text:
                yield _diagnostic(path, reference.span, _without_text(reference), "warning")
    yield from (_diagnostic(path, FILE_START, _not_used(path), "warning") for path in sorted(_unused(library) - linked))


def _diagnostic(path: str, span: Span, problem: MessageAndHelp, severity: Severity = "error") -> Diagnostic:
    return Diagnostic(path=path, span=span, code=CODE, message=problem[0], help=problem[1], severity=severity)


def _shared(library: ParsedLibrary) -> Iterator[Diagnostic]:
    users: dict[str, str] = {}
    for record in library.record_files:
        path = notes_path(record.path, record.notes)
        if path is None or path not in library.notes:
            continue
        if (other := users.setdefault(path, record.path)) != record.path:
            yield at(
                record.path, record.node("notes"), CODE, f"these notes are already used by {other}",
                "give each paper its own notes; notes can link to each other", also=(other,),
            )  # fmt: skip


_FOR_CONTRIBUTORS = frozenset({"readme.md", "index.md", "contributing.md", "license.md"})
"""Names of files that are often next to records."""


def _not_used(path: str) -> MessageAndHelp:
    help = f"add `notes: {path.rpartition('/')[2]}` to the record of the paper, or delete the file"
    return "no record uses these notes, so they are not on the site", help


def _unused(library: ParsedLibrary) -> set[str]:
    """The Markdown files in the records folder that no record names or links to."""
    files = (path for path in library.files if path.startswith(f"{library.records_dir}/") and path.endswith(".md"))
    notes = {path for path in files if path.rpartition("/")[2].casefold() not in _FOR_CONTRIBUTORS}
    named = named_notes(library.records) if notes else set()
    if not named <= library.files:  # a name that PT402 reports may be meant for one of these notes
        return set()
    links = ((record.path, link.url) for record in library.records if record.paper for link in record.paper.links)
    linked = {project_path(path, url) for path, url in links if is_internal(url)} if notes else set()
    return notes - named - linked


def _without_text(reference: Reference) -> MessageAndHelp:
    if reference.is_image:
        return "missing alternative text of the image", "describe the image between the brackets: ![...](...)"
    return "missing text of the link", "write the text between the brackets: [...](...)"
