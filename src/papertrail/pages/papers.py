"""A page for each paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from papertrail.markup import plain_inline
from papertrail.models import Paper, Row, Section, TopicPath
from papertrail.notes import Notes
from papertrail.pages.head import json_ld, meta, moved_to
from papertrail.pages.maker import Maker
from papertrail.pages.notebook import plain_text
from papertrail.pages.page import Heading, Page, SearchEntry, paper_address

NOTES_IN_SEARCH = 2000
"""Characters of a paper's notes that the theme's search knows."""
SIBLINGS = 6
"""Papers of the same topic that a page names; the rest are one click away."""


class Citation(Protocol):
    """How a paper is cited."""

    @property
    def reference(self) -> str:
        """As a person reads it."""

    @property
    def bibtex(self) -> str:
        """As an entry of BibTeX."""

    @property
    def csl_json(self) -> str:
        """As an item of CSL-JSON."""

    @property
    def ris(self) -> str:
        """As a record of RIS."""


@dataclass(frozen=True, kw_only=True)
class About:
    """What the page of a paper says that other stages know."""

    cite: Callable[[Paper], Citation]
    tags: Callable[[Paper], tuple[tuple[str, str], ...]]
    """Names and contents of the `citation_*` tags."""
    json_ld: Callable[[Paper, str | None], str]
    """The paper in the words of schema.org, given the whole address of its page where that is known."""
    related: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids of the papers most like each."""
    notes: Callable[[Row], Notes | None] = lambda row: None
    """Its reading notes."""


def paper_pages(make: Maker, about: About) -> Iterator[Page]:
    """A page for each paper, and one for each of its earlier ids that leads to it."""
    sections = {section.path: section for root in make.catalog.lists for section in root.walk()}
    by_id = {row.paper.id: row for row in make.catalog.rows}
    for row in make.catalog.rows:
        yield _page(make, about, row, sections, by_id)
        for alias in row.paper.aliases:
            yield _moved(make, row, alias)


def _page(make: Maker, about: About, row: Row, sections: Mapping[TopicPath, Section], by_id: Mapping[str, Row]) -> Page:
    paper, address = row.paper, paper_address(row.paper.id)
    whole = make.options.absolute(address)
    topics = [(sections[path], _siblings(sections[path], row)) for path in paper.topics if path in sections]
    beside = {other.paper.id for _, others in topics for other in others}
    related = [by_id[id] for id in about.related.get(paper.id, ()) if id not in beside]
    notes = about.notes(row)
    tags = "".join(meta(name, content) for name, content in about.tags(paper))
    return Page(
        address=address,
        title=paper.name,
        html=make.html(
            address,
            "paper",
            paper.name,
            row=row,
            paper=paper,
            topics=topics,
            related=related,
            citation=about.cite(paper),
            notes=notes,
            report_url=make.options.report_url(row),
        ),
        headings=(
            *((Heading(level=2, anchor="s-notes", text="Notes"),) if notes else ()),
            *(Heading(level=h.level, anchor=h.anchor, text=h.text) for h in (notes.headings if notes else ())),
            Heading(level=2, anchor="s-cite", text="Cite"),
            *(
                Heading(level=2, anchor=f"s-in-{number}", text=f"Also in {section.topic.name}")
                for number, (section, others) in enumerate(topics, 1)
                if others
            ),
            *((Heading(level=2, anchor="s-related", text="Related"),) if related else ()),
        ),
        description=_description(paper),
        head=tags + json_ld(about.json_ld(paper, whole)),
        search=(SearchEntry(title=paper.name, text=_words(paper, notes)),),
    )


def _siblings(section: Section, row: Row) -> tuple[Row, ...]:
    """The papers around one in its section."""
    others = [other for other in section.rows if other.paper.id != row.paper.id]
    here = next((n for n, other in enumerate(section.rows) if other.paper.id == row.paper.id), 0)
    start = max(0, min(here - SIBLINGS // 2, len(others) - SIBLINGS))
    return tuple(others[start : start + SIBLINGS])


def _description(paper: Paper) -> str:
    """The paper in one line, as a search engine shows it."""
    venue = paper.venues[-1].text if paper.venues else ""
    authors = paper.authors[0] + (" and others" if len(paper.authors) > 1 else "") if paper.authors else ""
    remark = plain_inline(paper.remarks[0]) if paper.remarks else ""
    told = [paper.full_title, ", ".join(text for text in (authors, venue) if text), remark]
    return _cut(" ".join(f"{text.rstrip('.')}." for text in told if text), 300)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"


def _words(paper: Paper, notes: Notes | None) -> str:
    """What a search finds the paper by, beside its name."""
    venues = (venue.text for venue in paper.venues)
    remarks = (plain_inline(remark) for remark in paper.remarks)
    title = (paper.title,) if paper.title else ()
    parts = (*title, *paper.authors, *venues, *paper.institutions, *paper.keywords, *remarks)
    return " · ".join((*parts, _cut(plain_text(notes), NOTES_IN_SEARCH)) if notes else parts)


def _moved(make: Maker, row: Row, alias: str) -> Page:
    """Where a paper stood under an earlier id."""
    address, target = paper_address(alias), paper_address(row.paper.id)
    return Page(
        address=address,
        title=row.paper.name,
        html=make.html(address, "moved", row.paper.name, target=target),
        description=f"{row.paper.full_title} has moved.",
        head=moved_to(make.options.way(address, target)),
    )
