"""The type of a work. Most records are just an `article`; the venue determines the actual type."""

from __future__ import annotations

import re

from papertrail.core import Names, Paper, Series, Venue, canonical_series
from papertrail.core.fields import TYPES

# For venues that are not in the registry, by their words; the first match wins.
_BY_WORDS = (
    ("preprint", re.compile(r"(?i)\b(?:arxiv|biorxiv|medrxiv|chemrxiv|corr|ssrn|openreview|preprints?)\b")),
    ("thesis", re.compile(r"(?i)\b(?:thesis|dissertation)\b")),
    ("report", re.compile(r"(?i)\b(?:tech(?:nical|\.)? ?reports?|white ?paper)\b")),
    (
        "journal",
        re.compile(r"(?i)\bproc(?:eedings|\.) (?:of (?:the )?)?(?:ieee$|vldb|acm on|national academy)|\bpvldb\b"),
    ),
    ("conference", re.compile(r"(?i)\b(?:conference|symposium|workshops?|proceedings|findings)\b")),
    ("journal", re.compile(r"(?i)\b(?:journal|transactions|trans\.|letters|surveys|magazine|annals|quarterly)(?!\w)")),
    ("journal", re.compile(r"(?i)\b(?:review|communications of)\b|^(?:nature|science)\b")),
)

IN_JOURNALS = ("article-journal", "article-magazine", "article-newspaper", "review", "review-book")
"""Types of works in journals and the like."""

_TYPE_OF_KIND = {
    "conference": "paper-conference",
    "workshop": "paper-conference",
    "journal": "article-journal",
    "report": "report",
    "thesis": "thesis",
    "book": "chapter",
}


def csl_type(paper: Paper, venues: Names[Series]) -> str:
    """Return the type of the record; for an `article`, the type of its venue. A plain `article` is a preprint."""
    if paper.type != "article":
        return paper.type if paper.type in TYPES else "document"
    venue = published_venue(paper, venues)
    return _TYPE_OF_KIND.get(venue_kind(venue, venues), "article") if venue else "article"


def published_venue(paper: Paper, venues: Names[Series]) -> Venue | None:
    """Return the last venue that is not a preprint server, else the last venue."""
    published = [venue for venue in paper.venues if venue_kind(venue, venues) != "preprint"]
    return next(iter(reversed(published or paper.venues)), None)


def venue_kind(venue: Venue, venues: Names[Series]) -> str:
    """Return one of `papertrail.core.fields.VENUE_KINDS`, or `thesis`.

    The registry decides, else the words of the venue. Otherwise, a venue with a year is a conference.
    """
    for entry in (venues.find(venue.series), canonical_series(venues, venue.series)):
        if entry and entry.kind:
            return entry.kind
    if venue.arxiv:
        return "preprint"
    series = venue.series[:300]
    kind = next((kind for kind, words in _BY_WORDS if words.search(series)), None)
    return kind or ("conference" if venue.year else "other")
