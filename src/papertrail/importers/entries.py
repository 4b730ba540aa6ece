"""An entry of a list or a paragraph: title, venue, authors, links and remarks, wherever they stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from papertrail.importers.inline import Span, Token, clean, form_of, plain, tokens
from papertrail.importers.reading import Pieces, Reading, Unit
from papertrail.importers.words import (
    KEYS,
    date_of,
    institutions_in,
    is_authors,
    is_label,
    is_person,
    is_venue,
    key_of,
)

HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
"""The marker of a heading, where one is the title of an entry."""
_NUMBER = re.compile(r"\[\d{1,4}\]\s+")
BULLET = re.compile(r"(?P<indent>[ \t]*)(?P<marker>[-*+]|\d{1,9}[.)])(?P<space>[ \t]+|$)")
_TASK = re.compile(r"\[[ xX]\]\s+")
_KEY = re.compile(
    r"(?P<open>[*_]{0,3})(?P<key>[^\W\d_][\w /&;.'-]{0,30}?)(?P<close>[*_]{0,3})"
    r"\s{0,2}(?P<colon>[:：])(?P<after>[*_]{0,3})(?=\s|\[|h|<|\\|$)\s*"
)
_QUOTED = re.compile(r"[\"“](?P<title>[^\"“”]{4,400})[\"”]")
_GROUP = re.compile(r"\((?P<round>[^()]*(?:\([^()]*\)[^()]*)*)\)|(?<!\\)\[(?P<square>[^\[\]]*)\](?!\()")
_CODE = re.compile(r"`([^`]{2,60})`")
_EDGE = " \t\n.,;:|/–—-·•*_<>"
_STARS = re.compile(r"(?:[★☆⭐🌟✨🔥👍]️?\s*)+|(?::(?:star|fire|\+1)2?:\s*)+")
_SEPARATED = re.compile(r"\s+[-–—|]\s+|(?<=[^A-Z\s]{2}[.?!])\s+|\s*[;；]\s*")


def read_entry(text: str) -> Reading:
    """Read an entry: a list item with what is nested in it, or a paragraph with the bullets below it."""
    spans = list(_lines(text))
    first, rest = spans[0], spans[1:]
    by_line = _keyed_lines(text, first) or (not BULLET.match(text, first[0]) and _line_oriented(text, first))
    units: list[Unit] = []
    if by_line:
        lines = list(_split(text, first))
        units.append(_head(text, lines[0]))
        units += [_below(text, line, units, number) for number, line in enumerate(lines[1:], 1)]
    else:
        units.append(_head(text, first))
    for number, span in enumerate(rest, 1):
        units.append(_below(text, span, units, number))
    return Reading(text=text, units=tuple(units))


def _lines(text: str) -> Iterator[Span]:
    """The head, and each bullet nested below it, with the lines that continue it.

    A blank line, a quotation and a fence of code end what stands before them.
    """
    start = place = 0
    blank = fenced = False
    for number, line in enumerate(text.split("\n")):
        fence = _FENCE.match(line)
        breaks = blank or BULLET.match(line) or _QUOTE.match(line) or fence
        if number and line.strip() and breaks and not fenced:
            yield start, _trimmed(text, start, place)
            start = place
        fenced = fenced != bool(fence)
        blank = not line.strip()
        place += len(line) + 1
    yield start, _trimmed(text, start, len(text))


_QUOTE = re.compile(r"\s*>")
_FENCE = re.compile(r"\s*(?:```|~~~)")


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[min(end, len(text)) - 1] in "\n":
        end -= 1
    return min(end, len(text))


def _split(text: str, span: Span) -> Iterator[Span]:
    place = span[0]
    for line in text[slice(*span)].split("\n"):
        if line.strip():
            yield place, place + len(line)
        place += len(line) + 1


_COMPLETE = re.compile(r"\]\([^()\s]*\)(?:\\?\])?$|\([*_]?[A-Z][^()]{1,60}\d[*_]?\)$")
"""A first line that ends with a link, or with a venue in brackets: what follows is no part of its sentence."""


def _line_oriented(text: str, span: Span) -> bool:
    """Whether each line of a paragraph says one thing: some line is nothing but an address, a date or a venue."""
    lines = [text[slice(*line)].strip() for line in _split(text, span)]
    if len(lines) < 2:
        return False
    if _COMPLETE.search(lines[0]):
        return True
    return "](" not in lines[0] and any(
        re.fullmatch(r"<?https?://\S+", line) or is_venue(line) or _is_keyed(line) for line in lines[1:]
    )


def _keyed_lines(text: str, span: Span) -> bool:
    """Whether at least two lines begin with a key that is known: `**Title:** ...`, `**Authors:** ...`."""
    lines = [text[slice(*_content(text, line))] for line in _split(text, span)]
    return sum(_is_keyed(line) for line in lines) >= 2


def _is_keyed(line: str) -> bool:
    key = _KEY.match(line)
    return key is not None and (key_of(key["key"]) is not None or bool(key["open"]))


def _content(text: str, span: Span) -> Span:
    """A line without its marker and check box."""
    start, end = span
    if bullet := BULLET.match(text, start, end):
        start = bullet.end()
        if task := _TASK.match(text, start, end):
            start = task.end()
    elif (mark := HEADING.match(text, start, end)) or (mark := _NUMBER.match(text, start, end)):
        start = mark.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


# The first line


def _head(text: str, span: Span) -> Unit:
    pieces = Pieces(text, html=False)
    start, end = _content(text, span)
    key = _KEY.match(text, start, end)
    if key and key_of(key["key"]) == "title" and key.end() < end:
        start = key.end()
    found = [token for token in tokens(text, start, end) if token.kind in ("link", "image", "mark", "tag")]
    place = _title(pieces, found, start, end)
    others(pieces, found, place, end)
    return pieces.unit(*span)


def _title(pieces: Pieces, found: list[Token], start: int, end: int) -> int:
    """Find the title; returns where the text after it begins. What stands before it is read too."""
    text = pieces.source
    place = start
    while place < end:  # what may stand before a title: a badge, a link to the paper, a year or a venue in brackets
        token = next((t for t in found if t.start >= place), None)
        gap = text[place : token.start if token else end]
        code = _CODE.match(text, _skip(text, place, end), end)
        if code and (is_venue(code[1]) or date_of(code[1])) and (token is None or code.end() <= token.start):
            pieces.add("year" if date_of(code[1]) else "venue", *code.span(1))
            place = code.end()
            continue
        group = _GROUP.match(text, _skip(text, place, end), end)
        if group and (token is None or group.start() <= token.start) and _tagged(pieces, group):
            place = group.end()
        elif token and token.kind == "image" and not re.search(r"\w", gap):
            image_piece(pieces, token)
            place = token.end
        elif token and token.kind == "link" and not re.search(r"\w", gap) and token.images:
            image_piece(pieces, token.images[0], outer=token)
            place = token.end
        elif (
            token and token.kind == "link" and not re.search(r"\w", gap) and _is_label(text, token) and token.end < end
        ):
            if not any(re.search(r"\w\w", text[token.end : end]) for _ in (0,)):
                break
            _link(pieces, token)
            place = _wrapped(text, token, start, end)[1]
        else:
            break
    at = _skip(text, place, end)
    token = next((t for t in found if t.start >= at), None)
    if token and token.start == at and token.kind == "mark" and (strong := _marked(text, token, found, end)):
        inner, stop = strong
        if (
            is_venue(text[slice(*inner)])
            and re.search(r"\w\w", text[stop:end].split("](")[0])
            and not _link_within(found, *inner)
        ):
            pieces.add("venue", *clean(text, *inner))
            return _title(pieces, [t for t in found if t.start >= stop], stop, end)
        if link := _link_within(found, *inner):
            _title_link(pieces, link)
        else:
            pieces.add("title", *_without_stop(text, clean(text, *inner)))
        return stop
    if token and token.start == at and token.kind == "link" and token.label[1] > token.label[0]:
        _title_link(pieces, token)
        return token.end
    if later := _later_title(pieces, found, at, end):
        return later
    if (quoted := _QUOTED.search(text, at, end)) and _before_quote(text[at : quoted.start()]):
        if authors := text[at : quoted.start()].strip(" ,.:"):
            begin = text.index(authors, at)
            pieces.add("authors", begin, begin + len(authors))
        title = quoted["title"].rstrip(" ,")
        pieces.add("title", quoted.start("title"), quoted.start("title") + len(title))
        return quoted.end()
    return _plain_title(pieces, found, at, end)


def _later_title(pieces: Pieces, found: list[Token], start: int, end: int) -> int | None:
    """A linked or bold title behind the authors, or behind a word such as `Paper:`; returns where it ends."""
    text = pieces.source
    token = next((t for t in found if t.start > start and t.kind in ("link", "mark")), None)
    if token is None:
        return None
    before = text[start : token.start]
    key = _KEY.fullmatch(before.strip() + " ")
    people = is_authors(before) or (before.rstrip().endswith((".", ",", ":")) and is_person(before))
    if not people and not (key and is_label(key["key"])):
        return None
    inner = _marked(text, token, found, end) if token.kind == "mark" else None
    shown = plain(text[slice(*inner[0])] if inner else text[slice(*token.label)])
    if len(shown.split()) < 3 or is_label(shown) or is_venue(shown) or is_authors(shown):
        return None
    if people:
        at = _stripped(text, start, token.start)
        pieces.add("authors", at[0], _with_period(text, at[1], token.start, name=True))
    if inner is None:
        _title_link(pieces, token)
        return token.end
    if link := _link_within(found, *inner[0]):
        _title_link(pieces, link)
    else:
        pieces.add("title", *clean(text, *inner[0]))
    return inner[1]


def _before_quote(text: str) -> bool:
    bare = text.strip(" ,.:")
    return not bare or is_authors(text) or (len(bare.split()) <= 4 and all(word[0].isupper() for word in bare.split()))


def _skip(text: str, place: int, end: int) -> int:
    """Past spaces and signs that are neither words nor marks of Markdown."""
    while place < end and not (text[place].isalnum() or text[place] in "[(*_!<\"“{`'‘$\\"):
        place += 1
    return place


def _tagged(pieces: Pieces, group: re.Match[str]) -> bool:
    """A year or a venue in brackets before the title."""
    name = "round" if group["round"] is not None else "square"
    inner = clean(pieces.source, *group.span(name))
    shown = pieces.source[slice(*inner)]
    if date_of(shown):
        pieces.add("year", *inner)
    elif is_venue(shown):
        pieces.add("venue", *inner)
    else:
        return False
    return True


def _marked(text: str, token: Token, found: list[Token], end: int) -> tuple[Span, int] | None:
    """What stands between a mark of emphasis and its counterpart, and where that ends."""
    for other in found:
        if other.start > token.start and other.kind == "mark" and other.name == token.name:
            return (token.end, other.start), other.end
    return None


def _without_stop(text: str, span: Span) -> Span:
    """A span in marks without the full stop that ends it: it ends the sentence, and is no part of a name."""
    said = text[slice(*span)]
    ends = said.endswith(".") and not said.endswith("..") and not re.search(r"\b(?:al|etc|[A-Z]|Jr|Sr|Inc)\.$", said)
    return (span[0], span[1] - 1) if ends and len(said) > 2 else span


def _link_within(found: list[Token], start: int, end: int) -> Token | None:
    return next((t for t in found if t.kind == "link" and start <= t.start and t.end <= end), None)


def _title_link(pieces: Pieces, token: Token) -> None:
    text = pieces.source
    pieces.add(
        "title", token.start, token.end, text=plain(text[slice(*token.label)]), url=token.url,
        form=form_of(text, token, token.start, token.end, "{title}", "{url Paper}"),
    )  # fmt: skip


def _plain_title(pieces: Pieces, found: list[Token], start: int, end: int) -> int:
    """A title without marks: up to the first link, or what stands in brackets and is a venue or a year."""
    text = pieces.source
    stop = end
    for token in found:
        if token.start < start:
            continue
        if token.kind in ("link", "image"):
            stop = _wrapped(text, token, start, end)[0]
            break
        if token.kind == "tag" and token.name == "br":
            stop = token.start
            break
        if token.kind == "mark" and (inner := _marked(text, token, found, end)):
            said = text[slice(*inner[0])]
            if (
                is_venue(said)
                or is_authors(said)
                or not text[inner[1] : end].strip(" .")
                or "](" in text[inner[1] : inner[1] + 80]
            ):
                stop = token.start
                break
    for group in _GROUP.finditer(text, start, stop):
        said = (group["round"] or group["square"] or "").strip(" *_")
        if group.start() > start and (date_of(said) or is_venue(said) or _listed_date(said)):
            stop = group.start()
            break
    if stop < end and text[stop : stop + 2] not in ("(*", "(_") and text[start:stop].rstrip().endswith(("(", "[")):
        stop = start + len(text[start:stop].rstrip(" ([\\"))
    begin, finish = start, start + len(text[start:stop].rstrip(" \t\n,;:|–—-(["))
    finish = max(finish, begin)
    if text[begin:finish].endswith("\\"):
        finish -= 1
    parts = _citation(text, begin, finish)
    if parts:
        pieces.add("title", *parts[0])
        return parts[0][1]
    pieces.add("title", begin, finish)
    return finish


_LONG = 2000
"""Characters beyond which nothing is title, authors and venue in one sentence."""


def _citation(text: str, start: int, end: int) -> tuple[Span] | None:
    """`Title. Authors. Venue` and `Title, Authors, Venue` without any marks: the title alone."""
    separators = re.finditer(r"\.\s+|,\s+|\s+[-–—]\s+|\s+by\s+", text[start : min(end, start + _LONG)])
    for separator in islice(separators, 20):
        rest = text[start + separator.end() : end]
        after = start + separator.end()
        named = re.search(r"\bet al\b|[A-Z]\. [A-Z]", rest) and is_authors(re.split(r"\.\s|\s[-–—]\s", rest)[0])
        if is_authors(rest) or named or _authors_and_venue(text, after, after + len(rest.rstrip(" .,"))):
            stop = start + separator.start()
            return ((start, stop),) if len(text[start:stop].split()) >= 2 else None
    return None


def _listed_date(text: str) -> bool:
    return bool(re.search(r",\s*(?:[A-Z][a-z]{2,8}\.? )?(?:19|20)\d\d$", text))


# What follows the title


def others(pieces: Pieces, found: list[Token], start: int, end: int) -> None:
    """Read what stands beside a title: links, images, venue, authors, dates, and what is left as remarks."""
    text = pieces.source
    place = start
    marks = [token for token in found if token.kind == "mark"]
    for token in found:
        if token.start < place:
            continue
        if token.kind == "link":
            outer = _wrapped(text, token, place, end)
            _gap(pieces, marks, place, outer[0])
            if token.images:
                image_piece(pieces, token.images[0], outer=token)
                place = token.end
            elif _venue_link(pieces, token):
                place = token.end
            else:
                _link(pieces, token, outer)
                place = outer[1]
        elif token.kind == "image":
            _gap(pieces, marks, place, token.start)
            image_piece(pieces, token)
            place = token.end
        elif token.kind == "tag":
            _gap(pieces, marks, place, token.start)
            place = token.end
    _gap(pieces, marks, place, end)


def _wrapped(text: str, token: Token, start: int, end: int) -> Span:
    """A link with the brackets right around it: `\\[[Paper](url)\\]`, `([Paper](url))`."""
    for opening, closing in (("\\[", "\\]"), ("[", "]"), ("(", ")"), ("**[", "]**"), ("`", "`")):
        begin = token.start - len(opening)
        if begin >= start and text.startswith(opening, begin) and text.startswith(closing, token.end):
            if opening == "[" and text[begin - 1 : begin] == "\\":
                continue
            return begin, token.end + len(closing)
    return token.start, token.end


def _is_label(text: str, token: Token) -> bool:
    return is_label(plain(text[slice(*token.label)]))


def _venue_link(pieces: Pieces, token: Token) -> bool:
    text = pieces.source
    label = plain(text[slice(*token.label)])
    dated = re.search(r"\d{2}", label) is not None
    if not is_venue(label) or (is_label(label) and not dated) or any(p.kind == "venue" for p in pieces.found):
        return False
    around = text[token.start - 1 : token.start] + text[token.end : token.end + 1]
    if around not in ("()", "**", "__") and not re.search(r"\d{2}", label):
        return False
    pieces.add(
        "venue", token.start, token.end, text=label, url=token.url,
        form=form_of(text, token, token.start, token.end, "{venue}", "{venue_url}"),
    )  # fmt: skip
    return True


def _link(pieces: Pieces, token: Token, outer: Span | None = None) -> None:
    text = pieces.source
    outer = outer or _wrapped(text, token, 0, len(text))
    label = plain(text[slice(*token.label)]).strip("[]()\\ :") if token.label[1] > token.label[0] else ""
    bare = token.label[1] <= token.label[0]
    pieces.add(
        "link", *outer, text=label or "Paper", url=token.url,
        form=form_of(text, token, *outer) if not bare else form_of(text, token, *outer, url="{url}"),
    )  # fmt: skip


def image_piece(pieces: Pieces, token: Token, outer: Token | None = None) -> None:
    """A badge or a picture: its address is kept as a text, since no record shows images."""
    text = pieces.source
    label = plain(text[slice(*token.label)])[:30].strip() or "Image"
    key = re.sub(r"[{}|\\:]", " ", label).strip() or "Image"
    number = sum(piece.kind.startswith(f"custom {key}") for piece in pieces.found)
    key = f"{key} {number + 1}" if number else key
    whole = outer or token
    form = escaped_with(
        text,
        whole.start,
        whole.end,
        [(token.url_at, "{" + key + "}")] + ([(outer.url_at, "{url " + label + "}")] if outer else []),
    )
    pieces.add(f"custom {key}", token.start, token.end, text=token.url, form=form)
    pieces.found[-1] = replace(pieces.found[-1], start=whole.start, end=whole.end)
    if outer:
        pieces.add("link", whole.end - 1, whole.end, text=label, url=outer.url, form="")


def escaped_with(text: str, start: int, end: int, places: list[tuple[Span, str]]) -> str:
    """Source as a pattern in which some places are fields."""
    from papertrail.patterns import escaped

    found, place = "", start
    for (begin, stop), name in sorted(places):
        found += escaped(text[place:begin]) + name
        place = stop
    return found + escaped(text[place:end])


def _gap(pieces: Pieces, marks: list[Token], start: int, end: int) -> None:
    """Read the text between two links: groups in brackets, marked text, and what is left."""
    text = pieces.source
    whole = _stripped(text, start, end)
    said = text[slice(*whole)]
    if said.count("(") and said[0] not in "([" and text[whole[0] - 1] not in "*_" and is_venue(said):
        pieces.add("venue", whole[0], _closed(text, whole, end))
        return
    place = start
    while place < end:
        group = _GROUP.search(text, place, end)
        mark = next((t for t in marks if t.start >= place and t.end <= end), None)
        inner = _marked(text, mark, marks, end) if mark else None
        if inner and inner[1] > end:
            inner = None
        if group and (inner is None or mark is None or group.start() < mark.start):
            _words(pieces, place, group.start())
            _group(pieces, group)
            place = group.end()
        elif inner and mark:
            _words(pieces, place, mark.start)
            _emphasis(pieces, mark, *inner)
            place = inner[1]
        else:
            _words(pieces, place, end)
            place = end


def _closed(text: str, span: Span, end: int) -> int:
    """The end of a span, with the bracket that closes one within it."""
    unclosed = text[slice(*span)].count("(") - text[slice(*span)].count(")")
    return span[1] + 1 if unclosed > 0 and text[span[1] : end][:1] == ")" else span[1]


def _group(pieces: Pieces, group: re.Match[str]) -> None:
    name = "round" if group["round"] is not None else "square"
    inner = clean(pieces.source, *group.span(name))
    shown = plain(pieces.source[slice(*inner)])
    if not shown:
        return
    if date_of(shown) and not _has(pieces, "year"):
        pieces.add("year", *inner)
    elif is_venue(shown) or _listed_date(shown):
        pieces.add("venue", *inner)
    elif is_authors(shown) and not _has(pieces, "authors"):
        pieces.add("authors", *inner)
    else:
        pieces.add("remark", group.start(), group.end())


def _unwrapped(text: str, span: Span) -> Span:
    """A span without the brackets around all of it."""
    said = text[slice(*span)]
    return (span[0] + 1, span[1] - 1) if said[:1] + said[-1:] in ("()", "[]") and said.count(said[0]) == 1 else span


def _emphasis(pieces: Pieces, mark: Token, inner: Span, stop: int) -> None:
    at = _unwrapped(pieces.source, clean(pieces.source, *inner))
    shown = plain(pieces.source[slice(*at)])
    if not shown:
        return
    if date_of(shown) and not _has(pieces, "year"):
        pieces.add("year", *at)
    elif (is_authors(shown) or is_person(shown)) and not _has(pieces, "authors"):
        pieces.add("authors", *_without_stop(pieces.source, at))
    elif is_venue(shown):
        pieces.add("venue", *_without_stop(pieces.source, at))
    else:
        pieces.add("remark", mark.start, stop)


def _has(pieces: Pieces, kind: str) -> bool:
    return any(piece.kind == kind for piece in pieces.found)


def _words(pieces: Pieces, start: int, end: int) -> None:
    """Text without any marks: authors, a venue, a year, or else a remark."""
    text = pieces.source
    if stars := _STARS.search(text, start, end):
        _words(pieces, start, stars.start())
        pieces.add("custom Rating", *_stripped_space(text, *stars.span()))
        _words(pieces, stars.end(), end)
        return
    begin, stop = _stripped(text, start, end)
    if begin >= stop:
        return
    shown = text[begin:stop]
    if shown.casefold() in ("in", "by", "and", "at", "from", "to appear in"):
        return  # it only joins what is around it
    key = _KEY.match(text, begin, stop)
    kind = key_of(key["key"]) if key else None
    if key and kind and kind != "title" and key.end() < stop:
        begin = key.end()
        shown = text[begin:stop]
        if kind in ("venue", "authors", "year", "remark"):
            pieces.add(kind if kind != "year" or date_of(shown) else "remark", begin, stop)
            return
    if date_of(shown):
        pieces.add("year" if not _has(pieces, "year") else "remark", begin, stop)
    elif split := _authors_and_venue(text, begin, stop):
        for kind, at in zip(("authors", "venue"), split, strict=False):
            pieces.add(kind, *at)
    elif (is_authors(shown) or is_person(shown)) and not _has(pieces, "authors"):
        pieces.add("authors", begin, _with_period(text, stop, end, name=True))
    elif is_venue(shown):
        pieces.add("venue", begin, stop)
    else:
        pieces.add("remark", begin, _with_period(text, stop, end))


def _with_period(text: str, stop: int, end: int, *, name: bool = False) -> int:
    """A full stop at the end of `et al.`, of an initial or of a sentence is part of it; that behind names is not."""
    if not text[stop:end].startswith("."):
        return stop
    return stop if name and not re.search(r"\b(?:al|etc|[A-Z]|Jr|Sr)$", text[:stop]) else stop + 1


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return (start, end) if re.search(r"\w", text[start:end]) else (start, start)


def _stripped_space(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _authors_and_venue(text: str, start: int, end: int) -> tuple[Span, Span] | None:
    """`J. Yosinski et al., NIPS 2014`, `Sina Lin, Alex Aiken. ICML 2018`."""
    if end - start > _LONG:
        return None
    separators = re.finditer(r"(?<=et al)\.?,?\s+|\.\s+|,\s+|\s+[-–—|]\s+|\s+(?=in )", text[start:end])
    for separator in sorted(separators, key=lambda found: -found.start()):
        first = (start, start + separator.start())
        second = (start + separator.end(), end)
        people = text[slice(*first)]
        if is_venue(text[slice(*second)]) and (is_authors(people) or is_person(people)):
            return first, second
    return None


# The lines below


def _below(text: str, span: Span, above: list[Unit], number: int) -> Unit:
    """A nested bullet, or a further line: authors with their venue, institutions, links, or a remark."""
    pieces = Pieces(text, html=False)
    start, end = _content(text, span)
    if start >= end:
        return pieces.unit(*span)
    known = {piece.kind for unit in above for piece in unit.pieces}
    key = _KEY.match(text, start, end)
    kind = key_of(key["key"]) if key else None
    found = [token for token in tokens(text, start, end) if token.kind in ("link", "image", "mark", "tag")]
    links = [token for token in found if token.kind == "link"]
    if key and links and not re.search(r"\w", _without(text, links, key.end(), end)):
        _keyed_links(pieces, key, links, start, end)
    elif key and kind and key.end() < end:
        _keyed(pieces, kind, key, found, end)
    elif key and not kind and key["open"] and key.end() < end and len(key["key"].split()) <= 4 and not links:
        pieces.add(f"custom {key['key'].strip()}", key.end(), end)
    elif (
        not key
        and len(links) >= 1
        and not re.search(r"\w", _without(text, links, start, end))
        and all(_is_short(text, t) for t in links)
    ):
        others(pieces, found, start, end)
    elif loose := _loose_link(text, links, start, end):
        _keyed_links(pieces, loose, links, start, end)
    else:
        _statement(pieces, found, start, end, known, number)
    return pieces.unit(*span)


def _is_short(text: str, token: Token) -> bool:
    label = plain(text[slice(*token.label)])
    return not label or len(label.split()) <= 5


_LOOSE = re.compile(r"(?P<key>[^\W\d_][\w /-]{0,30}?)\s*(?P<colon>[:：]?)\s+(?=https?://|<http)")


def _loose_link(text: str, links: list[Token], start: int, end: int) -> re.Match[str] | None:
    """`Paper  https://...`: a label without its colon."""
    found = _LOOSE.match(text, start, end)
    if found and links and not re.search(r"\w", _without(text, links, found.end(), end)) and is_label(found["key"]):
        return found
    return None


def _without(text: str, found: list[Token], start: int, end: int) -> str:
    kept, place = "", start
    for token in found:
        if token.start >= place:
            kept += text[place : token.start]
            place = token.end
    return kept + text[place:end]


def _keyed_links(pieces: Pieces, key: re.Match[str], links: list[Token], start: int, end: int) -> None:
    """`Code: https://...`, `Links: [Paper](..) [Code](..)`."""
    text = pieces.source
    named = KEYS.get(key["key"].strip().casefold())
    if named in ("link", None) and len(links) == 1 and links[0].label[1] <= links[0].label[0]:
        label = key["key"].strip()
        form = escaped_with(text, start, links[0].end, [(key.span("key"), "{label}"), (links[0].url_at, "{url}")])
        pieces.add("link", start, links[0].end, text=label, url=links[0].url, form=form)
        return
    label = key["key"].strip()
    for token in links:
        if named == "venue":
            _venue_piece(pieces, token)
        elif named == "title":
            _title_link(pieces, token)
        elif named == "institution":
            _institution_link(pieces, token)
        elif named in ("remark", "authors"):
            pieces.add(named, token.start, token.end)
        else:
            before = len(pieces.found)
            _link(pieces, token, _wrapped(text, token, start, end))
            shown = pieces.found[before].text
            if named is None and shown.startswith("http"):
                pieces.found[before] = replace(pieces.found[before], text=label)
            elif named is None and len(links) == 1 and not is_label(shown):
                pieces.found[before] = replace(pieces.found[before], text=f"{label}: {shown}"[:80])


def _venue_piece(pieces: Pieces, token: Token) -> None:
    text = pieces.source
    pieces.add(
        "venue", token.start, token.end, text=plain(text[slice(*token.label)]) or token.url, url=token.url,
        form=form_of(text, token, token.start, token.end, "{venue}", "{venue_url}"),
    )  # fmt: skip


def _institution_link(pieces: Pieces, token: Token) -> None:
    text = pieces.source
    pieces.add(
        "institution", token.start, token.end, text=plain(text[slice(*token.label)]), url=token.url,
        form=form_of(text, token, token.start, token.end, "{institution}", "{institution_url}"),
    )  # fmt: skip


def _keyed(pieces: Pieces, kind: str, key: re.Match[str], found: list[Token], end: int) -> None:
    text = pieces.source
    start = key.end()
    if kind == "institution":
        for at in institutions_in(text[start:end]) or [(0, end - start)]:
            pieces.add("institution", *clean(text, start + at[0], start + at[1]))
    elif kind == "keyword":
        for word in re.finditer(r"[^,;]+", text[start:end]):
            pieces.add("keyword", *clean(text, start + word.start(), start + word.end()))
    elif kind == "year":
        shown = plain(text[start:end])
        pieces.add("year" if date_of(shown) else "venue" if is_venue(shown) else "remark", start, end)
    elif kind == "link":
        others(pieces, found, start, end)
    elif kind == "remark":
        pieces.add("remark", start, end)
    else:
        pieces.add(kind, *clean(text, start, end))


def _statement(pieces: Pieces, found: list[Token], start: int, end: int, known: set[str], number: int) -> None:
    """A line without a key."""
    text = pieces.source
    shown = plain(text[start:end])
    links = [token for token in found if token.kind == "link"]
    if not links and (split := _people_and_group(text, start, end)):
        people, group = split
        inner = clean(text, *group)
        pieces.add("authors", *people)
        pieces.add("venue" if not date_of(text[slice(*inner)]) else "year", *inner)
        return
    if not links and "authors" not in known and is_authors(shown):
        pieces.add("authors", *clean(text, start, end))
        return
    if not links and is_venue(shown) and "venue" not in known and len(shown.split()) <= 30 and not shown.endswith("!"):
        pieces.add("venue", *clean(text, start, end))
        return
    if not links and date_of(shown) and "year" not in known:
        pieces.add("year", *clean(text, start, end))
        return
    if "institution" not in known and number <= 2 and (spans := _institutions(text, found, start, end)):
        for kind, at in spans:
            if isinstance(at, Token):
                _institution_link(pieces, at)
            else:
                pieces.add(kind, *clean(text, *at))
        return
    if re.match(r"https?://\S+$", shown) and links:
        others(pieces, found, start, end)
        return
    pieces.add("remark", start, end)


def _institutions(text: str, found: list[Token], start: int, end: int) -> list[tuple[str, Span | Token]] | None:
    links = [token for token in found if token.kind == "link"]
    if any(token.kind == "mark" for token in found):
        return None
    shown = text[start:end]
    if not links:
        spans = institutions_in(shown)
        return [("institution", (start + a, start + b)) for a, b in spans] if spans else None
    flat = shown
    for token in reversed(links):
        label = text[slice(*token.label)]
        flat = flat[: token.start - start] + label + flat[token.end - start :]
    if institutions_in(flat) is None or any(is_label(text[slice(*t.label)]) for t in links):
        return None
    parts: list[tuple[str, Span | Token]] = []
    place = start
    for separator in [*re.finditer(r"\s+&\s+|,\s+|\s*[;/]\s*", _blanked(text, links, start, end)), None]:
        stop = start + separator.start() if separator else end
        link = next((t for t in links if place <= t.start < stop), None)
        if text[place:stop].strip():
            parts.append(("institution", link or (place, stop)))
        place = start + separator.end() if separator else end
    return parts


def _blanked(text: str, links: list[Token], start: int, end: int) -> str:
    """The text with its links made of letters, so that no separator is found in one."""
    found = text[start:end]
    for token in links:
        found = found[: token.start - start] + "x" * (token.end - token.start) + found[token.end - start :]
    return found


def _people_and_group(text: str, start: int, end: int) -> tuple[Span, Span] | None:
    """`Xiao, Wencong, et al. (*OSDI 2018*)`: authors with a venue in brackets behind them."""
    group = re.search(r"\((?P<inner>.*)\)\s*[.,]?\s*$", text[start:end], re.DOTALL)
    if group is None:
        return None
    people = text[start : start + group.start()].rstrip()
    inner = plain(group["inner"])
    if not people or not inner or not (is_authors(people) or is_venue(inner) or date_of(inner)):
        return None
    if not is_authors(people) and not (len(people) < 400 and re.search(r"\bet al|[A-Z][\w.]+,\s|\band\b", people)):
        return None
    return (start, start + len(people)), (start + group.start("inner"), start + group.end("inner"))
