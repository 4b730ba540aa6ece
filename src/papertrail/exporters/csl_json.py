"""CSL-JSON, for Zotero, pandoc and other citation tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from papertrail.core.authors import Authors, Person
from papertrail.exporters.citation_data import CitationData
from papertrail.exporters.json_layout import json_array, json_object_lines


def csl_json_file(objects: Iterable[str]) -> Iterator[str]:
    """Yield an array of objects in parts."""
    return json_array("[", objects, "]\n")


def csl_json_object(work: CitationData) -> str:
    """Return the item of a work in a file of many."""
    return json_object_lines(csl_item(work))


def csl_item(work: CitationData) -> dict[str, Any]:
    """Return a work as a CSL item without missing values.

    https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json
    """
    details, is_numbered = work.details, work.type.startswith("article-")
    number = None if is_numbered else details.number
    item = {
        "id": work.key,
        "type": work.type,
        "title": work.title,
        "author": _authors(work.authors),
        "editor": _authors(work.editors),
        "issued": _date(work),
        "container-title": work.container,
        "container-title-short": work.series if work.container != work.series and work.container else None,
        "publisher": work.publisher,
        "publisher-place": details.address,
        "volume": details.volume,
        "issue": details.number if is_numbered else None,
        "number": number or (f"arXiv:{work.arxiv}" if work.arxiv and work.type == "article" else None),
        "page": details.pages,
        "collection-title": details.series,
        "edition": details.edition,
        "status": work.status,
        "language": work.language,
        "DOI": work.doi,
        "ISBN": work.ids.get("isbn"),
        "ISSN": work.issn,
        "PMID": work.ids.get("pmid"),
        "PMCID": work.ids.get("pmcid"),
        "URL": work.url,
        "keyword": ", ".join(work.keywords),
        "note": "; ".join(work.awards),
        "abstract": work.abstract,
    }
    return {key: value for key, value in item.items() if value}


def _authors(authors: Authors) -> list[dict[str, str]]:
    # `others` is how BibTeX, and converters from BibTeX, mark further authors.
    return [_name(person) for person in authors.people] + [{"literal": "others"}] * authors.others


def _name(person: Person) -> dict[str, str]:
    if not person.family:
        return {"literal": person.name}
    parts = {"family": person.family, "given": person.given, "suffix": person.suffix}
    return {key: value for key, value in parts.items() if value}


def _date(work: CitationData) -> dict[str, list[list[int]]] | None:
    if work.year is None:
        return None
    return {"date-parts": [[part for part in (work.year, work.month, work.day) if part is not None]]}
