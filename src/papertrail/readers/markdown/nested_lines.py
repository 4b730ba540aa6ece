"""Lines that are one part of an entry: keys with values, institutions, and remarks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from papertrail.readers.markdown.classify import date_of, is_label, is_venue, key_of
from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.entry_line import EntryLine
from papertrail.readers.markdown.institutions import institutions_in
from papertrail.readers.markdown.known_words import KEYS
from papertrail.readers.markdown.links import image, institution_link, label_link, title_link, venue_link
from papertrail.readers.markdown.markers import KEY
from papertrail.readers.markdown.pieces import CUSTOM, Pieces, as_piece
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.source_patterns import pattern_of
from papertrail.readers.markdown.token_context import is_image, with_brackets, without
from papertrail.readers.markdown.tokens import Token
from papertrail.readers.markdown.trials import first_answer
from papertrail.readers.markdown.trimming import clean

_KEY_WITHOUT_COLON = re.compile(r"(?P<key>[^\W\d_][\w /-]{0,30}?)(?:\s*+[:：])?+\s++(?=https?://|<http)")
_SEPARATOR = re.compile(r"(?<!\s)\s++&\s++|,\s++|(?:(?<!\s)\s++)?+[;/]\s*+")


@dataclass(frozen=True, slots=True)
class _Nested:
    """A line after the first, without its marker."""

    line: EntryLine
    number: int
    """Counted from 1, after the first line."""
    key: re.Match[str] | None

    @property
    def value(self) -> Cursor:
        """What follows the key, or all of it."""
        return self.line.cursor.at(self.key.end()) if self.key else self.line.cursor

    @property
    def part(self) -> str | None:
        """The part of an entry that the key introduces."""
        return key_of(self.key["key"]) if self.key else None


def _are_only_links(line: EntryLine, value: Cursor) -> bool:
    """Whether there are links, and no words between them."""
    return bool(line.links) and not re.search(r"\w", without(value, line.links))


def read_nested(cursor: Cursor, number: int) -> Pieces:
    """Read a nested bullet, or a further line, as one part of an entry: with a key, institutions, or a remark."""
    if cursor.start >= cursor.end:
        return ()
    return first_answer(_FORMS, _Nested(EntryLine.of(cursor), number, cursor.match(KEY))) or ()


# With a key


def _links_after_key(nested: _Nested) -> Pieces | None:
    """`Links: [Paper](url) [Code](url)`."""
    is_links = nested.key and _are_only_links(nested.line, nested.value)
    return _keyed_links(nested.line, nested.key) if nested.key and is_links else None


def _value_after_key(nested: _Nested) -> Pieces | None:
    """`Venue: OSDI 2020`."""
    part, value = nested.part, nested.value
    if part is None or value.start >= value.end:
        return None
    if part == "link":
        return _links_and_texts(nested.line, value)
    return _VALUES.get(part, _as_it_is)(part, value)


def _value_after_other_key(nested: _Nested) -> Pieces | None:
    """`**Hardware**: 8 GPUs`, a custom value: the key is emphasised but unknown."""
    key, value = nested.key, nested.value
    if key is None or nested.part or not key["open"] or value.start >= value.end:
        return None
    if nested.line.links or len(key["key"].split()) > 4:
        return None
    return as_piece(CUSTOM + key["key"].strip(), value)


def _links_and_texts(line: EntryLine, value: Cursor) -> Pieces:
    """Links and images, and the texts between them as remarks."""
    pieces: Pieces = ()
    position = value.start
    for token in line.tokens:
        if token.start < position or token.kind not in ("link", "image"):
            continue
        outer = with_brackets(value, token)
        pieces += _remark_between(value, position, outer.start)
        pieces += _image(line.add(pieces), token) if is_image(token) else label_link(outer, token)
        position = outer.end
    return pieces + _remark_between(value, position, value.end)


def _image(line: EntryLine, token: Token) -> Pieces:
    return image(line, token.images[0], outer=token) if token.images else image(line, token)


def _remark_between(value: Cursor, start: int, end: int) -> Pieces:
    text = clean(value.between(start, end))
    return as_piece("remark", text) if re.search(r"\w", text.source) else ()


def _institutions_value(part: str, value: Cursor) -> Pieces:
    parts = institutions_in(value.source) or [(0, value.end - value.start)]
    return _parts(part, value, parts)


def _keywords_value(part: str, value: Cursor) -> Pieces:
    return _parts(part, value, [word.span() for word in re.finditer(r"[^,;]+", value.source)])


def _parts(kind: str, value: Cursor, parts: list[tuple[int, int]]) -> Pieces:
    cursors = (value.between(value.start + start, value.start + end) for start, end in parts)
    return tuple(chain.from_iterable(as_piece(kind, clean(cursor)) for cursor in cursors))


def _year_value(part: str, value: Cursor) -> Pieces:
    text = plain(value)
    return as_piece(part if date_of(text) else "venue" if is_venue(text) else "remark", value)


def _remark_value(part: str, value: Cursor) -> Pieces:
    return as_piece(part, value)


def _as_it_is(part: str, value: Cursor) -> Pieces:
    return as_piece(part, clean(value))


_VALUES: Mapping[str, Callable[[str, Cursor], Pieces]] = {
    "institution": _institutions_value,
    "keyword": _keywords_value,
    "year": _year_value,
    "remark": _remark_value,
}


# Links


def _link_after_bare_key(nested: _Nested) -> Pieces | None:
    """`Paper  https://...`, a label without its colon."""
    cursor = nested.line.cursor
    key = cursor.match(_KEY_WITHOUT_COLON)
    if key is None or not _are_only_links(nested.line, cursor.at(key.end())) or not is_label(key["key"]):
        return None
    return _keyed_links(nested.line, key)


def _keyed_links(line: EntryLine, key: re.Match[str]) -> Pieces:
    label = key["key"].strip()
    part = KEYS.get(label.casefold())
    links = line.links
    if part in ("link", None) and len(links) == 1 and links[0].is_bare:
        outer = line.cursor.between(line.cursor.start, links[0].end)
        form = pattern_of(outer, [(key.span("key"), "{label}"), (links[0].url_at, "{url}")])
        return as_piece("link", outer, text=label, url=links[0].url, form=form)
    pieces = (_keyed_link(line.cursor, link, part) or _other_link(line, link, part, label) for link in links)
    return tuple(chain.from_iterable(pieces))


def _keyed_link(cursor: Cursor, link: Token, part: str | None) -> Pieces:
    """A link after a key for another part than links."""
    match part:
        case "venue":
            return venue_link(cursor, link)
        case "title":
            return title_link(cursor, link)
        case "institution":
            return institution_link(cursor, link)
        case "remark" | "authors":
            return as_piece(part, cursor.between(*link.offsets))
        case _:
            return ()


def _other_link(line: EntryLine, link: Token, part: str | None, label: str) -> Pieces:
    """A link under a label that may include the key."""
    (piece,) = label_link(with_brackets(line.cursor, link), link)
    if part is not None:
        return (piece,)
    if piece.text.startswith("http"):
        return (replace(piece, text=label),)
    if len(line.links) == 1 and not is_label(piece.text):
        return (replace(piece, text=f"{label}: {piece.text}"[:80]),)
    return (piece,)


# Without a key


def _institutions(nested: _Nested) -> Pieces | None:
    """Institutions in one of the first two lines, with or without links."""
    if nested.number > 2 or any(token.kind == "mark" for token in nested.line.tokens):
        return None
    return _linked_institutions(nested.line) if nested.line.links else _unlinked_institutions(nested.line.cursor)


def _unlinked_institutions(cursor: Cursor) -> Pieces | None:
    parts = institutions_in(cursor.source)
    return _parts("institution", cursor, parts) if parts else None


def _linked_institutions(line: EntryLine) -> Pieces | None:
    cursor, links = line.cursor, line.links
    labels = [cursor.text[slice(*link.label)] for link in links]
    if institutions_in(_with_replaced(line, labels)) is None or any(map(is_label, labels)):
        return None
    letters = _with_replaced(line, ["x" * (link.end - link.start) for link in links])  # links have no separators
    pieces: Pieces = ()
    position = cursor.start
    for separator in [*_SEPARATOR.finditer(letters), None]:
        end = cursor.start + separator.start() if separator else cursor.end
        link = next((t for t in links if position <= t.start < end), None)
        pieces += institution_link(cursor, link) if link else _if_any("institution", cursor.between(position, end))
        position = cursor.start + separator.end() if separator else end
    return pieces


def _if_any(kind: str, cursor: Cursor) -> Pieces:
    return as_piece(kind, clean(cursor)) if cursor.source.strip() else ()


def _with_replaced(line: EntryLine, texts: list[str]) -> str:
    """The line with a text in place of each link."""
    source, start = line.cursor.source, line.cursor.start
    for link, text in reversed(list(zip(line.links, texts, strict=True))):
        source = source[: link.start - start] + text + source[link.end - start :]
    return source


def _remark(nested: _Nested) -> Pieces | None:
    return as_piece("remark", nested.line.cursor)


_FORMS = (
    _links_after_key, _value_after_key, _value_after_other_key, _link_after_bare_key, _institutions, _remark,
)  # fmt: skip
