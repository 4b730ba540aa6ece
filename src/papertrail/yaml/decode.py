"""Decode files: UTF-8, line endings, and invisible characters."""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import FILE_START, Diagnostic, Span
from papertrail.text.strings import UNPRINTABLE


def decode(path: str, data: bytes) -> tuple[str | None, list[Diagnostic]]:
    """Decode a file to text with line feeds only. The text is None if there are diagnostics.

    A byte-order mark at the start and Windows line endings are removed.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(path, data, error)]
    diagnostics = list(_unprintable(path, text)) if UNPRINTABLE.search(text) else []
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


def _unprintable(path: str, text: str) -> Iterator[Diagnostic]:
    """One diagnostic per line, however many invisible characters the line has."""
    for number, line in enumerate(text.split("\n"), 1):
        if match := UNPRINTABLE.search(line):
            column = match.start() + 1
            yield unprintable(path, Span(number, column, number, column + 1), match[0])


def unprintable(path: str, span: Span, character: str, *, escaped: bool = False) -> Diagnostic:
    """The diagnostic for an invisible character; `escaped` if it is written as an escape sequence."""
    return Diagnostic(
        path=path,
        span=span,
        code="PT002",
        message=f"invisible character U+{ord(character):04X}",
        help="in double quotes a backslash starts an escape sequence; write \\\\ for a backslash, or use single quotes"
        if escaped
        else "delete it, or retype the text; text copied from a PDF often contains such characters",
    )
