"""The reader of RIS."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters import readers
from papertrail.exporters import export_text
from papertrail.readers.entry import NotAList
from papertrail.readers.ris import reader as ris
from readers.data.entry_text import entries_text
from readers.data.validity import assert_same_citation, assert_valid, own_catalog
from support.golden import Golden

DATA = Path(__file__).parent / "data"
BITS = [  # special characters and words of the format
    "TY  - JOUR\n", "ER  - \n", "TI  - ", "AU  - ", "PY  - ", "UR  - ", "SN  - ", "N1  - ", "  - ", "TY", "\n",
    "a", "Lee, Ann", "2019", "https://a.com", ";", "<b>", "</b>", "&amp;", "arXiv:1811.06965",
]  # fmt: skip
bits = st.lists(st.sampled_from(BITS)).map("".join)


def test_all_kinds_of_entries(golden: Golden) -> None:
    source = (DATA / "papers.ris").read_text(encoding="utf-8")
    golden.check(entries_text(*ris.read(source)), DATA / "papers.ris.txt")


def test_rispy_finds_the_same_records() -> None:
    source = (DATA / "papers.ris").read_text(encoding="utf-8")
    entries, _ = ris.read(source)
    titles = [record.get("title") or record.get("primary_title") for record in readers.ris_records(source)]
    assert [entry.raw.split("\n")[0] for entry in entries] == ["TY  - JOUR", "TY  - THES", "TY  - BOOK"]
    assert len(titles) == 4, "one of them has no title"


def test_an_export_can_be_imported_again() -> None:
    catalog = own_catalog()
    entries, problems = ris.read(export_text("ris", catalog.rows, catalog))
    assert problems == []
    for row, entry in zip(catalog.rows, entries, strict=True):
        assert_same_citation(row.paper, entry.paper)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no RIS record found"),
        ("just words", "line 1: not a RIS record"),
        ("\nTY  - JOUR\nER  - \n", "line 2: not a RIS record with a title"),
    ],
)
def test_a_file_without_entries_is_rejected(text: str, message: str) -> None:
    with pytest.raises(NotAList, match=message):
        ris.read(text)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.one_of(st.text(), bits, bits.map("TY  - JOUR\nTI  - T\n".__add__)))
def test_any_text_gives_valid_entries_or_an_error(text: str) -> None:
    assert_valid(ris.read, text)
