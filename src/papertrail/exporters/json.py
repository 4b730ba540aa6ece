"""The papers as one JSON document, text as it was written.

It is laid out as the standard library's encoder does with an indent of two, which takes several times as long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring

from papertrail.exporters.plain import in_brackets
from papertrail.models import Institution, Names, Paper

_MEMBER = ",\n      "
_INDENT = " " * 6


def json_export(papers: Iterable[Paper], institutions: Names[Institution]) -> str:
    """`{"papers": [...]}` in their order: what is absent is `null`, or `[]` where there could be several."""
    return "".join(json_file(json_object(paper, institutions) for paper in papers))


def json_file(objects: Iterable[str]) -> Iterator[str]:
    """A document of papers, in parts."""
    return in_brackets('{\n  "papers": [', objects, "]\n}\n", indent="  ")


def json_object(paper: Paper, institutions: Names[Institution]) -> str:
    """A paper as it stands in the document."""
    text = encode_basestring
    places = [
        _object([f'"name": {text(name)}', f'"url": {_or_null(entry.url if entry else None)}'], _INDENT + "  ")
        for name in paper.institutions
        for entry in (institutions.find(name),)
    ]
    links = [
        _object([f'"label": {text(link.label)}', f'"url": {text(link.url)}'], _INDENT + "  ") for link in paper.links
    ]
    topics = [_array([text(name) for name in path], _INDENT + "  ") for path in paper.topics]
    custom = {key: f"{text(key)}: {text(value)}" for key, value in paper.custom}
    members = (
        f'"id": {text(paper.id)}',
        f'"name": {text(paper.name)}',
        f'"title": {_or_null(paper.title)}',
        f'"type": {text(paper.type)}',
        f'"authors": {_array(map(text, paper.authors))}',
        f'"venue": {_or_null(paper.venues[-1].text if paper.venues else None)}',
        f'"venues": {_array(text(venue.text) for venue in paper.venues)}',
        f'"year": {"null" if paper.year is None else paper.year}',
        f'"institutions": {_array(places)}',
        f'"links": {_array(links)}',
        f'"remarks": {_array(map(text, paper.remarks))}',
        f'"keywords": {_array(map(text, paper.keywords))}',
        f'"topics": {_array(topics)}',
        f'"custom": {_object(custom.values(), _INDENT)}',
    )
    return f"    {{\n{_INDENT}{_MEMBER.join(members)}\n    }}"


def _or_null(value: str | None) -> str:
    return "null" if value is None else encode_basestring(value)


def _array(items: Iterable[str], indent: str = _INDENT) -> str:
    return _laid_out("[", "]", items, indent)


def _object(members: Iterable[str], indent: str) -> str:
    return _laid_out("{", "}", members, indent)


def _laid_out(opened: str, closed: str, items: Iterable[str], indent: str) -> str:
    """Items on a line each, two columns further in than `indent`."""
    inside = f",\n{indent}  ".join(items)
    return f"{opened}\n{indent}  {inside}\n{indent}{closed}" if inside else opened + closed
