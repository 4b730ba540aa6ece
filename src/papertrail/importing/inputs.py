"""The files to import, and how to import them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from papertrail.core.settings import Settings
from papertrail.readers import NotAList
from papertrail.readers.markdown.document import lines_of
from papertrail.text.strings import UNPRINTABLE

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, kw_only=True)
class InputFile:
    """A file to import."""

    name: str
    """As it is told of."""
    data: bytes
    folder: str = ""
    """Its folder inside the project, relative to the top."""


@dataclass(frozen=True, kw_only=True)
class ImportOptions:
    """How to import."""

    topic: str | None = None
    base_url: str | None = None
    folder: str = ""
    """Where new records go, below the folder of records."""
    added: str | None = None
    """The day, as new records say it."""
    schema: bool = True
    """Whether the project has the schemas that editors check with."""
    progress: Callable[[str, int, int], None] = lambda step, done, total: None
    """Called at each step, with how much of it is done."""


def records_folder(settings: Settings, options: ImportOptions) -> str:
    """The folder of new records."""
    return f"{settings.papers}/{options.folder}".rstrip("/")


@dataclass(frozen=True, kw_only=True)
class DecodedText:
    """The text of a file, without what neither records nor documents may hold."""

    text: str
    line_count: int
    """Lines of the file."""
    decisions: tuple[str, ...]


def decode(file: InputFile) -> DecodedText:
    """Decode a file. Raises `NotAList` if it is not UTF-8."""
    try:
        decoded = file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.data.count(b"\n", 0, error.start) + 1
        raise NotAList(
            f"{file.name} is not imported: line {line} is not UTF-8; save the file with that encoding"
        ) from None
    text = decoded.replace("\r\n", "\n").replace("\r", "\n")
    return DecodedText(
        text=UNPRINTABLE.sub("", text),
        line_count=len(lines_of(text)),
        decisions=tuple(_decisions(file, text, changed=text != decoded)),
    )


def _decisions(file: InputFile, text: str, *, changed: bool) -> Iterator[str]:
    if file.data.startswith(_BYTE_ORDER_MARK):
        yield "the file begins with a byte-order mark, which is left out"
    if changed:
        yield "the file has Windows line ends; the document is written with line feeds, as git keeps text"
    for number, line in enumerate(text.split("\n"), 1):
        if invisible := UNPRINTABLE.search(line):
            yield f"line {number}: the invisible character U+{ord(invisible[0]):04X} is left out"
