"""What papertrail exports, it reads again: the second export is the first one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.exports import export_of
from papertrail.core import Author, Link, Paper, PublicationDetails, Venue
from papertrail.core.authors import author_of_parts
from papertrail.core.fields import STATUSES
from papertrail.readers.by_suffix import data_reader

SUFFIXES = {"bibtex": ".bib", "biblatex": ".bib", "csl-json": ".json", "ris": ".ris", "csv": ".csv"}

WORDS = st.sampled_from(
    ["of", "and", "the", "for", "Bayesian", "filter", "German", "GPU", "k-means", "Ångström", "naïve", "50%", "R&D",
     "C++", "#1", "a_b", "{x}", "~", "x^2", "\\", "深度", "2x"]
)  # fmt: skip
texts = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
families = st.sampled_from(
    ["Wang", "García Márquez", "van der Berg", "O'Neil", "Đorđević", "Lloyd-Webber", "李", "de la Cruz"]
)
givens = st.sampled_from(["Minjie", "Jean-Paul", "Éric", "J. P.", "Ana María", "王"])
people = st.builds(author_of_parts, families, givens, st.sampled_from(["", "", "Jr."]))
bodies = st.sampled_from(["World Health Organization", "Google Brain Team", "R&D Agency"]).map(
    lambda name: Author(name, organization=True)
)
authors = st.lists(people | bodies, max_size=4, unique=True).map(tuple)
venues = st.sampled_from(
    ["EuroSys 2019", "Journal of Tests 2019", "Nature & Sons 2019", "arXiv 1811.06965", "A Book, 2nd"]
)
dates = st.sampled_from([None, "2019", "2019-03", "2019-12-31"])
numbers = st.none() | st.sampled_from(["1", "12", "4-5", "S1"])
details = st.builds(
    PublicationDetails,
    volume=numbers,
    number=numbers,
    pages=st.none() | st.sampled_from(["1-17", "e12", "100-110", "12:1-12:25"]),
    publisher=st.none() | st.sampled_from(["ACM", "Kilo & Lima"]),
    series=st.none() | st.just("Lecture Notes in Computer Science"),
    edition=st.none() | st.sampled_from(["2", "Third"]),
    address=st.none() | st.just("New York, NY"),
    editors=st.lists(people, max_size=2, unique=True).map(tuple),
)
papers = st.builds(
    Paper,
    id=st.just("p"),
    name=texts,
    type=st.sampled_from(["article-journal", "paper-conference", "chapter", "book", "thesis", "report"]),
    authors=authors,
    venues=venues.map(lambda text: (Venue(text=text),)),
    date=dates,
    status=st.none() | st.sampled_from(STATUSES),
    publication=details,
    ids=st.sampled_from([(), (("isbn", "9780306406157"),), (("pmid", "12345"),)]),
    language=st.none() | st.sampled_from(["de", "en-GB"]),
    awards=st.sampled_from([(), ("Best Paper Award",), ("Best Paper Award", "Test of Time Award")]),
    links=st.sampled_from([(), (Link(label="Paper", url="https://example.com/a_b%20c?d=e&f=g"),)]),
    abstract=st.none() | texts,
    keywords=st.lists(st.sampled_from(["GPU", "data flow", "R&D"]), max_size=2, unique=True).map(tuple),
    topics=st.just((("T",),)),
    custom=st.sampled_from([(), (("ISSN", "2049-3630"),)]),
)


def read_again(export_format: str, paper: Paper) -> Paper:
    read = data_reader(f"a{SUFFIXES[export_format]}")
    assert read
    (entry,), problems = read(export_of(export_format, [paper]))
    assert problems == []
    return replace(entry.paper, id=paper.id)


@pytest.mark.parametrize("export_format", SUFFIXES)
@settings(max_examples=120, deadline=None, derandomize=True)
@given(paper=papers)
def test_an_export_is_the_same_after_an_import(export_format: str, paper: Paper) -> None:
    first = export_of(export_format, [paper])
    assert export_of(export_format, [read_again(export_format, paper)]) == first
