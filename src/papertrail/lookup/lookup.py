"""Finds the works of a source."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from papertrail.core import Registries
from papertrail.core.identifiers import address_of, arxiv_in, doi_in, id_in, identifiers_of
from papertrail.importing.add import joined
from papertrail.lookup.arxiv import fields_of_arxiv
from papertrail.lookup.doi import fields_of_doi
from papertrail.lookup.isbn import fields_of_isbn
from papertrail.lookup.names import KnownNames
from papertrail.lookup.page import fields_of_page
from papertrail.lookup.result import NotFound
from papertrail.readers import Entry
from papertrail.readers.common.fields import WorkFields, entry_of
from papertrail.rules.support.suggestions import suggested_url
from papertrail.web import Client

_FORMS = "an arXiv id, a DOI, an ISBN, the address of a paper's page, or a file of BibTeX, RIS or CSL-JSON"
_ISBN = re.compile(r"(?i)(?:isbn[ :-]{0,3})?(?:97[89][ -]?)?(?:[0-9][ -]?){9}[0-9X]")
_PAGES = ("openreview", "acl", "pmid", "pmcid")
"""Schemes whose addresses have metadata: the page of a paper, for the address of its PDF."""


@dataclass(frozen=True)
class _Services:
    client: Client
    names: KnownNames


def look_up(source: str, client: Client, registries: Registries) -> Entry | NotFound:
    """The work with an arXiv id, a DOI, an ISBN or the address of its page, with names of the registries.

    A preprint that was published becomes one entry with both venues.
    """
    services = _Services(client, KnownNames(registries))
    text = suggested_url(source) or source.strip()
    if arxiv := arxiv_in(text):
        return _of_arxiv(arxiv, services)
    if doi := doi_in(text):
        return _of_doi(doi, services)
    if "://" in text:
        page = next((address_of(scheme, id) for scheme, id in identifiers_of(text) if scheme in _PAGES), text)
        return _entry(fields_of_page(page, client, services.names), services)
    if isbn := id_in("isbn", text):
        return _entry(fields_of_isbn(isbn, client), services)
    if _ISBN.fullmatch(text):
        return NotFound(message="the ISBN has a wrong digit", help="check its digits")
    return NotFound(message="there is no such file, and it is no identifier of a paper", help=f"use {_FORMS}")


def _of_arxiv(id: str, services: _Services) -> Entry | NotFound:
    fields = fields_of_arxiv(id, services.client, services.names)
    preprint = _entry(fields, services)
    if isinstance(fields, NotFound) or isinstance(preprint, NotFound) or not fields.doi or arxiv_in(fields.doi):
        return preprint
    found = fields_of_doi(fields.doi, services.client, services.names)
    if isinstance(found, NotFound):
        return replace(preprint, doubts=(f"only the preprint was found: {found.message}",))
    return _joined(_entry(found[0], services), preprint)


def _of_doi(doi: str, services: _Services) -> Entry | NotFound:
    found = fields_of_doi(doi, services.client, services.names)
    if isinstance(found, NotFound):
        return found
    fields, arxiv = found
    published = _entry(fields, services)
    if arxiv is None:
        return published
    preprint = _entry(fields_of_arxiv(arxiv, services.client, services.names), services)
    return published if isinstance(preprint, NotFound) else _joined(published, preprint)


def _entry(fields: WorkFields | NotFound, services: _Services) -> Entry | NotFound:
    if isinstance(fields, NotFound):
        return fields
    entry = entry_of(replace(fields, not_kept=()), start=0, end=1, raw="")
    if entry is None:
        return NotFound(message="the answer has no title", help="save the paper's BibTeX as a file and add the file")
    return services.names.in_entry(entry)


def _joined(published: Entry | NotFound, preprint: Entry) -> Entry:
    """One entry of a work and its preprint: the values of the publication, and what only the preprint has."""
    if isinstance(published, NotFound):
        return preprint
    return replace(published, paper=joined(published.paper, preprint.paper))
