"""The report of a change of a list: as Markdown for the comment of a code host, and as JSON.

Text from files is in HTML in which nothing acts, see `inert_html`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from papertrail.core.diagnostics import Diagnostic
from papertrail.core.new_sites import NewSite
from papertrail.reporters.inert_html import cut, inert_code, inert_row, inert_text
from papertrail.reporters.json import diagnostic_json, json_text
from papertrail.reporters.new_sites import sites_json
from papertrail.reporters.text import text_report
from papertrail.reviewing import ListChanges, PaperChange
from papertrail.reviewing.changes import KINDS

MOST_BYTES = 65_000
"""Bytes of the Markdown. A comment on GitHub has at most 65,536 characters."""
_LAST_LINE = 200
"""Bytes kept free for the line that says what is omitted."""


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A part of the report: a heading, and entries that can be omitted at its end."""

    heading: str
    entries: Iterable[str]
    count: int
    around: tuple[str, str] = ("", "")


def changes_markdown(changes: ListChanges, most: int = MOST_BYTES) -> str:
    """The report as Markdown of at most `most` bytes."""
    text = f"### papertrail: {_summary(changes)}\n"
    omitted = 0
    for part in _parts(changes):
        shown, rest = _fitting(part, (most - _LAST_LINE - len(text.encode())) * 3 // 4)
        text += shown
        omitted += rest
    if omitted:
        entries = "entry is" if omitted == 1 else "entries are"
        text += f"\n**{omitted:,} {entries} omitted, as the report would be too long; `--format json` has all.**\n"
    return text


def _fitting(part: _Part, most: int) -> tuple[str, int]:
    """The text of a part up to a number of bytes, and the number of entries omitted."""
    if not part.count:
        return "", 0
    start, end = part.around
    text = f"\n#### {part.heading}\n\n{start}"
    size, shown = len(text.encode()) + len(end), 0
    entries = []
    for entry in part.entries:
        size += len(entry.encode())
        if size > most:
            break
        entries.append(entry)
        shown += 1
    return text + "".join(entries) + end, part.count - shown


def _summary(changes: ListChanges) -> str:
    counts = [(kind, len(changes.of_kind(kind))) for kind in KINDS]
    parts = [f"{count:,} {'paper' if count == 1 else 'papers'} {kind}" for kind, count in counts if count]
    errors = sum(d.severity == "error" for d in (*changes.problems, *changes.similar))
    parts += [f"{errors:,} {'error' if errors == 1 else 'errors'}"] if errors else []
    return ", ".join(parts) or "no paper changed"


def _parts(changes: ListChanges) -> Iterator[_Part]:
    texts = changes.checked.library.texts

    def diagnostics(heading: str, found: Sequence[Diagnostic]) -> _Part:
        entries = (escape(text_report([diagnostic], texts)) for diagnostic in found)
        return _Part(heading=heading, entries=entries, count=len(found), around=("<pre>\n", "</pre>\n"))

    yield diagnostics("Problems", changes.problems)
    yield diagnostics("Similar papers", changes.similar)
    sites = changes.sites
    yield _Part(heading="Links to new sites", entries=map(_site, sites), count=len(sites), around=("<ul>\n", "</ul>\n"))
    for kind in KINDS:
        papers = changes.of_kind(kind)
        entries = (_paper(change, changes) for change in papers)
        yield _Part(heading=f"Papers {kind}", entries=entries, count=len(papers))
    names = [
        _item(f"{kind.removesuffix('s')} {inert_code(name)} {verb}")
        for kind, verb, found in (
            (change.kind, verb, found)
            for change in changes.names
            for verb, found in (("added", change.added), ("removed", change.removed))
        )
        for name in found
    ]
    yield _Part(heading="Registries", entries=names, count=len(names), around=("<ul>\n", "</ul>\n"))
    touched = [
        *(_item(f"document: {inert_code(f'papertrail render {name}')}") for name in changes.lists),
        *(_item(f"page: {inert_code(page)}") for page in changes.pages),
    ]
    yield _Part(heading="Documents and pages", entries=touched, count=len(touched), around=("<ul>\n", "</ul>\n"))


def _item(html: str) -> str:
    return f"<li>{html}</li>\n"


def _site(site: NewSite) -> str:
    warnings = "".join(f"<br>warning: {inert_code(warning)}" for warning in site.warnings)
    links = "".join(f"<br>{inert_code(f'{link.path}:{link.line}')} {inert_code(link.url)}" for link in site.links[:3])
    more = f"<br>and {site.count - len(site.links[:3]):,} more" if site.count > len(site.links[:3]) else ""
    return _item(f"{inert_code(site.name)}{warnings}{links}{more}")


def _paper(change: PaperChange, changes: ListChanges) -> str:
    """A paper with its row before and after the change."""
    row_before, row_after = _rows(change, changes)
    paper = change.record.paper
    about = inert_code(change.record.path) + (f" {inert_text(cut(paper.full_title, 200))}" if paper else "")
    if change.before and change.after and change.before.path != change.after.path:
        about += f"<br>before: {inert_code(change.before.path)}"
    if change.kind == "changed":
        about += f"<br>changed: {_what_changed(change)}"
    return "\n".join([f"<p>{about}</p>", *_shown_rows(row_before, row_after)]) + "\n"


def _what_changed(change: PaperChange) -> str:
    for record, reason in ((change.after, "it cannot be read"), (change.before, "it could not be read before")):
        if record is None or record.paper is None:
            return reason
    return ", ".join(map(inert_code, change.fields)) or "only layout or comments"


def _shown_rows(before: str | None, after: str | None) -> list[str]:
    """The rows with their labels, if there are two. None is the row of a record that is not in a list."""
    if before and after and before != after:
        return ["<p>Before:</p>", before, "<p>Now:</p>", after]
    row = after or before
    return [row] if row else ["<p>It is not in a list.</p>"]


def _rows(change: PaperChange, changes: ListChanges) -> tuple[str | None, str | None]:
    before = changes.rows_before.row(change.before.id) if change.before else None
    after = changes.rows_after.row(change.after.id) if change.after else None
    return inert_row(before) if before else None, inert_row(after) if after else None


# JSON


def changes_json(changes: ListChanges) -> str:
    """The whole report as JSON. Rows are the same HTML as in the Markdown."""
    names = {change.kind: change for change in changes.names}
    return json_text(
        {
            "papers": [_paper_json(change, changes) for change in changes.papers],
            **{
                kind: {"added": list(names[kind].added), "removed": list(names[kind].removed)}
                for kind in ("topics", "venues", "institutions")
            },
            "documents": list(changes.lists),
            "pages": list(changes.pages),
            "similar": [diagnostic_json(diagnostic) for diagnostic in changes.similar],
            "diagnostics": [diagnostic_json(diagnostic) for diagnostic in changes.problems],
            "new_sites": sites_json(changes.sites),
        }
    )


def _paper_json(change: PaperChange, changes: ListChanges) -> dict[str, object]:
    before, after = _rows(change, changes)
    return {
        "change": change.kind,
        "id": change.record.id,
        "path": change.record.path,
        "former_id": change.before.id if change.kind == "renamed" and change.before else None,
        "former_path": change.before.path if change.before and change.before.path != change.record.path else None,
        "fields": list(change.fields),
        "before": before,
        "after": after,
    }
