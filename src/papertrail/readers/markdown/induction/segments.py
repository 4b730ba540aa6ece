"""Atoms of an entry with their positions, and the segments that may each be one field."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile

from papertrail.readers.markdown.classify import is_authors, key_of
from papertrail.readers.markdown.cursor import Cursor, Offsets
from papertrail.readers.markdown.entry import blocks_in, lines_after, lines_in
from papertrail.readers.markdown.markers import BULLET, GROUP, KEY, content_of, group_content
from papertrail.readers.markdown.nested_lines import read_nested
from papertrail.readers.markdown.pieces import Pieces
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.token_context import link_within, with_brackets, within_marks, within_tags
from papertrail.readers.markdown.tokens import Token, tokens, tokens_from
from papertrail.readers.markdown.trimming import without_last, without_spaces, without_stop

_SEPARATOR = re.compile(
    r"(?:(?<!\s)\s++)?+(?:<br\s*+/?>\s*+)++|(?<!\s)\s++(?:[-–—|/·•:&]++)\s++|"
    r"(?<!\b[A-Z])(?<!\bal)(?<!\b[Vv]s)(?<!\b(?:etc|Int))(?<!\b(?:Proc|Conf|Symp|Univ))(?<!\bTrans)\.\s++"
    r"|[;:,]\s++|(?<=[?!])\s++|(?<=\bal\.)\s++(?=\(?(?:19|20)\d\d)|(?:(?<!\s)\s++)?+[、，。；：｜]\s*+|"
    r"(?:(?<!\s)[ \t]++)?+\\?\n\s*+",
    re.IGNORECASE,
)
"""What may be between two fields."""
_BRACKETED = re.compile(r"(?<!\s)\s*+(?:\((?P<round>[^()]*+)\)|\[(?P<square>[^\[\]]*+)\])\s*+")
"""A venue or a year in brackets within something else."""
_JOINT = re.compile(r"(?:by|in|from):?\s+(?=[^\W\d_]|(?:19|20)\d\d(?!\s*\w))", re.IGNORECASE)
_WRAPPED = re.compile(r"[^\n]*[^\n.\\]\n(?! *(?:[-*+>]|\d+[.)]) )[^\n]*")
"""Text on two lines, the first of which ends within a sentence."""
_QUOTED = re.compile(r"\"[^\"]{4,400}\"|“[^“”]{4,400}”|``[^`']{4,400}''|「[^「」]{2,200}」|《[^《》]{2,200}》")
_QUOTES = ('"', "“", "`", "「", "《")
_CONNECTING = frozenset(["in", "by", "and", "at", "from", "to appear in"])
"""Text that only connects the parts around it."""
_STARS = re.compile(r"(?:[★☆⭐🌟✨🔥👍]️?\s*+)++")
_ESCAPED = re.compile(r"\\\[([^\[\]\\]{1,80})\\?\](?!\()")
"""Text in escaped square brackets."""
_SHORTCODES = re.compile(r"(?:(?<![\w:])|(?<=:)):[a-z][a-z0-9_+-]{1,30}:(?!\w)(?:\s*+:[a-z][a-z0-9_+-]{1,30}:)*+")
"""Emoji by their names: `:star:`."""
_FORMULA = re.compile(r"\$(?=\S)[^$\n]{1,200}\$")
_UNDIVIDED = {_SHORTCODES: "emoji", _FORMULA: "$"}
"""Parts by themselves, and what is "around" them."""
_EMPHASIS = ("b", "strong", "i", "em", "u")
"""Tags that are read like marks of emphasis."""
_BLOCK = re.compile(r"(?m)^\s*(?:>|```|~~~)")
_MOST_ATOMS = 80
_LONGEST_SEGMENT = 24
"""The most atoms of a segment, such as the names of a list of authors."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wrapped:
    """A part of an entry with something around it."""

    wrapper: str
    """What is around it: `link`, `code`, `**`, `(`, or several of these, the outer one first."""
    outer: Offsets
    inner: Offsets
    token: Token | None
    """The link in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Atom:
    """A part of an entry that is not divided: all of a wrapped part, or text between separators."""

    offsets: Offsets
    wrapped: Wrapped | None = None
    """The part that it is in."""
    is_rating: bool = False
    """Whether it is a row of stars or emoji."""

    @property
    def outer(self) -> Offsets:
        """Where the part that it is in starts and ends."""
        return self.wrapped.outer if self.wrapped else self.offsets


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


def atoms_of(entry: Cursor) -> list[Atom] | None:
    """Return the atoms of an entry; None if it has a key at its start, images, HTML, quotations or too many atoms."""
    parts = [token for token in tokens(entry) if token.kind != "tag" or token.name != "br"]
    is_plain = not any(
        token.kind == "image" or token.images or (token.kind == "tag" and token.name.lstrip("/") not in _EMPHASIS)
        for token in parts
    )
    if not is_plain or _BLOCK.search(entry.source):
        return None
    lines = _lines_of(entry, parts)
    if (key := content_of(lines[0]).match(KEY)) and key_of(key["key"]):
        return None
    atoms = [atom for line in lines for atom in _atoms(content_of(line), parts)]
    atoms = list(dropwhile(lambda atom: atom.is_rating, atoms))  # a decoration
    return atoms if 0 < len(atoms) <= _MOST_ATOMS else None


def _lines_of(entry: Cursor, parts: Sequence[Token] = ()) -> list[Cursor]:
    """Return the lines of the first block of an entry, and its other blocks; a token on two lines joins them."""
    first, *rest = blocks_in(entry)
    lines: list[Cursor] = []
    for line in lines_in(first):
        if lines and _is_within(lines[-1].end, parts):
            lines[-1] = entry.between(lines[-1].start, line.end)
        else:
            lines.append(line)
    return [*lines, *lines_after(rest)]


def _is_within(position: int, parts: Sequence[Token]) -> bool:
    number = bisect_left(parts, position, key=lambda token: token.start)
    return number > 0 and parts[number - 1].end > position


def _atoms(line: Cursor, parts: Sequence[Token]) -> Iterator[Atom]:
    position = line.start
    for wrapped in _wrapped_parts(line, parts):
        if wrapped.outer[0] >= position:
            yield from _texts(line.between(position, wrapped.outer[0]), None)
            yield from _within(line, wrapped)
            position = wrapped.outer[1]
    yield from _texts(line.at(position), None)


def _within(line: Cursor, wrapped: Wrapped) -> Iterator[Atom]:
    """The atoms of a wrapped part: parts that separators divide it into, or all of it."""
    inner = line.between(*wrapped.inner)
    if wrapped.wrapper == "emoji":
        if set(re.findall(r"\w+", inner.source)) == {"star"}:
            yield Atom(offsets=wrapped.inner, is_rating=True)
        return
    divided = [] if "](" in inner.source or "$" in inner.source else list(_divided(inner, wrapped))
    yield from divided if len(divided) > 1 else [Atom(offsets=wrapped.inner, wrapped=wrapped)]


def _divided(inner: Cursor, wrapped: Wrapped) -> Iterator[Atom]:
    """The texts between the separators and brackets of a wrapped part."""
    position = inner.start
    for group in _BRACKETED.finditer(inner.text, *inner.offsets):
        yield from _texts(inner.between(position, group.start()), wrapped)
        yield from _texts(inner.between(*group.span("round" if group["round"] is not None else "square")), wrapped)
        position = group.end()
    yield from _texts(inner.at(position), wrapped)


def _wrapped_parts(line: Cursor, parts: Sequence[Token]) -> Iterator[Wrapped]:
    """The parts of a line with something around them, in order; a part may begin in the one before it."""
    found: list[tuple[int, Token | re.Match[str]]] = [
        (match.start(), match)
        for pattern in (GROUP, _ESCAPED, _QUOTED, _SHORTCODES, _FORMULA)
        for match in pattern.finditer(line.text, line.start, line.end)
    ]
    within = (token for token in tokens_from(parts, line.start))
    for token in within:
        if token.end > line.end:
            break
        found.append((token.start, token))
    for _, one in sorted(found, key=lambda item: (item[0], not isinstance(item[1], Token))):
        wrapped = _of_token(line, one, parts) if isinstance(one, Token) else _of_match(line, one, parts)
        if wrapped:
            yield wrapped


def _of_match(line: Cursor, match: re.Match[str], parts: Sequence[Token]) -> Wrapped | None:
    if match.re is GROUP:
        return _nested(line, match.span(), group_content(line, match), match[0][0], parts)
    if match.re is _ESCAPED:
        return _nested(line, match.span(), line.between(*match.span(1)), "[", parts)
    if match.re in _UNDIVIDED:
        return Wrapped(wrapper=_UNDIVIDED[match.re], outer=match.span(), inner=match.span(), token=None)
    width = 2 if match[0][0] == "`" else 1
    return _nested(line, match.span(), line.between(match.start() + width, match.end() - width), match[0][0], parts)


def _of_token(line: Cursor, token: Token, parts: Sequence[Token]) -> Wrapped | None:
    if token.kind == "link":
        outer = with_brackets(line, token)
        wrapper = line.text[outer.start : token.start] + "link"
        inner = token.offsets if token.is_bare else _label(line, token)
        return Wrapped(wrapper=wrapper, outer=outer.offsets, inner=inner, token=token)
    if token.kind == "code":
        ticks = len(line.text[token.start :]) - len(line.text[token.start :].lstrip("`"))
        return _nested(line, token.offsets, line.between(token.start + ticks, token.end - ticks), "`", parts)
    marked = within_tags(token, parts) if token.kind == "tag" else within_marks(token, parts)
    if marked is None or marked[1] > line.end:
        return None
    return _nested(line, (token.start, marked[1]), line.between(*marked[0]), token.name, parts)


def _label(line: Cursor, token: Token) -> Offsets:
    """The text of a link, with a bracket at its start that is closed in it: `[[OSDI] Title](url)`."""
    start, end = token.label
    source = line.text[start:end]
    return (start - (line.text[start - 1] == "["), end) if source.count("]") > source.count("[") else (start, end)


def _nested(line: Cursor, outer: Offsets, inner: Cursor, wrapper: str, parts: Sequence[Token]) -> Wrapped | None:
    """A part with something around it, which may have something else around its text.

    Text with links in it is several parts, unless it is a list of authors with links.
    """
    inner = without_spaces(inner)
    if link := link_within(parts, inner.offsets):
        if with_brackets(inner, link).offsets == inner.offsets:
            return Wrapped(wrapper=f"{wrapper} link", outer=outer, inner=link.label, token=link)
        if not is_authors(plain(inner)):
            return None
    inner = without_stop(without_last(inner, ","))
    if inner.source and not inner.source[0].isalnum():
        within = next(_wrapped_parts(inner, parts), None)
        if within and within.outer == inner.offsets:
            return Wrapped(wrapper=f"{wrapper} {within.wrapper}", outer=outer, inner=within.inner, token=within.token)
    return Wrapped(wrapper=wrapper, outer=outer, inner=inner.offsets, token=None)


def _texts(text: Cursor, wrapped: Wrapped | None) -> Iterator[Atom]:
    position = text.start
    for separator in [*_SEPARATOR.finditer(text.text, *text.offsets), None]:
        end = separator.start() if separator else text.end
        if atom := _text(text.between(position, end), wrapped):
            yield atom
        position = separator.end() if separator else end


def _text(part: Cursor, wrapped: Wrapped | None) -> Atom | None:
    source = part.source
    if stars := _STARS.fullmatch(source.strip()):
        start = part.start + source.index(stars[0])
        return Atom(offsets=(start, start + len(stars[0])), wrapped=wrapped, is_rating=True)
    edges = " \t\n.,;:|/–—-·•*_<>\\&" + "([" * (wrapped is None)
    start = part.start + len(source) - len(source.lstrip(edges))
    end = part.start + len(source.rstrip(" \t\n,;:|/–—-·•*_<\\" + "([" * (wrapped is None)))
    joint = part.between(start, end).match(_JOINT)
    if joint and (joint[0].startswith("by") or re.search(r"[^\W\d]", part.text[:start])):
        start = joint.end()
    text = part.text[start:end]
    if not re.search(r"\w", text) or text.casefold() in _CONNECTING:
        return None
    return Atom(offsets=without_stop(part.between(start, end)).offsets, wrapped=wrapped)


def segments_of(entry: Cursor, atoms: Sequence[Atom]) -> list[list[Segment]]:
    """Return the segments that start with each atom."""
    gaps = [_gap(entry, atoms, number) for number in range(len(atoms))]
    segments = [list(_segments(entry, atoms, first, gaps)) for first in range(len(atoms))]
    if "\n" not in entry.text:
        return segments
    starts = [atom.offsets[0] for atom in atoms]
    for number, line in enumerate(_lines_of(entry)):
        first, after = bisect_left(starts, line.start), bisect_left(starts, line.end)
        if number and after > first and (whole := _whole_line(entry, content_of(line), number, segments[first][0])):
            key = content_of(line).match(KEY)
            is_keyed = key and (line.match(BULLET) or key_of(key["key"]) or whole.pieces[0].kind != "remark")
            whole = replace(whole, after=after)
            segments[first] = [whole] if is_keyed else [*segments[first], whole]
    return segments


def _whole_line(entry: Cursor, line: Cursor, number: int, first: Segment) -> Segment | None:
    """A line after the first one, if it has a key, institutions, or nothing but a remark."""
    pieces = read_nested(line, number, frozenset())
    is_keyed = line.match(KEY) is not None
    if not pieces or not (is_keyed or pieces[0].kind in ("institution", "remark")):
        return None
    return replace(first, wrapper="line", outer=line.offsets, cursor=line, token=None, text=line.source, pieces=pieces)


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
    if last.is_rating or atom.is_rating:
        return False
    if atom.wrapped is not None and last.wrapped is atom.wrapped:
        return True
    has_link = any(one.wrapped and one.wrapped.token for one in (atom, last))
    if has_link:
        return False
    if atom.wrapped is None and (last.wrapped is None or last.wrapped.wrapper in ("(", "$")):
        return True
    are_quoted = any(one.wrapped and one.wrapped.wrapper in _QUOTES for one in (atom, last))
    return gap in ("", " ") and not are_quoted
