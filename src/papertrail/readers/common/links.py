"""The links of a work, from addresses, DOIs and arXiv ids as sources spell them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

from papertrail.core import Link
from papertrail.core.limits import TEXT
from papertrail.core.paper import arxiv_of_link, doi_of_link
from papertrail.text.strings import one_line
from papertrail.text.urls import fault_of

LABELS = {
    "url": "Paper", "urls": "Paper", "link": "Paper", "links": "Paper", "paper url": "Paper", "paper link": "Paper",
    "pdf": "PDF", "pdf url": "PDF", "pdf link": "PDF", "code": "Code", "code url": "Code", "code link": "Code",
    "github": "GitHub", "slides": "Slides", "video": "Video", "poster": "Poster", "blog": "Blog",
    "website": "Website", "homepage": "Website", "project page": "Project", "dataset": "Data", "data": "Data",
}  # fmt: skip
"""The label of a link by the name of the field or column that holds its address."""

_LONGEST = 300
_DOI = re.compile(r"(?i)(?:doi:? ?)?(10\.[0-9]{4,9}/\S+)")
_IN_DOI = "/:;()@!$'*,+=-._~"
_ARXIV = re.compile(
    r"(?:(?i:arxiv)[\s:.]*)?([0-9]{4}\.[0-9]{4,5}|[a-z-]{2,12}(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]{1,3})?"
)
_BY_ARXIV = re.compile(r"(?i)10\.48550/arxiv\.(.+)")


def doi_of(text: str) -> str | None:
    """The DOI that a text is, or that an address leads to.

    >>> doi_of("doi:10.1145/3302424.3303953"), doi_of("https://doi.org/10.1000/X"), doi_of("none")
    ('10.1145/3302424.3303953', '10.1000/x', None)
    """
    line = one_line(text[:_LONGEST])
    found = _DOI.fullmatch(line)
    return unquote(found[1]) if found else doi_of_link(line)


def arxiv_of(text: str) -> str | None:
    """The arXiv id, without its version, that a text is, or that an address or a DOI leads to.

    >>> arxiv_of("arXiv:1811.06965v5"), arxiv_of("https://arxiv.org/abs/1811.06965"), arxiv_of("1811")
    ('1811.06965', '1811.06965', None)
    """
    line = one_line(text[:_LONGEST])
    given_out = _BY_ARXIV.fullmatch(doi_of(line) or "")
    found = _ARXIV.fullmatch(given_out[1] if given_out else line)
    return found[1] if found else arxiv_of_link(line)


def is_address(text: str) -> bool:
    """Whether a text is an address that may be linked."""
    return len(text) <= TEXT and fault_of(text, internal=False) is None


def links_of(
    addresses: Iterable[tuple[str, str]], doi: str | None, arxiv: str | None
) -> tuple[list[Link], list[tuple[str, str]]]:
    """The links, and the labels and texts of what cannot be linked.

    A DOI and an arXiv id are linked too, unless one of the links leads there.
    """
    given = dict.fromkeys((one_line(label), one_line(url)) for label, url in addresses)
    links = {url: Link(label=label, url=url) for label, url in reversed(given) if label and url and is_address(url)}
    found = list(reversed(links.values()))
    if doi and doi.lower() not in {doi_of_link(link.url) for link in found}:
        found.append(_to_the_work(found, "DOI", f"https://doi.org/{quote(doi, safe=_IN_DOI)}"))
    if arxiv and arxiv not in {arxiv_of_link(link.url) for link in found}:
        found.append(_to_the_work(found, "arXiv", f"https://arxiv.org/abs/{arxiv}"))
    return found, [(label, url) for label, url in given if url and not is_address(url)]


def _to_the_work(others: Iterable[Link], label: str, url: str) -> Link:
    """A link under the usual label, unless another has it."""
    return Link(label=label if any(link.to_the_work for link in others) else "Paper", url=url)
