"""Exports and citations of single papers."""

from __future__ import annotations

from collections.abc import Iterable

from papertrail.core import Catalog, Institution, Names, Paper, Row, Series
from papertrail.exporters import citation_data_of, citation_of, export_text, highwire_tags, json_ld_of
from papertrail.exporters.reference import Citation

NO_VENUES: Names[Series] = Names()
NO_INSTITUTIONS: Names[Institution] = Names()


def export_of(export_format: str, papers: Iterable[Paper], venues: Names[Series] = NO_VENUES) -> str:
    catalog = Catalog(
        lists=(),
        rows=tuple(Row(paper=paper, path=f"papers/{paper.id}.yml") for paper in papers),
        venues=(),
        institutions=(),
        years=(),
        keywords=(),
        authors=(),
        venue_names=venues,
        institution_names=NO_INSTITUTIONS,
    )
    return export_text(export_format, catalog.rows, catalog)


def cite(paper: Paper, venues: Names[Series] = NO_VENUES) -> Citation:
    work = citation_data_of(paper, venues)
    return citation_of(work, lambda export_format: export_of(export_format, [paper], venues))


def citation_tags(paper: Paper, venues: Names[Series] = NO_VENUES) -> tuple[tuple[str, str], ...]:
    return tuple(highwire_tags(citation_data_of(paper, venues)))


def json_ld(
    paper: Paper,
    url: str | None,
    venues: Names[Series] = NO_VENUES,
    institutions: Names[Institution] = NO_INSTITUTIONS,
) -> str:
    return json_ld_of(citation_data_of(paper, venues), paper.name, url, institutions)
