"""Convert the nodes of a record to a paper.

Values of the wrong form are skipped; the rules report them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from papertrail.core import Link, Paper, TopicPath, Venue, topic_path
from papertrail.yaml.nodes import Mapping, Node, Scalar, items_of, link_nodes, text_of, texts_of

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def paper_of(id: str, root: Node | None) -> Paper | None:
    """The paper of a record, or None if it has no name."""
    if not isinstance(root, Mapping):
        return None
    name = text_of(root.get("name"))
    if name is None or not name.strip():
        return None
    date = text_of(root.get("date"))
    return Paper(
        id=id,
        name=name,
        title=text_of(root.get("title")),
        type=text_of(root.get("type")) or "article",
        authors=_interned(texts_of(root.get("authors"))),
        venues=tuple(venue for node in items_of(root.get("venue")) if (venue := _venue(node))),
        date=date if date and _DATE.fullmatch(date) else None,
        institutions=_interned(texts_of(root.get("institutions"))),
        links=_links(root.get("links")),
        remarks=texts_of(root.get("remarks")),
        keywords=_interned(texts_of(root.get("keywords"))),
        topics=tuple(dict.fromkeys(topic_path(text) for text in texts_of(root.get("topic")))),
        notes=text_of(root.get("notes")),
        added=sys.intern(added) if (added := text_of(root.get("added"))) else added,
        aliases=texts_of(root.get("aliases")),
        custom=_pairs(root.get("custom")),
        sources=tuple(_sources(root.get("source"))),
    )


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
