"""Works by their DOI, from Crossref, DataCite and others that answer in CSL-JSON (https://citation.crosscite.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from papertrail.core.identifiers import address_of, arxiv_in
from papertrail.lookup.names import KnownNames, without_volume
from papertrail.lookup.result import NotFound
from papertrail.readers.common.fields import WorkFields
from papertrail.readers.csl.item import work_fields
from papertrail.web import Client, FailureKind, FetchFailure

_ACCEPT = "application/vnd.citationstyles.csl+json, application/json;q=0.5"
_AUTHORS = 2_000
"""Authors that are read, more than a record may have."""
_EVENT = re.compile(r"[A-Z][\w&/+-]{1,14} ?['’][0-9]{2}\b")
"""How Crossref names the event of a paper: `EuroSys '19: Fourteenth EuroSys Conference 2019`."""


def fields_of_doi(doi: str, client: Client, names: KnownNames) -> tuple[WorkFields, str | None] | NotFound:
    """The work with a DOI, and the arXiv id of its preprint."""
    answer = client.fetch(address_of("doi", doi), accept=_ACCEPT)
    if isinstance(answer, FetchFailure) and answer.status == 404:
        return NotFound(message=f"there is no data about the DOI {doi}", help="check the DOI on https://doi.org")
    if isinstance(answer, FetchFailure):
        help = "add the address of the paper's page, or save its BibTeX as a file and add the file"
        return NotFound.after(answer, help if answer.kind is FailureKind.TYPE else None)
    item = json_object(answer.text)
    if item is None or not item.get("title"):
        message = f"the answer about the DOI {doi} is not a complete CSL-JSON item"
        return NotFound(message=message, help="try again later")
    return fields_of_item(item, doi, names), next(filter(None, map(arxiv_in, related(item, "has-preprint"))), None)


def fields_of_item(item: dict[str, Any], doi: str, names: KnownNames) -> WorkFields:
    """The values of a CSL-JSON item, or of one of Crossref, with the names of the list."""
    item = {**_with_series(item, names), "URL": address_of("doi", doi)}
    if isinstance(item.get("author"), list):
        item["author"] = item["author"][:_AUTHORS]
    return replace(work_fields(item), custom=())


def json_object(text: str) -> dict[str, Any] | None:
    """A JSON object. None for any other text."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _with_series(item: dict[str, Any], names: KnownNames) -> dict[str, Any]:
    """The item with the name of its venue in the list, or at least without the number of the volume."""
    texts = [text for name in ("container-title", "event", "event-title") for text in _texts(item.get(name))]
    known = next((name for text in texts if (name := names.venue(text))), None)
    if known:
        unused = ("container-title-short", "short-container-title", "event", "event-title")
        return {name: value for name, value in item.items() if name not in unused} | {"container-title": known}
    event = next((match[0] for text in texts if (match := _EVENT.match(text))), None)
    container = item.get("container-title")
    if isinstance(container, str):
        item = {**item, "container-title": without_volume(container)}
    return {**item, "container-title-short": re.sub(r" ?['’][0-9]{2}$", "", event)} if event else item


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for part in ("acronym", "name") for text in _texts(value.get(part)))
    elif isinstance(value, list):
        yield from (text for text in value[:10] if isinstance(text, str))


def related(item: Mapping[str, Any], relation: str) -> Iterator[str]:
    """The identifiers of other works that Crossref relates to a work."""
    relations = item.get("relation")
    found = relations.get(relation) if isinstance(relations, Mapping) else None
    for other in found[:10] if isinstance(found, list) else ():
        if isinstance(other, Mapping):
            yield str(other.get("id", ""))
