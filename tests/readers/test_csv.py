"""The reader of CSV."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from papertrail.core.authors import names_of
from papertrail.exporters import csv as exporter
from papertrail.exporters import export_text
from papertrail.readers.csv import reader as csv
from papertrail.readers.entry import NotAList
from papertrail.readers.mappings.names import OWN_HEADER
from readers.data.entry_text import entries_text
from readers.data.validity import assert_valid, own_catalog
from support.golden import Golden

DATA = Path(__file__).parent / "data"
BITS = [  # special characters and words of the format
    "title", "authors", "year", "link", ",", ";", "\t", "\n", '"', "'",
    "=", "a", " and ", "https://a.com", ": ", "2019",
]  # fmt: skip
bits = st.lists(st.sampled_from(BITS)).map("".join)


def test_all_kinds_of_entries(golden: Golden) -> None:
    source = (DATA / "papers.csv").read_text(encoding="utf-8")
    golden.check(entries_text(*csv.read(source)), DATA / "papers.csv.txt")


def test_an_export_can_be_imported_again() -> None:
    assert exporter.HEADER == OWN_HEADER
    catalog = own_catalog()
    entries, problems = csv.read(export_text("csv", catalog.rows, catalog))
    assert problems == []
    for row, entry in zip(catalog.rows, entries, strict=True):
        before, after = row.paper, entry.paper
        assert names_of(after.authors) == names_of(before.authors)
        for name in ("name", "title", "type", "year", "institutions", "links", "keywords", "topics", "added", "custom"):
            assert getattr(after, name) == getattr(before, name)
        assert [venue.text for venue in after.venues] == [venue.text for venue in before.venues]
        assert " ".join(after.remarks) == " ".join(before.remarks)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_detected(delimiter: str) -> None:
    source = "\ufeffTitle,Year,Venue\r\nTofu,2019,EuroSys\r\n".replace(",", delimiter)
    (entry,), _ = csv.read(source)
    assert entries_text([entry], []) == "=== lines 2 to 2\nname: Tofu\nvenues: EuroSys 2019\n\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'line 1: no column "name", "title" or "paper"'),
        ("\nfoo,bar\n1,2\n", 'line 2: no column "name", "title" or "paper" in the header .found "foo", "bar"'),
        ("title\n", "line 1: no row after the header has a name or a title"),
        ('"title', "line 1: no column"),
    ],
)
def test_a_file_without_entries_is_rejected(text: str, message: str) -> None:
    with pytest.raises(NotAList, match=message):
        csv.read(text)


def test_a_malformed_row_does_not_affect_other_rows() -> None:
    entries, problems = csv.read('title,year\nA,2019\n"B,2020\nC,2021\n')
    assert [entry.paper.name for entry in entries] == ["A", "C"]
    assert [(problem.line, problem.text) for problem in problems] == [(3, '"B,2020')]


@settings(max_examples=300, deadline=None, derandomize=True)
@example("title\n" + "x" * 200_000)
@given(st.one_of(st.text(), bits, bits.map("title,authors,links,year,a\n".__add__)))
def test_any_text_gives_valid_entries_or_an_error(text: str) -> None:
    assert_valid(csv.read, text)


@pytest.mark.parametrize(
    ("source", "titles"),
    [
        ('title,year\n"The "best" paper",2020\n"B",1\n', ['The "best" paper', "B"]),
        ('title,year\n"The \\"best\\" paper, again",2020\n', ['The "best" paper, again']),
        ('title,year\nThe 5" disk,2020\n', ['The 5" disk']),
        ('title, year\n "A, ""b""" , 2020\n', ['A, "b"']),
        ("title|year\nA, b|2020\n", ["A, b"]),
        ('title,year\n"Never closed,2020\nB,2021\n', ["B"]),
        ('title,year\n"Two\nlines",2020\n"A "b" c",2021\n', ["Two lines", 'A "b" c']),
    ],
)
def test_odd_quotes(source: str, titles: list[str]) -> None:
    entries, problems = csv.read(source)
    assert [entry.paper.full_title for entry in entries] == titles
    assert len(problems) == source.count("Never")
