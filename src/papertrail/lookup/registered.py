"""Works at Crossref and DataCite, many at once: what updates them, such as retractions, and their other versions.

https://www.crossref.org/documentation/retrieve-metadata/rest-api/, https://support.datacite.org/reference/get_dois
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from papertrail.core.identifiers import arxiv_in, doi_in
from papertrail.lookup.doi import fields_of_item, json_object, related
from papertrail.lookup.names import KnownNames
from papertrail.lookup.result import NotFound
from papertrail.readers.common.fields import WorkFields
from papertrail.readers.common.markup import plain_of
from papertrail.web import Client, FetchFailure, FetchLimits

_CROSSREF, _DATACITE = "https://api.crossref.org/works", "https://api.datacite.org/dois"
_ACCEPT = "application/json, application/vnd.api+json;q=0.9"
_LIMITS = FetchLimits(bytes=20 << 20, seconds=60)
_RETRACTED_TITLE = re.compile(r"(?i)^\W*(?:retracted|withdrawn)(?: article| paper| chapter)?\s*[:\]–—-]\s*")
"""How publishers mark a title."""
_LONGEST = 200
"""Characters of a DOI that is asked for."""
_ROWS = 5
"""Results of a search."""


@dataclass(frozen=True, kw_only=True)
class RegisteredWork:
    """A work with a DOI of Crossref."""

    doi: str
    type: str
    """As Crossref names it: `journal-article`, `posted-content` and so on."""
    fields: WorkFields
    updated_by: tuple[tuple[str, str], ...] = ()
    """The kinds of notices about the work, such as `retraction`, each with the DOI of the notice, or without one."""
    updates: tuple[tuple[str, str], ...] = ()
    """The same, if the work itself is a notice about other works."""
    published_as: tuple[str, ...] = ()
    """The DOIs of publications of which it is a preprint."""


def crossref_works(
    dois: Iterable[str], client: Client, names: KnownNames, mailto: str | None
) -> dict[str, RegisteredWork] | NotFound:
    """The works with some DOIs, by DOI; those that Crossref does not have are missing."""
    usable = [doi for doi in dois if "," not in doi and len(doi) <= _LONGEST]  # a comma separates filters
    filters = ",".join(f"doi:{quote(doi, safe='')}" for doi in usable)
    url = f"{_CROSSREF}?rows={len(usable)}&filter={filters}" + (f"&{urlencode({'mailto': mailto})}" if mailto else "")
    found = _crossref(url, client, names) if usable else []
    return found if isinstance(found, NotFound) else {work.doi: work for work in found if work.doi in usable}


def crossref_search(
    title: str, author: str, client: Client, names: KnownNames, mailto: str | None
) -> list[RegisteredWork] | NotFound:
    """The works that are most similar to a title with an author, the most similar first."""
    query = {"query.bibliographic": title[:300], "query.author": author[:100], "rows": str(_ROWS)}
    return _crossref(f"{_CROSSREF}?{urlencode({**query, **({'mailto': mailto} if mailto else {})})}", client, names)


def published_dois(arxiv: Sequence[str], client: Client) -> dict[str, str] | NotFound:
    """The DOIs of publications of papers on arXiv, as DataCite has them, by arXiv id."""
    ids = ",".join(f"10.48550/arxiv.{id}" for id in arxiv)
    answer = _fetched(f"{_DATACITE}?page%5Bsize%5D={len(arxiv)}&ids={ids}", "DataCite", client)
    if isinstance(answer, NotFound):
        return answer
    found = {}
    for item in _objects(answer.get("data")):
        attributes = item.get("attributes")
        attributes = attributes if isinstance(attributes, Mapping) else {}
        id = arxiv_in(str(attributes.get("doi", "")))
        for other in _objects(attributes.get("relatedIdentifiers")):
            doi = doi_in(str(other.get("relatedIdentifier", "")))
            if other.get("relationType") == "IsVersionOf" and id and id in arxiv and doi and not arxiv_in(doi):
                found[id] = doi
    return found


def _crossref(url: str, client: Client, names: KnownNames) -> list[RegisteredWork] | NotFound:
    answer = _fetched(url, "Crossref", client)
    if isinstance(answer, NotFound):
        return answer
    message = answer.get("message")
    works = (_work(item, names) for item in _objects(message.get("items") if isinstance(message, Mapping) else None))
    return [work for work in works if work]


def _fetched(url: str, service: str, client: Client) -> dict[str, Any] | NotFound:
    answer = client.fetch(url, accept=_ACCEPT, limits=_LIMITS)
    if isinstance(answer, FetchFailure):
        return NotFound.after(answer)
    value = json_object(answer.text)
    return value or NotFound(message=f"{service} sent something that is not JSON", help="try again later")


def _work(item: dict[str, Any], names: KnownNames) -> RegisteredWork | None:
    doi = doi_in(str(item.get("DOI", "")))
    if doi is None or not item.get("title"):
        return None
    fields = fields_of_item(item, doi, names)
    marked = plain_of(fields.title)
    title = _RETRACTED_TITLE.sub("", marked)
    updates = list(_updates(item.get("update-to")))
    updated_by = [*_updates(item.get("updated-by")), *(update for update in updates if update[1] == doi)]
    if title != marked and not updated_by:
        updated_by.append(("retraction", ""))
    return RegisteredWork(
        doi=doi,
        type=str(item.get("type", "")),
        fields=replace(fields, title=title),
        updated_by=tuple(updated_by),
        updates=tuple(update for update in updates if update[1] != doi),
        published_as=tuple(filter(None, map(doi_in, related(item, "is-preprint-of")))),
    )


def _updates(value: Any) -> Iterator[tuple[str, str]]:
    for update in _objects(value):
        kind = str(update.get("type", ""))[:40].lower().replace("_", "-").replace(" ", "-")
        yield kind, doi_in(str(update.get("DOI", ""))) or ""


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value[:100] if isinstance(item, dict)] if isinstance(value, list) else []
