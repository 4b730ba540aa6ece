"""The values of a work, by the names of columns or keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from papertrail.core.authors import Author
from papertrail.core.fields import PUBLICATION, STATUSES, TYPES, Kind
from papertrail.core.identifier_sites import Identifier
from papertrail.core.identifiers import arxiv_in, doi_in, id_in
from papertrail.core.paper import TopicPath, topic_path
from papertrail.readers.common.details import Notes, SerialNumbers, notes_of, serial_numbers
from papertrail.readers.common.fields import Pair, WorkFields
from papertrail.readers.common.links import LABELS, is_url
from papertrail.readers.common.markup import plain_of
from papertrail.readers.common.values import (
    date_in,
    day_in,
    iso_date,
    language_in,
    month_and_day,
    pages_in,
    status_in,
    year_of,
)
from papertrail.readers.common.venues import venue_text
from papertrail.readers.mappings.cells import (
    authors_in,
    institutions_in,
    links_in,
    pairs_in,
    parts_in,
    people_in,
    precise_date,
    words_in,
)
from papertrail.readers.mappings.names import NO_NAMES, OWN_HEADER, FieldNames, plain_name, type_in

_DETAILS = tuple(field.name for field in PUBLICATION if field.kind is Kind.LINE)
_ONE_VALUE = (*_DETAILS, "language", "abstract", "title", "type")
"""Roles with one value: the cells of further columns are custom fields."""
_WITH_MARKUP = frozenset({"remarks", "abstract", "links", "paper"})
"""Roles whose cells may be HTML or URLs; in all other cells, entities are decoded before the cells are split."""
_FORMULA = re.compile("'[=+@\\t\\r＝＋－＠-]")


Cell = tuple[str, str, str]
"""The name, the role and the text of a value."""


def row_fields(header: Sequence[str], cells: Sequence[str], names: FieldNames = NO_NAMES) -> WorkFields:
    """The values of a row of CSV."""
    is_own = tuple(map(plain_name, header)) == OWN_HEADER and not names.renamed
    row = _NamedCells(
        (names.name_of(name) or f"column {n}", names.role_of(name), cell)
        for n, (name, cell) in enumerate(zip(header, map(_unguarded, cells), strict=False), start=1)
        if cell.strip()
    )
    beyond = [(f"column {n}", cell) for n, cell in enumerate(cells, start=1) if n > len(header)]
    if is_own:
        return replace(_exported(row), not_kept=beyond)
    is_titled = bool({"title", "paper"} & set(map(names.role_of, header)))
    return work_fields(row, beyond, is_titled=is_titled, is_zotero=_ZOTERO.issubset(map(plain_name, header)))


def work_fields(
    cells: Iterable[Cell], not_kept: Iterable[Pair], *, is_titled: bool, is_zotero: bool = False
) -> WorkFields:
    """The values of a work. `is_titled` is whether the file has titles: otherwise, names may be titles."""
    row = _NamedCells((name, role, text if role in _WITH_MARKUP else plain_of(text)) for name, role, text in cells)
    private = [(name, "a path on your computer") for name, _ in row.named("private")]
    values = _any(row, is_titled=is_titled, is_zotero=is_zotero)
    return replace(values, not_kept=[*not_kept, *row.named("omitted"), *private])


_ZOTERO = {"item type", "publication year", "publication title"}
"""Columns of Zotero, which writes all names of people with the family name first."""


class _NamedCells(tuple[Cell, ...]):
    """The cells with text, each with the name and the role of its column."""

    def named(self, *roles: str) -> list[Pair]:
        return [(name, cell) for name, role, cell in self if role in roles]

    def cells(self, role: str) -> list[str]:
        return [cell for _, cell in self.named(role)]

    def parts(self, role: str) -> list[str]:
        """The parts of all cells of a role."""
        return [part for cell in self.cells(role) for part in parts_in(cell)]

    def first(self, role: str) -> str:
        return next(iter(self.cells(role)), "")

    def details(self) -> dict[str, str]:
        """The values of `publication`."""
        pages = self.first("pages") or "-".join(filter(None, (self.first("first page"), self.first("last page"))))
        details = {name: cell for name in _DETAILS if (cell := self.first(name))}
        return details | ({"pages": pages_in(pages)} if pages else {})

    def ids(self, *schemes: str) -> list[Identifier]:
        """The valid identifiers in the columns of some schemes."""
        cells = ((scheme, cell) for scheme in schemes for cell in self.cells(scheme))
        return [(scheme, value) for scheme, cell in cells if (value := id_in(scheme, cell))]

    def serial_numbers(self) -> SerialNumbers:
        return serial_numbers("ISBN", *self.cells("isbn"), *self.cells("issn"))


def _exported(row: _NamedCells) -> WorkFields:
    """The values of a row that papertrail exported."""
    status = row.first("status").strip()
    return WorkFields(
        name=row.first("name"),
        title=row.first("title"),
        type=row.first("type") if row.first("type") in TYPES else "article",
        authors=people_in(row.first("authors")),
        editors=people_in(row.first("editors")),
        venues=parts_in(row.first("venue")),
        date=precise_date(cell for name, cell in row.named("date") if plain_name(name) == "date"),
        status=status if status in STATUSES else None,
        publication=row.details(),
        ids=row.ids("isbn"),
        language=row.first("language"),
        awards=parts_in(row.first("awards")),
        abstract=row.first("abstract"),
        institutions=parts_in(row.first("institutions")),
        links=links_in(row.first("links"), "Link"),
        remarks=row.cells("remarks"),
        is_exact=True,
        keywords=parts_in(row.first("keywords")),
        topics=[topic_path(part) for part in parts_in(row.first("topics"))],
        added=_day_in(row.cells("added")),
        custom=[pair for cell in row.cells("custom") for pair in pairs_in(cell)],
    )


def _any(row: _NamedCells, *, is_titled: bool, is_zotero: bool) -> WorkFields:
    """The values of a row of any other file."""
    date = _date(row)
    # Without a title column, the names may be titles.
    name, title = (row.first("name"), next(iter(_titles(row)), "")) if is_titled else ("", row.first("name"))
    extra, notes, numbers = notes_of(row.cells("extra")), notes_of(row.cells("remarks")), row.serial_numbers()
    institutions = [institutions_in(cell) for cell in row.cells("institutions")]
    return WorkFields(
        name=name,
        title=title,
        type=type_in(row.first("type")) or "article",
        authors=_people(row, row.cells("full names") or row.cells("authors"), is_zotero),
        editors=_people(row, row.cells("editors"), is_zotero),
        venues=_venues(row, year_of(date)),
        arxiv=_first_of(arxiv_in, [*row.cells("arxiv"), *row.cells("venue")]) or extra.arxiv or notes.arxiv,
        doi=_first_of(doi_in, row.cells("doi")) or extra.doi or notes.doi,
        date=date,
        status=_first_of(_status_in, row.cells("status")) or notes.status or extra.status,
        publication=row.details(),
        ids=[*numbers.ids, *row.ids("pmid"), *extra.ids, *notes.ids],
        language=language_in(row.first("language")),
        awards=[*row.parts("awards"), *notes.awards, *extra.awards],
        abstract=row.first("abstract"),
        institutions=[name for names, _ in institutions for name in names],
        links=_links(row),
        remarks=notes.remarks,
        keywords=[word for cell in row.cells("keywords") for word in words_in(cell)],
        topics=_topics(row),
        added=_day_in(row.cells("added")),
        custom=[*row.named("custom"), *_unused(row), *numbers.others, *_extra(extra)],
        doubts=[doubt for _, doubt in institutions if doubt],
    )


def _topics(row: _NamedCells) -> list[TopicPath]:
    """The topics. A single subtopic is one of each of them."""
    below = topic_path(row.parts("subtopic")[0]) if row.parts("subtopic") else ()
    return [(*topic_path(part), *below) for part in row.parts("topics")] or ([below] if below else [])


def _titles(row: _NamedCells) -> list[str]:
    return [cell for role in ("title", "paper") for cell in row.cells(role) if not is_url(cell.strip())]


def _extra(notes: Notes) -> list[Pair]:
    """What Zotero's field for other values contains, apart from identifiers."""
    return [("Extra", remark.strip()) for remark in notes.remarks]


def _first_of(parse: Callable[[str], str | None], cells: Iterable[str]) -> str | None:
    """The first value that can be parsed."""
    return next(filter(None, map(parse, cells)), None)


def _people(row: _NamedCells, cells: Iterable[str], is_inverted: bool) -> list[Author]:
    return [author for cell in cells for author in authors_in(cell, is_inverted=is_inverted)]


def _date(row: _NamedCells) -> str | None:
    """The most precise date; a year may have its month in another column."""
    date = precise_date(row.cells("date"))
    is_year = date is not None and len(date) == len("2019")
    return iso_date(year_of(date), *month_and_day(row.first("month"))) if is_year and row.first("month") else date


def _status_in(cell: str) -> str | None:
    words = cell.strip().casefold()
    return status_in(words.removeprefix("article ")) or (words if words in STATUSES else None)


_PARSERS: Mapping[str, Callable[[str], str | None]] = {
    "date": date_in,
    "type": type_in,
    "added": day_in,
    "doi": doi_in,
    "arxiv": arxiv_in,
    "pmid": partial(id_in, "pmid"),
    "status": _status_in,
}
"""Parsers of cells with one value, which give None for an invalid one."""


def _unused(row: _NamedCells) -> list[Pair]:
    """Cells of known columns with invalid values, or with a second value of a field."""
    unused = [(name, cell) for role, parse in _PARSERS.items() for name, cell in row.named(role) if parse(cell) is None]
    second = [
        pair for role in _ONE_VALUE for pair in row.named(role)[1:] if role != "title" and pair[1] != row.first(role)
    ]
    events = row.named("event") if row.cells("venue") else []
    others = [pair for pair in (*second, *events) if pair not in unused]
    return [*(("title", title) for title in _titles(row)[1:]), *unused, *others]


def _venues(row: _NamedCells, year: int | None) -> list[str]:
    """The venues. A single venue gets the year."""
    names = [part for cell in row.cells("venue") or row.cells("event") for part in parts_in(cell)]
    ids = {name: arxiv for name in names if (arxiv := arxiv_in(name))}
    year = year if len(names) == 1 else None
    return [f"arXiv {ids[name]}" if name in ids else venue_text(name, year) for name in names]


def _links(row: _NamedCells) -> list[Pair]:
    """The links. A cell for the title may have a URL instead."""
    titles = [*row.cells("title"), *row.cells("paper")]
    labelled = [
        pair for name, cell in row.named("links") for pair in links_in(cell, LABELS.get(plain_name(name), name))
    ]
    return [*(("Paper", cell.strip()) for cell in titles if is_url(cell.strip())), *labelled]


def _day_in(cells: Iterable[str]) -> str | None:
    return _first_of(day_in, cells)


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that protects it from being evaluated as a formula."""
    return cell[1:] if _FORMULA.match(cell) else cell
