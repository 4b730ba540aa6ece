"""The papers as one JSON document, text as it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papertrail.core import Institution, Names, Paper
from papertrail.exporters.json_writer import in_brackets, json_text


def json_export(papers: Iterable[Paper], institutions: Names[Institution]) -> str:
    """`{"papers": [...]}` in their order: what is absent is `null`, or `[]` where there could be several."""
    return "".join(json_file(json_object(paper, institutions) for paper in papers))


def json_file(objects: Iterable[str]) -> Iterator[str]:
    """A document of papers, in parts."""
    return in_brackets('{\n  "papers": [', objects, "]\n}\n", indent="  ")


def json_object(paper: Paper, institutions: Names[Institution]) -> str:
    """A paper as it stands in the document."""
    found = [(name, institutions.find(name)) for name in paper.institutions]
    members = {
        "id": paper.id,
        "name": paper.name,
        "title": paper.title,
        "type": paper.type,
        "authors": paper.authors,
        "venue": paper.venues[-1].text if paper.venues else None,
        "venues": [venue.text for venue in paper.venues],
        "year": paper.year,
        "institutions": [{"name": name, "url": entry.url if entry else None} for name, entry in found],
        "links": [{"label": link.label, "url": link.url} for link in paper.links],
        "remarks": paper.remarks,
        "keywords": paper.keywords,
        "topics": paper.topics,
        "custom": dict(paper.custom),
    }
    return f"    {json_text(members, '    ')}"
