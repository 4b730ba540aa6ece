"""Writes the changes of a paper into its record."""

from __future__ import annotations

from collections.abc import Mapping

from papertrail.core import Link, Paper
from papertrail.core.errors import PapertrailError
from papertrail.core.fields import RECORD, Field, Kind
from papertrail.core.limits import RECORD_LIMITS
from papertrail.yaml.edit_fields import remove_field, remove_item, set_field, set_text
from papertrail.yaml.edit_links import add_link
from papertrail.yaml.edit_lists import add_to_list
from papertrail.yaml.insertions import NewField
from papertrail.yaml.nodes import Mapping as MappingNode
from papertrail.yaml.nodes import Scalar, items_of, link_nodes
from papertrail.yaml.parse import parse
from papertrail.yaml.write import Value, flow_text, node, scalar
from papertrail.yaml.write_record import field_values, new_field


def edited_record(text: str, before: Paper, after: Paper) -> str:
    """The text of a record of the paper `before`, changed to one of the paper `after`.

    Raises:
        PapertrailError: the record is written in a way that cannot be edited.
    """
    old, new = field_values(before), field_values(after)
    for field in RECORD:
        if old.get(field.name) != new.get(field.name):
            text = _edited_field(text, field, before, after, new.get(field.name))
    return text


def _edited_field(text: str, field: Field, before: Paper, after: Paper, value: Value | None) -> str:
    if field.name == "links":
        return _edited_links(text, before.links, after.links)
    if field.name == "topic" and set(before.topics) <= set(after.topics):
        for topic in after.topics:
            text = add_to_list(text, _root(text), "topic", " > ".join(topic))
        return text
    new = new_field(after, field.name)
    if value is None or new is None:
        return remove_field(text, _root(text), field.name)
    if field.kind in (Kind.FIELDS, Kind.PAIRS) and isinstance(_root(text).get(field.name), MappingNode):
        assert isinstance(value, Mapping)
        return _edited_mapping(text, field, value)
    return set_field(text, _root(text), new, value)


def _edited_mapping(text: str, field: Field, values: Mapping[str, Value]) -> str:
    """Change the values in a field that is a mapping, one by one."""
    for name, value in values.items():
        lines = scalar(value) if isinstance(value, str) else "\n" + node(value, 2)
        text = set_field(text, _mapping(text, field.name), NewField(name, lines, flow_text(value)), value, field.fields)
    for name in [*_mapping(text, field.name).pairs]:
        if name not in values:
            text = remove_field(text, _mapping(text, field.name), name)
    return text


# Links


def _edited_links(text: str, before: tuple[Link, ...], after: tuple[Link, ...]) -> str:
    removed = [link for link in before if link not in after]
    added = [link for link in after if link not in before]
    for link in removed:
        other = next((other for other in added if other.label == link.label), None)
        if (link.label, link.url) not in _links(text):  # a link of an identifier
            continue
        if other:
            text = _with_url(text, link, other.url)
            added.remove(other)
        else:
            text = _without_link(text, link)
    for link in added:
        text = add_link(text, _root(text), link.label, link.url)
    return text


def _links(text: str) -> list[tuple[str, str]]:
    return [(label, url.text) for label, url in link_nodes(_root(text).get("links"))]


def _with_url(text: str, link: Link, url: str) -> str:
    links = _root(text).get("links")
    for parent in [links] if isinstance(links, MappingNode) else items_of(links):
        url_node = parent.get(link.label if parent is links else "url") if isinstance(parent, MappingNode) else None
        if isinstance(parent, MappingNode) and isinstance(url_node, Scalar) and url_node.text == link.url:
            return set_text(text, parent, url_node, url)
    return text


def _without_link(text: str, link: Link) -> str:
    root = _root(text)
    links, labelled = root.get("links"), _links(text)
    if len(labelled) == 1 or links is None or isinstance(links, Scalar):
        return remove_field(text, root, "links")
    if isinstance(links, MappingNode):
        return remove_field(text, links, link.label)
    return remove_item(text, links, labelled.index((link.label, link.url)))


def _root(text: str) -> MappingNode:
    root, _ = parse("", text.removeprefix("\ufeff").replace("\r\n", "\n"), RECORD_LIMITS)
    if not isinstance(root, MappingNode):
        raise PapertrailError("the record cannot be parsed")
    return root


def _mapping(text: str, name: str) -> MappingNode:
    mapping = _root(text).get(name)
    if not isinstance(mapping, MappingNode):
        raise PapertrailError(f'"{name}" is not a mapping')
    return mapping
