"""The values of a row, by the names of the columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from papertrail.core.authors import Author
from papertrail.core.fields import PUBLICATION, STATUSES, TYPES, Kind
from papertrail.core.identifier_sites import Identifier
from papertrail.core.identifiers import arxiv_in, doi_in, id_in
from papertrail.core.paper import topic_path
from papertrail.readers.common.fields import Pair, WorkFields, year_of
from papertrail.readers.common.links import LABELS, is_url
from papertrail.readers.common.venues import venue_text
from papertrail.readers.csv.cells import authors_in, date_in, institutions_in, links_in, pairs_in, parts_in, words_in
from papertrail.text.strings import one_line

OWN_HEADER = (
    "id", "name", "title", "type", "authors", "venue", "year", "institutions", "links", "remarks", "keywords",
    "topics", "added", "custom", "date", "status", "doi", "arxiv", "isbn", "volume", "number", "pages", "publisher",
    "language", "awards", "abstract",
)  # fmt: skip
"""The header of `papertrail export --format csv`; these files use its cell format."""

_ROLES = {
    "name": ("name", "short name", "system"),
    "title": ("title", "paper title"),
    "paper": ("paper", "papers"),
    "authors": ("author", "authors", "author(s)"),
    "venue": (
        "venue", "venues", "conference", "journal", "conf", "booktitle", "conference/journal", "published in",
        "publication", "publication title", "source title", "container title",
    ),
    "date": ("year", "date", "publication year", "publication date", "pub date"),
    "institutions": (
        "institution", "institutions", "institution(s)", "affiliation", "affiliations", "organization",
        "organizations", "organisation", "organisations",
    ),
    "remarks": ("remark", "remarks", "note", "notes", "comment", "comments"),
    "keywords": (
        "keyword", "keywords", "keyword(s)", "tag", "tags", "author keywords", "manual tags", "automatic tags",
    ),
    "topics": ("topic", "topics", "category", "categories", "section"),
    "doi": ("doi",),
    "arxiv": ("arxiv", "arxiv id"),
    "type": ("type", "item type"),
    "added": ("added", "date added"),
    "abstract": ("abstract", "abstract note"),
    "status": ("status",),
    "isbn": ("isbn",),
    "pmid": ("pmid", "pubmed id"),
    "private": ("file", "files", "file attachments", "link attachments", "local url", "pdf path"),
    "volume": ("volume", "volume number"),
    "number": ("number", "issue", "no."),
    "pages": ("pages", "page", "article number"),
    "publisher": ("publisher",),
    "series": ("series", "series title"),
    "edition": ("edition",),
    "address": ("place", "address"),
    "editors": ("editor", "editors"),
    "language": ("language", "language of original document"),
    "awards": ("award", "awards"),
    "id": ("id", "key"),
    "links": tuple(LABELS),
}  # fmt: skip
_ROLE_OF = {name: role for role, names in _ROLES.items() for name in names}
_TYPES = {
    "conferencepaper": "paper-conference", "journalarticle": "article-journal", "preprint": "article",
    "booksection": "chapter", "computerprogram": "software", "blogpost": "post-weblog",
    "inproceedings": "paper-conference", "misc": "article", "phdthesis": "thesis", "techreport": "report",
} | {name: name for name in TYPES}  # fmt: skip
"""CSL types by the names that Zotero, BibTeX and CSL use."""
_DETAILS = tuple(field.name for field in PUBLICATION if field.kind is Kind.LINE)
_FORMULA = re.compile("'[=+@\\t\\r＝＋－＠-]")


def role_of(name: str) -> str:
    """The field of a column, by its name; `custom` for unknown names.

    >>> role_of("Author(s)"), role_of("Paper URL"), role_of("Speed-up")
    ('authors', 'links', 'custom')
    """
    return _ROLE_OF.get(_plain(name), "custom")


def work_fields(header: Sequence[str], cells: Sequence[str]) -> WorkFields:
    """The values of a row."""
    row = _CsvRow(
        (name or f"column {n}", role_of(name), _unguarded(cell))
        for n, (name, cell) in enumerate(zip(header, cells, strict=False), start=1)
        if cell.strip()
    )
    beyond = [(f"column {n}", cell) for n, cell in enumerate(cells, start=1) if n > len(header)]
    if tuple(map(_plain, header)) == OWN_HEADER:
        return replace(_exported(row), not_kept=beyond)
    is_titled = bool({"title", "paper"} & set(map(role_of, header)))
    private = [(name, "a path on your computer") for name, _ in row.named("private")]
    return replace(_any(row, is_titled), not_kept=[*beyond, *private])


class _CsvRow(tuple[tuple[str, str, str], ...]):
    """The cells with text, each with the name and the role of its column."""

    def named(self, *roles: str) -> list[Pair]:
        return [(name, cell) for name, role, cell in self if role in roles]

    def cells(self, role: str) -> list[str]:
        return [cell for _, cell in self.named(role)]

    def authors(self, role: str) -> list[Author]:
        """The people in the cells of a role."""
        return [author for cell in self.cells(role) for author in authors_in(cell)]

    def status(self) -> str | None:
        """The first known status."""
        words = (cell.strip().casefold() for cell in self.cells("status"))
        return next((word for word in words if word in STATUSES), None)

    def details(self) -> dict[str, str]:
        """The values of `publication`."""
        return {name: cell for name in _DETAILS if (cell := self.first(name))}

    def ids(self, *schemes: str) -> list[Identifier]:
        """The valid identifiers in the columns of some schemes."""
        cells = ((scheme, cell) for scheme in schemes for cell in self.cells(scheme))
        return [(scheme, value) for scheme, cell in cells if (value := id_in(scheme, cell))]

    def first(self, role: str) -> str:
        return next(iter(self.cells(role)), "")


def _exported(row: _CsvRow) -> WorkFields:
    """The values of a row that papertrail exported."""
    return WorkFields(
        name=row.first("name"),
        title=row.first("title"),
        type=row.first("type") if row.first("type") in TYPES else "article",
        authors=row.authors("authors"),
        venues=parts_in(row.first("venue")),
        date=date_in([cell for name, cell in row.named("date") if _plain(name) == "date"]),
        status=row.status(),
        publication=row.details(),
        ids=row.ids("isbn"),
        language=row.first("language"),
        awards=parts_in(row.first("awards")),
        abstract=row.first("abstract"),
        institutions=parts_in(row.first("institutions")),
        links=links_in(row.first("links"), "Link"),
        remarks=row.cells("remarks"),
        in_markdown=True,
        keywords=parts_in(row.first("keywords")),
        topics=[topic_path(part) for part in parts_in(row.first("topics"))],
        added=_day_in(row.cells("added")),
        custom=[pair for cell in row.cells("custom") for pair in pairs_in(cell)],
    )


def _any(row: _CsvRow, is_titled: bool) -> WorkFields:
    """The values of a row of any other file."""
    date = date_in(row.cells("date"))
    papers = row.cells("paper")
    titles = [*row.cells("title"), *(cell for cell in papers if not is_url(cell.strip()))]
    # Without a title column, the names may be titles.
    name, title = (row.first("name"), next(iter(titles), "")) if is_titled else ("", row.first("name"))
    arxiv = next(filter(None, map(arxiv_in, row.cells("arxiv") + row.cells("venue"))), None)
    institutions = [institutions_in(cell) for cell in row.cells("institutions")]
    return WorkFields(
        name=name,
        title=title,
        type=_TYPES.get(row.first("type").strip().casefold(), "article"),
        authors=row.authors("authors"),
        venues=_venues(row, year_of(date)),
        arxiv=arxiv,
        doi=next(filter(None, map(doi_in, row.cells("doi"))), None),
        date=date,
        status=row.status(),
        publication=row.details(),
        editors=row.authors("editors"),
        ids=row.ids("isbn", "pmid"),
        language=row.first("language"),
        awards=[award for cell in row.cells("awards") for award in parts_in(cell)],
        abstract=row.first("abstract"),
        institutions=[name for names, _ in institutions for name in names],
        links=_links(row),
        remarks=row.cells("remarks"),
        keywords=[word for cell in row.cells("keywords") for word in words_in(cell)],
        topics=[topic_path(part) for cell in row.cells("topics") for part in parts_in(cell)],
        added=_day_in(row.cells("added")),
        custom=[*row.named("custom"), *_invalid(row, titles[1:])],
        doubts=[doubt for _, doubt in institutions if doubt],
    )


_PARSERS: Mapping[str, Callable[[str], str | None]] = {
    "date": lambda cell: date_in([cell]),
    "type": lambda cell: _TYPES.get(cell.strip().casefold()),
    "added": lambda cell: _day_in([cell]),
    "doi": doi_in,
    "arxiv": arxiv_in,
    "isbn": partial(id_in, "isbn"),
    "pmid": partial(id_in, "pmid"),
    "status": lambda cell: cell if cell.strip().casefold() in STATUSES else None,
}
"""Parsers of cells with one value, which give None for an invalid one."""


def _invalid(row: _CsvRow, other_titles: Sequence[str]) -> list[Pair]:
    """Cells of known columns with invalid values."""
    return [
        *(("title", title) for title in other_titles),
        *((name, cell) for role, parse in _PARSERS.items() for name, cell in row.named(role) if parse(cell) is None),
    ]


def _venues(row: _CsvRow, year: int | None) -> list[str]:
    """The venues. A single venue gets the year."""
    names = [part for cell in row.cells("venue") for part in parts_in(cell)]
    ids = {name: arxiv for name in names if (arxiv := arxiv_in(name))}
    year = year if len(names) == 1 else None
    return [f"arXiv {ids[name]}" if name in ids else venue_text(name, year) for name in names]


def _links(row: _CsvRow) -> list[Pair]:
    labelled = [pair for name, cell in row.named("links") for pair in links_in(cell, LABELS[_plain(name)])]
    return [*(("Paper", cell.strip()) for cell in row.cells("paper") if is_url(cell.strip())), *labelled]


def _day_in(cells: Iterable[str]) -> str | None:
    date = date_in(cells)
    return date if date and len(date) == len("2019-03-25") else None


def _plain(name: str) -> str:
    return one_line(name[:60].replace("_", " ").replace("-", " ")).casefold()


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that protects it from being evaluated as a formula."""
    return cell[1:] if _FORMULA.match(cell) else cell
