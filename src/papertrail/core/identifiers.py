"""The identifiers of works, and which of them a URL or a text holds.

All other modules ask here whether an address is that of a DOI, of a paper on arXiv and so on. Sites are recognized by
their host and path only; nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

from papertrail.core.identifier_sites import (
    ACL_ID,
    ARXIV_ID,
    DBLP_KEY,
    NEW_ARXIV,
    OLD_ARXIV,
    Identifier,
    normal_acl,
    normal_arxiv,
    site_of,
)

SCHEMES = {
    "doi": "DOI",
    "isbn": "ISBN",
    "arxiv": "arXiv id",
    "acl": "ACL Anthology id",
    "openreview": "OpenReview id",
    "pmid": "PubMed id",
    "pmcid": "PubMed Central id",
    "pmlr": "PMLR id",
    "usenix": "USENIX presentation",
    "neurips": "NeurIPS paper",
    "cvf": "CVF paper",
    "dblp": "DBLP key",
    "openalex": "OpenAlex id",
    "s2": "Semantic Scholar id",
}
"""What messages call the schemes."""

ID_LABELS = {
    "doi": "DOI",
    "arxiv": "arXiv",
    "acl": "ACL Anthology",
    "openreview": "OpenReview",
    "pmid": "PubMed",
    "dblp": "DBLP",
    "openalex": "OpenAlex",
    "s2": "Semantic Scholar",
}
"""Labels of links to the addresses of identifiers."""

_LONGEST = 2_000
"""Characters of a URL that can hold an identifier. It bounds the time of the patterns."""

_LONGEST_VENUE = 300

ARXIV_VENUE = re.compile(
    rf"(?i)\barxiv\b(?:\s+preprint)?(?:\s+arxiv)?[\s:]*(?P<id>{NEW_ARXIV}|{OLD_ARXIV})(?:v[0-9]{{1,3}})?(?![0-9])"
)
ARXIV_TEXT = re.compile(rf"(?i)(?:arxiv[\s:.]{{0,9}})?(?P<id>{NEW_ARXIV}|{OLD_ARXIV})(?:v[0-9]{{1,3}})?")
ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)")
ACL_DOI = re.compile(r"10\.(?:18653/v1|3115/v1)/(.+)")
DOI_TEXT = re.compile(r"(?i)(?:doi:?\s?)?(10\.[0-9]{4,9}(?:/|%2f)\S+)")

DOI_PART = re.compile(r"(?:^|[/=])(10\.[0-9]{4,9}/[^?#&\s]+)")
DOI_TAIL = re.compile(
    r"(?i)(?:/(?:abstract|abs|full|fulltext|fulltext\.pdf|full\.pdf|pdf|epdf|pdfdirect|meta|html?|summary|figures|"
    r"references|citations|metrics|tables|suppl_file|issuetoc|download)"
    r"|\.(?:full|full\.pdf|full-text|abstract|pdf|html?|short|long|xml)(?:\+html)?)$"
)
NOT_REGISTERED = ("10.5555/",)
"""Prefixes that publishers use for their own pages. The DOI system does not know them."""
VOLUMES = re.compile(r"(?i)/(?:proceedings|toc|journal|series|loi)/")
"""Paths of whole volumes: their DOI is not that of a paper."""

HOME = re.compile(r"/~[^/]*")
"""The path of a person's home page."""

IN_DOI = "/:;()@!$'*,+=-._~"
# DOIs may contain brackets and semicolons (https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html).


_ILLEGAL = r"\s\"<>\\^`{|}#"
WEB_URL = re.compile(
    rf"(?i)https?://([^{_ILLEGAL}/?:@\[\]]+)(?::[0-9]*)?(/[^{_ILLEGAL}?]*)?(?:\?([^{_ILLEGAL}]*))?(?:#.*)?"
)
"""Host, path and query of a URL without a fault; see `papertrail.text.urls`."""


@lru_cache(maxsize=1 << 15)  # a link is asked for by several rules and exports
def identifiers_of(url: str) -> tuple[Identifier, ...]:
    """The identifiers that a URL holds, the most specific first; empty if it holds none.

    >>> identifiers_of("https://arxiv.org/pdf/1811.06965v5.pdf")
    (('arxiv', '1811.06965'),)
    >>> identifiers_of("https://dl.acm.org/doi/abs/10.1145/3373376.3378530")
    (('doi', '10.1145/3373376.3378530'),)
    """
    parts = _parts_of(url)
    if parts is None:
        return ()
    site = site_of(parts.host)
    if site is not None:
        found = site(parts.path, parts.query)
        if found is not None:
            return found
    return tuple(_of_doi(_doi_in(parts.host, parts.path, unquote(parts.query))))


class _UrlParts(NamedTuple):
    host: str
    """In lower case, without `www.` and port."""
    path: str
    """Without percent-encoding."""
    query: str


def _parts_of(url: str) -> _UrlParts | None:
    """The parts of a web URL that may hold an identifier; None for any other URL.

    `urlsplit` takes several times as long, and a list has tens of thousands of URLs.
    """
    match = WEB_URL.fullmatch(url) if len(url) <= _LONGEST and url.isprintable() else None
    if match is None:
        return None
    host, path, query = match.groups("")
    return _UrlParts(host.lower().removeprefix("www."), unquote(path) if "%" in path else path, query)


def identifier(url: str, scheme: str) -> str | None:
    """The value of an identifier in a URL; None if it holds none of this scheme."""
    return next((value for found, value in identifiers_of(url) if found == scheme), None)


def doi_in(text: str) -> str | None:
    """The DOI in a text, which may be a URL.

    >>> doi_in("doi:10.1145/3302424.3303953"), doi_in("https://doi.org/10.1000/X"), doi_in("none")
    ('10.1145/3302424.3303953', '10.1000/x', None)
    """
    text = text.strip()[:_LONGEST]
    doi = DOI_TEXT.fullmatch(text)
    return _normal_doi(unquote(doi[1])) if doi else identifier(text, "doi")


def arxiv_in(text: str) -> str | None:
    """The arXiv id, without its version, in a text, which may be a URL or a DOI.

    >>> arxiv_in("arXiv:1811.06965v5"), arxiv_in("https://arxiv.org/abs/1811.06965"), arxiv_in("1811")
    ('1811.06965', '1811.06965', None)
    """
    text = text.strip()[:_LONGEST]
    id = ARXIV_TEXT.fullmatch(text)
    if id:
        return normal_arxiv(id["id"])
    return identifier(text, "arxiv") or next((value for s, value in _of_doi(doi_in(text)) if s == "arxiv"), None)


def arxiv_in_venue(text: str) -> str | None:
    """The arXiv id in the text of a venue.

    >>> arxiv_in_venue("arXiv preprint arXiv:1811.06965v2, 2018")
    '1811.06965'
    """
    match = ARXIV_VENUE.search(text) if len(text) <= _LONGEST_VENUE else None
    return normal_arxiv(match["id"]) if match else None


def id_in(scheme: str, text: str) -> str | None:
    """The identifier of a scheme in a text, which may be a URL; None if it is not a valid one.

    >>> id_in("isbn", "0-306-40615-2"), id_in("orcid", "https://orcid.org/0000-0002-1825-0097"), id_in("pmid", "x")
    ('9780306406157', '0000-0002-1825-0097', None)
    """
    text = text.strip()[:_LONGEST]
    if scheme in ("doi", "arxiv"):
        return doi_in(text) if scheme == "doi" else arxiv_in(text)
    if "://" in text and (value := identifier(text, scheme)):
        return value
    pattern, normal = FORMS[scheme]
    match = pattern.fullmatch(text)
    return normal(match[1]) if match else None


def _isbn(text: str) -> str | None:
    """The 13 digits of an ISBN; None if its check digit is wrong."""
    digits = re.sub("[ -]", "", text).upper()
    if len(digits) == 10 and digits[:9].isdecimal():
        values = [10 if digit == "X" else int(digit) for digit in digits]
        if sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11:
            return None
        digits = f"978{digits[:9]}"
        return f"{digits}{-_weighted(digits) % 10}"
    return digits if len(digits) == 13 and digits.isdecimal() and _weighted(digits) % 10 == 0 else None


def _weighted(digits: str) -> int:
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))


def _orcid(text: str) -> str | None:
    """An ORCID iD in groups of four; None if its check digit (ISO 7064, MOD 11-2) is wrong."""
    digits = text.replace("-", "").upper()
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    is_right = digits[15] == ("X" if check == 10 else str(check))
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4)) if is_right else None


def address_of(scheme: str, value: str) -> str:
    """The address of a work by its identifier; empty if the identifier does not give one.

    >>> address_of("doi", "10.1000/x y")
    'https://doi.org/10.1000/x%20y'
    """
    return ADDRESSES.get(scheme, "").format(quote(value, safe=IN_DOI))


def page_of_one_work(url: str) -> str | None:
    """The form of a URL in which addresses of the same page are equal; None if the page is not that of one work.

    >>> page_of_one_work("http://www.example.org/papers/Tofu/#abstract")
    'example.org/papers/Tofu'
    """
    parts = _parts_of(url)
    if parts is None or parts.host in REPOSITORIES:
        return None
    path = parts.path.rstrip("/")
    if not (path or parts.query) or HOME.fullmatch(path) or VOLUMES.search(path):
        return None
    return f"{parts.host}{path}" + (f"?{parts.query}" if parts.query else "")


def arxiv_year(arxiv: str) -> int:
    """The year of an arXiv id, which starts with two digits of the year and two of the month."""
    digits = int(arxiv.rpartition("/")[2][:2])
    return 1900 + digits if digits > 90 else 2000 + digits


def _of_doi(doi: str | None) -> Iterator[Identifier]:
    """A DOI, and the identifier from which its registrant derives it."""
    if doi is None:
        return
    if (at_arxiv := ARXIV_DOI.fullmatch(doi)) and (id := ARXIV_ID.fullmatch(at_arxiv[1])):
        yield "arxiv", normal_arxiv(id["id"])
    if (at_acl := ACL_DOI.fullmatch(doi)) and (acl := re.fullmatch(f"(?i){ACL_ID}", at_acl[1])):
        yield "acl", normal_acl(acl[1])
    yield "doi", doi


def _doi_in(host: str, path: str, query: str) -> str | None:
    """The DOI in a path or a query, without what publishers append to it."""
    if "10." not in path and "10." not in query:
        return None
    if host in ("doi.org", "dx.doi.org", "doi.acm.org", "doi.ieeecomputersociety.org"):
        return _normal_doi(path[1:]) if DOI_PART.match(path) else None
    if VOLUMES.search(path):
        return None
    match = DOI_PART.search(path) or DOI_PART.search(query)
    if match is None:
        return None
    doi = str(match[1])
    while tail := DOI_TAIL.search(doi):
        doi = doi[: tail.start()]
    if host in ("biorxiv.org", "medrxiv.org"):
        doi = re.sub(r"v[0-9]{1,3}$", "", doi)
    return _normal_doi(doi)


def _normal_doi(doi: str) -> str | None:
    """DOIs do not distinguish case."""
    doi = doi.rstrip("/.").lower()
    return None if doi.startswith(NOT_REGISTERED) or doi.endswith("/") or "/" not in doi else doi


FORMS: dict[str, tuple[re.Pattern[str], Callable[[str], str | None]]] = {
    "isbn": (re.compile(r"(?i)(?:isbn(?:-1[03])?:? ?)?([0-9][0-9 -]{7,15}[0-9X])"), _isbn),
    "pmid": (re.compile(r"(?i)(?:pmid:? ?)?([0-9]{1,9})"), str),
    "acl": (re.compile(f"(?i){ACL_ID}"), normal_acl),
    "dblp": (re.compile(rf"(?i)(?:dblp:)?{DBLP_KEY}"), str),
    "openreview": (re.compile(r"([A-Za-z0-9_-]{5,40})"), str),
    "openalex": (re.compile(r"(?i)(w[0-9]{4,12})"), str.upper),
    "s2": (re.compile(r"(?i)([0-9a-f]{40})"), str.lower),
    "orcid": (re.compile(r"(?i)(?:https?://orcid\.org/)?((?:[0-9]{4}-?){3}[0-9]{3}[0-9X])"), _orcid),
    "ror": (re.compile(r"(?i)(?:https?://)?(?:ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})"), str.lower),
}
"""The form of an identifier that is not a URL, and how it is normalized."""

REPOSITORIES = frozenset({"github.com", "gitlab.com", "bitbucket.org", "sourceforge.net", "huggingface.co"})
"""Hosts where one address may be that of several works."""

ADDRESSES = {
    "doi": "https://doi.org/{}",
    "arxiv": "https://arxiv.org/abs/{}",
    "acl": "https://aclanthology.org/{}/",
    "openreview": "https://openreview.net/forum?id={}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    "dblp": "https://dblp.org/rec/{}",
    "openalex": "https://openalex.org/{}",
    "s2": "https://www.semanticscholar.org/paper/{}",
    "orcid": "https://orcid.org/{}",
    "ror": "https://ror.org/{}",
}
