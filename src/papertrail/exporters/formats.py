"""The one table of the forms in which papers are given to other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass

from papertrail.core import Catalog, Paper, Row
from papertrail.exporters import bibtex, csl_json, csv, json, ris


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportFormat:
    """A form of the data."""

    suffix: str
    """How its files end: `.bib`."""
    entry: Callable[[Paper, Catalog], str]
    """A paper as it stands in a file."""
    file: Callable[[Iterable[str]], Iterator[str]]
    """A file of papers that are written so, in parts."""


def _with_blank_lines(texts: Iterable[str]) -> Iterator[str]:
    """Texts that end their lines, with an empty one between each two."""
    for number, text in enumerate(texts):
        yield "\n" + text if number else text


EXPORTS = {
    "json": ExportFormat(
        suffix=".json",
        entry=lambda paper, catalog: json.json_object(paper, catalog.institution_names),
        file=json.json_file,
    ),
    "csv": ExportFormat(suffix=".csv", entry=lambda paper, catalog: csv.csv_line(paper), file=csv.csv_file),
    "bibtex": ExportFormat(
        suffix=".bib",
        entry=lambda paper, catalog: bibtex.bibtex_of(paper, catalog.venue_names),
        file=_with_blank_lines,
    ),
    "csl-json": ExportFormat(
        suffix=".csl.json",
        entry=lambda paper, catalog: csl_json.csl_json_object(paper, catalog.venue_names),
        file=csl_json.csl_json_file,
    ),
    "ris": ExportFormat(
        suffix=".ris",
        entry=lambda paper, catalog: ris.ris_of(paper, catalog.venue_names),
        file=_with_blank_lines,
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

    def parts(self, format_name: str, rows: Iterable[Row]) -> Iterator[str]:
        """The papers of some rows in their order, as parts of a file: as a whole it may be large."""
        return EXPORTS[format_name].file(self.entry(format_name, row.paper) for row in rows)

    def entry(self, format_name: str, paper: Paper) -> str:
        """A paper as it stands in a file."""
        cache = self._caches.get(format_name)
        if cache is None:
            return EXPORTS[format_name].entry(paper, self._catalog)
        if paper.id not in cache:
            cache[paper.id] = EXPORTS[format_name].entry(paper, self._catalog)
        return cache[paper.id]


def export_text(format_name: str, rows: Iterable[Row], catalog: Catalog) -> str:
    """The papers of some rows in a form of `EXPORTS`, in the order of the rows."""
    return "".join(Exporter(catalog).parts(format_name, rows))
