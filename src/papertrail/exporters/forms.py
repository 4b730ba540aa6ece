"""The one table of the forms in which papers are given to other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from papertrail.exporters.bibtex import bibtex_export
from papertrail.exporters.csl_json import csl_json_export
from papertrail.exporters.csv import csv_export
from papertrail.exporters.json import json_export
from papertrail.exporters.ris import ris_export
from papertrail.models import Catalog, Paper, Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form of the data."""

    suffix: str
    """How its files end: `.bib`."""
    write: Callable[[Iterable[Paper], Catalog], str]


EXPORTS = {
    "json": Form(
        suffix=".json",
        write=lambda papers, catalog: json_export(papers, catalog.institution_names),
    ),
    "csv": Form(suffix=".csv", write=lambda papers, catalog: csv_export(papers)),
    "bibtex": Form(
        suffix=".bib",
        write=lambda papers, catalog: bibtex_export(papers, catalog.venue_names),
    ),
    "csl-json": Form(
        suffix=".csl.json",
        write=lambda papers, catalog: csl_json_export(papers, catalog.venue_names),
    ),
    "ris": Form(
        suffix=".ris",
        write=lambda papers, catalog: ris_export(papers, catalog.venue_names),
    ),
}
"""The forms by the name that `papertrail export --format` gives them."""


def export_text(form: str, rows: Iterable[Row], catalog: Catalog) -> str:
    """The papers of some rows in a form of `EXPORTS`, in the order of the rows."""
    return EXPORTS[form].write((row.paper for row in rows), catalog)
