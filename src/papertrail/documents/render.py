"""Render a list or a section as a Markdown document in one of the four styles."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import quote, unquote

import jinja2

from papertrail.core import Catalog, Column, Link, Paper, Row, Section, Topic, TopicPath, Venue
from papertrail.core.fields import LINK
from papertrail.core.prose_marker import MARKER_LINE, parts_of
from papertrail.documents.entry_values import Addresses, entry_text, plain_field
from papertrail.documents.inserts import insert_texts
from papertrail.documents.table_frame import split_frame
from papertrail.inserts import InsertedPapers
from papertrail.templating.environment import template_errors
from papertrail.text.markdown import remark_text
from papertrail.text.patterns import ENTRIES, Pattern, parse
from papertrail.text.strings import composed
from papertrail.text.urls import is_internal, relative_to, tail_of

GITHUB_LIMIT = 512 * 1024
"""Bytes of Markdown that GitHub shows; longer files are truncated."""
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentSection:
    """A section in the context of templates."""

    level: int
    name: str
    intro: tuple[str, ...]
    columns: tuple[Column, ...]
    fields: tuple[str, ...]
    """The parts of entries in the styles `bullets` and `paragraphs`."""
    labelled: tuple[Column, ...]
    """The columns that entries in these styles show after its heading."""
    marker: str
    remarks_label: str
    headed: bool
    """Whether a table without rows has a head: in a document with its own text around the tables."""
    before: str | None
    """The text before the entries of a table instead of the head from the template; None for the latter."""
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EntryWriter:
    """Writes values of one row in the style of its topic."""

    fill: Callable[[Pattern, Paper], str]
    """Fills a pattern with the values of a paper in place of that of the row."""
    rendered: Callable[[], Iterator[str]]
    """Renders the entry, without its verbatim text: with the topic's pattern, and with every value that it can have."""


OwnEntry = Callable[[Row, Section, str, EntryWriter], str | None]
"""Returns the verbatim text of an entry of the section with the current values of the row; None to render the row."""


def render_document(
    catalog: Catalog,
    section: Section,
    templates: jinja2.Environment,
    *,
    style: str | None = None,
    prose: str | None = None,
    own_entry: OwnEntry = lambda row, section, raw, writer: None,
    with_inserts: bool = False,
) -> str:
    """Render the document of a list or of one of its sections.

    `style` overrides the style of the topics. `prose` is a document whose lines `<!-- papers: TOPIC -->` are replaced
    with the entries of the topic, see `papertrail.core.prose_marker`; without it, the document has headings,
    introductions and entries, and ends in one line feed. `own_entry` decides what becomes of the verbatim text of an
    entry (`source` of its record). `with_inserts` also replaces blocks for papers and citations in it.
    """
    render = _renderer(catalog, templates, style, own_entry)
    if prose is None:
        top = len(section.path) - 1
        parts = [render(found, len(found.path) - top, False) for found in section.walk()]
        return "\n\n".join(part for part in parts if part) + "\n"
    markers = list(MARKER_LINE.finditer(prose))
    by_name = _parts_by_name(section, markers)

    def fill(marker: re.Match[str]) -> str:
        if (named := by_name.get(_topic_of(marker))) is None:
            return marker[0]
        found, rows = named[0], named[1].get(marker["first"], ())
        text = render(replace(found, rows=rows), 1, True) if rows or not marker["first"] else ""
        return text + marker["end"] if text else ""  # without entries, omit the empty line too

    def entries(rows: Sequence[Row], kind: str) -> str:
        own = style or section.topic.style
        table = own if own.endswith("table") else "html-table"
        topic = replace(section.topic, style=table if kind == "table" else kind)
        return render(replace(section, topic=topic, rows=tuple(rows), sections=()), 1, True)

    replaced = [(marker.start(), marker.end(), fill(marker)) for marker in markers]
    if with_inserts:
        url_of = partial(_work_url, topic=section.topic)
        replaced += insert_texts(prose, InsertedPapers(catalog), entries, url_of)
    return _with_replacements(prose, replaced)


def _parts_by_name(
    section: Section, markers: Iterable[re.Match[str]]
) -> dict[str, tuple[Section, Mapping[str | None, tuple[Row, ...]]]]:
    """The sections as markers name them, each with the rows of its parts."""
    firsts: dict[str, set[str | None]] = {}
    for marker in markers:
        firsts.setdefault(_topic_of(marker), set()).add(marker["first"])
    sections = ((" > ".join(found.path[1:]), found) for found in section.walk())
    return {name: (found, parts_of(found.rows, firsts.get(name, ()))) for name, found in sections}


def _topic_of(marker: re.Match[str]) -> str:
    return composed(marker["topic"].strip())


def _with_replacements(text: str, replaced: Iterable[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, new in sorted(replaced):
        if start >= at:
            parts += [text[at:start], new]
            at = end
    return "".join([*parts, text[at:]])


def _work_url(row: Row, topic: Topic) -> str | None:
    """Return the URL of the work, or of the first link."""
    links = sorted(row.paper.links, key=lambda link: not link.to_the_work)
    return _link_url(row, links[0].url, topic) if links else None


def _renderer(
    catalog: Catalog, templates: jinja2.Environment, style: str | None, own_entry: OwnEntry
) -> Callable[[Section, int, bool], str]:
    """Return a function that renders one section without blank lines at its ends."""

    def render(section: Section, level: int, bare: bool) -> str:
        topic = section.topic if style is None else replace(section.topic, style=style)
        addresses = _addresses(catalog, topic)
        spelled = _finished_entries(
            section, topic, addresses, own_entry, lambda row: render(_full(section, topic, row), 1, True)
        )
        with template_errors():
            template = templates.get_template(f"{topic.style}.md.j2")
            text = template.render(
                section=_document_section(topic, section.topic.entry_parts(topic.style), level, bare),
                rows=section.rows,
                bare=bare,
                linked_venues=False,
                plain=plain_field,
                spelled=lambda row: spelled.get(row.paper.id),
                unshown=lambda row: _links_without_column(row.paper, topic),
                link_url=addresses.link,
                venue_url=addresses.venue,
                institution_url=addresses.institution,
            )
        if not text.isascii() and _SURROGATE.search(text):
            raise jinja2.TemplateRuntimeError(f"{template.filename} writes characters that UTF-8 lacks (surrogates)")
        # Keep blank lines inside entries, collapse those that templates leave.
        return (text if spelled else re.sub(r"\n{3,}", "\n\n", text)).strip("\n")

    return render


def _document_section(topic: Topic, fields: tuple[str, ...], level: int, bare: bool) -> DocumentSection:
    frame = dict(topic.frame).get(topic.style)
    table = topic.style.endswith("table")
    ends = split_frame(frame, topic.table_columns, table=table) if frame else None
    return DocumentSection(
        level=level,
        name=topic.name,
        intro=topic.intro,
        columns=topic.table_columns,
        fields=fields,
        labelled=tuple(column for column in topic.columns if column.field in fields and _is_labelled(column, fields)),
        marker=topic.marker,
        remarks_label=topic.remarks_label,
        headed=bare and table and bool(topic.columns),
        before=ends[0] if ends else None,
        after=ends[1] if ends else "",
    )


_PARTS = ("title", "authors", "venue", "date", "year", "links", "remarks")
"""Columns that have a place of their own in an entry of the styles `bullets` and `paragraphs`."""


def _is_labelled(column: Column, fields: tuple[str, ...]) -> bool:
    if column.field == "name":  # the title is the name, unless there are columns for both
        return "title" in fields
    return column.field not in _PARTS and not column.field.startswith(LINK)


def entry_texts(catalog: Catalog, section: Section) -> dict[str, str]:
    """Return the entries of a section that the topic's pattern renders, by id, without verbatim texts."""
    topic = section.topic
    return _finished_entries(section, topic, _addresses(catalog, topic))


def _addresses(catalog: Catalog, topic: Topic) -> Addresses:
    return Addresses(
        link=lambda row, link: _link_url(row, link.url, topic),
        venue=lambda row, venue: _venue_url(catalog, row, venue, topic),
        institution=lambda name: _institution_url(catalog, name),
    )


def _links_without_column(paper: Paper, topic: Topic) -> list[Link]:
    """Return the links of a paper that no column of a table shows, in a list whose own style shows them.

    Columns chosen by a maintainer may omit links. A list that was imported with linked titles, or that is now
    rendered in another style, must not lose them.
    """
    if not topic.entry or dict(topic.entry).get(topic.style):
        return []
    fields = {column.field for column in topic.table_columns}
    return [] if "links" in fields else [link for link in paper.links if LINK + link.label not in fields]


def _finished_entries(
    section: Section,
    topic: Topic,
    addresses: Addresses,
    own_entry: OwnEntry | None = None,
    full: Callable[[Row], str] = lambda row: "",
) -> dict[str, str]:
    """Return the entries that the template does not render, by id: verbatim, or from the topic's pattern.

    `full` renders a row with every value that an entry of its style can have.
    """
    pattern = _pattern(topic)

    def writer(row: Row, number: int) -> EntryWriter:
        def fill(pattern: Pattern, paper: Paper) -> str:
            return entry_text(pattern, replace(row, paper=paper), number, addresses, style=topic.style)

        def rendered() -> Iterator[str]:
            if pattern:
                yield fill(pattern, row.paper)
            yield full(row)

        return EntryWriter(fill=fill, rendered=rendered)

    found = {}
    for number, row in enumerate(section.rows, 1):
        raw = raw_of(row.paper, section.path) if own_entry and topic.style == section.topic.style else None
        own = own_entry(row, section, raw, writer(row, number)) if own_entry and raw is not None else None
        if own is not None:
            found[row.paper.id] = own
        elif pattern:
            found[row.paper.id] = entry_text(pattern, row, number, addresses, style=topic.style)
    if topic.style == "paragraphs":  # entries end with a blank line; verbatim texts may have more
        return {id: text if re.search(r"\n[ \t]*$", text) else text + "\n" for id, text in found.items()}
    return found


def _pattern(topic: Topic) -> Pattern | None:
    """Return the pattern of a topic in its style; None if its columns have changed since it was written."""
    text, frame = dict(topic.entry).get(topic.style), dict(topic.frame).get(topic.style)
    if frame and not split_frame(frame, topic.table_columns, table=topic.style.endswith("table")):
        return None
    return parse(text) if text else None


_ALL_PARTS = ("title", "authors", "venue", "date", "institutions", "links", "remarks", "keywords")


def _full(section: Section, topic: Topic, row: Row) -> Section:
    """Return a section with a row alone, and with every value that an entry of its style can have."""
    paper = replace(row.paper, sources=())
    if not topic.style.endswith("table"):
        topic = replace(topic, columns=tuple(Column(field=field, header=field.capitalize()) for field in _ALL_PARTS))
        custom = (f"**{remark_text(key)}**: {remark_text(value)}" for key, value in paper.custom)
        paper = replace(paper, remarks=(*paper.remarks, *custom))
    topic = replace(topic, entry=(), frame=((topic.style, ENTRIES),))
    return replace(section, topic=topic, rows=(replace(row, paper=paper),), sections=())


def raw_of(paper: Paper, path: TopicPath) -> str | None:
    """Return the verbatim text of an entry in the document of a topic."""
    return next((raw for topic, raw in paper.sources if topic in (None, path)), None)


def _link_url(row: Row, url: str, topic: Topic) -> str:
    """Return a URL relative to the document, which is in the project, or to where documents are published."""
    if not is_internal(url):
        return relative_to(topic.base_url, url) if topic.base_url else url
    path = posixpath.normpath(posixpath.join(posixpath.dirname(row.path), unquote(re.split(r"[?#]", url)[0])))
    slash = "/" if re.match(r"[^?#]*/(?:[?#]|$)", url) else ""
    return quote(posixpath.relpath(path, posixpath.dirname(topic.document or "") or ".")) + slash + tail_of(url)


def _venue_url(catalog: Catalog, row: Row, venue: Venue, topic: Topic) -> str | None:
    if venue.url:
        return _link_url(row, venue.url, topic)
    entry = catalog.venue_names.find(venue.series)
    return entry.url if entry else None


def _institution_url(catalog: Catalog, name: str) -> str | None:
    entry = catalog.institution_names.find(name)
    return entry.url if entry else None
