"""The real list against the four documents that it replaces, where those are at hand.

Each entry of a document must be one row of the list rendered in that document's style: called by its name or title,
with the entry's labels and addresses in order. What cannot match stands in the tables below, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest

from conftest import REPOSITORY
from papertrail.documents import render_document
from papertrail.pipeline.check import check_from_disk
from papertrail.records.config_file import load_settings
from papertrail.templating.environment import environment

DOCUMENTS = REPOSITORY.parent / "shared" / "seeds"

pytestmark = pytest.mark.skipif(
    not DOCUMENTS.is_dir(),
    reason="the four source documents are not at hand; the real list is not compared with them",
)


class Entry(NamedTuple):
    """An entry of a source document."""

    text: str
    links: tuple[tuple[str, str], ...]


CALLED = {
    # What the row shows, where the document's wording was corrected or was no title: (document, beginning): shown.
    (2, "Mayer, Ruben"): "Scalable Deep Learning on Distributed Infrastructures",  # a citation, not a title
    (
        2,
        "ZeRO: Memory Optimization Towards",
    ): "ZeRO: Memory Optimizations Toward Training",  # title as published
    (
        2,
        "Exploring Hidden Dimensions in Parallelizing",
    ): "Exploring Hidden Dimensions in Accelerating",  # as published
    (
        2,
        "Microsoft OpenPAI HiveDScheduler: As one",
    ): "Microsoft OpenPAI HiveDScheduler",  # the rest is a description
    (3, "Reduce the Training Time"): "Reducing the Training Time",  # title as on arXiv
    (
        3,
        "Optimizing Network Performance for Distributed DNN Training\non",
    ): "Optimizing Network Performance for Distributed DNN Training on GPU Clusters",  # a line break inside the title
}


def is_omitted(url: str) -> bool:
    """Relative links lead to notes that the list does not have."""
    return not re.match(r"https?://", url)


def html_entries(text: str) -> list[Entry]:
    rows = re.findall(r"<tr><td><strong>(.*?)</strong></td>(.*?)</tr>", text)
    return [Entry(name, tuple(_anchors(rest.split("</td>")[2]))) for name, rest in rows]


def table_entries(text: str) -> list[Entry]:
    rows = re.findall(r"(?m)^\|\s*\*\*(.*?)\*\*\s*\|(.*)\|$", text)
    return [Entry(name, tuple(_anchors(rest.split(" | ")[2]))) for name, rest in rows]


def _anchors(cell: str) -> list[tuple[str, str]]:
    return [(label, url) for url, label in re.findall(r'<a href="(.*?)">(.*?)</a>', cell)]


def bullet_entries(text: str) -> list[Entry]:
    return [_bracketed(item) for item in re.findall(r"(?ms)^- (.*?)(?=^- |^#|^  - |\Z)", text)]


def paragraph_entries(text: str) -> list[Entry]:
    blocks = [re.sub(r"(?m)^#.*\n?", "", block).strip() for block in text.split("\n\n")]
    return [_bracketed(block) for block in blocks if "[[" in block]


def _bracketed(item: str) -> Entry:
    return Entry(item.split("[[")[0].strip(), tuple(re.findall(r"\[\[(.*?)\]\]\((.*?)\)", item)))


class Case(NamedTuple):
    """A source document with its parser, and the list and style that replace it."""

    file: str
    number: int
    entries: Callable[[str], list[Entry]]
    slug: str
    style: str
    rows: str
    """Matches one row of the rendered document."""


CASES = [
    Case("000_*.txt", 3, table_entries, "deep-learning-training", "markdown-table", r"(?m)^\| .*$"),
    Case("001_*.txt", 14, html_entries, "deep-learning-training", "html-table", r"<tr>.*?</tr>"),
    Case("002_*.txt", 20, bullet_entries, "training-systems", "bullets", r"(?ms)^- .*?(?=^- |^#|\Z)"),
    Case(
        "003_*.txt",
        17,
        paragraph_entries,
        "machine-learning-systems",
        "paragraphs",
        r"(?ms)^[^#\n].*?(?=\n\n|\Z)",
    ),
]


@pytest.mark.parametrize("number", range(4))
def test_each_source_entry_is_one_row_with_its_links(number: int) -> None:
    case = CASES[number]
    (path,) = DOCUMENTS.glob(case.file)
    entries = case.entries(path.read_text(encoding="utf-8"))
    assert len(entries) == case.number

    checked = check_from_disk(load_settings(REPOSITORY / "mkdocs.yml"))
    (section,) = (root for root in checked.catalog.lists if root.slug == case.slug)
    text = render_document(checked.catalog, section, environment(None), style=case.style)
    rows = re.findall(case.rows, text)

    positions = []
    for entry in entries:
        called = _called(number, entry.text)
        matching = [place for place, row in enumerate(rows) if _shows(row, called, entry.links)]
        assert len(matching) == 1, f"{len(matching)} rows for {called!r} with {entry.links}"
        positions.append(matching[0])
    assert positions == sorted(positions), "rows stand in the document's order"


def _called(number: int, text: str) -> str:
    for (document, beginning), shown in CALLED.items():
        if document == number and text.startswith(beginning):
            return shown
    title = re.sub(r"\s*\(?\*.*$|\s*\((?:SOSP|SysML) ?\d{4}\)$", "", text)
    return title.rstrip(". ")


def _shows(row: str, called: str, links: tuple[tuple[str, str], ...]) -> bool:
    if called.casefold() not in row.casefold():
        return False
    place = 0
    for label, url in links:
        if is_omitted(url):
            continue
        match = re.search(rf"\[\[{re.escape(label)}\]\]\({re.escape(url)}\)", row[place:]) or re.search(
            rf'<a href="{re.escape(url)}">{re.escape(label)}</a>', row[place:]
        )
        if match is None:
            return False
        place += match.end()
    return True


def test_the_four_documents_name_44_works() -> None:
    checked = check_from_disk(load_settings(REPOSITORY / "mkdocs.yml"))
    assert len(checked.catalog.rows) == 44
    assert sum(case.number for case in CASES) == 54
    others = [paper for paper in checked.catalog.papers if paper.type != "article"]
    assert len(others) == 6
