"""CSL-JSON: what Zotero, pandoc and other citation programs read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from papertrail.core import Names, Paper, Series
from papertrail.core.authors import Authors, Person
from papertrail.exporters.citation_data import CitationData, citation_data_of
from papertrail.exporters.json_layout import indented_json, json_array


def csl_json_file(objects: Iterable[str]) -> Iterator[str]:
    """An array of objects, in parts."""
    return json_array("[", objects, "]\n", indent="")


def csl_json_object(paper: Paper, venues: Names[Series]) -> str:
    """The item of a paper as it stands in the array."""
    return f"  {indented_json(csl_item(citation_data_of(paper, venues)), '  ')}"


def csl_json_text(work: CitationData) -> str:
    """One work as the text of a file: an array of one item."""
    return indented_json([csl_item(work)]) + "\n"


def csl_item(work: CitationData) -> dict[str, Any]:
    """One work as an item of CSL; what is not known is left out.

    https://github.com/citation-style-language/schema/blob/v1.0.2/schemas/input/csl-data.json
    """
    item = {
        "id": work.key,
        "type": work.type,
        "title": work.title,
        "author": _authors(work.authors),
        "issued": _date(work),
        "container-title": work.container,
        "container-title-short": work.series if work.container != work.series and work.container else None,
        "publisher": work.publisher,
        "number": f"arXiv:{work.arxiv}" if work.arxiv and work.type == "article" else None,
        "DOI": work.doi,
        "URL": work.url,
        "keyword": ", ".join(work.keywords),
    }
    return {key: value for key, value in item.items() if value}


def _authors(authors: Authors) -> list[dict[str, str]]:
    # The word under which BibTeX, and those who convert from it, know that there are more.
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
