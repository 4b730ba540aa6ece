"""Atoms of an entry: the parts that links, emphasis, brackets, quotation marks and separators divide it into."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile

from papertrail.readers.markdown.classify import is_authors, is_name, key_of
from papertrail.readers.markdown.cursor import NO_REFERENCES, Cursor, Offsets, References
from papertrail.readers.markdown.entry import blocks_in, lines_after, lines_in
from papertrail.readers.markdown.markers import GROUP, HTML_ITEM, KEY, QUOTED, content_of, group_content
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.token_context import is_image, part_within, with_brackets, within_marks, within_tags
from papertrail.readers.markdown.tokens import Token, tokens, tokens_from
from papertrail.readers.markdown.trimming import without_emoji, without_last, without_spaces, without_stop

_SEPARATOR = re.compile(
    r"(?:(?<!\s)\s++)?+(?:</?[a-z!][^<>]*+>\s*+)++|(?<!\s)\s++(?:[-–—|/·•:&]++)\s++|"
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
_WITHIN_TEXT = ("br", "sub", "sup", "span", "small", "font", "kbd", "tt", "abbr", "code")
"""Tags that are read as text, or as separators."""
_TAGS_FIRST = re.compile(r"(?:\s*+</?\w[^<>]*+>)++")
_UNREAD = re.compile(r"(?<![ \t])[ \t]*+(?:>|```|~~~)")
"""The start of a quotation, and of code."""
_NUMBER = re.compile(r"\d{1,3}[.)]\s++(?=\S)")
_MOST_ATOMS = 80
_CUT = 30
"""So many atoms are read of an entry with too many; the rest is one."""
_MOST_NAMES = 12
"""More names in a row are one atom."""
_BETWEEN_NAMES = (", ", "; ", "., ")
_AND = re.compile(r"(?:and|&)\s")


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


def entry_of(text: str, references: References = NO_REFERENCES) -> Cursor:
    """Return the source of an entry, which is HTML if it is an item of a list in HTML."""
    return Cursor.of(text, html=HTML_ITEM.match(text) is not None, references=references)


def atoms_of(entry: Cursor) -> list[Atom]:
    """Return the atoms of an entry. A quotation or code in it is one, as is a long list of names."""
    parts = tokens(entry)
    atoms = [atom for line in lines_of(entry, parts) for atom in _atoms_of_line(line, parts)]
    atoms = list(dropwhile(lambda atom: atom.is_rating, atoms))  # a decoration
    atoms = [_together(run) for run in _runs(entry, atoms)]
    if len(atoms) > _MOST_ATOMS:
        return [*atoms[:_CUT], Atom(offsets=(atoms[_CUT].outer[0], atoms[-1].outer[1]))]
    return atoms


def _runs(entry: Cursor, atoms: Sequence[Atom]) -> Iterator[Sequence[Atom]]:
    """Long lists of names, each together, and each other atom by itself."""
    run: list[Atom] = []
    for atom in atoms:
        if not (run and _is_among_names(entry, run[-1], atom)):
            yield from [run] if len(run) > _MOST_NAMES else ([one] for one in run)
            run = []
        run.append(atom)
    yield from [run] if len(run) > _MOST_NAMES else ([one] for one in run)


def _together(run: Sequence[Atom]) -> Atom:
    first, last = run[0], run[-1]
    return first if first is last else replace(first, offsets=(first.offsets[0], last.offsets[1]))


def _is_among_names(entry: Cursor, before: Atom, atom: Atom) -> bool:
    """Whether an atom and the one before it are names in one list."""
    if before.wrapped is not atom.wrapped or entry.text[before.offsets[1] : atom.offsets[0]] not in _BETWEEN_NAMES:
        return False
    return all(is_name(_AND.sub("", entry.text[slice(*one.offsets)], count=1)) for one in (before, atom))


def _atoms_of_line(line: Cursor, parts: Sequence[Token]) -> Iterator[Atom]:
    content = content_of(line)
    if is_unread(line):
        yield Atom(offsets=content.offsets)
        return
    if line.start == 0 and (key := content.match(KEY)) and key_of(key["key"]) == "title":
        content = content.at(key.end())
    yield from _atoms(content, parts)


def is_unread(line: Cursor) -> bool:
    """Whether a line of an entry is a quotation or code."""
    return line.match(_UNREAD) is not None and not QUOTED.match(line.text)


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
    if wrapped.wrapper == "tag":
        return
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
        if not _is_within(match.start(), parts)
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
    if is_image(token):
        return Wrapped(wrapper="image", outer=token.offsets, inner=token.offsets, token=token)
    if token.kind == "link":
        outer = with_brackets(line, token)
        wrapper = line.text[outer.start : token.start] + "link"
        inner = token.offsets if token.is_bare else _label(line, token)
        return Wrapped(wrapper=wrapper, outer=outer.offsets, inner=inner, token=token)
    if token.kind == "code":
        ticks = len(line.text[token.start :]) - len(line.text[token.start :].lstrip("`"))
        return _nested(line, token.offsets, line.between(token.start + ticks, token.end - ticks), "`", parts)
    if token.kind == "tag" and token.name.lstrip("/") in _WITHIN_TEXT:
        return None
    if token.kind == "tag" and token.name not in _EMPHASIS:
        return Wrapped(wrapper="tag", outer=token.offsets, inner=token.offsets, token=None)
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
    if link := part_within(parts, inner.offsets):
        if is_image(link):
            return None
        if with_brackets(inner, link).offsets == inner.offsets:
            return Wrapped(wrapper=f"{wrapper} link", outer=outer, inner=link.label, token=link)
        if not is_authors(plain(inner)):
            return None
    inner = _without_number(without_stop(without_last(inner, ",")))
    if inner.source and not inner.source[0].isalnum():
        within = next(_wrapped_parts(inner, parts), None)
        if within and within.outer == inner.offsets:
            return Wrapped(wrapper=f"{wrapper} {within.wrapper}", outer=outer, inner=within.inner, token=within.token)
    return Wrapped(wrapper=wrapper, outer=outer, inner=inner.offsets, token=None)


def _without_number(inner: Cursor) -> Cursor:
    """What is first in an entry without a number before it: `**1. Title**`."""
    number = inner.match(_NUMBER)
    return inner.at(number.end()) if number and not re.search(r"\w", inner.text[: inner.start]) else inner


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
    tags = _TAGS_FIRST.match(source)
    start = part.start + len(source) - len(source[tags.end() if tags else 0 :].lstrip(edges))
    end = part.start + len(source.rstrip(" \t\n,;:|/–—-·•*_<\\" + "([" * (wrapped is None)))
    joint = part.between(start, end).match(_JOINT)
    if joint and (joint[0].startswith("by") or re.search(r"[^\W\d]", part.text[:start])):
        start = joint.end()
    text = part.text[start:end]
    if not re.search(r"\w", text) or text.casefold() in _CONNECTING:
        return None
    return Atom(offsets=without_stop(without_emoji(part.between(start, end))).offsets, wrapped=wrapped)
