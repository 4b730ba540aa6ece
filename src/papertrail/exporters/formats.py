"""The table of all export formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass

from papertrail.core import Catalog, Paper, Row
from papertrail.exporters import biblatex, bibtex, csl_json, csv, json, ris


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportFormat:
    """An export format."""

    suffix: str
    """File name suffix: `.bib`."""
    entry: Callable[[Paper, Catalog], str]
    """Gives the entry of one paper."""
    file: Callable[[Iterable[str]], Iterator[str]]
    """Gives a file of entries, in parts."""


def _with_blank_lines(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts that end in a line feed, with a blank line between them."""
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
    "biblatex": ExportFormat(
        suffix=".biblatex.bib",
        entry=lambda paper, catalog: biblatex.biblatex_of(paper, catalog.venue_names),
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
"""The formats by their name in `papertrail export --format`."""


class Exporter:
    """Exports papers in the formats of `EXPORTS`.

    `caches` has, for some formats, the entries by paper id, so that an entry is rendered once for all files.
    """

    def __init__(self, catalog: Catalog, caches: Mapping[str, MutableMapping[str, str]] | None = None) -> None:
        self._catalog = catalog
        self._caches = caches or {}

    def parts(self, format_name: str, rows: Iterable[Row]) -> Iterator[str]:
        """Return a file of papers in the order of the rows, in parts because it may be large."""
        return EXPORTS[format_name].file(self.entry(format_name, row.paper) for row in rows)

    def entry(self, format_name: str, paper: Paper) -> str:
        """Return the entry of a paper."""
        cache = self._caches.get(format_name)
        if cache is None:
            return EXPORTS[format_name].entry(paper, self._catalog)
        if paper.id not in cache:
            cache[paper.id] = EXPORTS[format_name].entry(paper, self._catalog)
        return cache[paper.id]


def export_text(format_name: str, rows: Iterable[Row], catalog: Catalog) -> str:
    """Return papers in a format of `EXPORTS`, in the order of the rows."""
    return "".join(Exporter(catalog).parts(format_name, rows))
