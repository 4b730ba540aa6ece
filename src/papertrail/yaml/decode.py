"""Decode files: UTF-8, line endings, and invisible characters."""

from __future__ import annotations

import unicodedata
from codecs import BOM_UTF8
from collections.abc import Iterator

from papertrail.core.diagnostics import FILE_START, Diagnostic, Span
from papertrail.text.invisible import is_latin, pile_of_marks
from papertrail.text.strings import UNPRINTABLE

_ORDINARY = bytes([0x0A, *range(0x20, 0x7F), *range(0x80, 0xC0), *range(0xC3, 0xCC)])
"""The bytes of line feeds, and of the characters from space to U+007E and from U+00C0 to U+02FF: all of them show."""


def decode(path: str, data: bytes) -> tuple[str | None, list[Diagnostic]]:
    """Decode a file to text with line feeds only. The text is None if there are diagnostics.

    A byte-order mark at the start and Windows line endings are removed.
    """
    try:
        text = data.decode("utf-8-sig" if data.startswith(BOM_UTF8) else "utf-8")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(path, data, error)]
    if not data.translate(None, _ORDINARY):  # as most files are, and quick to find out
        return text, []
    text = text.replace("\r\n", "\n")
    diagnostics = list(_hidden(path, text)) if _first_fault(text) else []
    return (None if diagnostics else text), diagnostics


def span_at(text: str, index: int, length: int = 1) -> Span:
    """The span of `length` characters from `index`."""
    line = text.count("\n", 0, index) + 1
    column = index - (text.rfind("\n", 0, index) + 1) + 1
    return Span(line, column, line, column + length)


def _not_utf8(path: str, data: bytes, error: UnicodeDecodeError) -> Diagnostic:
    before = data[: error.start].decode("utf-8-sig", "replace")
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return Diagnostic(
        path=path,
        span=FILE_START if utf16 else span_at(before, len(before)),
        code="PT001",
        message="the file is UTF-16, not UTF-8" if utf16 else f"invalid UTF-8: byte 0x{data[error.start]:02x}",
        help="save the file as UTF-8 (in Windows Notepad: Save as, Encoding: UTF-8)",
    )


def _hidden(path: str, text: str) -> Iterator[Diagnostic]:
    """One diagnostic per line, however many invisible characters the line has."""
    for number, line in enumerate(text.split("\n"), 1):
        if fault := _first_fault(line):
            index, message, help = fault
            yield _diagnostic(path, Span(number, index + 1, number, index + 2), message, help)


_Fault = tuple[int, str, str]
"""The index of a character, what is wrong with it, and how to fix it."""
_ESCAPED = "in double quotes a backslash starts an escape sequence; write \\\\ for a backslash, or use single quotes"


def _first_fault(text: str) -> _Fault | None:
    """The first character in a text that hides something."""
    if is_latin(text) and text.replace("\n", "").isprintable():  # as most texts are, and quick to find out
        return None
    if match := UNPRINTABLE.search(text):
        return match.start(), *_unprintable(match[0])
    if (index := pile_of_marks(text)) is not None:
        return index, "too many combining marks on one letter", "delete the marks that cover the text"
    return None


def _unprintable(character: str) -> tuple[str, str]:
    kind = "private-use" if unicodedata.category(character) == "Co" else "invisible"
    help = "delete it, or retype the text; text copied from a PDF often contains such characters"
    return f"{kind} character U+{ord(character):04X}", help


def unprintable(path: str, span: Span, character: str) -> Diagnostic:
    """The diagnostic for an invisible character."""
    return _diagnostic(path, span, *_unprintable(character))


def hidden_in(path: str, span: Span, text: str) -> Diagnostic | None:
    """The diagnostic for a text that hides something with an escape sequence, such as "\\u202e"."""
    fault = _first_fault(text)
    return _diagnostic(path, span, fault[1], _ESCAPED) if fault else None


def lone_mark(path: str, span: Span) -> Diagnostic:
    """The diagnostic for a text that starts with a combining mark, which would cover what is shown before it."""
    help = "write the letter that the mark belongs to before it, or delete the mark"
    return _diagnostic(path, span, "text starts with a combining mark", help)


def _diagnostic(path: str, span: Span, message: str, help: str) -> Diagnostic:
    return Diagnostic(path=path, span=span, code="PT002", message=message, help=help)
