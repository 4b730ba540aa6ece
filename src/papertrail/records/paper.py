"""Convert the nodes of a record to a paper.

Values of the wrong form are skipped; the rules report them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from papertrail.core import Author, Link, Paper, PublicationDetails, TopicPath, Venue, topic_path
from papertrail.core.fields import IDS, PUBLICATION, Kind
from papertrail.core.identifier_sites import Identifier
from papertrail.core.identifiers import ID_LABELS, address_of, id_in, identifiers_of
from papertrail.core.paper import NO_PUBLICATION
from papertrail.yaml.nodes import Mapping, Node, Scalar, items_of, link_nodes, text_of, texts_of

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def paper_of(id: str, root: Node | None) -> Paper | None:
    """The paper of a record, or None if it has no name."""
    if not isinstance(root, Mapping):
        return None
    values: dict[str, Any] = {}
    for key, (_, node) in root.pairs.items():
        if (field := _FIELDS.get(key)) and not (isinstance(node, Scalar) and not node.text and node.absent):
            attribute, read = field
            values[attribute] = read(node)
    name = values.get("name")
    if not name or name.isspace():
        return None
    if values.get("ids"):
        values["links"] = with_links_of_ids(values.get("links", ()), values["ids"])
    return Paper(id=id, **values)


def _authors(node: Node | None) -> tuple[Author, ...]:
    """A text with all names, or a list of authors."""
    if isinstance(node, Scalar):
        return (Author.named(node.text, several=True),) if node.text else ()
    return tuple([author for item in items_of(node) if (author := _author(item))])


def _author(node: Node) -> Author | None:
    if not isinstance(node, Mapping):
        text = text_of(node)
        return Author.named(text) if text else None
    organization = text_of(node.get("organization"))
    orcid = text_of(node.get("orcid"))
    name = organization or text_of(node.get("name"))
    if not name:
        return None
    return Author(
        name,
        organization=organization is not None,
        orcid=id_in("orcid", orcid) if orcid else None,
        url=text_of(node.get("url")),
    )


def _publication(node: Node | None) -> PublicationDetails:
    if not isinstance(node, Mapping):
        return NO_PUBLICATION
    texts = {field.name: text_of(node.get(field.name)) for field in PUBLICATION if field.kind is Kind.LINE}
    return PublicationDetails(editors=_authors(node.get("editors")), **texts)


def _ids(node: Node | None) -> tuple[Identifier, ...]:
    if not isinstance(node, Mapping):
        return ()
    texts = ((field.name, text_of(node.get(field.name))) for field in IDS)
    return tuple((scheme, value) for scheme, text in texts if text and (value := id_in(scheme, text)))


def with_links_of_ids(links: tuple[Link, ...], ids: Iterable[Identifier]) -> tuple[Link, ...]:
    """The links, followed by one for each identifier with an address to which none of them leads."""
    if not ids:
        return links
    known = {identifier for link in links for identifier in identifiers_of(link.url)}
    added = tuple(
        Link(label=ID_LABELS[scheme], url=address)
        for scheme, value in ids
        if (scheme, value) not in known and (address := address_of(scheme, value))
    )
    return (*links, *added)


def _sources(node: Node | None) -> Iterator[tuple[TopicPath | None, str]]:
    for item in items_of(node):
        if isinstance(item, Mapping) and (raw := text_of(item.get("raw"))):
            topic = text_of(item.get("topic"))
            yield topic_path(topic) if topic else None, raw


def _venue(node: Node) -> Venue | None:
    if isinstance(node, Mapping):
        name = text_of(node.get("name"))
        return Venue(text=name, url=text_of(node.get("url"))) if name else None
    text = text_of(node)
    return Venue.named(text) if text else None


def _interned(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The texts, interned: many papers share them."""
    return tuple(map(sys.intern, texts))


def _links(node: Node | None) -> tuple[Link, ...]:
    return tuple([Link(label=sys.intern(label), url=url.text) for label, url in link_nodes(node)])


def _pairs(node: Node | None) -> tuple[tuple[str, str], ...]:
    if not isinstance(node, Mapping):
        return ()
    return tuple((key.text, value.text) for key, value in node.present() if isinstance(value, Scalar))


def _date(node: Node) -> str | None:
    date = text_of(node)
    return date if date and _DATE.fullmatch(date) else None


def _added(node: Node) -> str | None:
    added = text_of(node)
    return sys.intern(added) if added else added


_FIELDS: dict[str, tuple[str, Callable[[Node], Any]]] = {
    "name": ("name", text_of),
    "title": ("title", text_of),
    "capitals": ("capitals", texts_of),
    "type": ("type", lambda node: text_of(node) or "article"),
    "authors": ("authors", _authors),
    "venue": ("venues", lambda node: tuple([venue for item in items_of(node) if (venue := _venue(item))])),
    "date": ("date", _date),
    "status": ("status", text_of),
    "publication": ("publication", _publication),
    "ids": ("ids", _ids),
    "language": ("language", text_of),
    "awards": ("awards", texts_of),
    "institutions": ("institutions", lambda node: _interned(texts_of(node))),
    "links": ("links", _links),
    "abstract": ("abstract", text_of),
    "remarks": ("remarks", texts_of),
    "keywords": ("keywords", lambda node: _interned(texts_of(node))),
    "topic": ("topics", lambda node: tuple(dict.fromkeys([topic_path(text) for text in texts_of(node)]))),
    "notes": ("notes", text_of),
    "added": ("added", _added),
    "aliases": ("aliases", texts_of),
    "custom": ("custom", _pairs),
    "source": ("sources", lambda node: tuple(_sources(node))),
}
"""The attribute of a paper that each field becomes, and how its value is read."""
