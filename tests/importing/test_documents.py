"""Imports of documents in the formats that people use for lists, and how they are rendered again.

To add a document, put it into `documents/`, run `pytest --refresh` and read the `.txt` file next to it: it must contain
what a careful person would read in the document.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from papertrail.core import Link, Paper, Topic, Venue
from papertrail.core.fields import STYLES
from papertrail.core.settings import Settings
from papertrail.documents import render_document
from papertrail.importing import ImportOptions, ImportResult, InputFile, import_lists
from papertrail.importing.report import FileReport
from papertrail.pipeline.check import Checked, check
from papertrail.pipeline.verbatim import own_entry
from papertrail.readers.markdown.plain_text import urls_in
from papertrail.readers.markdown.reader import read_document
from papertrail.records.files import Sources
from papertrail.templating.environment import environment
from support.golden import Golden

TEMPLATES = environment(None)
FOLDER = Path(__file__).parent / "documents"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.suffix in (".md", ".bib", ".csv", ".json"))
IN_MARKDOWN = [path for path in DOCUMENTS if path.suffix == ".md"]
ALL = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
MARKDOWN = pytest.mark.parametrize("document", IN_MARKDOWN, ids=lambda path: path.name)


MEMORY = "papers/_imports.json"


@cache
def imported(document: Path) -> ImportResult:
    return imported_text(document.read_bytes(), document.name)


def imported_text(data: bytes, name: str) -> ImportResult:
    return import_lists(
        Sources(), Settings(root=Path("/nowhere")), [InputFile(name=name, data=data)], ImportOptions(), TEMPLATES
    )


# The result of an import as text


def describe(result: ImportResult) -> str:
    """One line per record, then the format of the entries, and what a person must decide."""
    lines = [describe_record(paper) for paper in result.checked.library.papers]
    lines += ["", *describe_topics(result.checked)]
    for report in result.reports:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(report.lines.items()) if count)
        lines += ["", f"lines: {kinds}", f"urls: {report.urls}", f"verbatim: {report.raw}"]
        lines += [f"not understood, line {line}: {text}" for line, text in report.not_understood]
        lines += [f"decide: {decision}" for decision in report.decisions]
    return "\n".join(lines) + "\n"


def describe_record(paper: Paper) -> str:
    """The fields of a record, each after its name."""
    fields = [
        ("", paper.id),
        ("", paper.name),
        ("title ", paper.title or ""),
        ("type ", paper.type if paper.type != "article" else ""),
        ("in ", " + ".join(describe_venue(venue) for venue in paper.venues)),
        ("date ", paper.date or ""),
        ("by ", "; ".join(map(str, paper.authors))),
        ("at ", "; ".join(paper.institutions)),
        ("links ", " ".join(describe_link(link) for link in paper.links)),
        *(("remark ", remark) for remark in paper.remarks),
        ("keywords ", "; ".join(paper.keywords)),
        *((f"{name}: ", text) for name, text in paper.custom),
        ("topic ", "; ".join(" > ".join(topic) for topic in paper.topics)),
    ]
    return " | ".join(word + text for word, text in fields if text)


def describe_venue(venue: Venue) -> str:
    return f"{venue.text} <{venue.url}>" if venue.url else venue.text


def describe_link(link: Link) -> str:
    return f"{link.label}={link.url}"


def describe_topics(checked: Checked) -> Iterator[str]:
    """The tree of topics, each with its style, columns and pattern."""
    for root in checked.catalog.lists:
        for section in root.walk():
            yield "  " * (len(section.path) - 1) + describe_topic(section.topic, len(section.rows))


def describe_topic(topic: Topic, papers: int) -> str:
    entry, columns = dict(topic.entry).get(topic.style), ", ".join(column.field for column in topic.columns)
    form = f" [{columns}]" if topic.style.endswith("table") else f" {entry!r}" if entry else ""
    return f"{topic.name} ({papers}): {topic.style}{form}"


@ALL
def test_import_reads_what_a_careful_person_would(document: Path, golden: Golden) -> None:
    golden.check(describe(imported(document)), document.with_suffix(document.suffix + ".txt"))


# The import report


def report_of(result: ImportResult) -> FileReport:
    (report,) = result.reports
    return report


@ALL
def test_report_counts_every_line_and_url(document: Path) -> None:
    result = imported(document)
    data = report_of(result).data()
    counts = data["lines"]
    assert counts["total"] == len(document.read_text(encoding="utf-8").splitlines())
    assert (
        sum(counts[kind] for kind in ("record", "structure", "prose")) + len(counts["not_understood"])
        == counts["total"]
    )
    assert data["urls"]["missing"] == []
    assert result.ok, result.checked.diagnostics


LINE_ENDINGS: dict[str, Callable[[bytes], bytes]] = {
    "unchanged": lambda data: data,
    "without final newline": lambda data: data.rstrip(b"\n"),
    "blank lines at the end": lambda data: data + b"\n\n\n",
}


@pytest.mark.parametrize("ending", LINE_ENDINGS)
@MARKDOWN
def test_rendering_restores_the_document(document: Path, ending: str) -> None:
    data = LINE_ENDINGS[ending](document.read_bytes())
    result = imported_text(data, document.name)
    assert rendered(result.checked).encode() == data
    assert report_of(result).identical is True
    assert described_papers(result.checked) == described_papers(imported(document).checked)


@MARKDOWN
def test_line_endings_make_no_difference_and_a_bom_is_reported(document: Path) -> None:
    data, known = document.read_bytes(), imported(document)
    for encoded, is_identical in ((data.replace(b"\n", b"\r\n"), True), (b"\xef\xbb\xbf" + data, False)):
        result = imported_text(encoded, document.name)
        assert rendered(result.checked).encode() == data
        assert report_of(result).identical is is_identical
        assert (set(report_of(result).decisions) == set(report_of(known).decisions)) is is_identical
        assert described_papers(result.checked) == described_papers(known.checked)


@ALL
def test_second_import_changes_nothing(document: Path) -> None:
    first = imported(document)
    source = InputFile(name=document.name, data=document.read_bytes())
    again = import_lists(
        sources_of(dict(first.files)), Settings(root=Path("/nowhere")), [source], ImportOptions(), TEMPLATES
    )
    assert dict(again.files) == {}


# One record changed


def rendered(checked: Checked, style: str | None = None) -> str:
    """The document of the only list."""
    (root,) = checked.catalog.lists
    prose = checked.library.prose.get(root.slug)
    return render_document(
        checked.catalog,
        root,
        TEMPLATES,
        style=style,
        prose=prose[1] if prose else None,
        own_entry=own_entry(checked.catalog, prose[1] if prose else ""),
    )


def sources_of(files: dict[str, str]) -> Sources:
    """A project with these files."""
    registries = {path for path in files if path.rpartition("/")[2].startswith("_") and path.endswith(".yml")}
    prose = {path for path in files if "/_lists/" in path}
    return Sources(
        records=tuple((path, files[path].encode()) for path in files if path not in registries | prose | {MEMORY}),
        registries=tuple((path, files[path].encode()) for path in registries),
        prose=tuple((Path(path).stem, path, files[path].encode()) for path in prose),
        imports=files[MEMORY].encode() if MEMORY in files else None,
    )


def described_papers(checked: Checked) -> list[str]:
    return [describe_record(paper) for paper in checked.library.papers]


@dataclass(frozen=True, kw_only=True)
class EntryLines:
    """The lines of an entry in its document, and its record."""

    start: int
    end: int
    paper: Paper


def entries_of(document: Path) -> list[EntryLines]:
    """The entries of a document with their records."""
    text = document.read_text(encoding="utf-8")
    parsed = read_document(text, document.name)
    rows = {
        section.path[1:]: section.rows for root in imported(document).checked.catalog.lists for section in root.walk()
    }
    return [
        EntryLines(start=entry.start, end=entry.end, paper=row.paper)
        for run in parsed.runs
        for entry, row in zip(run.entries, rows[run.topic], strict=True)
    ]


def path_of(files: dict[str, str], id: str) -> str:
    (path,) = (path for path in files if path.rpartition("/")[2] == f"{id}.yml")
    return path


@MARKDOWN
def test_deleting_a_record_removes_only_its_lines(document: Path) -> None:
    lines = document.read_text(encoding="utf-8").split("\n")
    files = dict(imported(document).files)
    wrong = []
    # The first paper after other text is named there; `papertrail remove` names the next one instead.
    firsts = {part[0].start for run in read_document("\n".join(lines), document.name).runs for part in run.parts[1:]}
    for entry in (entry for entry in entries_of(document) if entry.start not in firsts):
        left = {path: text for path, text in files.items() if path != path_of(files, entry.paper.id)}
        after = rendered(check(sources_of(left)))
        before = "\n".join(lines[: entry.start] + lines[entry.end :])
        if without_blank_lines(after) != without_blank_lines(before) and not shares_a_line(entry, document):
            wrong.append((entry.paper.id, difference(lines, after.split("\n"))))
    assert wrong == []


def without_blank_lines(text: str) -> str:
    """A text without blank lines and without the numbers of entries, which depend on other entries."""
    return re.sub(r"(?m)^(\[?)\d+(?=[.)\]] )", r"\g<1>1", re.sub(r"\n\s*\n", "\n", text)).strip()


def shares_a_line(entry: EntryLines, document: Path) -> bool:
    """Whether the lines of an entry contain other entries."""
    return any(
        other.paper.id != entry.paper.id and other.start < entry.end and entry.start < other.end
        for other in entries_of(document)
    )


def difference(before: list[str], after: list[str]) -> list[str]:
    return [
        line for line in difflib.unified_diff(before, after, lineterm="", n=0) if line[:3] not in ("---", "+++", "@@ ")
    ]


@MARKDOWN
def test_changing_a_venue_changes_only_the_lines_of_its_entry(document: Path) -> None:
    lines = document.read_text(encoding="utf-8").split("\n")
    files = dict(imported(document).files)
    wrong = []
    for entry in entries_of(document):
        if not entry.paper.venues:
            continue
        path = path_of(files, entry.paper.id)
        venue = entry.paper.venues[0]
        changed = files[path].replace(venue.text, f"XYZ {venue.year or 2001}", 1)  # the year is its position
        after = rendered(check(sources_of(files | {path: changed})))
        diff = difference(lines, after.split("\n"))
        removed = [line[1:] for line in diff if line.startswith("-")]
        added = [line[1:] for line in diff if line.startswith("+")]
        own_lines = lines[entry.start : entry.end]
        if not any("XYZ" in line for line in added) or not set(removed) <= set(own_lines) or lost_urls(removed, added):
            wrong.append((entry.paper.id, diff))
    assert wrong == []


def lost_urls(removed: list[str], added: list[str]) -> set[str]:
    """The URLs that a change removed."""
    return set(urls_in("\n".join(removed))) - set(urls_in("\n".join(added)))


@pytest.mark.parametrize("style", STYLES)
@MARKDOWN
def test_each_style_shows_all_entries_with_all_their_links(document: Path, style: str) -> None:
    checked = imported(document).checked
    text = rendered(checked, style)
    urls = set(urls_in(text))
    lacking = [
        (paper.id, link.url)
        for paper in checked.library.papers
        for link in paper.links
        if from_project_root(link.url) not in urls
    ]
    assert lacking == []
    unnamed = [paper.id for paper in checked.library.papers if not is_named(paper, text)]
    assert unnamed == []


def from_project_root(url: str) -> str:
    """A URL of a record in `papers/`, relative to the root of the project."""
    return url if "://" in url else posixpath.normpath(posixpath.join("papers", url))


def is_named(paper: Paper, text: str) -> bool:
    def bare(some: str) -> str:
        return re.sub(r"\W+", "", unescape(some))

    return bare(paper.name) in bare(text) or bare(paper.full_title) in bare(text)
