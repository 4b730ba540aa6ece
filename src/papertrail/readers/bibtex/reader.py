"""BibTeX and BibLaTeX: each entry as a paper, its macros and cross-references resolved."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator

from bibtexparser.exceptions import ParsingException
from bibtexparser.model import Block, ImplicitComment, ParsingFailedBlock, String
from bibtexparser.model import Entry as Spelled
from bibtexparser.splitter import Splitter

from papertrail.readers.bibtex.fields import Work, said_of
from papertrail.readers.common.fields import as_lines, entry_of, not_understood, refuse_too_many
from papertrail.readers.entry import Entry, NotAList, NotUnderstood

# What the library tells of is in the result too; on a terminal it would only be in the way.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

_VALUE = 70_000
"""Characters of a value with its macros resolved: a few macros that name one another can make one of any length."""
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_WORD = re.compile(r"[^\W\d][\w.:+/-]*")
_BLOCK = re.compile(r"@\w*[ \t]*[{(]")
_LIKE_AN_ENTRY = re.compile(r"(?m)^[ \t]*@[ \t]*[a-zA-Z]")
_PARENTS = frozenset({"proceedings", "mvproceedings", "collection", "mvcollection"})
# BibLaTeX gives these to a parent alone; a chapter's page numbers are no book's.
_NOT_INHERITED = frozenset(
    {"crossref", "xref", "title", "subtitle", "shorttitle", "abstract", "note", "annote", "keywords"}
)


def read(text: str) -> tuple[list[Entry], list[NotUnderstood]]:
    """The entries of a file, and the pieces that could not be read.

    Raises `NotAList` where nothing can be read.
    """
    source = as_lines(text)
    refuse_too_many(_BLOCK.finditer(source))
    blocks = _blocks(source)
    spelled = [block for block in map(_entry_in, blocks) if block]
    found = [(block, _entry_of(block, work)) for block, work in _works(spelled, _macros(blocks))]
    entries = [entry for _, entry in found if entry]
    untitled = [_told(block) for block, entry in found if not entry]
    problems = sorted([*untitled, *(_told(block) for block in blocks if _is_broken(block))], key=lambda told: told.line)
    if not entries:
        raise NotAList(_nothing_in(problems))
    return entries, problems


def _nothing_in(problems: list[NotUnderstood]) -> str:
    if not problems:
        return "no entry of BibTeX, such as @article{key, title = {...}}, stands at the start of any line"
    return (
        f"line {problems[0].line}: no entry could be read, and this is the first that should be one; "
        "give it a title, and see that its braces and quotes are closed"
    )


def _blocks(text: str) -> list[Block]:
    try:
        return Splitter(text).split().blocks
    except (ParsingException, ValueError, LookupError, RecursionError) as error:  # a fault of the library's own
        raise NotAList("the file could not be read as BibTeX; see that all braces and quotes are closed") from error


def _entry_in(block: Block) -> Spelled | None:
    """The entry that a block is; one with a key or a field that was there before is an entry too."""
    inner = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
    return inner if isinstance(inner, Spelled) else None


def _is_broken(block: Block) -> bool:
    if isinstance(block, ImplicitComment):
        return _LIKE_AN_ENTRY.search(block.comment) is not None
    return isinstance(block, ParsingFailedBlock) and block.ignore_error_block is None


def _told(block: Block) -> NotUnderstood:
    return not_understood(block.start_line or 0, block.raw or "")


def _entry_of(block: Spelled, work: Work) -> Entry | None:
    start, raw = block.start_line or 0, block.raw or ""
    return entry_of(said_of(work), start=start, end=start + raw.count("\n") + 1, raw=raw)


# Values


def _works(spelled: list[Spelled], macros: dict[str, str]) -> Iterator[tuple[Spelled, Work]]:
    """Each entry with its values; a volume whose papers are in the file has given them what it says."""
    works = [_work_of(block, macros) for block in spelled]
    by_key = {block.key.lower(): work for block, work in zip(reversed(spelled), reversed(works), strict=True)}
    parents = {work.fields["crossref"].lower() for work in works if "crossref" in work.fields}
    for block, work in zip(spelled, works, strict=True):
        if work.type not in _PARENTS or block.key.lower() not in parents:
            parent = by_key.get(work.fields.get("crossref", "").lower())
            yield block, work if parent is None or parent is work else _inheriting(work, parent)


def _work_of(block: Spelled, macros: dict[str, str]) -> Work:
    fields: dict[str, str] = {}
    again: list[tuple[str, str]] = []
    doubts: list[str] = []
    for field in block.fields:
        name, spelled = field.key.lower(), str(field.value)
        value = _value(spelled, macros)
        if name in fields:
            again.append((name, value))
            continue
        fields[name] = value
        if _WORD.fullmatch(spelled) and spelled.lower() not in macros:
            doubts.append(f"{name}: the abbreviation {spelled[:60]} is defined nowhere in the file")
    return Work(type=block.entry_type.lower(), fields=fields, again=tuple(again), doubts=tuple(doubts))


def _inheriting(work: Work, parent: Work) -> Work:
    """A paper with what only the volume that it is in says."""
    inherited = {name: value for name, value in parent.fields.items() if name not in _NOT_INHERITED}
    if "title" in parent.fields:
        inherited.setdefault("booktitle", parent.fields["title"])
    own = {name: value for name, value in work.fields.items() if name != "crossref"}
    return Work(type=work.type, fields={**inherited, **own}, again=work.again, doubts=work.doubts)


def _macros(blocks: Iterable[Block]) -> dict[str, str]:
    """The texts of `@string`, each of which may name those before it."""
    macros = {month: month for month in _MONTHS.split()}
    for block in blocks:
        inner = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
        if isinstance(inner, String):
            macros[inner.key.lower()] = _value(str(inner.value), macros)
    return macros


def _value(spelled: str, macros: dict[str, str]) -> str:
    """A value without what encloses it: `{A} # b # "C"` is three texts joined."""
    joined = ""
    for piece in _pieces(spelled):
        bare = piece[1:-1] if (piece[:1], piece[-1:]) in (("{", "}"), ('"', '"')) and len(piece) > 1 else None
        joined += macros.get(piece.lower(), piece) if bare is None else bare
        if len(joined) > _VALUE:
            return joined[:_VALUE]
    return joined


def _pieces(spelled: str) -> Iterator[str]:
    """The pieces between signs of `#` that stand in neither braces nor quotes."""
    depth, quoted, start = 0, False, 0
    for found in re.finditer(r'(?<!\\)[{}"#]', spelled) if "#" in spelled else ():
        sign = found[0]
        depth += (sign == "{") - (sign == "}")
        quoted ^= sign == '"' and depth == 0
        if sign == "#" and depth == 0 and not quoted:
            yield spelled[start : found.start()].strip()
            start = found.end()
    yield spelled[start:].strip()
