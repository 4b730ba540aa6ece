"""Inline Markdown and HTML with places: links, images, code, tags and marks of emphasis in a stretch of source.

A reader of Markdown gives a document's meaning and forgets its spelling; to write an entry back as it was, the place of
every part of it must be known. So this finds them in the source itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from html import unescape
from types import MappingProxyType

from papertrail.text.patterns import escaped

Span = tuple[int, int]

MOST_NESTED = 20
"""Brackets within one another that are followed; a stranger could nest a million."""

_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?=[\s/>])((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^\s<>]*)>")
_BARE = re.compile(r"https?://[^\s<>\"\\^`{|}]+")
_CODE = re.compile(r"(`+)(?!`)(.{1,1000}?)(?<!`)\1(?!`)", re.DOTALL)
_MARK = re.compile(r"\*{1,3}|_{1,3}|~~")
_ATTRIBUTE = re.compile(r"""\b(href|src|alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE)
_CLOSE_A = re.compile(r"</a\s*>", re.IGNORECASE)
_REFERENCE = re.compile(r"(?m)^ {0,3}\[([^\[\]^][^\[\]]{0,200})\]:[ \t]*<?([^\s<>]+)>?(?:[ \t]+[\"'(].*)?[ \t]*$")
_references: ContextVar[Mapping[str, str]] = ContextVar("references", default=MappingProxyType({}))
_NEXT = re.compile(r"[\\`!\[<*_~h]")
_PUNCTUATION = ".,;:!?'\"*_~)]"


_MOST = {"[": 400, "`": 200, "*": 1000, "_": 1000, "~": 400, "<": 2000}


def is_tame(text: str) -> bool:
    """Whether an entry is one that a person would write; another could take time with the square of its signs."""
    return len(text) <= 20_000 and all(text.count(sign) <= most for sign, most in _MOST.items())


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A part of the source: `link`, `image`, `code`, `tag`, `mark`; what is between tokens is text."""

    kind: str
    start: int
    end: int
    name: str = ""
    """Of a tag, `/` before that of a closing one; of a mark its signs; of code its content."""
    label: Span = (0, 0)
    """Of a link or an image: where its text stands, without brackets and marks around it."""
    url: str = ""
    url_at: Span = (0, 0)
    images: tuple[Token, ...] = ()
    """Those in the text of a link."""


@contextmanager
def references_of(document: str) -> Iterator[None]:
    """While this lasts, `[label][name]` is a link where the document says `[name]: address` somewhere.

    What a link means then depends on text far away from it, so it is known for the whole of a reading.
    """
    found = {_folded(match[1]): match[2] for match in reversed(list(_REFERENCE.finditer(document)))}
    before = _references.set(found)
    try:
        yield
    finally:
        _references.reset(before)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def tokens(text: str, start: int = 0, end: int | None = None, *, html: bool = False) -> list[Token]:
    """The tokens between two places; with `html` the text is HTML, where Markdown means nothing."""
    end = len(text) if end is None else end
    found: list[Token] = []
    place = start
    while place < end:
        sign = _NEXT.search(text, place, end)
        if sign is None:
            break
        place = sign.start()
        token = _token(text, place, end, html)
        if token is None and text[place] == "`":
            place += len(text[place:end]) - len(text[place:end].lstrip("`"))
        elif token is None:
            place += 2 if text[place] == "\\" and not html else 1
        else:
            found.append(token)
            place = token.end
    return found


def _token(text: str, place: int, end: int, html: bool) -> Token | None:
    match text[place]:
        case "<":
            return _tag(text, place, end)
        case "h":
            return _bare(text, place, end)
        case _ if html:
            return None
        case "`":
            code = _CODE.match(text, place, end)
            return Token(kind="code", start=place, end=code.end(), name=code[2].strip()) if code else None
        case "!" | "[":
            return _bracketed(text, place, end)
        case "*" | "_" | "~":
            mark = _MARK.match(text, place, end)
            return Token(kind="mark", start=place, end=mark.end(), name=mark[0]) if mark else None
        case _:
            return None


def _bare(text: str, place: int, end: int) -> Token | None:
    """An address that stands by itself; punctuation at its end is the sentence's."""
    found = _BARE.match(text, place, end) if place == 0 or not text[place - 1].isalnum() else None
    if found is None:
        return None
    url = found[0]
    while url and url[-1] in _PUNCTUATION and not (url[-1] == ")" and url.count("(") >= url.count(")")):
        url = url[:-1]
    if len(url) < 10:
        return None
    span = (place, place + len(url))
    return Token(kind="link", start=span[0], end=span[1], url=url, url_at=span)


def _tag(text: str, place: int, end: int) -> Token | None:
    if auto := _AUTOLINK.match(text, place, end):
        return Token(kind="link", start=place, end=auto.end(), url=auto[1], url_at=auto.span(1))
    if text.startswith("<!--", place):
        finish = text.find("-->", place + 4, end)
        return Token(kind="tag", start=place, end=finish + 3, name="!--") if finish > 0 else None
    tag = _TAG.match(text, place, end)
    if tag is None:
        return None
    name, attributes = tag[1].lower(), _attributes(text, tag)
    closing = text[place + 1] == "/"
    if name == "a" and not closing and "href" in attributes and (close := _CLOSE_A.search(text, tag.end(), end)):
        at = attributes["href"]
        inner = tokens(text, tag.end(), close.start(), html=True) if "<" in text[tag.end() : close.start()] else []
        return Token(
            kind="link", start=place, end=close.end(), label=clean(text, tag.end(), close.start(), html=True),
            url=_one_word(unescape(text[slice(*at)])), url_at=at, images=tuple(t for t in inner if t.kind == "image"),
        )  # fmt: skip
    if name == "img" and "src" in attributes:
        at = attributes["src"]
        return Token(
            kind="image", start=place, end=tag.end(), label=attributes.get("alt", (place, place)),
            url=_one_word(unescape(text[slice(*at)])), url_at=at,
        )  # fmt: skip
    return Token(kind="tag", start=place, end=tag.end(), name=("/" if closing else "") + name)


def _one_word(url: str) -> str:
    """An address as a browser takes it: line breaks and tabs within are left out."""
    return re.sub(r"[\n\r\t]", "", url).strip()


def _attributes(text: str, tag: re.Match[str]) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for attribute in _ATTRIBUTE.finditer(text, *tag.span(2)):
        group = next(number for number in (2, 3, 4) if attribute[number] is not None)
        found.setdefault(attribute[1].lower(), attribute.span(group))
    return found


def _bracketed(text: str, place: int, end: int) -> Token | None:
    """`[label](address)`, `![alt](address)`, `[![alt](image)](address)`."""
    image = text[place] == "!"
    opening = place + image
    if text[opening : opening + 1] != "[":
        return None
    closing = _closing(text, opening, end)
    if closing is None:
        return None
    target = _target(text, closing + 2, end) if text[closing + 1 : closing + 2] == "(" else None
    if target is None:
        return _by_reference(text, place, opening, closing, end)
    at, stop = target
    inner = _inner_images(text, opening + 1, closing) if not image else ()
    return Token(
        kind="image" if image else "link", start=place, end=stop, label=clean(text, opening + 1, closing),
        url=_unescaped(text[slice(*at)]), url_at=at, images=inner,
    )  # fmt: skip


_NAMED = re.compile(r"\[([^\[\]]*)\]")


def _by_reference(text: str, place: int, opening: int, closing: int, end: int) -> Token | None:
    """`[label][name]`, `[label][]` and `[name]`, where the document says what the name stands for."""
    known = _references.get()
    if not known:
        return None
    label = text[opening + 1 : closing]
    name = _NAMED.match(text, closing + 1, end)
    url = known.get(_folded((name[1] if name else "") or label))
    if url is None:
        return None
    stop = name.end() if name else closing + 1
    kind = "image" if place != opening else "link"
    span = clean(text, opening + 1, closing)
    return Token(kind=kind, start=place, end=stop, label=span, url=_unescaped(url), url_at=(-1, -1))


def _inner_images(text: str, start: int, end: int) -> tuple[Token, ...]:
    if "![" not in text[start:end] and "<img" not in text[start:end]:
        return ()
    return tuple(token for token in tokens(text, start, end) if token.kind == "image")


def _closing(text: str, opening: int, end: int) -> int | None:
    """Where the bracket that opens at `opening` is closed, in the same paragraph."""
    depth, place = 0, opening
    while place < end:
        sign = text[place]
        if sign == "\\":
            place += 1
        elif sign == "[":
            depth += 1
            if depth > MOST_NESTED:
                return None
        elif sign == "]":
            depth -= 1
            if depth == 0:
                return place
        elif sign == "\n" and text[place + 1 : place + 2] == "\n":
            return None
        place += 1
        if place - opening > 2000:
            return None
    return None


_DESTINATION = re.compile(
    r"\s*(?:<([^<>\n]*)>|((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.|\([^\s()]*\))*\))*))\s*(?:\"[^\"]*\"|'[^']*')?\s*\)"
)


def _target(text: str, start: int, end: int) -> tuple[Span, int] | None:
    found = _DESTINATION.match(text, start, min(end, start + 4000))
    if found is None:
        return None
    return found.span(1) if found[1] is not None else found.span(2), found.end()


def _unescaped(url: str) -> str:
    return unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", url)) if "\\" in url or "&" in url else url


def clean(text: str, start: int, end: int, *, html: bool = False) -> Span:
    """A span without spaces, brackets, marks and tags around what it says.

    Marks on one side alone mark a part of it, and stay.
    """
    inner = text[start:end]
    if not inner.strip():
        return start, start
    first, last = _AROUND[0].match(inner), _AROUND[1].search(inner)
    left, right = first[0] if first else "", last[0] if last else ""
    if left.count("*") + left.count("_") != right.count("*") + right.count("_"):
        first, last = _SPACES[0].match(inner), _SPACES[1].search(inner)
        left, right = first[0] if first else "", last[0] if last else ""
    begin, stop = start + len(left), end - len(right)
    return (begin, stop) if begin < stop else (start, end)


_AROUND = (
    re.compile(r"(?:\s|\\?\[|\*+|_+|<[^<>!]*>)+"),
    re.compile(r"(?:\s|\\?\]|\*+|_+|<[^<>!]*>)+$"),
)
_SPACES = re.compile(r"\s+"), re.compile(r"\s+$")


def form_of(text: str, token: Token, start: int, end: int, label: str = "{label}", url: str = "{url}") -> str:
    """How a link is spelled between two places around it, as a pattern; one by reference as if it were not."""
    if token.url_at == (-1, -1):
        return f"{escaped(text[start : token.start])}[{label}]({url}){escaped(text[token.end : end])}"
    pieces = (
        sorted([(token.label, label), (token.url_at, url)])
        if token.label[1] > token.label[0]
        else [(token.url_at, url)]
    )
    found, place = "", start
    for (begin, stop), name in pieces:
        found += escaped(text[place:begin]) + name
        place = stop
    return found + escaped(text[place:end])


def plain(text: str, *, html: bool = False) -> str:
    """What a reader sees of a stretch of source, on one line."""
    found, place = [], 0
    parts = tokens(text, html=html)
    marks = _paired(text, parts)
    for token in parts:
        found.append(_literal(text[place : token.start], html))
        if token.kind == "code":
            found.append(token.name)
        elif token.kind == "link":
            shown = text[slice(*token.label)]
            found.append(plain(shown, html=html) if shown else token.url)
        elif token.kind == "mark" and token.start not in marks:
            found.append(token.name)
        elif token.kind == "tag" and token.name in ("br", "li", "p", "div", "td", "tr"):
            found.append(" ")
        place = token.end
    found.append(_literal(text[place:], html))
    return " ".join("".join(found).split())


def _paired(text: str, found: list[Token]) -> set[int]:
    """Where the marks stand that mark something: each has its counterpart, and no underscore is within a word."""
    paired: set[int] = set()
    opened: dict[str, int] = {}
    for token in found:
        if token.kind != "mark":
            continue
        before, after = text[token.start - 1 : token.start], text[token.end : token.end + 1]
        under = token.name[0] == "_"
        if token.name in opened and before and not before.isspace() and not (under and after.isalnum()):
            paired |= {opened.pop(token.name), token.start}
        elif after and not after.isspace() and not (under and before.isalnum()):
            opened[token.name] = token.start
    return paired


def _literal(text: str, html: bool) -> str:
    if "\\" in text and not html:
        text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    return unescape(text) if "&" in text else text


def addresses(text: str, *, html: bool = False) -> Iterator[str]:
    """Every address that a stretch of source links or shows, in order."""
    for token in tokens(text, html=html):
        if token.kind in ("link", "image"):
            yield from (image.url for image in token.images)
            yield token.url
