"""The one table of the forms in which papers are given to other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass

from papertrail.core import Catalog, Paper, Row
from papertrail.exporters import bibtex, csl_json, csv, json, ris


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form of the data."""

    suffix: str
    """How its files end: `.bib`."""
    one: Callable[[Paper, Catalog], str]
    """A paper as it stands in a file."""
    whole: Callable[[Iterable[str]], Iterator[str]]
    """A file of papers that are written so, in parts."""


def _with_blank_lines(texts: Iterable[str]) -> Iterator[str]:
    """Texts that end their lines, with an empty one between each two."""
    for number, text in enumerate(texts):
        yield "\n" + text if number else text


EXPORTS = {
    "json": Form(
        suffix=".json",
        one=lambda paper, catalog: json.json_object(paper, catalog.institution_names),
        whole=json.json_file,
    ),
    "csv": Form(suffix=".csv", one=lambda paper, catalog: csv.csv_line(paper), whole=csv.csv_file),
    "bibtex": Form(
        suffix=".bib",
        one=lambda paper, catalog: bibtex.bibtex_of(paper, catalog.venue_names),
        whole=_with_blank_lines,
    ),
    "csl-json": Form(
        suffix=".csl.json",
        one=lambda paper, catalog: csl_json.csl_json_object(paper, catalog.venue_names),
        whole=csl_json.csl_json_file,
    ),
    "ris": Form(
        suffix=".ris",
        one=lambda paper, catalog: ris.ris_of(paper, catalog.venue_names),
        whole=_with_blank_lines,
    ),
}
"""The forms by the name that `papertrail export --format` gives them."""


class Exporter:
    """Writes papers in the forms of `EXPORTS`.

    `caches` holds, for some of the forms, the papers already written, by id: each is written once for all files.
    """

    def __init__(self, catalog: Catalog, caches: Mapping[str, MutableMapping[str, str]] | None = None) -> None:
        self._catalog = catalog
        self._caches = caches or {}

    def parts(self, form: str, rows: Iterable[Row]) -> Iterator[str]:
        """The papers of some rows in their order, as parts of a file: as a whole it may be large."""
        return EXPORTS[form].whole(self.one(form, row.paper) for row in rows)

    def one(self, form: str, paper: Paper) -> str:
        """A paper as it stands in a file."""
        cache = self._caches.get(form)
        if cache is None:
            return EXPORTS[form].one(paper, self._catalog)
        if paper.id not in cache:
            cache[paper.id] = EXPORTS[form].one(paper, self._catalog)
        return cache[paper.id]


def export_text(form: str, rows: Iterable[Row], catalog: Catalog) -> str:
    """The papers of some rows in a form of `EXPORTS`, in the order of the rows."""
    return "".join(Exporter(catalog).parts(form, rows))
