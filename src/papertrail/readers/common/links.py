"""The links of a work, from URLs, DOIs and arXiv ids."""

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
"""Labels of links by the name of the field or column with the URL."""

_LONGEST = 300
_DOI = re.compile(r"(?i)(?:doi:? ?)?(10\.[0-9]{4,9}/\S+)")
_IN_DOI = "/:;()@!$'*,+=-._~"
_ARXIV = re.compile(
    r"(?:(?i:arxiv)[\s:.]*)?([0-9]{4}\.[0-9]{4,5}|[a-z-]{2,12}(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]{1,3})?"
)
_ARXIV_DOI = re.compile(r"(?i)10\.48550/arxiv\.(.+)")


def doi_of(text: str) -> str | None:
    """The DOI in a text, which may be a URL.

    >>> doi_of("doi:10.1145/3302424.3303953"), doi_of("https://doi.org/10.1000/X"), doi_of("none")
    ('10.1145/3302424.3303953', '10.1000/x', None)
    """
    line = one_line(text[:_LONGEST])
    doi = _DOI.fullmatch(line)
    return unquote(doi[1]) if doi else doi_of_link(line)


def arxiv_of(text: str) -> str | None:
    """The arXiv id, without its version, in a text, which may be a URL or a DOI.

    >>> arxiv_of("arXiv:1811.06965v5"), arxiv_of("https://arxiv.org/abs/1811.06965"), arxiv_of("1811")
    ('1811.06965', '1811.06965', None)
    """
    line = one_line(text[:_LONGEST])
    doi = _ARXIV_DOI.fullmatch(doi_of(line) or "")
    id = _ARXIV.fullmatch(doi[1] if doi else line)
    return id[1] if id else arxiv_of_link(line)


def is_url(text: str) -> bool:
    """Whether a text is a URL that a record may link."""
    return len(text) <= TEXT and fault_of(text, internal=False) is None


def links_of(
    labelled: Iterable[tuple[str, str]], doi: str | None, arxiv: str | None
) -> tuple[list[Link], list[tuple[str, str]]]:
    """The links, and the pairs of a label and a text that is not a valid URL.

    The DOI and the arXiv id become links too, unless one of the links already leads there.
    """
    pairs = dict.fromkeys((one_line(label), one_line(url)) for label, url in labelled)
    by_url = {url: Link(label=label, url=url) for label, url in reversed(pairs) if label and url and is_url(url)}
    links = list(reversed(by_url.values()))
    if doi and doi.lower() not in {doi_of_link(link.url) for link in links}:
        links.append(_work_link(links, "DOI", f"https://doi.org/{quote(doi, safe=_IN_DOI)}"))
    if arxiv and arxiv not in {arxiv_of_link(link.url) for link in links}:
        links.append(_work_link(links, "arXiv", f"https://arxiv.org/abs/{arxiv}"))
    return links, [(label, url) for label, url in pairs if url and not is_url(url)]


def _work_link(others: Iterable[Link], label: str, url: str) -> Link:
    """A link to the work, labelled `Paper` if there is no other one."""
    return Link(label=label if any(link.to_the_work for link in others) else "Paper", url=url)
