"""Papers on arXiv, by its API (https://info.arxiv.org/help/api/user-manual.html)."""

from __future__ import annotations

from papertrail.core.identifiers import address_of, arxiv_in, doi_in
from papertrail.lookup.names import KnownNames
from papertrail.lookup.result import NotFound
from papertrail.lookup.xml import Element, parse_xml
from papertrail.readers.common.fields import WorkFields
from papertrail.readers.common.people import named
from papertrail.readers.common.values import date_in, year_of
from papertrail.readers.common.venues import with_year
from papertrail.web import Client, FetchFailure

_API = "https://export.arxiv.org/api/query?max_results=1&id_list="
_ACCEPT = "application/atom+xml, application/xml;q=0.9, text/xml;q=0.8"


def fields_of_arxiv(id: str, client: Client, names: KnownNames) -> WorkFields | NotFound:
    """The paper with an arXiv id."""
    answer = client.fetch(f"{_API}{id}", accept=_ACCEPT)
    if isinstance(answer, FetchFailure) and answer.status in (400, 404):
        return NotFound(message=f"arXiv has no paper {id}", help="check the id on https://arxiv.org")
    if isinstance(answer, FetchFailure):
        return NotFound.after(answer)
    feed = parse_xml(answer.body)
    if feed is None or feed.name != "feed":
        return NotFound(message="arXiv sent something that is not a complete Atom feed", help="try again later")
    entry = next((entry for entry in feed.all("entry") if arxiv_in(entry.text_of("id")) == id), None)
    if entry is None or not entry.text_of("title"):
        return NotFound(message=f"arXiv has no paper {id}", help="check the id on https://arxiv.org")
    return _fields(entry, id, names)


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
