"""Segments of an entry: adjacent atoms that may be one field."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from papertrail.readers.markdown.classify import key_of
from papertrail.readers.markdown.cursor import Cursor, Offsets
from papertrail.readers.markdown.induction.atoms import Atom, Wrapped, is_unread, lines_of
from papertrail.readers.markdown.markers import BULLET, KEY, content_of
from papertrail.readers.markdown.nested_lines import read_nested
from papertrail.readers.markdown.pieces import Pieces, as_piece
from papertrail.readers.markdown.tokens import Token
from papertrail.readers.markdown.trimming import clean

_WRAPPED = re.compile(r"[^\n]*[^\n.\\]\n(?! *(?:[-*+>]|\d+[.)]) )[^\n]*")
"""Text on two lines, the first of which ends within a sentence."""
_TAG = re.compile(r"<(?!br\b)[/!a-z]", re.IGNORECASE)
QUOTES = ('"', "“", "`", "「", "《")
"""What may be around a quotation: the first character of it."""
_LONGEST_SEGMENT = 24
"""The most atoms of a segment, such as the names of a list of authors."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """Adjacent atoms that may be one field."""

    first: int
    after: int
    """The number of the atom after it."""
    wrapper: str
    """What is around it; with `/` at the end if it is only a part of what that encloses."""
    cursor: Cursor
    """Its text, without what is around it."""
    outer: Offsets
    token: Token | None
    gap: str
    """What separates it from the segment before it."""
    text: str
    sign: str
    """The character after its text, which may be a full stop of it."""
    pieces: Pieces = ()
    """Of a whole line, what it means by itself."""

    @property
    def is_part(self) -> bool:
        """Whether what encloses it also encloses something else."""
        return self.wrapper.endswith("/")


def segments_of(entry: Cursor, atoms: Sequence[Atom]) -> list[list[Segment]]:
    """Return the segments that start with each atom."""
    gaps = [_gap(entry, atoms, number) for number in range(len(atoms))]
    segments = [list(_segments(entry, atoms, first, gaps)) for first in range(len(atoms))]
    if "\n" not in entry.text:
        return segments
    starts = [atom.offsets[0] for atom in atoms]
    lines = lines_of(entry)
    has_keyed_title = any(_key_of(line) == "title" for line in lines[1:])
    for number, line in enumerate(lines):
        first, after = bisect_left(starts, line.start), bisect_left(starts, line.end)
        may_be_whole = number > 0 or (has_keyed_title and _key_of(line))
        if not may_be_whole or after == first:
            continue
        if whole := _whole_line(entry, line, number, (first, after), gaps[first]):
            is_alone = is_unread(line) or _is_keyed(line, whole.pieces[0].kind)
            segments[first] = [whole] if is_alone else [*segments[first], whole]
    return segments


def _key_of(line: Cursor) -> str | None:
    """The part of an entry that the key at the start of a line introduces."""
    return key_of(key["key"]) if (key := content_of(line).match(KEY)) else None


def _is_keyed(line: Cursor, kind: str) -> bool:
    """Whether a line, whose first piece has a kind, has a key at its start: a known one, or one after a bullet."""
    key = content_of(line).match(KEY)
    return kind not in ("remark", "institution") or bool(key and (line.match(BULLET) or key_of(key["key"])))


def _whole_line(entry: Cursor, line: Cursor, number: int, atoms: tuple[int, int], gap: str) -> Segment | None:
    """A line as one part of the entry."""
    content = content_of(line)
    content = clean(content) if entry.html else content
    pieces = as_piece("remark", content) if is_unread(line) else read_nested(content, number)
    if not pieces:
        return None
    return Segment(
        first=atoms[0], after=atoms[1], wrapper="line", cursor=content, outer=content.offsets, gap=gap,
        text=content.source, token=None, sign="", pieces=pieces,
    )  # fmt: skip


def _gap(entry: Cursor, atoms: Sequence[Atom], number: int) -> str:
    """What is between an atom and the one before it, without the numbers of items."""
    if not number:
        return ""
    before, atom = atoms[number - 1], atoms[number]
    if before.wrapped is not None and before.wrapped is atom.wrapped:
        return entry.text[before.offsets[1] : atom.offsets[0]]
    return re.sub(r"\d+", "1", entry.text[before.outer[1] : atom.outer[0]])


def _segments(entry: Cursor, atoms: Sequence[Atom], first: int, gaps: Sequence[str]) -> Iterator[Segment]:
    """The segments that start with an atom: itself, and itself with those after it."""
    for after in range(first + 1, min(len(atoms), first + _LONGEST_SEGMENT) + 1):
        if after > first + 1 and not _is_joined(atoms[first], atoms[after - 1], gaps[after - 1]):
            return
        part = _part(atoms, first, after)
        if part is None:
            continue
        cursor = entry.between(*part.inner)
        if part.wrapper.endswith("/") and cursor.source.count("[") != cursor.source.count("]"):
            return
        if "\n" in cursor.source and part.wrapper == "text" and not _WRAPPED.fullmatch(cursor.source):
            return
        yield Segment(
            first=first, after=after, wrapper=part.wrapper, cursor=cursor, outer=part.outer, gap=gaps[first],
            text=cursor.source, token=part.token, sign=entry.text[cursor.end : cursor.end + 1],
        )  # fmt: skip


def _part(atoms: Sequence[Atom], first: int, after: int) -> Wrapped | None:
    """Some atoms as one part; None if something encloses only some of them."""
    start, end = atoms[first], atoms[after - 1]
    starts = not first or atoms[first - 1].wrapped is not start.wrapped
    ends = after == len(atoms) or atoms[after].wrapped is not end.wrapped
    offsets = start.offsets[0], end.offsets[1]
    if start.is_rating:
        return Wrapped(wrapper="stars", outer=offsets, inner=offsets, token=None)
    if start.wrapped and start.wrapped is end.wrapped:
        part = replace(start.wrapped, wrapper=f"{start.wrapped.wrapper}/", inner=offsets, outer=offsets)
        return start.wrapped if starts and ends else part
    if (start.wrapped and not starts) or (end.wrapped and not ends):
        return None
    offsets = start.outer[0], end.outer[1]
    return Wrapped(wrapper="text", outer=offsets, inner=offsets, token=None)


def _is_joined(atom: Atom, last: Atom, gap: str) -> bool:
    """Whether a segment that starts with an atom may go on to another one."""
    if last.is_rating or atom.is_rating or _TAG.search(gap):
        return False
    if atom.wrapped is not None and last.wrapped is atom.wrapped:
        return True
    has_link = any(one.wrapped and one.wrapped.token for one in (atom, last))
    if has_link:
        return False
    if atom.wrapped is None and (last.wrapped is None or last.wrapped.wrapper in ("(", "$")):
        return True
    are_quoted = any(one.wrapped and one.wrapped.wrapper in QUOTES for one in (atom, last))
    return gap in ("", " ") and not are_quoted
