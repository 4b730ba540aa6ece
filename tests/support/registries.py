"""arXiv, Crossref and DataCite on the server of `paper_servers`, with the works in `tests/upkeep/answers/`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from support.paper_servers import ATOM, JSON, Handler, PaperServer

ANSWERS = Path(__file__).parents[1] / "upkeep" / "answers"


def add_registries(server: PaperServer) -> None:
    """Let the server answer as the three services do, about the works that they have."""
    server.faults |= {"export.arxiv.org": _arxiv, "api.crossref.org": _crossref, "api.datacite.org": _datacite}


def _query(handler: Handler) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(handler.path).query).items()}


def _arxiv(handler: Handler, body: bytes, media: str) -> None:
    wanted = _query(handler)["id_list"].split(",")
    start, *entries = (ANSWERS / "arxiv.xml").read_text().split("  <entry>")
    found = [entry.replace("</feed>", "") for entry in entries if any(f"/abs/{id}v" in entry for id in wanted)]
    handler.send(200, "  <entry>".join([start, *found, ""]).removesuffix("  <entry>").encode() + b"</feed>", ATOM)


def _crossref(handler: Handler, body: bytes, media: str) -> None:
    """As the API: filters by DOI, or a search that always finds something."""
    query, works = _query(handler), json.loads((ANSWERS / "crossref.json").read_text())
    if "filter" in query:
        dois = [part.removeprefix("doi:") for part in query["filter"].split(",")]
        items = [work for work in works if work["DOI"].lower() in dois]
    else:
        words = set(re.findall(r"\w+", query["query.bibliographic"].lower()))
        found = sorted(works, key=lambda work: -len(words & set(re.findall(r"\w+", work["title"][0].lower()))))
        items = found[: int(query["rows"])]
    answer = {"status": "ok", "message-type": "work-list", "message": {"total-results": len(items), "items": items}}
    handler.send(200, json.dumps(answer).encode(), JSON)


def _datacite(handler: Handler, body: bytes, media: str) -> None:
    handler.send(200, (ANSWERS / "datacite.json").read_bytes(), "application/vnd.api+json; charset=utf-8")
