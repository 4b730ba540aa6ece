"""Convert the nodes of the registries to topics, venues and institutions.

As in `papertrail.records.paper`, values of the wrong form are skipped; the rules report them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from papertrail.core import Column, Institution, Names, Registries, Series, Topic
from papertrail.core.fields import ALIGNS, MARKERS, SORTS, STYLES
from papertrail.records.library import RegistryFile
from papertrail.text.strings import composed
from papertrail.yaml.nodes import Mapping, Node, Scalar, items_of, text_of, texts_of

E = TypeVar("E")


def registries_of(files: Iterable[RegistryFile]) -> Registries:
    """The registries in the files. A missing or unreadable file gives no registry."""
    items: dict[str, list[Node]] = {}
    for file in files:
        if file.root is not None:
            items.setdefault(file.name, []).extend(items_of(file.root))
    topics = _topics(items.get("_topics.yml"), Topic(name=""))
    venues, institutions = items.get("_venues.yml"), items.get("_institutions.yml")
    return Registries(
        topics=topics,
        venues=Names(_entries(venues, _series)) if venues is not None else None,
        institutions=Names(_entries(institutions, _institution)) if institutions is not None else None,
        topic_paths=frozenset(path for topic in topics or () for path, _ in topic.walk()),
    )


def _entries(items: Iterable[Node], read: Callable[[Mapping, str], E]) -> tuple[E, ...]:
    entries = []
    for item in items:
        node = _as_mapping(item)
        name = text_of(node.get("name")) if node else None
        if node and name:
            entries.append(read(node, composed(name)))
    return tuple(entries)


def _series(node: Mapping, name: str) -> Series:
    return Series(
        name=name,
        full=text_of(node.get("full")),
        kind=text_of(node.get("kind")),
        url=text_of(node.get("url")),
        aliases=texts_of(node.get("aliases")),
        renamed_to=text_of(node.get("renamed_to")),
    )


def _institution(node: Mapping, name: str) -> Institution:
    return Institution(
        name=name,
        full=text_of(node.get("full")),
        url=text_of(node.get("url")),
        aliases=texts_of(node.get("aliases")),
        parent=composed(text_of(node.get("parent")) or "") or None,
        ror=text_of(node.get("ror")),
    )


def _topics(items: Iterable[Node] | None, parent: Topic) -> tuple[Topic, ...] | None:
    if items is None:
        return None
    topics = (_topic(item, parent) for item in items)
    return tuple(topic for topic in topics if topic is not None)


def _topic(item: Node, parent: Topic) -> Topic | None:
    """One topic, which inherits settings from its parent topic."""
    node = _as_mapping(item)
    name = text_of(node.get("name")) if node else None
    if node is None or not name:
        return None
    topic = replace(
        parent,
        name=composed(name),
        document=text_of(node.get("document")) or parent.document,
        intro=texts_of(node.get("intro")),
        style=_choice(node.get("style"), STYLES, parent.style),
        columns=_columns(node.get("columns")) or parent.columns,
        marker=_choice(node.get("marker"), MARKERS, parent.marker),
        remarks_label=text_of(node.get("remarks_label")) or parent.remarks_label,
        entry=_patterns(node.get("entry")) or parent.entry,
        frame=_patterns(node.get("frame")),
        base_url=text_of(node.get("base_url")) or parent.base_url,
        sort=_choice(node.get("sort"), SORTS, parent.sort),
        order=texts_of(node.get("order")),
        start=texts_of(node.get("start")),
        topics=(),
    )
    return replace(topic, topics=_topics(items_of(node.get("topics")), topic) or ())


def _columns(node: Node | None) -> tuple[Column, ...]:
    columns = []
    for item in items_of(node):
        if isinstance(item, Mapping) and (field := text_of(item.get("field"))):
            header = text_of(item.get("header"))
            columns.append(
                Column(
                    field=field,
                    header=header if header is not None else default_header(field),
                    width=_number(item.get("width")),
                    align=_choice(item.get("align"), ALIGNS, "") or None,
                    chars=_number(item.get("chars")),
                )
            )
        elif isinstance(item, Scalar):
            columns.append(Column(field=item.text, header=default_header(item.text)))
    return tuple(columns)


def _number(node: Node | None) -> int | None:
    text = text_of(node)
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else None


def _patterns(node: Node | None) -> tuple[tuple[str, str], ...]:
    if not isinstance(node, Mapping):
        return ()
    return tuple((key.text, value.text) for key, value in node.present() if isinstance(value, Scalar))


def default_header(field: str) -> str:
    """The default heading of a column: the name of its field, capitalized."""
    return field[:1].upper() + field[1:]


def _choice(node: Node | None, allowed: tuple[str, ...], default: str) -> str:
    text = text_of(node)
    return text if text in allowed else default


def _as_mapping(item: Node) -> Mapping | None:
    """The entry as a mapping: a plain name is short for `{name: ...}`."""
    if isinstance(item, Scalar):
        return Mapping({"name": (item, item)}, item.line, item.column, item.end_line, item.end_column)
    return item if isinstance(item, Mapping) else None
