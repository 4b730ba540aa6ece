"""A list, or a section of one, as a Markdown document in one of the four styles."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote

import jinja2

from papertrail.addresses import is_internal, project_path, tail_of
from papertrail.models import Catalog, Column, Link, Row, Section, Venue
from papertrail.prose import MARKER

GITHUB_LIMIT = 512 * 1024
"""Bytes of Markdown that GitHub shows; the rest of a longer file is cut off."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentSection:
    """A section as the templates see it."""

    level: int
    name: str
    intro: tuple[str, ...]
    columns: tuple[Column, ...]
    fields: tuple[str, ...]
    """The parts of an entry that are shown, in the styles `bullets` and `paragraphs`."""
    marker: str
    remarks_label: str


def render_document(
    catalog: Catalog,
    section: Section,
    templates: jinja2.Environment,
    *,
    style: str | None = None,
    prose: str | None = None,
) -> str:
    """The document of a list or of one of its sections, ending in one line feed.

    `style` is used in place of the one that the topic tree gives. `prose` is a document whose lines
    `<!-- papers: TOPIC -->` are filled with that topic's entries; without it the document consists of headings,
    introductions and entries.
    """
    render = _renderer(catalog, templates, style)
    if prose is None:
        top = len(section.path) - 1
        parts = [render(found, len(found.path) - top, False) for found in section.walk()]
        return "\n\n".join(part for part in parts if part) + "\n"
    by_name = {" > ".join(found.path[1:]): found for found in section.walk()}

    def fill(marker: re.Match[str]) -> str:
        found = by_name.get(marker["topic"].strip())
        return render(found, 1, True) if found else marker[0]

    return MARKER.sub(fill, prose).rstrip("\n") + "\n"


def _renderer(
    catalog: Catalog, templates: jinja2.Environment, style: str | None
) -> Callable[[Section, int, bool], str]:
    """A function that gives one section's text, without blank lines at its ends."""

    def render(section: Section, level: int, bare: bool) -> str:
        topic = section.topic if style is None else replace(section.topic, style=style)
        text = templates.get_template(f"{topic.style}.md.j2").render(
            section=DocumentSection(
                level=level,
                name=topic.name,
                intro=topic.intro,
                columns=topic.table_columns,
                fields=section.topic.entry_parts(topic.style),
                marker=topic.marker,
                remarks_label=topic.remarks_label,
            ),
            rows=section.rows,
            bare=bare,
            linked_venues=False,
            plain=plain_field,
            link_url=_link_url,
            venue_url=lambda venue: _venue_url(catalog, venue),
            institution_url=lambda name: _institution_url(catalog, name),
        )  # fmt: skip
        return re.sub(r"\n{3,}", "\n\n", text).strip("\n")

    return render


def plain_field(row: Row, field: str) -> str:
    """The text of a field that needs no markup, or of a key of `custom`; empty where it is absent."""
    paper = row.paper
    match field:
        case "title" | "type" | "date" | "added":
            return str(getattr(paper, field) or "")
        case "year":
            return str(paper.year or "")
        case "authors" | "keywords" | "institutions":
            return ", ".join(getattr(paper, field))
        case _:
            return dict(paper.custom).get(field, "")


def _link_url(row: Row, link: Link) -> str:
    """The address of a link as seen from the top of the project, where a README stands."""
    if not is_internal(link.url):
        return link.url
    path = project_path(row.path, link.url)
    return quote(path) + tail_of(link.url) if path else "#"


def _venue_url(catalog: Catalog, venue: Venue) -> str | None:
    entry = catalog.venue_names.find(venue.series)
    return venue.url or (entry.url if entry else None)


def _institution_url(catalog: Catalog, name: str) -> str | None:
    entry = catalog.institution_names.find(name)
    return entry.url if entry else None
