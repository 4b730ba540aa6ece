"""Papers with their links and venues, and the values derived from them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain

from papertrail.core.authors import Author
from papertrail.core.identifier_sites import Identifier
from papertrail.core.identifiers import arxiv_in_venue, arxiv_year, identifiers_of
from papertrail.text.strings import composed, normal_title

TopicPath = tuple[str, ...]
"""A topic as the names of its list, its sections and itself."""

# Patterns are only matched with texts of a length that a person would write, which bounds their time.
_LONGEST = 300

FULL_YEAR = re.compile(r"\((?P<a>(?:19|20)[0-9]{2})\)$|(?<![0-9])(?P<b>(?:19|20)[0-9]{2})$")
SHORT_YEAR = re.compile(r"(?:(?:(?<!\s)\s++)?+['’]\s*+|(?<!\s)\s++)(?P<year>[0-9]{2})$")

TOPIC_SEPARATOR = re.compile(r"(?:^|(?<=\s))>(?=\s|$)")

# Labels of links to the work itself.
SELF_LABELS = frozenset(
    {"paper", "pdf", "arxiv", "doi", "preprint", "publication", "published", "article"}
    | {"acm", "ieee", "usenix", "openreview", "proceedings"}
)


@lru_cache(maxsize=1 << 16)  # many papers have the same topic
def topic_path(text: str) -> TopicPath:
    """Split a topic of a record into its parts.

    The separator needs a space on each side, so that a topic can be named `A>B`.

    >>> topic_path("Training > Data / Model")
    ('Training', 'Data / Model')
    """
    return tuple(part.strip() for part in TOPIC_SEPARATOR.split(composed(text)))


def with_topic_part(text: str, number: int, name: str) -> str:
    """A topic of a record with another name for one of its parts. The white space around the parts stays.

    >>> with_topic_part("Training  > Data", 1, "Sets")
    'Training  > Sets'
    """
    separator = list(TOPIC_SEPARATOR.finditer(text))
    start = separator[number - 1].end() if number else 0
    end = separator[number].start() if number < len(separator) else len(text)
    part = text[start:end]
    before, after = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
    return f"{text[:start]}{before}{name}{after}{text[end:]}"


def _series_and_year(venue: str) -> tuple[str, int | None]:
    """Split `EuroSys 2019`, `SOSP2019`, `SC (2020)`. Two digits are a year only after an acronym, as in `ICML 17`."""
    text = venue.strip(" ,")
    if len(text) > _LONGEST:
        return text, None
    if match := FULL_YEAR.search(text):
        return text[: match.start()].rstrip(" ,"), int(match["a"] or match["b"])
    if match := SHORT_YEAR.search(text):
        series = text[: match.start()].rstrip(" ,")
        if sum(letter.isupper() for letter in series.rpartition(" ")[2]) >= 2:
            year = int(match["year"])
            return series, (1900 if year > 60 else 2000) + year
    return text, None


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A label and a URL."""

    label: str
    url: str

    @property
    def to_the_work(self) -> bool:
        """Whether the link leads to the work itself, according to its label, not to code, slides or news."""
        return self.label.casefold() in SELF_LABELS


@dataclass(frozen=True, kw_only=True)
class Venue:
    """A venue of a paper, as the record writes it."""

    text: str
    url: str | None = None

    def __post_init__(self) -> None:
        """Compose the name, so that it is that of the same venue in all records."""
        if not self.text.isascii():
            object.__setattr__(self, "text", composed(self.text))

    @staticmethod
    @lru_cache(maxsize=1 << 16)
    def named(text: str) -> Venue:
        """The venue with a name, cached: many papers have the same venue, and it is parsed once."""
        return Venue(text=text)

    @cached_property
    def arxiv(self) -> str | None:
        """The arXiv id in the text."""
        return arxiv_in_venue(self.text)

    @cached_property
    def _parts(self) -> tuple[str, int | None]:
        series, year = _series_and_year(self.text)
        return ("arXiv", year or arxiv_year(self.arxiv)) if self.arxiv else (series, year)

    @property
    def series(self) -> str:
        """The text without its year: `ICML` for `ICML'17`, `ICML 17` and `ICML 2017`."""
        return self._parts[0]

    @property
    def year(self) -> int | None:
        """The year in the text, or that of the arXiv id."""
        return self._parts[1]


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicationDetails:
    """Where in its venue a work appeared, with the meanings of CSL."""

    volume: str | None = None
    number: str | None = None
    pages: str | None = None
    publisher: str | None = None
    series: str | None = None
    edition: str | None = None
    editors: tuple[Author, ...] = ()
    address: str | None = None


NO_PUBLICATION = PublicationDetails()


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A work of the list. Missing values are None or empty."""

    id: str
    name: str
    title: str | None = None
    capitals: tuple[str, ...] = ()
    """Words of the title that keep their capitals in citations."""
    type: str = "article"
    authors: tuple[Author, ...] = ()
    venues: tuple[Venue, ...] = ()
    date: str | None = None
    status: str | None = None
    publication: PublicationDetails = NO_PUBLICATION
    ids: tuple[Identifier, ...] = ()
    """The identifiers that the record states; `identifiers` has all of them."""
    language: str | None = None
    awards: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    abstract: str | None = None
    remarks: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    topics: tuple[TopicPath, ...] = ()
    notes: str | None = None
    added: str | None = None
    aliases: tuple[str, ...] = ()
    custom: tuple[tuple[str, str], ...] = ()
    sources: tuple[tuple[TopicPath | None, str], ...] = ()
    """The verbatim texts of its entry in imported documents, each with its topic there, or None for any topic."""

    year: int | None = field(init=False, compare=False, repr=False)
    """The year of `date`, or of the last venue with a year, or of the arXiv id, or None."""
    arxiv: str | None = field(init=False, compare=False, repr=False)
    """The arXiv id of the work, from a venue or a link to the work."""
    identifiers: tuple[Identifier, ...] = field(init=False, compare=False, repr=False)
    """The distinct identifiers of the work: those that the record states, and those in venues and links to the work."""
    plain_title: str = field(init=False, compare=False, repr=False)
    """The title without case, accents and punctuation."""

    def __post_init__(self) -> None:
        """Compose names, and derive values that are used often. A paper has slots, so they cannot be cached later."""
        if not "".join(chain(self.institutions, self.keywords, *self.topics)).isascii():
            object.__setattr__(self, "institutions", tuple(map(composed, self.institutions)))
            object.__setattr__(self, "keywords", tuple(map(composed, self.keywords)))
            object.__setattr__(self, "topics", tuple(tuple(map(composed, path)) for path in self.topics))
        identifiers = self._distinct_identifiers()
        arxiv = next((value for scheme, value in identifiers if scheme == "arxiv"), None)
        object.__setattr__(self, "arxiv", arxiv)
        object.__setattr__(self, "identifiers", identifiers)
        object.__setattr__(self, "plain_title", normal_title(self.full_title))
        object.__setattr__(self, "year", self._year(arxiv))

    def _distinct_identifiers(self) -> tuple[Identifier, ...]:
        in_venues = [("arxiv", venue.arxiv) for venue in self.venues if venue.arxiv]
        linked = [id for link in self.links if link.to_the_work for id in identifiers_of(link.url)]
        found = (*self.ids, *in_venues, *linked)
        return found if len(found) < 2 else tuple(dict.fromkeys(found))

    def _year(self, arxiv: str | None) -> int | None:
        if self.date:
            return int(self.date[:4])
        for venue in reversed(self.venues):
            if venue.year is not None:
                return venue.year
        return arxiv_year(arxiv) if arxiv else None

    @property
    def is_upcoming(self) -> bool:
        """Whether the work is accepted, but not published yet."""
        return self.status in ("in press", "forthcoming")

    @property
    def full_title(self) -> str:
        """The title, or the name if there is no title."""
        return self.title or self.name
