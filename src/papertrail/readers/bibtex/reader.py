"""BibTeX and BibLaTeX, with macros and cross-references."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bibtexparser.exceptions import ParsingException
from bibtexparser.model import Block, ImplicitComment, ParsingFailedBlock, String
from bibtexparser.model import Entry as EntryBlock
from bibtexparser.splitter import Splitter

from papertrail.readers.bibtex.fields import BibtexEntry, work_fields
from papertrail.readers.common.fields import as_lines, entry_of, not_understood, refuse_too_many
from papertrail.readers.entry import Entry, NotAList, NotUnderstood
from papertrail.text.strings import MONTHS, quoted

# The result contains what the library logs.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_VALUE = 70_000
"""Characters of a value with its macros expanded. A few nested macros can expand to any length."""
_DATA = 20
"""The most entries of type `xdata` that an entry may name."""
_WORD = re.compile(r"[^\W\d][\w.:+/-]*")
_BLOCK = re.compile(r"@\w*[ \t]*[{(]")
_LIKE_AN_ENTRY = re.compile(r"(?m)^[ \t]*@[ \t]*[a-zA-Z]")
_PARENTS = frozenset({"proceedings", "mvproceedings", "collection", "mvcollection"})
_INHERITED = frozenset({
    "author", "editor", "publisher", "organization", "institution", "school", "series", "volume", "number", "year",
    "date", "month", "day", "address", "location", "edition", "language", "langid", "booktitle", "journal",
    "journaltitle", "eventtitle", "issn",
})  # fmt: skip
"""The fields that are the same for a volume and its parts, unlike its DOI and its ISBN."""


def read(text: str) -> tuple[list[Entry], list[NotUnderstood]]:
    """The entries of a file, and the text that was not understood.

    Raises `NotAList` if there is no entry with a title.
    """
    source = as_lines(text)
    refuse_too_many(_BLOCK.finditer(source))
    blocks = _blocks(source)
    entry_blocks = [block for block in map(_entry_in, blocks) if block]
    parsed = [(block, _entry_of(block, work)) for block, work in _works(entry_blocks, _macros(blocks))]
    entries = [entry for _, entry in parsed if entry]
    untitled = [_problem_in(block) for block, entry in parsed if not entry]
    problems = sorted(
        [*untitled, *(_problem_in(block) for block in blocks if _is_broken(block))], key=lambda problem: problem.line
    )
    if not entries:
        raise NotAList(_nothing_in(problems))
    return entries, problems


def _nothing_in(problems: list[NotUnderstood]) -> str:
    if not problems:
        return "no BibTeX entry found, such as @article{key, title = {...}}; each must start on a new line"
    return (
        f"line {problems[0].line}: no entry could be parsed, starting with this one; "
        "add its title, and close all braces and quotes"
    )


def _blocks(text: str) -> list[Block]:
    try:
        return Splitter(text).split().blocks
    except (ParsingException, ValueError, LookupError, RecursionError) as error:  # a bug of the library
        raise NotAList("invalid BibTeX; close all braces and quotes") from error


def _entry_in(block: Block) -> EntryBlock | None:
    """The entry in a block. An entry with a duplicate key or field is an entry too."""
    inner = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
    return inner if isinstance(inner, EntryBlock) else None


def _is_broken(block: Block) -> bool:
    if isinstance(block, ImplicitComment):
        return _LIKE_AN_ENTRY.search(block.comment) is not None
    return isinstance(block, ParsingFailedBlock) and block.ignore_error_block is None


def _problem_in(block: Block) -> NotUnderstood:
    return not_understood(block.start_line or 0, block.raw or "")


def _entry_of(block: EntryBlock, work: BibtexEntry) -> Entry | None:
    start, raw = block.start_line or 0, block.raw or ""
    entry = entry_of(work_fields(work), start=start, end=start + raw.count("\n") + 1, raw=raw)
    return entry and replace(entry, key=block.key)


# Values


def _works(blocks: list[EntryBlock], macros: dict[str, str]) -> Iterator[tuple[EntryBlock, BibtexEntry]]:
    """The entries with their values. Entries that only serve as parents of others are omitted."""
    works = [_work_of(block, macros) for block in blocks]
    by_key = {block.key.lower(): work for block, work in zip(reversed(blocks), reversed(works), strict=True)}
    parents = {work.fields["crossref"].lower() for work in works if "crossref" in work.fields}
    for block, work in zip(blocks, works, strict=True):
        if work.type != "xdata" and (work.type not in _PARENTS or block.key.lower() not in parents):
            with_data = _with_data(work, by_key)
            parent = by_key.get(with_data.fields.get("crossref", "").lower())
            yield block, with_data if parent is None or parent is work else _inheriting(with_data, parent)


def _with_data(work: BibtexEntry, by_key: Mapping[str, BibtexEntry]) -> BibtexEntry:
    """An entry with the fields of the containers of data that it names in `xdata`."""
    keys = work.fields.get("xdata", "").lower().split(",")[:_DATA]
    containers = [container for key in keys if (container := by_key.get(key.strip())) and container.type == "xdata"]
    if not containers:
        return work
    fields = [container.fields for container in reversed(containers)]
    merged = {name: value for values in (*fields, work.fields) for name, value in values.items() if name != "xdata"}
    return replace(work, fields=merged)


def _work_of(block: EntryBlock, macros: dict[str, str]) -> BibtexEntry:
    fields: dict[str, str] = {}
    duplicates: list[tuple[str, str]] = []
    doubts: list[str] = []
    for field in block.fields:
        name, text = field.key.lower(), str(field.value)
        value = _value(text, macros)
        if name in fields:
            duplicates.append((name, value))
            continue
        fields[name] = value
        words = (piece for piece in _pieces(text) if _WORD.fullmatch(piece))
        doubts += (f"{name}: undefined macro {quoted(word)}" for word in words if word.lower() not in macros)
    return BibtexEntry(
        type=block.entry_type.lower(),
        key=block.key,
        fields=fields,
        duplicates=tuple(duplicates),
        doubts=tuple(doubts),
    )


def _inheriting(work: BibtexEntry, parent: BibtexEntry) -> BibtexEntry:
    """An entry with the fields that it inherits from its parent."""
    inherited = {name: value for name, value in parent.fields.items() if name in _INHERITED}
    if "title" in parent.fields:
        inherited.setdefault("booktitle", parent.fields["title"])
    own = {name: value for name, value in work.fields.items() if name != "crossref"}
    return replace(work, fields={**inherited, **own})


def _macros(blocks: Iterable[Block]) -> dict[str, str]:
    """The values of `@string`, each of which may use those before it."""
    macros = {month: month for month in MONTHS}
    for block in blocks:
        inner = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
        if isinstance(inner, String):
            macros[inner.key.lower()] = _value(str(inner.value), macros)
    return macros


def _value(text: str, macros: dict[str, str]) -> str:
    """A value without its delimiters: `{A} # b # "C"` are three concatenated pieces."""
    joined = ""
    for piece in _pieces(text):
        bare = piece[1:-1] if (piece[:1], piece[-1:]) in (("{", "}"), ('"', '"')) and len(piece) > 1 else None
        joined += macros.get(piece.lower(), piece) if bare is None else bare
        if len(joined) > _VALUE:
            return joined[:_VALUE]
    return joined


def _pieces(text: str) -> Iterator[str]:
    """The pieces of a value, separated by `#` outside braces and quotes."""
    depth, quoted, start = 0, False, 0
    for match in re.finditer(r'(?<!\\)[{}"#]', text) if "#" in text else ():
        sign = match[0]
        depth += (sign == "{") - (sign == "}")
        quoted ^= sign == '"' and depth == 0
        if sign == "#" and depth == 0 and not quoted:
            yield text[start : match.start()].strip()
            start = match.end()
    yield text[start:].strip()
