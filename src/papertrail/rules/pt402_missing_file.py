"""A link to a missing file, or missing notes.

## Why

A relative URL leads to a file of the project, such as a PDF in `docs/`. If the file does not exist or is outside the
project, the link would be broken on the site. The file in `notes` must exist as well.

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
from papertrail.rules.support.suggestions import Suggestions, same_look, suggested_url
from papertrail.text.strings import quoted
from papertrail.text.urls import fault_of, is_internal, project_path
from papertrail.yaml.nodes import Node, Scalar

CODE = "PT402"
NAME = "missing-file"
WAIVABLE = True
SCOPE = whole_list("venues", "links", "notes")

_ADD = (
    "add the file to the records folder, the docs folder or the project root, or write a full URL that starts with "
    "https://"
)
_ADD_NOTES = "add the file next to the record, or delete the line"
_OUTSIDE = "path leads outside the project"
_ELSEWHERE = (
    "notes must be in the records folder",
    "move the file next to the record; to link to a page of the site, use `links`",
)


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Relative links and notes that do not lead to a regular file of the project."""
    suggestions = Suggestions(library.files)
    unread = {diagnostic.path for diagnostic in library.read_errors}
    for record in library.record_files:
        if not _may_name_a_file(record.paper):
            continue
        notes = _one_line(record.node("notes"))
        is_read = notes is not None and notes_path(record.path, notes.text) not in unread  # PT001 reports others
        if notes and is_read and (problem := _check_notes(record, notes, library, suggestions)):
            yield at(record.path, notes, CODE, *problem)
        for node in (*(node for node, _ in links_with_nodes(record)), *venue_url_nodes(record)):
            if _is_path(node.text) and (problem := _check_path(record, node.text, library, suggestions)):
                yield at(record.path, node, CODE, *problem)


def _may_name_a_file(paper: Paper | None) -> bool:
    """Whether a record can name a file of the project; one without a paper can."""
    if paper is None or paper.notes is not None:
        return True
    urls = [link.url for link in paper.links] + [venue.url for venue in paper.venues if venue.url]
    return any(is_internal(url) for url in urls if url and not url.startswith(("https://", "http://")))


def _one_line(node: Node | None) -> Scalar | None:
    """A node with text on one line; PT101 reports others."""
    return node if isinstance(node, Scalar) and node.text.strip() and "\n" not in node.text else None


def _is_path(text: str) -> bool:
    """Whether a text is a relative URL; PT401 and PT101 report texts that are not URLs."""
    return bool(text.strip()) and is_internal(text) and not fault_of(text, internal=True)


def _check_notes(
    record: RecordFile, notes: Scalar, library: ParsedLibrary, suggestions: Suggestions
) -> tuple[str, str] | None:
    if problem := _not_notes(record, notes.text):
        return problem
    target = notes_path(record.path, notes.text)
    if target in library.files:
        return None if target in library.notes else _ELSEWHERE
    return _check_path(record, notes.text, library, suggestions, _ADD_NOTES)


def _not_notes(record: RecordFile, text: str) -> tuple[str, str] | None:
    help = "write the name of a Markdown file, such as tofu.md; for a short text, use `remarks`"
    if fault_of(text, internal=True) or not is_internal(text):
        return "notes must be a file next to the record", help
    if project_path(record.path, text) is None:
        return _OUTSIDE, help
    if not text.endswith(".md") or set(text) & set("?#%"):
        return "notes must be a Markdown file", help
    return None


def _check_path(
    record: RecordFile, text: str, library: ParsedLibrary, suggestions: Suggestions, help: str = _ADD
) -> tuple[str, str] | None:
    target = project_path(record.path, text)
    if target in library.files:
        return None
    if url := suggested_url(text):
        return f"{quoted(text)} is neither a full URL nor a file", f"write {url}"
    if target is None:
        return _OUTSIDE, help
    near = suggestions.nearest(target)
    if problem := same_look(target, near):
        return problem
    if near:
        shown = posixpath.relpath(near, posixpath.dirname(record.path))
        help = f"did you mean {quoted(shown)}? Paths are relative to the record"
    return f"file {quoted(target)} not found", help
