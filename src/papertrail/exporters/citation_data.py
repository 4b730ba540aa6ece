"""The values of a paper for citations: each on one line, with the type of the work."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from papertrail.core import Names, Paper, PublicationDetails, Series, Venue
from papertrail.core.authors import Authors, authors_of
from papertrail.core.fields import PUBLICATION, Kind
from papertrail.core.identifiers import IN_DOI, address_of, identifiers_of
from papertrail.core.paper import NO_PUBLICATION
from papertrail.exporters.csl_types import csl_type, published_venue, venue_kind
from papertrail.exporters.web_urls import is_pdf, web_url
from papertrail.text.strings import UNPRINTABLE, one_line

# Letters that do not decompose into a base letter and an accent.
_FOLDED = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})

_DASHES = re.compile("[-–—]+")

_IN_A_VENUE = frozenset(
    [
        "paper-conference",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "chapter",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "review",
        "review-book",
        "post",
        "post-weblog",
        "webpage",
    ]
)
"""Types of works that are published in something larger; so are articles, except preprints."""
_BY_INSTITUTIONS = frozenset(["thesis", "report"])
"""Types of works that institutions publish."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CitationData:
    """The values of a paper for citations; missing values are None or empty."""

    key: str
    type: str
    """A CSL type; `article` is a preprint."""
    title: str
    authors: Authors
    venue: str | None
    """The venue as in the record, with the year."""
    series: str | None
    """The venue without the year."""
    container: str | None
    """The full name of the conference, journal or book."""
    publisher: str | None
    year: int | None
    month: int | None
    day: int | None
    doi: str | None
    arxiv: str | None
    url: str | None
    work_urls: tuple[str, ...]
    """The links to the work itself."""
    keywords: tuple[str, ...]
    institutions: tuple[str, ...]
    details: PublicationDetails
    """Volume, pages and so on, each on one line."""
    editors: Authors
    ids: Mapping[str, str]
    """The identifiers of the work by scheme, DOI and arXiv id included."""
    issn: str | None
    """That of the journal, which imports keep as a custom field."""
    status: str | None
    language: str | None
    awards: tuple[str, ...]
    abstract: str | None
    capitals: frozenset[str]
    """Words of the title that keep their capitals."""

    @property
    def container_named(self) -> str | None:
        """The full name, with the short name of a conference: `European Conference on Computer Systems (EuroSys)`."""
        if self.type == "paper-conference" and self.container and self.series and self.series not in self.container:
            return f"{self.container} ({self.series})"
        return self.container

    @property
    def kind(self) -> str | None:
        """What a thesis or a report is called, such as `Diploma thesis` or the name of a series of reports."""
        is_usual = self.series in (self.publisher, "Master's thesis")
        return self.series if self.type in _BY_INSTITUTIONS and not is_usual else None

    @property
    def pages(self) -> tuple[str, str]:
        """The first and the last page; the last one is empty for a single page or an article number."""
        first, _, last = _DASHES.sub("-", self.details.pages or "").partition("-")
        return first.strip(), last.strip()

    @property
    def pdf(self) -> str | None:
        """The URL of a PDF of the work."""
        return next((url for url in self.work_urls if is_pdf(url)), None)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The URLs of the work: by DOI, at arXiv, and other links to the work itself."""
        by_id = (address_of(scheme, value) for scheme, value in (("doi", self.doi), ("arxiv", self.arxiv)) if value)
        others = (url for url in self.work_urls if not {"doi", "arxiv"} & dict(identifiers_of(url)).keys())
        return tuple(dict.fromkeys(address for address in (*by_id, *others) if address))


def citation_data_of(paper: Paper, venues: Names[Series]) -> CitationData:
    """Return the citation data of a paper, with full names and kinds from the registry of venues."""
    csl = csl_type(paper, venues)
    venue = published_venue(paper, venues)
    authors, institutions = authors_of(paper.authors), _lines(paper.institutions)
    series = one_line(venue.series) if venue else ""
    is_inside = csl in _IN_A_VENUE or (csl == "article" and venue and venue_kind(venue, venues) != "preprint")
    month, day = _month_and_day(paper.date)
    return CitationData(
        key=_key(paper, authors),
        type=csl,
        title=title_of(paper),
        authors=authors,
        venue=one_line(venue.text) or None if venue else None,
        series=series or None,
        container=(_full_name(venue, venues) or None) if venue and is_inside else None,
        publisher=_line(paper.publication.publisher) or (None if is_inside else _publisher(csl, series, institutions)),
        year=paper.year,
        month=month,
        day=day,
        doi=doi_of(paper),
        arxiv=paper.arxiv,
        url=url_of(paper),
        work_urls=_work_urls(paper),
        keywords=_lines(paper.keywords),
        institutions=institutions,
        details=_details(paper.publication),
        editors=authors_of(paper.publication.editors),
        ids=dict(reversed(paper.identifiers)),
        issn=_line(dict(paper.custom).get("ISSN")),
        status=_line(paper.status),
        language=_line(paper.language),
        awards=_lines(paper.awards),
        abstract=_paragraphs(paper.abstract),
        capitals=frozenset(paper.capitals),
    )


def _details(details: PublicationDetails) -> PublicationDetails:
    if details is NO_PUBLICATION or details == NO_PUBLICATION:
        return NO_PUBLICATION
    texts = {field.name: _line(getattr(details, field.name)) for field in PUBLICATION if field.kind is Kind.LINE}
    return PublicationDetails(editors=details.editors, **texts)


def _paragraphs(text: str | None) -> str | None:
    """Return a text with a blank line between its paragraphs, each on one line."""
    lines = (one_line(paragraph) for paragraph in (text or "").split("\n\n"))
    return "\n\n".join(line for line in lines if line) or None


def _line(text: str | None) -> str | None:
    return (one_line(text) or None) if text else None


def _key(paper: Paper, authors: Authors) -> str:
    """Return `wang2019:tofu`; `wang:tofu` without a year, or `tofu` if no author has an ASCII name.

    The key depends on the paper only. Ids contain no colon, so keys are unique within a list.
    """
    people = authors.people
    family = _in_ascii(people[0].family or people[0].name) if people else ""
    return f"{family}{paper.year or ''}:{paper.id}" if family else paper.id


def _in_ascii(name: str) -> str:
    """Return the letters of a name without accents: `muller`; empty if there are none."""
    return re.sub("[^a-z]", "", unicodedata.normalize("NFKD", name[:100].lower().translate(_FOLDED)))[:30]


def title_of(paper: Paper) -> str:
    """Return the title on one line; the name if there is none. Never empty."""
    return one_line(paper.title or "") or one_line(paper.name) or paper.id


def url_of(paper: Paper) -> str | None:
    """Return the first link to the work itself, else its arXiv page, else the first link."""
    others = (url for link in paper.links if (url := web_url(link.url)))
    at_arxiv = address_of("arxiv", paper.arxiv) if paper.arxiv else None
    return next(iter(_work_urls(paper)), None) or at_arxiv or next(others, None)


def doi_of(paper: Paper) -> str | None:
    """Return the first DOI among the links to the work itself, in lower case."""
    doi = next((value for scheme, value in paper.identifiers if scheme == "doi"), None)
    # A DOI that would be unsafe in a verbatim TeX field is percent-encoded.
    unsafe = doi and (re.search(r"[\s\\{}\"%\ufffd]", doi) or UNPRINTABLE.search(doi))
    return quote(doi, safe=IN_DOI).lower() if doi and unsafe else doi


def _work_urls(paper: Paper) -> tuple[str, ...]:
    return tuple(url for link in paper.links if link.to_the_work and (url := web_url(link.url)))


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for text in texts if (line := one_line(text))))


def _full_name(venue: Venue, venues: Names[Series]) -> str:
    entry = venues.find(venue.series)
    return one_line(entry.full if entry and entry.full else venue.series)


def _publisher(csl: str, series: str, institutions: tuple[str, ...]) -> str | None:
    """Return the publisher of a work that is not part of something larger."""
    by = ", ".join(institutions)
    # The institutions of authors are not the publishers of preprints and books.
    return (by or series if csl in _BY_INSTITUTIONS else series or by * (csl in ("software", "dataset"))) or None


def _month_and_day(date: str | None) -> tuple[int | None, int | None]:
    parts = [int(part) for part in (date or "").split("-")[1:] if part.isdecimal()]
    if not parts or not 1 <= parts[0] <= 12:
        return None, None
    return parts[0], parts[1] if len(parts) > 1 and 1 <= parts[1] <= 31 else None
