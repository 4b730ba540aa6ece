"""A reference as plain text, and all citation formats of a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from papertrail.core.authors import Authors
from papertrail.core.identifiers import address_of
from papertrail.exporters.citation_data import CitationData

_MOST_AUTHORS = 10
"""Authors of a reference; further authors are `et al.`"""

_CALLED = {
    "software": "Software",
    "dataset": "Data set",
    "webpage": "Web page",
    "post-weblog": "Blog post",
    "post": "Post",
    "thesis": "Thesis",
    "report": "Report",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """All citation formats of one paper."""

    key: str
    bibtex: str
    csl_json: str
    """An array with one item."""
    ris: str
    reference: str


def citation_of(work: CitationData, file_in: Callable[[str], str]) -> Citation:
    """Return all citation formats of a work; `file_in` gives a file with it in one of `EXPORTS`."""
    return Citation(
        key=work.key,
        bibtex=file_in("bibtex"),
        csl_json=file_in("csl-json"),
        ris=file_in("ris"),
        reference=reference_of(work),
    )


def reference_of(work: CitationData) -> str:
    """Return `Authors. Title. Venue, year.` and the DOI, or the URL of a work without a venue."""
    place = ", ".join(part for part in (_place(work), str(work.year or "")) if part)
    sentences = [_sentence(part) for part in (_authors(work.authors), work.title, place) if part]
    address = address_of("doi", work.doi) if work.doi else None if work.container or work.arxiv else work.url
    return " ".join([*sentences, address] if address else sentences)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…", "。")) else f"{text}."


def _authors(authors: Authors) -> str:
    names = [person.name for person in authors.people[:_MOST_AUTHORS]]
    if authors.others or len(authors.people) > _MOST_AUTHORS:
        return f"{', '.join(names)}{',' * (len(names) > 1)} et al." if names else ""
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _place(work: CitationData) -> str:
    if work.type in ("paper-conference", "chapter") and work.container:
        return f"In {work.container_named}"
    if work.type == "article" and work.arxiv and (work.series in (None, "arXiv")):
        return f"arXiv:{work.arxiv}"
    if work.type == "report" and work.publisher and work.series and work.series != work.publisher:
        return f"{work.series}, {work.publisher}"
    parts = (_CALLED.get(work.type, ""), work.container or work.publisher or work.series or "")
    return ", ".join(part for part in parts if part)
