"""The papers as one JSON document, text as it was written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from papertrail.models import Institution, Names, Paper


def json_export(papers: Iterable[Paper], institutions: Names[Institution]) -> str:
    """`{"papers": [...]}` in their order: what is absent is `null`, or `[]` where there could be several."""
    found = [_paper(paper, institutions) for paper in papers]
    return json.dumps({"papers": found}, ensure_ascii=False, indent=2) + "\n"


def _paper(paper: Paper, institutions: Names[Institution]) -> dict[str, Any]:
    return {
        "id": paper.id,
        "name": paper.name,
        "title": paper.title,
        "type": paper.type,
        "authors": list(paper.authors),
        "venue": paper.venues[-1].text if paper.venues else None,
        "venues": [venue.text for venue in paper.venues],
        "year": paper.year,
        "institutions": [
            {"name": name, "url": entry.url if (entry := institutions.find(name)) else None}
            for name in paper.institutions
        ],
        "links": [{"label": link.label, "url": link.url} for link in paper.links],
        "remarks": list(paper.remarks),
        "keywords": list(paper.keywords),
        "topics": [list(path) for path in paper.topics],
        "custom": dict(paper.custom),
    }
