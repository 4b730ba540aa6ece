"""Atoms of an entry: the parts that links, emphasis, brackets, quotation marks and separators divide it into."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from papertrail.readers.markdown.classify import is_authors, key_of
from papertrail.readers.markdown.cursor import Cursor, Offsets
from papertrail.readers.markdown.entry import blocks_in, lines_after, lines_in
from papertrail.readers.markdown.markers import GROUP, KEY, content_of, group_content
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.token_context import link_within, with_brackets, within_marks, within_tags
from papertrail.readers.markdown.tokens import Token, tokens, tokens_from
from papertrail.readers.markdown.trimming import without_last, without_spaces, without_stop

_SEPARATOR = re.compile(
    r"(?:(?<!\s)\s++)?+(?:<br\s*+/?>\s*+)++|(?<!\s)\s++(?:[-–—|/·•:&]++)\s++|"
    r"(?<!\b[A-Z])(?<!\bal)(?<!\b[Vv]s)(?<!\b(?:etc|Int))(?<!\b(?:Proc|Conf|Symp|Univ))(?<!\bTrans)\.\s++"
    r"|[;:,]\s++|(?<=[?!])\s++|(?<=\bal\.)\s++(?=\(?(?:19|20)\d\d)|(?:(?<!\s)\s++)?+[、，。；：｜]\s*+|"
    r"(?:(?<!\s)[ \t]++)?+\\?\n\s*+|"
    r"(?<=[(\[](?:19|20)\d\d)\s(?-i:(?=[A-Z][a-z]*+[A-Z]))",
    re.IGNORECASE,
)
"""What may be between two fields."""
_BRACKETED = re.compile(r"(?<!\s)\s*+(?:\((?P<round>[^()]*+)\)|\[(?P<square>[^\[\]]*+)\])\s*+")
"""A venue or a year in brackets within something else."""
_JOINT = re.compile(r"(?:by|in|from):?\s+(?=[^\W\d_]|(?:19|20)\d\d(?!\s*\w))", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]{4,400}\"|“[^“”]{4,400}”|``[^`']{4,400}''|「[^「」]{2,200}」|《[^《》]{2,200}》")
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


def atoms_of(entry: Cursor) -> list[Atom] | None:
    """Return the atoms of an entry; None if it has a key at its start, images, HTML, quotations or too many atoms."""
    parts = [token for token in tokens(entry) if token.kind != "tag" or token.name != "br"]
    is_plain = not any(
        token.kind == "image" or token.images or (token.kind == "tag" and token.name.lstrip("/") not in _EMPHASIS)
        for token in parts
    )
    if not is_plain or _BLOCK.search(entry.source):
        return None
    lines = lines_of(entry, parts)
    if (key := content_of(lines[0]).match(KEY)) and key_of(key["key"]):
        return None
    atoms = [atom for line in lines for atom in _atoms(content_of(line), parts)]
    atoms = list(dropwhile(lambda atom: atom.is_rating, atoms))  # a decoration
    return atoms if 0 < len(atoms) <= _MOST_ATOMS else None


def lines_of(entry: Cursor, parts: Sequence[Token] = ()) -> list[Cursor]:
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
        wrapper = "[" if match["square"] is not None else "("
        return _nested(line, match.span(), group_content(line, match), wrapper, parts)
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
