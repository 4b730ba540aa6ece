"""A line of an entry or a cell of a row while it is parsed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.pieces import Pieces
from papertrail.readers.markdown.tokens import Token, tokens

_KINDS = ("link", "image", "mark", "tag")


@dataclass(frozen=True, slots=True)
class EntryLine:
    """The rest of a line, and the pieces found so far."""

    cursor: Cursor
    tokens: Sequence[Token]
    """The links, images, marks and tags of the line."""
    pieces: Pieces = ()

    @classmethod
    def of(cls, cursor: Cursor, pieces: Pieces = ()) -> EntryLine:
        """Return a line before anything of it is read."""
        return cls(cursor, [token for token in tokens(cursor) if token.kind in _KINDS], pieces)

    @property
    def links(self) -> list[Token]:
        """All links of the line."""
        return [token for token in self.tokens if token.kind == "link"]

    def at(self, position: int) -> EntryLine:
        """Move to another position."""
        return EntryLine(self.cursor.at(position), self.tokens, self.pieces)

    def add(self, pieces: Pieces) -> EntryLine:
        """Return the line with further pieces."""
        return EntryLine(self.cursor, self.tokens, self.pieces + pieces)
