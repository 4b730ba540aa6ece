"""The parts of a list's page in their order: headings, texts and papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from markupsafe import Markup

from papertrail.core import Row, Section, TopicPath
from papertrail.core.prose_marker import parts_of
from papertrail.notes import HeadingLevels, Piece
from papertrail.pages.list_prose import PlacedBlock, PlacedProse
from papertrail.pages.page import Heading
from papertrail.pages.pagination import SectionPage, anchor, shown

Render = Callable[[Iterable[Piece]], str]
"""Renders pieces of the owner's text on the page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListPart:
    """A part of the page: a heading, a text and papers, each of which may be missing."""

    ids: tuple[str, ...] = ()
    """The anchors of sections that have no heading."""
    heading: Heading | None = None
    heading_html: str = ""
    html: str = ""
    """The owner's text."""
    section: Section | None = None
    """The section that starts here."""
    intro: tuple[str, ...] = ()
    """The introduction of this section in the registry of topics, which the owner's text replaces."""
    entries: Section | None = None
    """The section whose papers are shown."""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ListParts:
    """The parts of a page."""

    title: str | None = None
    """The title that the owner's text gives the list."""
    before: tuple[ListPart, ...]
    """What precedes the first section, and the bar above the papers."""
    inside: tuple[ListPart, ...]
    after: tuple[ListPart, ...] = ()
    """What follows the last section."""

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The table of contents."""
        parts = (*self.before, *self.inside, *self.after)
        return tuple(part.heading for part in parts if part.heading)


def plain_parts(page: SectionPage) -> ListParts:
    """Return the parts of a page of a list without a text by its owner."""
    (top, rows), *below = shown(page)
    intro = top.topic.intro if page.part.number == 1 else ()
    return ListParts(
        before=(ListPart(section=top if page.part.number == 1 else None, intro=intro),),
        inside=(ListPart(entries=top, rows=rows), *(_own_part(page, section, rows) for section, rows in below)),
    )


def _own_part(page: SectionPage, section: Section, rows: tuple[Row, ...]) -> ListPart:
    """Return the part of a section with a heading from the registry."""
    level = min(len(section.path) - len(page.section.path) + 1, 6)
    return ListPart(
        heading=Heading(level=level, anchor=anchor(section), text=section.topic.name),
        heading_html=Markup("{}").format(section.topic.name),
        section=section,
        intro=section.topic.intro,
        entries=section,
        rows=rows,
    )


def prose_parts(page: SectionPage, prose: PlacedProse, render: Render) -> ListParts:
    """Return the parts of a page of a list with a text by its owner: the same as in the list's document."""
    parts = list(_numbered_parts(page, prose, render))
    marked = [number for number, block in enumerate(prose.blocks) if block.heads or block.entries is not None]
    first, last = (marked[0], marked[-1]) if marked else (len(prose.blocks), len(prose.blocks))
    top = ListPart(section=page.section if page.part.number == 1 else None)
    inside = [part for number, part in parts if first <= number <= last]
    return ListParts(
        title=_title(page, prose, render),
        before=(top, *(part for number, part in parts if number < first)),
        inside=tuple(_with_missing(inside, page, prose)),
        after=tuple(part for number, part in parts if number > last),
    )


def _title(page: SectionPage, prose: PlacedProse, render: Render) -> str | None:
    titles = (block.block.heading for block in prose.blocks if block.is_title)
    heading = next(titles, None) if len(page.section.path) == page.part.number == 1 else None
    return Markup(render(heading.pieces)) if heading else None  # noqa: S704 - the pieces are finished HTML


def blocks_on(page: SectionPage, prose: PlacedProse) -> list[PlacedBlock]:
    """Return the blocks whose text is on a page: only the first one of several pages of a section has text."""
    sections = {section.path for section, _ in shown(page)}
    return [block for block in prose.blocks if page.part.number == 1 and block.owner in sections]


def _numbered_parts(page: SectionPage, prose: PlacedProse, render: Render) -> Iterator[tuple[int, ListPart]]:
    """Yield the parts of a page with the numbers of their blocks. Only the first one of several pages has text."""
    firsts: dict[TopicPath | None, set[str | None]] = {}
    for block in prose.blocks:
        firsts.setdefault(block.entries, set()).add(block.block.first)
    sections = {section.path: (section, parts_of(rows, firsts.get(section.path, ()))) for section, rows in shown(page)}
    levels, with_text = HeadingLevels(2), set(map(id, blocks_on(page, prose)))
    for number, block in enumerate(prose.blocks):
        section, parts = sections.get(block.entries or (), (None, {}))
        part = ListPart(entries=section, rows=parts.get(block.block.first, ()))
        if id(block) in with_text:
            yield number, _with_text(part, block, page, levels, render)
        elif section:
            yield number, part


def _with_text(
    part: ListPart, block: PlacedBlock, page: SectionPage, levels: HeadingLevels, render: Render
) -> ListPart:
    heading = block.block.heading
    part = replace(part, html=Markup(render(block.block.pieces)))  # noqa: S704 - the pieces are finished HTML
    if heading is None or block.is_title or block.heads == page.section.path:
        return part
    headed = next((section for section in page.section.walk() if section.path == block.heads), None)
    return replace(
        part,
        heading=Heading(
            level=levels.shown(heading.level),
            anchor=anchor(headed) if headed else heading.anchor,
            text=heading.text,
        ),
        heading_html=Markup(render(heading.pieces)),  # noqa: S704 - the pieces are finished HTML
        section=headed,
    )


def _with_missing(parts: list[ListPart], page: SectionPage, prose: PlacedProse) -> Iterator[ListPart]:
    """Yield the parts with anchors of sections that have no heading, and with the sections that the text lacks."""
    headed = {block.heads for block in prose.blocks}
    marked = {block.entries for block in prose.blocks}
    unmarked = [(s, rows) for s, rows in shown(page) if rows and s.path not in marked]
    own = {section.path for section, _ in unmarked}
    without = [section for section, _ in shown(page)[1:] if section.path not in headed | own]
    for part in parts:
        path = (part.entries or part.section or page.section).path
        ids = [section for section in without if path[: len(section.path)] == section.path]
        without = [section for section in without if section not in ids]
        yield replace(part, ids=tuple(map(anchor, ids)))
    if without:
        yield ListPart(ids=tuple(map(anchor, without)))
    for section, rows in unmarked:
        if section is page.section or section.path in headed:
            yield ListPart(entries=section, rows=rows)
        else:
            yield _own_part(page, section, rows)
