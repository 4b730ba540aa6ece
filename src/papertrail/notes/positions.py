"""Positions of inline text in notes. The Markdown parser only knows lines, and removes their indentation."""

from __future__ import annotations

from markdown_it.token import Token

from papertrail.core.diagnostics import FILE_START, Span


class Positions:
    """Finds the positions of inline text in a file. Table cells must be looked up in the order of the file."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._after: dict[int, int] = {}

    def line(self, number: int) -> Span:
        """The span of a line, counted from 0."""
        text = self._lines[number] if number < len(self._lines) else ""
        return Span(number + 1, 1, number + 1, len(text) + 1)

    def span(self, token: Token, start: int, end: int, cell: int | None = None) -> Span:
        """The span of characters of a paragraph, heading or cell; for a cell with the result of `cell`."""
        if not token.map:
            return FILE_START
        first, last = self._position(token, start, cell), self._position(token, end, cell)
        return Span(*first, *max(first, last))

    def cell(self, token: Token) -> int | None:
        """The column at which the text of a cell starts."""
        if not token.map or token.map[0] >= len(self._lines):
            return None
        number = token.map[0]
        written = token.content.replace("|", "\\|")
        column = self._lines[number].find(written, self._after.get(number, 0))
        self._after[number] = max(column, 0) + len(written)
        return column if column >= 0 else None

    def _position(self, token: Token, offset: int, cell: int | None) -> tuple[int, int]:
        """Line and column, counted from 1."""
        before = token.content[:offset]
        number = (token.map or [0])[0] + before.count("\n")
        if cell is not None:
            return number + 1, cell + offset + before.count("|") + 1
        start = before.rfind("\n") + 1
        shown = token.content[start:].partition("\n")[0]
        text = shown.strip()
        # The parser removed what is before the text of a paragraph: markers of quotes and lists, and white space.
        base = self._lines[number].rfind(text) if number < len(self._lines) else -1
        inside = min(max(offset - start - (len(shown) - len(shown.lstrip())), 0), len(text))
        return number + 1, base + inside + 1 if base >= 0 else 1
