"""The PDF of a work, as far as its address follows from its links and identifiers. Nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from urllib.parse import urlsplit

from papertrail.core.identifiers import WEB_URL
from papertrail.core.paper import Link, Paper

PDF = "PDF"
"""The label of a link to a PDF that the record does not have."""

_PDF_URL = re.compile(
    r"(?i)[^?#]+\.pdf(?:[?#].*)?|https?://(?:\w+\.)?arxiv\.org/pdf/[^?#]+|https?://openreview\.net/pdf\?id=.+"
)

_BY_SCHEME = {
    "acl": "https://aclanthology.org/{}.pdf",
    "openreview": "https://openreview.net/pdf?id={}",
    "arxiv": "https://arxiv.org/pdf/{}",
}
"""Addresses of PDFs by the scheme of an identifier; the published version comes first."""


def _cvf(path: str) -> str | None:
    return path[:-5].replace("/html/", "/papers/") + ".pdf" if "/html/" in path and path.endswith(".html") else None


def _neurips(path: str) -> str | None:
    match = re.fullmatch(r"(/(?:paper_files/)?paper/[0-9]{4})/hash/([0-9a-f]{32})-Abstract([\w-]{0,60})\.html", path)
    return f"{match[1]}/file/{match[2]}-Paper{match[3]}.pdf" if match else None


def _pmlr(path: str) -> str | None:
    """Since 2017 the names of papers end in a letter, and each has a folder."""
    match = re.fullmatch(r"/([vr][0-9]{1,4})/([a-z0-9-]{1,40}?)(?:\.html)?", path)
    if match is None:
        return None
    volume, name = match.groups()
    return f"/{volume}/{name}.pdf" if name[-1].isdecimal() else f"/{volume}/{name}/{name}.pdf"


_BY_HOST: dict[str, Callable[[str], str | None]] = {
    "openaccess.thecvf.com": _cvf,
    "proceedings.mlr.press": _pmlr,
    **dict.fromkeys(("papers.nips.cc", "papers.neurips.cc", "proceedings.neurips.cc", "proceedings.nips.cc"), _neurips),
}
"""The path of the PDF for the path of a paper's page, by the host of proceedings."""
_AT_HOST = re.compile(rf"(?i)https?://(?:www\.)?(?:{'|'.join(map(re.escape, _BY_HOST))})/")


def pdf_url(paper: Paper) -> str | None:
    """Return the address of the PDF of a work: that of a link, or one that follows from links and identifiers."""
    linked = (link.url for link in paper.links if _is_pdf(link))
    return next(chain(linked, _derived(paper)), None)


def links_with_pdf(paper: Paper) -> tuple[Link, ...]:
    """Return the links of a paper, with one to its PDF after the first to the work itself if there is none yet."""
    if any(_is_pdf(link) for link in paper.links):
        return paper.links
    url = next(_derived(paper), None)
    if url is None:
        return paper.links
    place = next((number for number, link in enumerate(paper.links, 1) if link.to_the_work), 0)
    return (*paper.links[:place], Link(label=PDF, url=url), *paper.links[place:])


def _is_pdf(link: Link) -> bool:
    return link.label.casefold() == "pdf" or (link.to_the_work and _PDF_URL.fullmatch(link.url) is not None)


def _derived(paper: Paper) -> Iterator[str]:
    for link in paper.links:
        if link.to_the_work and (url := _in_proceedings(link.url)):
            yield url
    values = dict(reversed(paper.identifiers))
    for scheme, address in _BY_SCHEME.items():
        if scheme in values:
            yield address.format(values[scheme])


def _in_proceedings(url: str) -> str | None:
    """Return the address of the PDF for the page of a paper in proceedings."""
    if _AT_HOST.match(url) is None or WEB_URL.fullmatch(url) is None:
        return None
    parts = urlsplit(url)
    path_of_pdf = _BY_HOST.get(parts.netloc.lower().removeprefix("www."))
    path = path_of_pdf(parts.path) if path_of_pdf else None
    return f"https://{parts.netloc.lower()}{path}" if path else None
