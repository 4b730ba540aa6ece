"""Documents in the forms that people write lists in: what is read of each, and how each is written back.

To add one, put it into `documents/`, run `pytest --refresh` and read the file of the same name with `.txt` that it
wrote: it must say what a careful person would say.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from papertrail.core import Link, Paper, Topic, Venue
from papertrail.core.fields import STYLES
from papertrail.core.settings import Settings
from papertrail.documents import render_document
from papertrail.importing import ImportOptions, ImportResult, InputFile, import_lists
from papertrail.importing.report import FileReport
from papertrail.pipeline.check import Checked, check
from papertrail.pipeline.verbatim import same_entry
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


@cache
def imported(document: Path) -> ImportResult:
    return imported_text(document.read_bytes(), document.name)


def imported_text(data: bytes, name: str) -> ImportResult:
    return import_lists(
        Sources(), Settings(root=Path("/nowhere")), [InputFile(name=name, data=data)], ImportOptions(), TEMPLATES
    )


# What was read, as a text


def told(adoption: ImportResult) -> str:
    """Every record on a line, then how the document is written, and what a person must decide."""
    lines = [record_told(paper) for paper in adoption.checked.library.papers]
    lines += ["", *topics_told(adoption.checked)]
    for report in adoption.reports:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(report.lines.items()) if count)
        lines += ["", f"lines: {kinds}", f"addresses: {report.urls}", f"own spelling: {report.raw}"]
        lines += [f"not understood, line {line}: {text}" for line, text in report.not_understood]
        lines += [f"decide: {decision}" for decision in report.decisions]
    return "\n".join(lines) + "\n"


def record_told(paper: Paper) -> str:
    """The fields of a record that are there, each with a word that says which it is."""
    fields = [
        ("", paper.id),
        ("", paper.name),
        ("title ", paper.title or ""),
        ("type ", paper.type if paper.type != "article" else ""),
        ("in ", " + ".join(venue_told(venue) for venue in paper.venues)),
        ("date ", paper.date or ""),
        ("by ", "; ".join(paper.authors)),
        ("at ", "; ".join(paper.institutions)),
        ("links ", " ".join(link_told(link) for link in paper.links)),
        *(("remark ", remark) for remark in paper.remarks),
        ("keywords ", "; ".join(paper.keywords)),
        *((f"{name}: ", text) for name, text in paper.custom),
        ("topic ", "; ".join(" > ".join(topic) for topic in paper.topics)),
    ]
    return " | ".join(word + text for word, text in fields if text)


def venue_told(venue: Venue) -> str:
    return f"{venue.text} <{venue.url}>" if venue.url else venue.text


def link_told(link: Link) -> str:
    return f"{link.label}={link.url}"


def topics_told(checked: Checked) -> Iterator[str]:
    """The tree of topics, each with its style, columns and pattern."""
    for root in checked.catalog.lists:
        for section in root.walk():
            yield "  " * (len(section.path) - 1) + topic_told(section.topic, len(section.rows))


def topic_told(topic: Topic, papers: int) -> str:
    entry, columns = dict(topic.entry).get(topic.style), ", ".join(column.field for column in topic.columns)
    form = f" [{columns}]" if topic.style.endswith("table") else f" {entry!r}" if entry else ""
    return f"{topic.name} ({papers}): {topic.style}{form}"


@ALL
def test_what_is_read_is_what_a_careful_person_would_say(document: Path, golden: Golden) -> None:
    golden.check(told(imported(document)), document.with_suffix(document.suffix + ".txt"))


# The account


def report_of(adoption: ImportResult) -> FileReport:
    (report,) = adoption.reports
    return report


@ALL
def test_every_line_and_address_is_accounted_for(document: Path) -> None:
    adoption = imported(document)
    data = report_of(adoption).data()
    counts = data["lines"]
    assert counts["total"] == len(document.read_text(encoding="utf-8").splitlines())
    assert (
        sum(counts[kind] for kind in ("record", "structure", "prose")) + len(counts["not_understood"])
        == counts["total"]
    )
    assert data["urls"]["missing"] == []
    assert adoption.ok, adoption.checked.diagnostics


SPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda data: data,
    "no last line feed": lambda data: data.rstrip(b"\n"),
    "blank lines at the end": lambda data: data + b"\n\n\n",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@MARKDOWN
def test_the_document_comes_back(document: Path, spelling: str) -> None:
    data = SPELLINGS[spelling](document.read_bytes())
    adoption = imported_text(data, document.name)
    assert rendered(adoption.checked).encode() == data
    assert report_of(adoption).identical is True
    assert told_papers(adoption.checked) == told_papers(imported(document).checked)


@pytest.mark.parametrize(
    "bytes_of", [lambda data: data.replace(b"\n", b"\r\n"), lambda data: b"\xef\xbb\xbf" + data], ids=["CRLF", "BOM"]
)
@MARKDOWN
def test_bytes_that_are_no_text_are_left_out_and_told(document: Path, bytes_of: Callable[[bytes], bytes]) -> None:
    adoption = imported_text(bytes_of(document.read_bytes()), document.name)
    assert rendered(adoption.checked).encode() == document.read_bytes()
    assert set(report_of(adoption).decisions) - set(report_of(imported(document)).decisions)
    assert told_papers(adoption.checked) == told_papers(imported(document).checked)


@ALL
def test_importing_it_again_changes_nothing(document: Path) -> None:
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
        same_entry=same_entry(checked.catalog, prose[1] if prose else ""),
    )


def sources_of(files: dict[str, str]) -> Sources:
    """A project of these files."""
    registries = {path for path in files if path.rpartition("/")[2].startswith("_")}
    prose = {path for path in files if "/_lists/" in path}
    return Sources(
        records=tuple((path, files[path].encode()) for path in files if path not in registries | prose),
        registries=tuple((path, files[path].encode()) for path in registries),
        prose=tuple((Path(path).stem, path, files[path].encode()) for path in prose),
    )


def told_papers(checked: Checked) -> list[str]:
    return [record_told(paper) for paper in checked.library.papers]


@dataclass(frozen=True, kw_only=True)
class Place:
    """The lines of an entry in its document."""

    start: int
    end: int
    paper: Paper


def places(document: Path) -> list[Place]:
    """Where each entry stands, with the record that it became."""
    text = document.read_text(encoding="utf-8")
    found = read_document(text, document.name)
    rows = {
        section.path[1:]: section.rows for root in imported(document).checked.catalog.lists for section in root.walk()
    }
    return [
        Place(start=entry.start, end=entry.end, paper=row.paper)
        for run in found.runs
        for entry, row in zip(run.entries, rows[run.topic], strict=True)
    ]


def path_of(files: dict[str, str], id: str) -> str:
    (path,) = (path for path in files if path.rpartition("/")[2] == f"{id}.yml")
    return path


@MARKDOWN
def test_without_one_record_the_document_lacks_its_lines_alone(document: Path) -> None:
    lines = document.read_text(encoding="utf-8").split("\n")
    files = dict(imported(document).files)
    wrong = []
    for place in places(document):
        left = {path: text for path, text in files.items() if path != path_of(files, place.paper.id)}
        after = rendered(check(sources_of(left)))
        before = "\n".join(lines[: place.start] + lines[place.end :])
        if squeezed(after) != squeezed(before) and not within_a_line(place, document):
            wrong.append((place.paper.id, difference(lines, after.split("\n"))))
    assert wrong == []


def squeezed(text: str) -> str:
    """A text without blank lines and numbers of entries, which follow from what stands around them."""
    return re.sub(r"(?m)^(\[?)\d+(?=[.)\]] )", r"\g<1>1", re.sub(r"\n\s*\n", "\n", text)).strip()


def within_a_line(place: Place, document: Path) -> bool:
    """Whether the lines of an entry hold others as well."""
    return any(
        other.paper.id != place.paper.id and other.start < place.end and place.start < other.end
        for other in places(document)
    )


def difference(before: list[str], after: list[str]) -> list[str]:
    return [
        line for line in difflib.unified_diff(before, after, lineterm="", n=0) if line[:3] not in ("---", "+++", "@@ ")
    ]


@MARKDOWN
def test_another_venue_changes_the_lines_of_its_entry_alone(document: Path) -> None:
    lines = document.read_text(encoding="utf-8").split("\n")
    files = dict(imported(document).files)
    wrong = []
    for place in places(document):
        if not place.paper.venues:
            continue
        path = path_of(files, place.paper.id)
        changed = files[path].replace(place.paper.venues[0].text, "XYZ 2001", 1)
        after = rendered(check(sources_of(files | {path: changed})))
        told = difference(lines, after.split("\n"))
        gone = [line[1:] for line in told if line.startswith("-")]
        come = [line[1:] for line in told if line.startswith("+")]
        here = lines[place.start : place.end]
        if not any("XYZ" in line for line in come) or not set(gone) <= set(here) or lost_addresses(gone, come):
            wrong.append((place.paper.id, told))
    assert wrong == []


def lost_addresses(gone: list[str], come: list[str]) -> set[str]:
    """The addresses that a changed entry had, but has no more."""
    return set(urls_in("\n".join(gone))) - set(urls_in("\n".join(come)))


@pytest.mark.parametrize("style", STYLES)
@MARKDOWN
def test_each_style_shows_all_entries_with_all_their_links(document: Path, style: str) -> None:
    checked = imported(document).checked
    text = rendered(checked, style)
    there = set(urls_in(text))
    lacking = [
        (paper.id, link.url)
        for paper in checked.library.papers
        for link in paper.links
        if from_the_top(link.url) not in there
    ]
    assert lacking == []
    unnamed = [paper.id for paper in checked.library.papers if not is_named(paper, text)]
    assert unnamed == []


def from_the_top(url: str) -> str:
    """An address of a record in `papers/` as a document at the top of the project writes it."""
    return url if "://" in url else posixpath.normpath(posixpath.join("papers", url))


def is_named(paper: Paper, text: str) -> bool:
    def bare(some: str) -> str:
        return re.sub(r"&\w+;|\W+", "", some)

    return bare(paper.name) in bare(text) or bare(paper.full_title) in bare(text)
