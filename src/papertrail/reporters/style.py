"""Colors for reports on a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Style = Callable[[str, str], str]
"""Styles a piece of text by its role, such as `"path"` or `"error"`."""

_CODES = {
    "path": "1",  # bold
    "error": "1;31",  # bold red
    "warning": "1;33",  # bold yellow
    "success": "1;32",  # bold green
    "gutter": "1;34",  # bold blue
    "help": "1;36",  # bold cyan
}


def plain(text: str, role: str) -> str:
    """No style."""
    return text


def ansi(text: str, role: str) -> str:
    """Colors of a terminal.

    >>> ansi("1 error", "error")
    '\\x1b[1;31m1 error\\x1b[0m'
    """
    return f"\x1b[{_CODES[role]}m{text}\x1b[0m"


@dataclass(frozen=True)
class StyledText:
    """An argument of a log message. It is plain text unless the log's formatter calls `render` with a style."""

    render: Callable[[Style], str]

    def __str__(self) -> str:
        return self.render(plain)
