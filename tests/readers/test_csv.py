"""CSV read into papers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from papertrail.core.authors import names_of
from papertrail.exporters import csv as exporter
from papertrail.exporters import export_text
from papertrail.readers.csv import reader as csv
from papertrail.readers.csv.row import OWN_HEADER
from papertrail.readers.entry import NotAList
from readers.flat.sound import assert_sound, own_catalog
from readers.flat.telling import told
from support.golden import Golden

FLAT = Path(__file__).parent / "flat"
BITS = [  # what makes trouble
    "title", "authors", "year", "link", ",", ";", "\t", "\n", '"', "'",
    "=", "a", " and ", "https://a.com", ": ", "2019",
]  # fmt: skip
bits = st.lists(st.sampled_from(BITS)).map("".join)


def test_a_file_of_all_kinds(golden: Golden) -> None:
    source = (FLAT / "papers.csv").read_text(encoding="utf-8")
    golden.check(told(*csv.read(source)), FLAT / "papers.csv.txt")


def test_what_papertrail_writes_comes_back() -> None:
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
def test_any_delimiter(delimiter: str) -> None:
    source = "\ufeffTitle,Year,Venue\r\nTofu,2019,EuroSys\r\n".replace(",", delimiter)
    (entry,), _ = csv.read(source)
    assert told([entry], []) == "=== lines 2 to 2\nname: Tofu\nvenues: EuroSys 2019\n\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: no column is called name"),
        ("\nfoo,bar\n1,2\n", 'line 2: no column is called name, title or paper; the first line holds "foo", "bar"'),
        ("title\n", "line 1: no row with a name or a title"),
        ('"title', "line 1: no column"),
    ],
)
def test_what_is_no_list(text: str, said: str) -> None:
    with pytest.raises(NotAList, match=said):
        csv.read(text)


def test_a_row_that_is_broken_does_not_take_the_others() -> None:
    entries, problems = csv.read('title,year\nA,2019\n"B,2020\nC,2021\n')
    assert [entry.paper.name for entry in entries] == ["A", "C"]
    assert [(problem.line, problem.text) for problem in problems] == [(3, '"B,2020')]


@settings(max_examples=300, deadline=None, derandomize=True)
@example("title\n" + "x" * 200_000)
@given(st.one_of(st.text(), bits, bits.map("title,authors,links,year,a\n".__add__)))
def test_any_text_gives_values_or_a_refusal(text: str) -> None:
    assert_sound(csv.read, text)
