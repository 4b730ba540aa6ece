"""A position in a source, and the context in which the source is parsed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

Offsets = tuple[int, int]
"""The start and the end of a part of a source."""

References = Mapping[str, str]
"""URLs by the folded names that a document defines for them: `[name]: URL`."""

NO_REFERENCES: References = MappingProxyType({})

_DEFINITION = re.compile(r"(?m)^ {0,3}\[([^\[\]^][^\[\]]{0,200})\]:[ \t]*<?([^\s<>]+)>?(?:[ \t]+[\"'(].*)?[ \t]*$")


class Cursor(NamedTuple):
    """A part of a source, from a position to an end. Offsets count from the start of the source.

    It is a tuple because an import creates about 100 of them per entry.
    """

    text: str
    """The whole source."""
    start: int
    end: int
    html: bool
    """Whether the source is HTML, not Markdown."""
    references: References

    @classmethod
    def of(cls, text: str, *, html: bool = False, references: References = NO_REFERENCES) -> Cursor:
        """Return a cursor over a whole source."""
        return cls(text, 0, len(text), html, references)

    @property
    def source(self) -> str:
        """The text from the position to the end."""
        return self.text[self.start : self.end]

    @property
    def offsets(self) -> Offsets:
        """The position and the end."""
        return self.start, self.end

    def at(self, start: int) -> Cursor:
        """Move to another position."""
        return Cursor(self.text, start, self.end, self.html, self.references)

    def between(self, start: int, end: int) -> Cursor:
        """Return a cursor over another part of the source."""
        return Cursor(self.text, start, end, self.html, self.references)

    def over(self, text: str) -> Cursor:
        """Return a cursor over another source of the same form, with the same link references."""
        return Cursor(text, 0, len(text), self.html, self.references)

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match a pattern at the position."""
        return pattern.match(self.text, self.start, self.end)

    def search(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Find a pattern between the position and the end."""
        return pattern.search(self.text, self.start, self.end)


def link_references(document: str) -> References:
    """Return the link references that a document defines; the first definition of a name counts."""
    return {folded(match[1]): match[2] for match in reversed(list(_DEFINITION.finditer(document)))}


def folded(name: str) -> str:
    """Normalise the name of a link reference for comparison."""
    return " ".join(name.split()).casefold()
