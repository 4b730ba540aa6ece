"""The table of all export formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cached_property

from papertrail.core import Catalog, Paper, Row
from papertrail.exporters import biblatex, bibtex, csl_json, csv, json, ris
from papertrail.exporters.citation_data import CitationData, citation_data_of


class ExportedPaper:
    """A paper to export, whose citation data several formats share."""

    def __init__(self, paper: Paper, catalog: Catalog) -> None:
        self.paper, self.catalog = paper, catalog

    @cached_property
    def citation(self) -> CitationData:
        """The values for citations."""
        return citation_data_of(self.paper, self.catalog.venue_names)


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportFormat:
    """An export format."""

    suffix: str
    """File name suffix: `.bib`."""
    entry: Callable[[ExportedPaper], str]
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
        entry=lambda work: json.json_object(work.paper, work.catalog.institution_names),
        file=json.json_file,
    ),
    "csv": ExportFormat(suffix=".csv", entry=lambda work: csv.csv_line(work.paper), file=csv.csv_file),
    "bibtex": ExportFormat(
        suffix=".bib",
        entry=lambda work: bibtex.bibtex_entry(work.citation, work.paper.name),
        file=_with_blank_lines,
    ),
    "biblatex": ExportFormat(
        suffix=".biblatex.bib",
        entry=lambda work: biblatex.biblatex_entry(work.citation, work.paper.name),
        file=_with_blank_lines,
    ),
    "csl-json": ExportFormat(
        suffix=".csl.json",
        entry=lambda work: csl_json.csl_json_object(work.citation),
        file=csl_json.csl_json_file,
    ),
    "ris": ExportFormat(suffix=".ris", entry=lambda work: ris.ris_record(work.citation), file=_with_blank_lines),
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
        if format_name not in self._caches:
            return EXPORTS[format_name].entry(ExportedPaper(paper, self._catalog))
        if paper.id not in self._caches[format_name]:
            self.prepare(paper)
        return self._caches[format_name][paper.id]

    def file(self, format_name: str, paper: Paper) -> str:
        """Return a file with one paper."""
        return "".join(EXPORTS[format_name].file([self.entry(format_name, paper)]))

    def prepare(self, paper: Paper) -> None:
        """Render the entries of a paper in the formats that are cached, from the same citation data."""
        work = ExportedPaper(paper, self._catalog)
        for name, entries in self._caches.items():
            entries[paper.id] = EXPORTS[name].entry(work)


def export_text(format_name: str, rows: Iterable[Row], catalog: Catalog) -> str:
    """Return papers in a format of `EXPORTS`, in the order of the rows."""
    return "".join(Exporter(catalog).parts(format_name, rows))
