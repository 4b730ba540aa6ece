"""Convert the nodes of a record to a paper.

Values of the wrong form are skipped; the rules report them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator

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
    fields = {key.text: value for key, value in root.pairs.values() if not (isinstance(value, Scalar) and value.absent)}
    get = fields.get
    name = text_of(get("name"))
    if name is None or not name.strip():
        return None
    date, ids = text_of(get("date")), _ids(get("ids"))
    return Paper(
        id=id,
        name=name,
        title=text_of(get("title")),
        capitals=texts_of(get("capitals")),
        type=text_of(get("type")) or "article",
        authors=_authors(get("authors")),
        venues=tuple(venue for node in items_of(get("venue")) if (venue := _venue(node))),
        date=date if date and _DATE.fullmatch(date) else None,
        status=text_of(get("status")),
        publication=_publication(get("publication")),
        ids=ids,
        language=text_of(get("language")),
        awards=texts_of(get("awards")),
        institutions=_interned(texts_of(get("institutions"))),
        links=with_links_of_ids(_links(get("links")), ids),
        abstract=text_of(get("abstract")),
        remarks=texts_of(get("remarks")),
        keywords=_interned(texts_of(get("keywords"))),
        topics=tuple(dict.fromkeys(topic_path(text) for text in texts_of(get("topic")))),
        notes=text_of(get("notes")),
        added=sys.intern(added) if (added := text_of(get("added"))) else added,
        aliases=texts_of(get("aliases")),
        custom=_pairs(get("custom")),
        sources=tuple(_sources(get("source"))),
    )


def _authors(node: Node | None) -> tuple[Author, ...]:
    """A text with all names, or a list of authors."""
    if isinstance(node, Scalar):
        return (Author.named(node.text, several=True),) if node.text else ()
    return tuple(author for item in items_of(node) if (author := _author(item)))


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
    return tuple(Link(label=sys.intern(label), url=url.text) for label, url in link_nodes(node))


def _pairs(node: Node | None) -> tuple[tuple[str, str], ...]:
    if not isinstance(node, Mapping):
        return ()
    return tuple((key.text, value.text) for key, value in node.present() if isinstance(value, Scalar))
