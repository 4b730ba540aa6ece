"""Whatever a server answers, a lookup gives a valid entry or a reason. Small answers, without a server."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.core import Institution, Names, Registries, Series
from papertrail.lookup import NotFound, look_up
from papertrail.lookup.html import page_data
from papertrail.lookup.names import KnownNames
from papertrail.lookup.xml import parse_xml
from papertrail.readers import Entry
from papertrail.web import Client, Fetched, FetchFailure, FetchLimits
from readers.data.validity import assert_valid

REGISTRIES = Registries(
    venues=Names(
        tuple(
            Series(name=name, full=full)
            for name, full in (
                ("CVPR", "Conference on Computer Vision and Pattern Recognition"),
                ("EuroSys", "European Conference on Computer Systems"),
                ("ICML", "International Conference on Machine Learning"),
                ("Nature", None),
                ("NeurIPS", "Conference on Neural Information Processing Systems"),
                ("S&P", "IEEE Symposium on Security and Privacy"),
                ("SOSP", "Symposium on Operating Systems Principles"),
                ("VLDB", None),
                ("ACM", None),
            )
        )
    ),
    institutions=Names((Institution(name="NYU", full="New York University"), Institution(name="UC Berkeley"))),
)
NAMES = KnownNames(REGISTRIES)
PAGE, DOI, ISBN, ARXIV = "https://a.example.org/x", "10.1000/x", "9780306406157", "2004.01234"


@dataclass(frozen=True, kw_only=True)
class Canned(Client):
    """Answers everything with one body."""

    body: str | bytes = b""
    type: str = "text/html"

    def fetch(
        self, url: str, *, accept: str = "*/*", method: str = "GET", limits: FetchLimits | None = None
    ) -> Fetched | FetchFailure:
        body = self.body if isinstance(self.body, bytes) else self.body.encode("utf-8", "surrogatepass")
        return Fetched(url=url, headers={"content-type": self.type}, body=body)


def answered(source: str, body: str | bytes) -> Entry | NotFound:
    return look_up(source, Canned(body=body), REGISTRIES)


def found(source: str, body: str | bytes) -> Entry:
    entry = answered(source, body)
    assert isinstance(entry, Entry), entry
    return entry


# Names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Proceedings of the Fourteenth EuroSys Conference 2019", "EuroSys"),
        ("Proceedings of the Twenty-Seventh ACM Symposium on Operating Systems Principles", "SOSP"),
        ("SOSP '21: ACM SIGOPS 28th Symposium on Operating Systems Principles", "SOSP"),
        ("2019 IEEE Symposium on Security and Privacy (SP)", "S&P"),
        ("Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition", "CVPR"),
        ("icml", "ICML"),
        ("Advances in Neural Information Processing Systems", "NeurIPS"),
        ("Nature", "Nature"),
        ("Nature Communications", None),
        ("Proceedings of the 2nd Workshop on Caves at ICML 2020", None),
        ("The VLDB Journal", None),
        ("Findings of CVPR 2021", None),
        ("Communications of the ACM", None),
        ("ICML and CVPR joint day", None),
        ("", None),
    ],
)
def test_a_venue_in_full_has_its_name_in_the_registry(text: str, name: str | None) -> None:
    assert NAMES.venue(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("New York University", "NYU"),
        ("Courant Institute, New York University, New York, NY, USA", "NYU"),
        ("Department of Computer Science, Delta University, Delft, Netherlands", "Delta University"),
        ("Delta Labs, Rotterdam", "Delta Labs"),
        ("University of California, San Diego, CA, USA", "University of California, San Diego"),
        ("Delta University", "Delta University"),
    ],
)
def test_an_institution_is_named_without_department_and_place(text: str, name: str) -> None:
    assert NAMES.institution(text) == name


# Pages


def test_metadata_are_read_in_any_form_of_html() -> None:
    body = (
        "<META CONTENT='Ropes &amp; Knots: &lt;b&gt;A&lt;/b&gt; Study' NAME=Citation_Title>"
        '<meta name=citation_author content="A\nB"/>'
        '<meta content="2019" name="citation_date"/ ><!-- <meta name="citation_doi" content="10.1/x"> -->'
        "<script>'<meta name=\"citation_volume\" content=\"9\">'</script><body>"
    )  # fmt: skip
    paper = found(PAGE, body).paper
    assert (paper.name, paper.title, paper.year) == ("Ropes & Knots: A Study", None, 2019)
    assert [author.text for author in paper.authors] == ["A B"]
    assert paper.publication.volume is None


def test_json_ld_is_read_in_any_form() -> None:
    item = {
        "@type": ["Thing", "ScholarlyArticle"],
        "name": "Ropes",
        "author": [{"givenName": "Jo", "familyName": "Doe"}, "Al Roe", 3, None],
        "isPartOf": [{"name": "Journal of Knots"}],
        "identifier": [{"@type": "PropertyValue", "propertyID": "DOI", "value": "10.1000/Y"}],
        "datePublished": "2020",
    }
    paper = found(PAGE, f'<script type="application/ld+json">[{json.dumps(item)}]</script><body>').paper
    assert [author.text for author in paper.authors] == ["Jo Doe", "Al Roe"]
    assert [venue.text for venue in paper.venues] == ["Journal of Knots 2020"]
    assert ("doi", "10.1000/y") in paper.identifiers


def test_a_page_may_name_its_character_set() -> None:
    body = '<meta charset="iso-8859-1"><meta name="citation_title" content="Über Seile"><body>'.encode("latin-1")
    assert found(PAGE, body).paper.name == "Über Seile"


@pytest.mark.parametrize("end", ["", '<meta name="citation_au'])
def test_half_a_page_is_not_read(end: str) -> None:
    answer = answered(PAGE, f'<html><head><meta name="citation_title" content="Ropes">{end}')
    assert isinstance(answer, NotFound)
    assert answer.message == "only a part of the page arrived"


# Any answer

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=8), parts, max_size=3),
    max_leaves=8,
)
CSL = ["title", "author", "container-title", "event", "issued", "relation", "type", "DOI", "subject", "publisher"]
BOOK = ["title", "subtitle", "authors", "publishers", "publish_date", "publish_places", "url"]
LINKED = ["@type", "name", "headline", "author", "isPartOf", "publisher", "identifier", "datePublished", "keywords"]
TAGS = ["title", "author", "author_orcid", "doi", "pdf_url", "conference_title", "date", "firstpage", "keywords"]


def items(names: list[str]) -> st.SearchStrategy[dict[str, object]]:
    values = JSON | st.sampled_from(["ScholarlyArticle", [{"name": "X"}], {"name": ["x"]}, {"date-parts": [[[]]]}])
    return st.dictionaries(st.sampled_from(names), values, max_size=6)


def check(answer: Entry | NotFound) -> None:
    if isinstance(answer, NotFound):
        assert answer.message
        assert answer.help
    else:
        assert_valid(lambda text: ([answer], []), "")


@settings(max_examples=60, deadline=None)
@given(items(CSL), items(BOOK), items(LINKED), st.lists(st.tuples(st.sampled_from(TAGS), st.text(max_size=20))))
def test_any_values_give_a_valid_entry_or_a_reason(
    csl: dict[str, object], book: dict[str, object], linked: dict[str, object], tags: list[tuple[str, str]]
) -> None:
    check(answered(DOI, json.dumps({"title": "T", **csl})))
    check(answered(ISBN, json.dumps({f"ISBN:{ISBN}": {"title": "T", **book}})))
    check(answered(PAGE, f'<script type="application/ld+json">{json.dumps(linked)}</script><body>'))
    check(answered(PAGE, "".join(f'<meta name="citation_{name}" content="{text}">' for name, text in tags) + "<body>"))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/!-='\" \nametscriptld+jon", max_size=80), st.binary(max_size=60))
def test_any_text_is_a_page_and_any_bytes_are_xml_or_not(text: str, data: bytes) -> None:
    page_data(f"<meta name=citation_title{text}")
    parse_xml(b"<feed>" + data + b"</feed>")
    check(answered(ARXIV, data))
    check(answered(DOI, data))
