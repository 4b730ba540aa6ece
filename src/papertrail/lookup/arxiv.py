"""Papers on arXiv, by its API (https://info.arxiv.org/help/api/user-manual.html)."""

from __future__ import annotations

from collections.abc import Sequence

from papertrail.core.identifiers import address_of, arxiv_in, doi_in
from papertrail.lookup.names import KnownNames
from papertrail.lookup.result import NotFound
from papertrail.lookup.xml import Element, parse_xml
from papertrail.readers.common.fields import WorkFields
from papertrail.readers.common.people import named
from papertrail.readers.common.values import date_in, year_of
from papertrail.readers.common.venues import with_year
from papertrail.web import Client, FetchFailure

_API = "https://export.arxiv.org/api/query?max_results={}&id_list={}"
_ACCEPT = "application/atom+xml, application/xml;q=0.9, text/xml;q=0.8"


def fields_of_arxiv(id: str, client: Client, names: KnownNames) -> WorkFields | NotFound:
    """The paper with an arXiv id."""
    found = arxiv_works([id], client, names)
    if isinstance(found, NotFound):
        return found
    return found.get(id) or NotFound(message=f"arXiv has no paper {id}", help="check the id on https://arxiv.org")


def arxiv_works(ids: Sequence[str], client: Client, names: KnownNames) -> dict[str, WorkFields] | NotFound:
    """The papers with some arXiv ids, by id; those that arXiv does not have are missing."""
    answer = client.fetch(_API.format(len(ids), ",".join(ids)), accept=_ACCEPT)
    if isinstance(answer, FetchFailure) and answer.status in (400, 404):
        return _in_halves(ids, client, names)  # one id that arXiv does not accept spoils all
    if isinstance(answer, FetchFailure):
        return NotFound.after(answer)
    feed = parse_xml(answer.body)
    if feed is None or feed.name != "feed":
        return NotFound(message="arXiv sent something that is not a complete Atom feed", help="try again later")
    entries = ((arxiv_in(entry.text_of("id")), entry) for entry in feed.all("entry"))
    return {id: _fields(entry, id, names) for id, entry in entries if id and id in ids and entry.text_of("title")}


def _in_halves(ids: Sequence[str], client: Client, names: KnownNames) -> dict[str, WorkFields] | NotFound:
    if len(ids) < 2:
        return {}
    middle = len(ids) // 2
    found = [arxiv_works(half, client, names) for half in (ids[:middle], ids[middle:])]
    failure = next((half for half in found if isinstance(half, NotFound)), None)
    return failure or {id: work for half in found if isinstance(half, dict) for id, work in half.items()}


def _fields(entry: Element, id: str, names: KnownNames) -> WorkFields:
    affiliations = (author.text_of("affiliation") for author in entry.all("author"))
    date = date_in(entry.text_of("published"))
    reference = entry.text_of("journal_ref")
    series = names.venue(reference) if reference else None
    published = [with_year(series, year_of(date_in(reference)))] if series else []
    return WorkFields(
        title=entry.text_of("title"),
        authors=[named(author.text_of("name")) for author in entry.all("author") if author.text_of("name")],
        venues=[f"arXiv {id}", *published],
        arxiv=id,
        doi=doi_in(entry.text_of("doi")),
        date=date if not published else None,
        institutions=[name for name in affiliations if name],
        abstract=entry.text_of("summary"),
        links=[("Paper", address_of("arxiv", id))],
    )
