"""Patterns: the format of an entry, written by a maintainer or `papertrail import` into the topic tree.

    - **{title}**{ ({year})}{, {authors}}{ {[[{label}]]({url})| }}
      - Summary: {remark}

- `{title}` is a field of the record, or a key of its `custom`.
- Braces around text with a field are an *optional part*, which is omitted if the field is missing.
- A part or line with a repeated field (`{author}`, `{institution}`, `{keyword}`, `{remark}`, and `{label}` and `{url}`
  of links) is repeated for each value. The text after a `|` separates two values, and the
  text after a second `|` is used if there are none.
- `{url Code}` is the URL of the link labeled `Code`, which is then omitted from the other links.
- A link in Markdown or HTML without a URL, such as `[{venue}]({venue_url})`, becomes its text.
- A line is omitted if all its fields are missing.
- A full stop after a value that ends with `.`, `?` or `!` is omitted.
- A backslash before `{`, `}`, `|` or another backslash makes it text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

REPEATED = {
    "author": "authors",
    "institution": "institutions",
    "institution_url": "institutions",
    "keyword": "keywords",
    "remark": "remarks",
    "label": "links",
    "url": "links",
}
"""Fields of one item, and the field of the record with all items."""
SINGLE = (
    "name",
    "title",
    "type",
    "authors",
    "venue",
    "venue_url",
    "year",
    "date",
    "institutions",
    "keywords",
    "added",
    "number",
)
"""Other fields in patterns, in addition to `url LABEL` and the keys of `custom`."""

DEPTH = 10
"""Maximum depth of nested braces."""

ENTRIES = "{entries}"
"""The placeholder of the entries in a frame."""

_FIELD = re.compile(r"[^{}|\\\n]++(?=\})")
_SIGN = re.compile(r"\\[{}|\\]|[{}|\n]")


class PatternError(ValueError):
    """An invalid pattern; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder for a field."""

    name: str
    before: str
    """The text right before it, which tells whether it is in a URL or a quoted attribute."""

    @property
    def link(self) -> str | None:
        """The label in `url LABEL`."""
        return self.name[4:] if self.name.startswith("url ") else None


@dataclass(frozen=True, slots=True)
class OptionalPart:
    """A part that is omitted if its fields are missing."""

    items: tuple[Item, ...]
    between: str = ""
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A text that is a link if it has a URL."""

    text: Placeholder
    url: Placeholder
    pieces: tuple[str, str, str]
    """The text before, between and after the placeholders, in order of occurrence."""
    url_first: bool
    marks: tuple[str, str] = ("", "")
    """The marks of emphasis around the text, which it keeps without a URL."""


Item = str | Placeholder | OptionalPart | LinkedText


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern."""

    lines: tuple[tuple[Item, ...], ...]

    def fields(self) -> Iterator[Placeholder]:
        """Yield all placeholders, in order."""
        for line in self.lines:
            yield from _fields(line)


def _fields(items: Sequence[Item]) -> Iterator[Placeholder]:
    for item in items:
        if isinstance(item, Placeholder):
            yield item
        elif isinstance(item, LinkedText):
            yield item.text
            yield item.url
        elif isinstance(item, OptionalPart):
            yield from _fields(item.items)


@lru_cache(maxsize=1024)
def parse(text: str) -> Pattern:
    """Parse a pattern. Raises `PatternError` if it is invalid."""
    items, end = _items(text, 0, 0)
    assert end == len(text)
    items = _with_links(items)
    lines: list[list[Item]] = [[]]
    for item in items:
        if item == "\n":
            lines.append([])
        else:
            lines[-1].append(item)
    pattern = Pattern(tuple(map(tuple, lines)))
    if not any(pattern.fields()):
        raise PatternError("it contains no field; write a field name in braces: {title}")
    return pattern


def _items(text: str, start: int, depth: int) -> tuple[list[Item], int]:
    """Parse items from `start` to the end of the text or of the part; `depth` is the number of open braces."""
    if depth > DEPTH:
        raise PatternError(f"braces are nested more than {DEPTH} levels deep; write \\{{ for a literal brace")
    inner = depth > 0
    items: list[Item] = []
    place = start

    def add(literal: str) -> None:
        if items and isinstance(items[-1], str) and "\n" not in (literal, items[-1]):
            items[-1] += literal
        elif literal:
            items.append(literal)

    while place < len(text):
        match = _SIGN.search(text, place)
        if match is None:
            add(text[place:])
            return items, _ended(text, inner)
        add(text[place : match.start()])
        place = match.end()
        sign = match[0]
        if sign[0] == "\\":
            add(sign[1])
        elif sign == "{":
            item, place = _braces(text, place, _before(items), depth)
            items.append(item)
        elif inner and sign in "}|":
            return items, match.start()
        elif sign == "}":
            raise PatternError(f"unmatched }} after {text[: match.start()][-20:]!r}; write \\}} for a literal brace")
        else:
            add(sign)
    return items, _ended(text, inner)


def _ended(text: str, inner: bool) -> int:
    if inner:
        raise PatternError("missing closing brace; write \\{ for a literal brace")
    return len(text)


def _before(items: list[Item]) -> str:
    last = items[-1] if items else ""
    return last[-8:] if isinstance(last, str) else ""


def _braces(text: str, start: int, before: str, depth: int) -> tuple[Item, int]:
    """Parse a placeholder or a part whose opening brace is right before `start`."""
    if field := _FIELD.match(text, start):
        return Placeholder(field[0].strip(), before), field.end() + 1
    items, place = _items(text, start, depth + 1)
    ends: list[str] = []
    while text[place] == "|":
        literal, place = _items(text, place + 1, depth + 1)
        if not all(isinstance(item, str) for item in literal) or len(ends) == 2:
            raise PatternError("only text can follow a | in braces; write \\| for a literal |")
        ends.append("".join(item for item in literal if isinstance(item, str)))
    if not any(_fields(items)):
        raise PatternError(f"no field in the braces around {text[start:place]!r}; write \\{{ for a literal brace")
    return OptionalPart(tuple(_with_links(items)), *ends), place + 1


_LINKS = (("[", "](", ")", False), ('<a href="', '">', "</a>", True))


def _with_links(items: list[Item]) -> list[Item]:
    """Return items with each text and URL that form a link replaced by a `LinkedText`."""
    joined: list[Item] = list(items)
    for place in range(len(joined) - 4):
        one, first, two, second, three = joined[place : place + 5]
        if not (isinstance(first, Placeholder) and isinstance(second, Placeholder)):
            continue
        if not (isinstance(one, str) and isinstance(two, str) and isinstance(three, str)):
            continue
        before, between = one.rstrip("*_"), two.lstrip("*_")
        marks = (one[len(before) :], two[: len(two) - len(between)])
        for opening, middle, closing, url_first in _LINKS:
            if before.endswith(opening) and between == middle and three.startswith(closing):
                text, url = (second, first) if url_first else (first, second)
                linked = LinkedText(text, url, (opening, middle, closing), url_first, marks)
                joined[place : place + 5] = [before.removesuffix(opening), linked, "", "", three.removeprefix(closing)]
    return [item for item in joined if item != ""]


def outer(text: str) -> str:
    """Escape text for a pattern outside of braces, where `|` has no meaning."""
    return re.sub(r"[{}]|\\(?=[{}|\\]|$)", r"\\\g<0>", text)


def escaped(text: str) -> str:
    r"""Escape text for a pattern inside braces.

    >>> print(escaped("{a|b}"), escaped("["))
    \{a\|b\} [
    """
    return re.sub(r"[{}|]|\\(?=[{}|\\]|$)", r"\\\g<0>", text)


def first_line(pattern: str) -> int:
    """Return the end of the first line of a pattern, ignoring line breaks inside braces."""
    depth = 0
    for sign in _SIGN.finditer(pattern):
        depth += (sign[0] == "{") - (sign[0] == "}")
        if sign[0] == "\n" and depth == 0:
            return sign.start()
    return len(pattern)


@dataclass(frozen=True, slots=True)
class Spelling:
    """The values for the placeholders of a pattern; missing values are empty."""

    one: Callable[[Placeholder], str]
    """Gives a field of the record, or a key of `custom`."""
    many: Callable[[str], Sequence[Callable[[Placeholder], str]]]
    """For `authors`, `institutions`, `keywords`, `remarks` or `links`, gives a function from placeholder to value per
    item.
    """


def fill(pattern: Pattern, spelling: Spelling) -> str:
    """Return the entry of a pattern."""
    lines = []
    for line in pattern.lines:
        kind = _repeated(line)
        if kind:
            lines += [text for item in spelling.many(kind) if (text := _line(line, spelling, item)) is not None]
        elif (text := _line(line, spelling, None)) is not None:
            lines.append(text)
    return "\n".join(lines)


def _repeated(items: Sequence[Item]) -> str | None:
    named = (
        item.text if isinstance(item, LinkedText) else item
        for item in items
        if isinstance(item, Placeholder | LinkedText)
    )
    return next((name for item in named if (name := REPEATED.get(item.name))), None)


def _line(line: Sequence[Item], spelling: Spelling, item: Callable[[Placeholder], str] | None) -> str | None:
    texts = [_text(part, spelling, item) for part in line]
    shown = [text for part, text in zip(line, texts, strict=True) if not isinstance(part, str)]
    return _joined(line, texts) if not shown or any(shown) else None


def _text(item: Item, spelling: Spelling, one: Callable[[Placeholder], str] | None) -> str:
    match item:
        case str():
            return item
        case Placeholder():
            return one(item) if one and item.name in REPEATED else spelling.one(item)
        case LinkedText():
            return _linked(item, spelling, one)
        case OptionalPart():
            return _part(item, spelling, one) or item.otherwise


def _linked(item: LinkedText, spelling: Spelling, one: Callable[[Placeholder], str] | None) -> str:
    text, url = _text(item.text, spelling, one), _text(item.url, spelling, one)
    first, middle, last = item.pieces
    text = f"{item.marks[0]}{text}{item.marks[1]}" if text else ""
    if not text or not url:
        return text
    return f"{first}{url}{middle}{text}{last}" if item.url_first else f"{first}{text}{middle}{url}{last}"


def _part(part: OptionalPart, spelling: Spelling, one: Callable[[Placeholder], str] | None) -> str:
    kind = _repeated(part.items)
    if kind and one is None:
        texts = (_whole(part.items, spelling, item) for item in spelling.many(kind))
        return part.between.join(text for text in texts if text)
    return _whole(part.items, spelling, one)


def _whole(items: Sequence[Item], spelling: Spelling, one: Callable[[Placeholder], str] | None) -> str:
    """Return the text of a part; empty if one of its own fields is missing, or all of its parts are."""
    texts = [_text(item, spelling, one) for item in items]
    fields = [text for item, text in zip(items, texts, strict=True) if isinstance(item, Placeholder | LinkedText)]
    parts = [text for item, text in zip(items, texts, strict=True) if isinstance(item, OptionalPart)]
    return _joined(items, texts) if all(fields) and (fields or any(parts)) else ""


def _joined(items: Sequence[Item], texts: Sequence[str]) -> str:
    """Join the texts of items. A sentence that ends with its own mark has no full stop in addition."""
    joined = ""
    for item, text in zip(items, texts, strict=True):
        ends = isinstance(item, str) and joined.endswith(("?", "!", ".")) and text.startswith(".")
        joined += text[1:] if ends and not text.startswith("..") else text
    return joined
