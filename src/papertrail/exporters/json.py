"""The papers as one JSON document, with unmodified text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papertrail.core import Institution, Names, Paper
from papertrail.exporters.json_layout import indented_json, json_array


def json_file(objects: Iterable[str]) -> Iterator[str]:
    """Yield `{"papers": [...]}` in parts."""
    return json_array('{\n  "papers": [', objects, "]\n}\n", indent="  ")


def json_object(paper: Paper, institutions: Names[Institution]) -> str:
    """Return a paper, indented for the document; missing values are `null`, or `[]` for lists."""
    institution_entries = [(name, institutions.find(name)) for name in paper.institutions]
    members = {
        "id": paper.id,
        "name": paper.name,
        "title": paper.title,
        "type": paper.type,
        "authors": [str(author) for author in paper.authors],
        "venue": paper.venues[-1].text if paper.venues else None,
        "venues": [venue.text for venue in paper.venues],
        "year": paper.year,
        "institutions": [{"name": name, "url": entry.url if entry else None} for name, entry in institution_entries],
        "links": [{"label": link.label, "url": link.url} for link in paper.links],
        "remarks": paper.remarks,
        "keywords": paper.keywords,
        "topics": paper.topics,
        "custom": dict(paper.custom),
    }
    return f"    {indented_json(members, '    ')}"
