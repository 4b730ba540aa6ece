"""The papers as one JSON document, with unmodified text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papertrail.core import Institution, Names, Paper, PublicationDetails
from papertrail.core.authors import Person, authors_of
from papertrail.core.fields import PUBLICATION
from papertrail.exporters.json_layout import json_array, json_object_lines

VERSION = 1
"""The version of the document. It grows when a member is removed or changes its meaning, not when one is added."""


def json_file(objects: Iterable[str]) -> Iterator[str]:
    """Yield `{"version": 1, "papers": [...]}` in parts."""
    return json_array(f'{{"version": {VERSION}, "papers": [', objects, "]}\n")


def json_object(paper: Paper, institutions: Names[Institution]) -> str:
    """Return a paper; missing values are `null`, or `[]` for lists."""
    institution_entries = [(name, institutions.find(name)) for name in paper.institutions]
    members = {
        "id": paper.id,
        "name": paper.name,
        "title": paper.title,
        "type": paper.type,
        "authors": [str(author) for author in paper.authors],
        "people": [_person(person) for person in authors_of(paper.authors).people],
        "venue": paper.venues[-1].text if paper.venues else None,
        "venues": [venue.text for venue in paper.venues],
        "year": paper.year,
        "date": paper.date,
        "status": paper.status,
        "publication": _publication(paper.publication),
        "ids": dict(reversed(paper.identifiers)),
        "language": paper.language,
        "awards": paper.awards,
        "institutions": [{"name": name, "url": entry.url if entry else None} for name, entry in institution_entries],
        "links": [{"label": link.label, "url": link.url} for link in paper.links],
        "abstract": paper.abstract,
        "remarks": paper.remarks,
        "keywords": paper.keywords,
        "topics": paper.topics,
        "added": paper.added,
        "custom": dict(paper.custom),
    }
    return json_object_lines(members)


def _person(person: Person) -> dict[str, object]:
    members = {
        "name": person.name,
        "family": person.family,
        "given": person.given,
        "suffix": person.suffix,
        "organization": person.is_body,
        "orcid": person.orcid,
        "url": person.url,
    }
    return {name: value for name, value in members.items() if value}


def _publication(details: PublicationDetails) -> dict[str, object]:
    members = {field.name: getattr(details, field.name) for field in PUBLICATION}
    members["editors"] = [_person(person) for person in authors_of(details.editors).people]
    return {name: value for name, value in members.items() if value}
