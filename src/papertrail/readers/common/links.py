"""The links of a work, from URLs, DOIs and arXiv ids."""

from __future__ import annotations

from collections.abc import Iterable

from papertrail.core import Link
from papertrail.core.identifiers import address_of, identifiers_of
from papertrail.core.limits import TEXT
from papertrail.text.strings import one_line
from papertrail.text.urls import fault_of

LABELS = {
    "url": "Paper", "urls": "Paper", "link": "Paper", "links": "Paper", "paper url": "Paper", "paper link": "Paper",
    "pdf": "PDF", "pdf url": "PDF", "pdf link": "PDF", "code": "Code", "code url": "Code", "code link": "Code",
    "arxiv url": "arXiv", "arxiv link": "arXiv", "arxiv pdf url": "PDF", "doi url": "DOI",
    "source code": "Code", "source code url": "Code", "repo": "Code", "repo url": "Code", "repository": "Code",
    "github": "GitHub", "github url": "GitHub", "github link": "GitHub", "slides": "Slides",
    "video": "Video", "poster": "Poster", "blog": "Blog",
    "website": "Website", "website url": "Website", "homepage": "Website", "project page": "Project",
    "project url": "Project", "dataset": "Data", "data": "Data",
}  # fmt: skip
"""Labels of links by the name of the field or column with the URL."""


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
    linked = {id for link in links for id in identifiers_of(link.url)}
    for label, scheme, value in (("DOI", "doi", doi), ("arXiv", "arxiv", arxiv)):
        if value and (scheme, value) not in linked:
            links.append(_work_link(links, label, address_of(scheme, value)))
    return links, [(label, url) for label, url in pairs if url and not is_url(url)]


def _work_link(others: Iterable[Link], label: str, url: str) -> Link:
    """A link to the work, labelled `Paper` if there is no other one."""
    return Link(label=label if any(link.to_the_work for link in others) else "Paper", url=url)
