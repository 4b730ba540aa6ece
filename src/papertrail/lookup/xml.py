"""XML of strangers: without document types, and so without entities."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

_DEPTH = 50
"""The most elements inside one another."""


@dataclass
class Element:
    """An element, by its name without a namespace."""

    name: str
    texts: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    def all(self, name: str) -> list[Element]:
        """The children of a name."""
        return [child for child in self.children if child.name == name]

    def text_of(self, name: str) -> str:
        """The text of the first child of a name; empty if there is none."""
        return next(("".join(child.texts).strip() for child in self.all(name)), "")


class _Refused(Exception):  # noqa: N818 - it never leaves the module
    pass


def parse_xml(data: bytes) -> Element | None:
    """The root of a document. None if it is not well-formed, or has a document type."""
    root = Element("")
    opened = [root]

    def start(name: str, _: object) -> None:
        element = Element(name.rpartition("}")[2])
        opened[-1].children.append(element)
        opened.append(element)
        if len(opened) > _DEPTH:
            raise _Refused

    def text(data: str) -> None:
        opened[-1].texts.append(data)

    def refuse(*_: object) -> None:
        raise _Refused

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    parser.EndElementHandler = lambda _: opened.pop()
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _Refused, ValueError, LookupError):  # the last two: of encodings
        return None
    return root.children[0]
