"""Checks that hold for every reader of data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from papertrail.core import Catalog, Paper
from papertrail.core.authors import names_of
from papertrail.core.limits import ITEMS, TEXT
from papertrail.pipeline.check import check_from_disk
from papertrail.readers.entry import Entry, NotAList, NotUnderstood
from papertrail.records.config_file import load_settings
from papertrail.text.strings import one_line
from papertrail.text.urls import fault_of

REPOSITORY = Path(__file__).resolve().parents[3]

Read = Callable[[str], tuple[list[Entry], list[NotUnderstood]]]


def own_catalog() -> Catalog:
    """The list of this repository."""
    return check_from_disk(load_settings(REPOSITORY / "mkdocs.yml")).catalog


def assert_same_citation(before: Paper, after: Paper) -> None:
    """The values that a citation contains are unchanged."""
    assert after.full_title == before.full_title
    assert names_of(after.authors) == names_of(before.authors)
    assert after.year == before.year
    assert after.keywords == before.keywords
    assert after.identifiers == before.identifiers
    assert {link.url for link in after.links} & {link.url for link in before.links} or not before.links
    if after.venues and before.venues:
        assert after.venues[-1].text == before.venues[-1].text


def assert_valid(read: Read, text: str) -> None:
    """The reader returns values that a record may contain, or raises `NotAList` with a message."""
    try:
        entries, problems = read(text)
    except NotAList as error:
        _assert_printable(str(error))
        return
    assert entries
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for entry in entries:
        assert 0 <= entry.start < entry.end <= lines
        _assert_valid_entry(entry)
    for problem in problems:
        assert 1 <= problem.line <= lines
        assert one_line(problem.text) == problem.text


def _assert_printable(text: str) -> None:
    assert text
    assert one_line(text) == text


def _assert_valid_entry(entry: Entry) -> None:
    paper = entry.paper
    assert paper.name
    assert paper.title != paper.name
    lists = (paper.institutions, paper.remarks, paper.keywords, tuple(venue.text for venue in paper.venues))
    custom = tuple(text for pair in paper.custom for text in pair)
    topics = tuple(part for path in paper.topics for part in path)
    texts = [paper.name, paper.title or "-", *map(str, paper.authors), *(text for values in lists for text in values)]
    for value in [*texts, *custom, *topics, *(link.label for link in paper.links)]:
        assert value
        assert one_line(value) == value
        assert len(value) <= TEXT
    assert all(len(values) <= ITEMS for values in (*lists, paper.custom, paper.links, paper.topics))
    assert all(fault_of(link.url, internal=False) is None for link in paper.links)
    assert all(one_line(text) == text for text in entry.not_kept)
