"""A list, or a section of one, as a Markdown document in one of the four styles."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

import jinja2

from papertrail.core import Catalog, Column, Link, Paper, Row, Section, Topic, TopicPath, Venue
from papertrail.core.fields import LINK
from papertrail.core.prose_marker import MARKER_LINE
from papertrail.documents.entry_values import Addresses, entry_text, plain_field
from papertrail.documents.table_frame import around
from papertrail.text.patterns import parse
from papertrail.text.urls import is_internal, relative_to, tail_of

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
    headed: bool
    """Whether the head of a table stands there even without rows: in a document that has its own text around them."""
    before: str | None
    """What stands before the entries of a table in place of the template's own head; None where that is wanted."""
    after: str


SameEntry = Callable[[Row, Section, str], bool]
"""Whether a spelling, read anew as an entry of a section, gives the fields that the row has now."""


def render_document(
    catalog: Catalog,
    section: Section,
    templates: jinja2.Environment,
    *,
    style: str | None = None,
    prose: str | None = None,
    same_entry: SameEntry = lambda row, section, raw: False,
) -> str:
    """The document of a list or of one of its sections.

    `style` is used in place of the one that the topic tree gives. `prose` is a document whose lines
    `<!-- papers: TOPIC -->` are filled with that topic's entries; without it the document consists of headings,
    introductions and entries, and ends in one line feed. `same_entry` says where an entry's spelling in the document
    that it was imported from (`source` of its record) may be used.
    """
    render = _renderer(catalog, templates, style, same_entry)
    if prose is None:
        top = len(section.path) - 1
        parts = [render(found, len(found.path) - top, False) for found in section.walk()]
        return "\n\n".join(part for part in parts if part) + "\n"
    by_name = {" > ".join(found.path[1:]): found for found in section.walk()}

    def fill(marker: re.Match[str]) -> str:
        found = by_name.get(marker["topic"].strip())
        if found is None:
            return marker[0]
        text = render(found, 1, True)
        return text + marker["end"] if text else ""  # without entries not even an empty line is left

    return MARKER_LINE.sub(fill, prose)


def _renderer(
    catalog: Catalog, templates: jinja2.Environment, style: str | None, same_entry: SameEntry
) -> Callable[[Section, int, bool], str]:
    """A function that gives one section's text, without blank lines at its ends."""

    def render(section: Section, level: int, bare: bool) -> str:
        topic = section.topic if style is None else replace(section.topic, style=style)
        addresses = _addresses(catalog, topic)
        spelled = _spelled(section, topic, addresses, same_entry)
        text = templates.get_template(f"{topic.style}.md.j2").render(
            section=_document_section(topic, section.topic.entry_parts(topic.style), level, bare),
            rows=section.rows,
            bare=bare,
            linked_venues=False,
            plain=plain_field,
            spelled=lambda row: spelled.get(row.paper.id),
            unshown=lambda row: _unshown(row.paper, topic),
            link_url=addresses.link,
            venue_url=addresses.venue,
            institution_url=addresses.institution,
        )
        # Blank lines inside an entry are its own; those that the parts of a template leave are not.
        return (text if spelled else re.sub(r"\n{3,}", "\n\n", text)).strip("\n")

    return render


def _document_section(topic: Topic, fields: tuple[str, ...], level: int, bare: bool) -> DocumentSection:
    frame = dict(topic.frame).get(topic.style)
    table = topic.style.endswith("table")
    ends = around(frame, topic.table_columns, table=table) if frame else None
    return DocumentSection(
        level=level,
        name=topic.name,
        intro=topic.intro,
        columns=topic.table_columns,
        fields=fields,
        marker=topic.marker,
        remarks_label=topic.remarks_label,
        headed=bare and table and bool(topic.columns),
        before=ends[0] if ends else None,
        after=ends[1] if ends else "",
    )


def entry_texts(catalog: Catalog, section: Section) -> dict[str, str]:
    """By id, the text of each entry of a section that the topic's pattern writes, whatever their sources say."""
    topic = section.topic
    return _spelled(section, topic, _addresses(catalog, topic), lambda row, section, raw: False)


def _addresses(catalog: Catalog, topic: Topic) -> Addresses:
    return Addresses(
        link=lambda row, link: _link_url(row, link.url, topic.base_url),
        venue=lambda row, venue: _venue_url(catalog, row, venue, topic.base_url),
        institution=lambda name: _institution_url(catalog, name),
    )


def _unshown(paper: Paper, topic: Topic) -> list[Link]:
    """The links of a paper that no column of a table shows, although its list is one whose entries show them.

    Columns that a maintainer chose may leave links out. Those of a document in which titles were links, or that is now
    written in another style, must not lose them.
    """
    if not topic.entry or dict(topic.entry).get(topic.style):
        return []
    fields = {column.field for column in topic.table_columns}
    return [] if "links" in fields else [link for link in paper.links if LINK + link.label not in fields]


def _spelled(section: Section, topic: Topic, addresses: Addresses, same_entry: SameEntry) -> dict[str, str]:
    """By id, the text of the entries that the template is not to write: by their source, or by the topic's pattern."""
    text = dict(topic.entry).get(topic.style)
    frame = dict(topic.frame).get(topic.style)
    if frame and not around(frame, topic.table_columns, table=topic.style.endswith("table")):
        text = None  # the pattern is of columns that are no more
    pattern = parse(text) if text else None
    found = {}
    for number, row in enumerate(section.rows, 1):
        raw = raw_of(row.paper, section.path) if topic.style == section.topic.style else None
        if raw is not None and same_entry(row, section, raw):
            found[row.paper.id] = raw
        elif pattern:
            html = topic.style == "html-table"
            found[row.paper.id] = entry_text(pattern, row, number, addresses, html=html)
    if topic.style == "paragraphs":  # each ends with a blank line, and one that was spelled with more keeps them
        return {id: text if re.search(r"\n[ \t]*$", text) else text + "\n" for id, text in found.items()}
    return found


def raw_of(paper: Paper, path: TopicPath) -> str | None:
    """How the entry was spelled in the document of a topic."""
    return next((raw for topic, raw in paper.sources if topic in (None, path)), None)


def _link_url(row: Row, url: str, base: str | None) -> str:
    """An address as seen from the top of the project, where a README stands, or from where documents are published."""
    if not is_internal(url):
        return relative_to(base, url) if base else url
    path = posixpath.normpath(posixpath.join(posixpath.dirname(row.path), unquote(re.split(r"[?#]", url)[0])))
    slash = "/" if re.match(r"[^?#]*/(?:[?#]|$)", url) else ""
    return quote(path) + slash + tail_of(url)


def _venue_url(catalog: Catalog, row: Row, venue: Venue, base: str | None) -> str | None:
    if venue.url:
        return _link_url(row, venue.url, base)
    entry = catalog.venue_names.find(venue.series)
    return entry.url if entry else None


def _institution_url(catalog: Catalog, name: str) -> str | None:
    entry = catalog.institution_names.find(name)
    return entry.url if entry else None
