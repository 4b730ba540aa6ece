"""The files to import, and how to import them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.readers import Entry, NotAList
from papertrail.readers.mappings.names import NO_NAMES, FieldNames, known_names, plain_name, role_of
from papertrail.readers.markdown.document import lines_of
from papertrail.text.strings import UNPRINTABLE, did_you_mean, quoted

STANDARD_INPUT = "standard input"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, kw_only=True)
class InputFile:
    """A file to import."""

    name: str
    """Its name in messages."""
    data: bytes
    folder: str = ""
    """Its folder, relative to the project. Empty for the root, and for files outside the project."""
    is_inside: bool = False
    """Whether it is in the project."""
    folders: tuple[str, ...] = ()
    """Its folders below the folder of all files that are imported at once. They are topics."""
    parent: str = ""
    """The name of its folder, if several files are imported at once: the topic of files with one work each."""
    entries: tuple[Entry, ...] | None = None
    """Its entries, each with its topic, if they were read before."""


@dataclass(frozen=True, kw_only=True)
class ImportOptions:
    """Options of an import."""

    topic: str | None = None
    new_topic: bool = False
    """Whether `topic` may be a topic that the topic registry does not have."""
    prune: bool = False
    """Whether papers and values that a source no longer contains are removed."""
    names: FieldNames = NO_NAMES
    """What the names of fields in data files mean."""
    base_url: str | None = None
    folder: str = ""
    """The folder of new records, relative to the folder of records."""
    added: str | None = None
    """The date for the field `added` of new records."""
    schema: bool = True
    """Whether new files refer to the JSON Schemas of the project."""
    accept_prose: bool = False
    """Whether lists of which most items are left as text are imported."""
    remember: bool = True
    """Whether the files are sources of the list: the next import compares with them, and their values stay as they are,
    with waivers where they have problems."""
    progress: Callable[[str, int, int], None] = lambda step, done, total: None
    """Called with the name of the current step, and how much of it is done."""


def field_names(pairs: Iterable[str], inputs: Sequence[InputFile]) -> FieldNames:
    """The names that `--map THEIR=OURS` gives to fields. Raises `PapertrailError` for unknown names."""
    renamed: dict[str, str] = {}
    for pair in pairs:
        theirs, sign, ours = (part.strip() for part in pair.partition("="))
        if not sign or not theirs:
            raise PapertrailError(f"--map {quoted(pair)} must be KEY=FIELD, such as website_url=url")
        if ours and role_of(ours) in ("custom", "private"):
            help = did_you_mean(ours, known_names(), f"use one of: {', '.join(_FIELDS)}")
            raise PapertrailError(f"--map {quoted(pair)}: unknown field {quoted(ours)}; {help}")
        if not any(theirs.casefold() in file.data.decode("utf-8", "replace").casefold() for file in inputs):
            raise PapertrailError(f"--map {quoted(pair)}: no file has {quoted(theirs)}; write it as the file does")
        renamed[plain_name(theirs)] = ours
    return FieldNames(renamed)


_FIELDS = (
    "name", "title", "authors", "venue", "date", "institutions", "url", "pdf", "code", "doi", "arxiv", "abstract",
    "remarks", "keywords", "topic", "subtopic", "type", "awards", "language",
)  # fmt: skip


def records_folder(settings: Settings, options: ImportOptions) -> str:
    """The folder of new records."""
    return f"{settings.papers}/{options.folder}".rstrip("/")


@dataclass(frozen=True, kw_only=True)
class DecodedText:
    """The text of a file, without characters that records and documents must not contain."""

    text: str
    line_count: int
    """The number of lines in the file."""
    decisions: tuple[str, ...]


def decode(file: InputFile) -> DecodedText:
    """Decode a file. Raises `NotAList` if it is not valid UTF-8."""
    try:
        decoded = file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.data.count(b"\n", 0, error.start) + 1
        raise NotAList(f"cannot import {file.name}: line {line} is not valid UTF-8; save the file as UTF-8") from None
    text = decoded.replace("\r\n", "\n").replace("\r", "\n")
    return DecodedText(
        text=UNPRINTABLE.sub("", text),
        line_count=len(lines_of(text)),
        decisions=tuple(_decisions(file, text)),
    )


def _decisions(file: InputFile, text: str) -> Iterator[str]:
    if file.data.startswith(_BYTE_ORDER_MARK):
        yield "removed the byte-order mark at the start of the file"
    for number, line in enumerate(text.split("\n"), 1):
        if invisible := UNPRINTABLE.search(line):
            yield f"line {number}: removed the invisible character U+{ord(invisible[0]):04X}"
