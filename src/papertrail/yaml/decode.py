"""From bytes to text: UTF-8, line ends, and characters that no one should have to look out for."""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import FILE_START, Diagnostic, Span
from papertrail.text.strings import UNPRINTABLE


def decode(path: str, data: bytes) -> tuple[str | None, list[Diagnostic]]:
    """The text of a file with line feeds only, or None and what is wrong with its bytes.

    A byte-order mark at the start and Windows line ends are harmless and dropped.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(path, data, error)]
    faults = list(_unprintable(path, text)) if UNPRINTABLE.search(text) else []
    return (None if faults else text), faults


def place_of(text: str, index: int, length: int = 1) -> Span:
    """The span of `length` characters from `index` on."""
    line = text.count("\n", 0, index) + 1
    column = index - (text.rfind("\n", 0, index) + 1) + 1
    return Span(line, column, line, column + length)


def _not_utf8(path: str, data: bytes, error: UnicodeDecodeError) -> Diagnostic:
    before = data[: error.start].decode("utf-8-sig", "replace")
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return Diagnostic(
        path=path,
        span=FILE_START if utf16 else place_of(before, len(before)),
        code="PT001",
        message="the file is UTF-16, not UTF-8" if utf16 else f"byte 0x{data[error.start]:02x} is not UTF-8",
        help="save the file with the encoding UTF-8 (in Windows Notepad: Save as, Encoding: UTF-8)",
    )


def _unprintable(path: str, text: str) -> Iterator[Diagnostic]:
    """One diagnostic a line, however many characters of the kind it holds."""
    for number, line in enumerate(text.split("\n"), 1):
        if found := UNPRINTABLE.search(line):
            column = found.start() + 1
            yield unprintable(path, Span(number, column, number, column + 1), found[0])


def unprintable(path: str, span: Span, character: str, *, escaped: bool = False) -> Diagnostic:
    """The diagnostic for an invisible character at a place; `escaped` where it is written with a backslash."""
    return Diagnostic(
        path=path,
        span=span,
        code="PT002",
        message=f"the invisible character U+{ord(character):04X} is not allowed",
        help="in double quotes a backslash begins a special character; write \\\\ for a backslash, or use single quotes"
        if escaped
        else "delete it, or type the text anew; it often comes along with text that was copied from a PDF",
    )
