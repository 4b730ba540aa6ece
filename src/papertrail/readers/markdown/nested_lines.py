"""The lines below the first: authors with their venue, institutions, links, remarks, and keys with values."""

from __future__ import annotations

import re
from dataclasses import replace

from papertrail.readers.markdown.after_title import authors_and_venue, others
from papertrail.readers.markdown.classify import KEYS, date_of, institutions_in, is_authors, is_label, is_venue, key_of
from papertrail.readers.markdown.links import add_institution, add_link, add_title_link, add_venue
from papertrail.readers.markdown.markers import KEY, content_of, escaped_with, stripped, with_brackets, without
from papertrail.readers.markdown.pieces import Pieces, Unit
from papertrail.readers.markdown.tokens import Span, Token, clean, plain, tokens


def read_below(text: str, span: Span, above: list[Unit], number: int) -> Unit:
    """A nested bullet, or a further line: authors with their venue, institutions, links, or a remark."""
    pieces = Pieces(text, html=False)
    start, end = content_of(text, span)
    if start >= end:
        return pieces.unit(*span)
    known = {piece.kind for unit in above for piece in unit.pieces}
    key = KEY.match(text, start, end)
    kind = key_of(key["key"]) if key else None
    found = [token for token in tokens(text, start, end) if token.kind in ("link", "image", "mark", "tag")]
    links = [token for token in found if token.kind == "link"]
    if key and links and not re.search(r"\w", without(text, links, key.end(), end)):
        _keyed_links(pieces, key, links, start, end)
    elif key and kind and key.end() < end:
        _keyed(pieces, kind, key, found, end)
    elif key and not kind and key["open"] and key.end() < end and len(key["key"].split()) <= 4 and not links:
        pieces.add(f"custom {key['key'].strip()}", key.end(), end)
    elif (
        not key
        and len(links) >= 1
        and not re.search(r"\w", without(text, links, start, end))
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
    if found and links and not re.search(r"\w", without(text, links, found.end(), end)) and is_label(found["key"]):
        return found
    return None


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
            add_venue(pieces, token)
        elif named == "title":
            add_title_link(pieces, token)
        elif named == "institution":
            add_institution(pieces, token)
        elif named in ("remark", "authors"):
            pieces.add(named, token.start, token.end)
        else:
            before = len(pieces.found)
            add_link(pieces, token, with_brackets(text, token, start, end))
            shown = pieces.found[before].text
            if named is None and shown.startswith("http"):
                pieces.found[before] = replace(pieces.found[before], text=label)
            elif named is None and len(links) == 1 and not is_label(shown):
                pieces.found[before] = replace(pieces.found[before], text=f"{label}: {shown}"[:80])


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
    if (
        not links
        and not known & {"authors", "venue"}
        and (both := authors_and_venue(text, *stripped(text, start, end)))
    ):
        pieces.add("authors", *both[0])
        pieces.add("venue", *both[1])
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
                add_institution(pieces, at)
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
