"""Real lists, if they are available: imported one by one and together, and rendered."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from conftest import REPOSITORY
from papertrail.core.fields import STYLES
from papertrail.core.settings import Settings
from papertrail.documents import render_document
from papertrail.importing import ImportOptions, ImportResult, InputFile, import_lists
from papertrail.pipeline.check import check
from papertrail.pipeline.verbatim import own_entry
from papertrail.readers import NotAList
from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.plain_text import plain, urls_in
from papertrail.records.files import Sources
from papertrail.templating.environment import environment

SHARED = REPOSITORY.parent / "shared"
SEEDS = sorted(SHARED.glob("seeds/*.txt"))
MANIFEST = SHARED / "lists" / "manifest.json"
LISTS = json.loads(MANIFEST.read_text(encoding="utf-8"))["lists"] if MANIFEST.is_file() else []
CORE = [SHARED / "lists" / entry["file"] for entry in LISTS if entry["tier"] == "core"]
NEGATIVE = [SHARED / "lists" / entry["file"] for entry in LISTS if entry["tier"] == "negative"]
ENTRIES = {entry["file"]: entry["entries"] for entry in LISTS}

pytestmark = pytest.mark.skipif(not SEEDS, reason="the collection of lists is not available")

TEMPLATES = environment(None)
DOCUMENTS = pytest.mark.parametrize("path", [*SEEDS, *CORE], ids=lambda path: path.name)


@cache
def imported(*paths: Path) -> ImportResult:
    inputs = [InputFile(name=path.name, data=path.read_bytes()) for path in paths]
    return import_lists(Sources(), Settings(root=Path("/nowhere")), inputs, ImportOptions(), TEMPLATES)


def sources_of(found: ImportResult) -> Sources:
    names = {path: path.rpartition("/")[2] for path in found.files}
    prose = [path for path in names if "/_lists/" in path]
    registries = [path for path in names if names[path].startswith("_")]
    records = sorted(names.keys() - {*prose, *registries})
    return Sources(
        records=tuple((path, found.files[path].encode()) for path in records),
        registries=tuple((path, found.files[path].encode()) for path in registries),
        prose=tuple((names[path].removesuffix(".md"), path, found.files[path].encode()) for path in prose),
    )


def written(sources: Sources, name: str | None, style: str | None = None) -> str:
    checked = check(sources)
    section = next(root for root in checked.catalog.lists if root.topic.name == name)
    prose = checked.library.prose.get(section.slug)
    same = own_entry(checked.catalog)
    text = prose[1] if prose else None
    return render_document(checked.catalog, section, TEMPLATES, style=style, prose=text, own_entry=same)


def sample(sources: Sources, most: int = 12) -> Iterator[int]:
    yield from range(0, len(sources.records), max(1, len(sources.records) // most))


def without(sources: Sources, number: int, text: str | None = None) -> Sources:
    path = sources.records[number][0]
    kept = [] if text is None else [(path, text.encode())]
    return replace(sources, records=(*sources.records[:number], *kept, *sources.records[number + 1 :]))


@DOCUMENTS
def test_a_document_is_reproduced_and_its_report_is_complete(path: Path) -> None:
    found = imported(path)
    report = found.reports[0].data()
    lines = report["lines"]
    assert found.ok
    assert report["identical"] is True
    assert report["records"] >= 0.99 * ENTRIES.get(path.name, 0)
    assert lines["record"] + lines["structure"] + lines["prose"] + len(lines["not_understood"]) == lines["total"]
    assert lines["total"] == len(path.read_text(encoding="utf-8").splitlines())
    assert report["urls"]["missing"] == []


@DOCUMENTS
def test_every_word_is_in_a_record_or_in_the_prose(path: Path) -> None:
    found = imported(path)
    texts = [re.sub(r"(?ms)^source:\n.*\Z", "", text) for text in found.files.values()]
    text = path.read_text(encoding="utf-8")
    shown = plain(Cursor.of(re.sub(r"<[^<>]*>", " ", text), html=True))
    words = {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", shown)}
    assert words - {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", " ".join(texts))} == set()


@DOCUMENTS
def test_deleting_a_record_only_removes_its_lines(path: Path) -> None:
    sources, name = sources_of(imported(path)), imported(path).reports[0].list
    before = written(sources, name).split("\n")
    for number in sample(sources):
        after = written(without(sources, number), name).split("\n")
        added = [line for line in difflib.ndiff(before, after) if line.startswith("+ ")]
        assert all("<table" in line for line in added), sources.records[number][0]


@DOCUMENTS
def test_a_new_venue_only_changes_the_lines_of_its_entry(path: Path) -> None:
    sources, name = sources_of(imported(path)), imported(path).reports[0].list
    before = written(sources, name).split("\n")
    for number in sample(sources):
        text = sources.records[number][1].decode()
        changed = re.sub(r"(?m)^venue: .*(?:\n  .*)*", "venue: Zzz 2031", text)
        if changed != text:
            after = written(without(sources, number, changed), name).split("\n")
            lines = [line for line in difflib.ndiff(before, after) if line.startswith(("+ ", "- "))]
            assert any("Zzz" in line for line in lines)
            assert len(lines) <= 14, lines


@DOCUMENTS
@pytest.mark.parametrize("style", STYLES)
def test_each_style_contains_all_entries_with_all_their_links(path: Path, style: str) -> None:
    found = imported(path)
    text = written(sources_of(found), found.reports[0].list, style)
    there = {*urls_in(text), *urls_in(text, html=True)}
    for paper in found.checked.library.papers:
        for link in paper.links:
            url = link.url.removeprefix("../")
            assert {link.url, url, url.replace("(", "%28").replace(")", "%29")} & there, (paper.id, link)
    letters = re.sub(r"\W", "", plain(Cursor.of(re.sub(r"&[#\w]+;", "", text))))
    for paper in found.checked.library.papers:
        assert re.sub(r"\W|&\w+;", "", re.sub(r"[\"'<>&]", "", paper.name))[:40] in letters, paper.id


def test_at_most_ten_entries_of_the_seeds_are_kept_verbatim() -> None:
    reports = [imported(path).reports[0] for path in SEEDS]
    assert [report.records for report in reports] == [3, 14, 20, 17]
    assert sum(report.raw for report in reports) <= 10


def test_the_seeds_contain_44_works() -> None:
    found = imported(*SEEDS)
    assert len(found.checked.library.papers) == 44
    assert len(imported(*SEEDS[:2]).checked.library.papers) == 14
    for report, path in zip(found.reports, SEEDS, strict=True):
        assert report.missing == ()
        decisions = "\n".join(report.decisions)
        before = path.read_text(encoding="utf-8").split("\n")
        after = written(sources_of(found), report.list).split("\n")
        differing = [n for n, line in enumerate(before, 1) if line not in after]
        assert all(any(f"line {n - below}:" in decisions for below in range(4)) for n in differing), (path, differing)


def test_works_with_the_same_repository_are_different() -> None:
    papers = imported(*SEEDS).checked.library.papers
    sharing = [paper for paper in papers if any(link.url.endswith("bytedance/byteps") for link in paper.links)]
    assert len(sharing) == 3


@pytest.mark.parametrize("path", NEGATIVE, ids=lambda path: path.name)
def test_prose_about_works_is_rejected(path: Path) -> None:
    with pytest.raises(NotAList, match="prose"):
        imported(path)


def test_importing_again_changes_nothing() -> None:
    found = imported(*SEEDS)
    inputs = [InputFile(name=path.name, data=path.read_bytes()) for path in SEEDS]
    again = import_lists(sources_of(found), Settings(root=Path("/nowhere")), inputs, ImportOptions(), TEMPLATES)
    assert again.files == {}
