"""A row of a table: what each cell says, by what its column holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from papertrail.readers.markdown.after_title import others
from papertrail.readers.markdown.classify import date_of, is_authors, is_label, is_venue, split_cell
from papertrail.readers.markdown.links import add_image
from papertrail.readers.markdown.markers import escaped_with, with_brackets, without
from papertrail.readers.markdown.pieces import Pieces, Reading, Unit
from papertrail.readers.markdown.remarks import as_remark
from papertrail.readers.markdown.table_columns import NOTHING, Column
from papertrail.readers.markdown.tokens import Span, Token, clean, form_of, plain, tokens

_ITEM = re.compile(r"(?is)<li\b[^<>]*>(.*?)</li\s*>")

_PARTED = re.compile(r"[ \t]*\n[ \t]*\n")
"""A blank line at the beginning of a cell in HTML: what follows is Markdown, as CommonMark has it."""


def read_row(text: str, cells: Sequence[Span], columns: Sequence[Column], *, html: bool) -> Reading:
    """Read a row whose cells stand at the places `cells`, without the signs around them."""
    units = []
    doubts = []
    for place, span in enumerate(cells):
        pieces = Pieces(text, html=html and not _PARTED.match(text, *span))
        if place < len(columns):
            _cell(pieces, span, columns[place])
        elif plain(text[slice(*span)], html=html):
            _anything(pieces, span)
            doubts.append(
                f"the row has more cells than the table has columns: {plain(text[slice(*span)], html=html)[:80]}"
            )
        units.append(pieces.unit(*span))
    return Reading(text=text, units=tuple(_named(text, units, html)), html=html, doubts=tuple(doubts[:1]))


def _named(text: str, units: list[Unit], html: bool) -> list[Unit]:
    """A row without a title is called by the first cell that says anything."""
    if any(piece.kind in ("title", "name") for unit in units for piece in unit.pieces):
        return units
    for place, unit in enumerate(units):
        for number, piece in enumerate(unit.pieces):
            if piece.kind == "link" and piece.text:
                title = replace(
                    piece, kind="title", form=piece.form.replace("{label}", "{title}").replace("{url}", "{url Paper}")
                )
                units[place] = replace(unit, pieces=(*unit.pieces[:number], title, *unit.pieces[number + 1 :]))
                return units
    return units


def _cell(pieces: Pieces, span: Span, column: Column) -> None:
    text, html = pieces.source, pieces.html
    start, end = _trimmed(text, span)
    shown = plain(text[start:end], html=html)
    found = tokens(text, start, end, html=html)
    links = [token for token in found if token.kind == "link"]
    if not links and not any(t.kind == "image" for t in found) and (not shown or NOTHING.fullmatch(shown)):
        return
    match column.kind:
        case "title":
            _title(pieces, found, start, end)
        case "name":
            before = len(pieces.found)
            _title(pieces, found, start, end)
            for n, piece in enumerate(pieces.found[before:], before):
                if piece.kind == "title":
                    form = piece.form.replace("{title}", "{name}")
                    pieces.found[n] = replace(piece, kind="name", form=form)

        case "venue":
            _venue(pieces, links, found, start, end)
        case "year":
            at = clean(text, start, end, html=html)
            pieces.add("year" if date_of(shown) else f"custom {column.key}", *at)
        case "authors":
            pieces.add("authors", *clean(text, start, end, html=html))
        case "institution":
            _items(pieces, links, start, end, "institution")
        case "keyword":
            _items(pieces, links, start, end, "keyword")
        case "link":
            _links(pieces, links, found, start, end)
        case "remark":
            _remarks(pieces, found, start, end)
        case _:
            _custom(pieces, column, links, found, start, end)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span[0], min(span[1], len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _title(pieces: Pieces, found: list[Token], start: int, end: int) -> None:
    text, html = pieces.source, pieces.html
    links = [token for token in found if token.kind == "link" and not token.images]
    breaks = [token for token in found if token.kind == "tag" and token.name in ("br", "p", "ul", "div")]
    images = [token for token in found if token.kind == "image" or token.images]
    said = [
        t for t in breaks if plain(without(text, [i for i in images if i.end <= t.start], start, t.start), html=html)
    ]
    stop = min([token.start for token in said] + [end])
    first = next(
        (
            t
            for t in links
            if t.end <= stop and t.label[1] > t.label[0] and not is_label(plain(text[slice(*t.label)], html=html))
        ),
        None,
    )
    before = [t for t in images if first and t.end <= first.start]
    if first and not re.search(r"\w\w", plain(without(text, before, start, first.start), html=html)):
        for token in before:
            add_image(pieces, token.images[0] if token.images else token, outer=token if token.images else None)
        pieces.add(
            "title", first.start, first.end, text=plain(text[slice(*first.label)], html=html), url=first.url,
            form=form_of(text, first, first.start, first.end, "{title}", "{url Paper}"),
        )  # fmt: skip
        place = first.end
    else:
        link = next((t for t in (*links, *images) if t.start >= start), None)
        place = min(stop, link.start if link else end)
        at = clean(text, *_trimmed(text, (start, place)), html=html)
        at = at[0], at[0] + len(text[slice(*at)].rstrip(" \n([|,:;–—-")) if link or place < end else at[1]
        if plain(text[slice(*at)], html=html):
            pieces.add("title", *at)
        elif link:
            pieces.add(
                "title", link.start, link.end,
                text=plain(text[slice(*link.label)], html=html) or link.url, url=link.url,
                form=form_of(text, link, link.start, link.end, "{title}", "{url Paper}"),
            )  # fmt: skip
            place = link.end
    _anything(pieces, (place, end))


def _anything(pieces: Pieces, span: Span) -> None:
    """Whatever else stands in a cell: links, images, a date, a venue, authors, or else remarks, line by line."""
    text, html = pieces.source, pieces.html
    found = tokens(text, *span, html=html)
    if not html:
        others(pieces, [t for t in found if t.kind in ("link", "image", "mark", "tag")], *span)
        return
    place = span[0]
    for token in [*(t for t in found if t.kind in ("link", "image", "tag")), None]:
        stop = token.start if token else span[1]
        at = clean(text, *_trimmed(text, (place, stop)), html=True)
        shown = plain(text[slice(*at)], html=True)
        if re.search(r"\w", shown):
            kind = (
                "year"
                if date_of(shown)
                else "authors"
                if is_authors(shown)
                else "venue"
                if is_venue(shown)
                else "remark"
            )
            pieces.add(kind, *at)
        if token and token.kind == "link":
            _one_link(pieces, token)
        elif token and token.kind == "image":
            pieces.add(
                "custom Image",
                token.start,
                token.end,
                text=token.url,
                form=escaped_with(text, token.start, token.end, [(token.url_at, "{Image}")]),
            )
        place = token.end if token else stop


def _one_link(pieces: Pieces, token: Token, outer: Span | None = None) -> None:
    text = pieces.source
    if token.images:
        add_image(pieces, token.images[0], outer=token)
        return
    begin, stop = outer or (token.start, token.end)
    label = (
        plain(text[slice(*token.label)], html=pieces.html).strip("[]() :") if token.label[1] > token.label[0] else ""
    )
    pieces.add("link", begin, stop, text=label or "Paper", url=token.url, form=form_of(text, token, begin, stop))


def _venue(pieces: Pieces, links: list[Token], found: list[Token], start: int, end: int) -> None:
    text, html = pieces.source, pieces.html
    if not links:
        if any(token.kind == "image" for token in found):
            _anything(pieces, (start, end))
            return
        pieces.add("venue", *clean(text, start, end, html=html))
        return
    place = start
    for token in links:
        before = clean(text, *_trimmed(text, (place, token.start)), html=html)
        if re.search(r"\w", plain(text[slice(*before)], html=html)):
            pieces.add("venue", before[0], before[0] + len(text[slice(*before)].rstrip(" ,;/(")))
        label = plain(text[slice(*token.label)], html=html)
        if (label and not is_label(label)) or (label and token is links[0] and not pieces.found):
            pieces.add(
                "venue", token.start, token.end, text=label, url=token.url,
                form=form_of(text, token, token.start, token.end, "{venue}", "{venue_url}"),
            )  # fmt: skip
        else:
            _one_link(pieces, token)
        place = token.end
    rest = clean(text, *_trimmed(text, (place, end)), html=html)
    if re.search(r"\w", plain(text[slice(*rest)], html=html)):
        pieces.add("venue" if is_venue(text[slice(*rest)]) else "remark", *rest)


def _items(pieces: Pieces, links: list[Token], start: int, end: int, kind: str) -> None:
    """Institutions or keywords: the items of an HTML list, or what separators part."""
    text, html = pieces.source, pieces.html
    items = list(_ITEM.finditer(text, start, end))
    if items:
        for item in items:
            _one(pieces, links, *item.span(1), kind, item.span())
        outside = _ITEM.sub(" ", text[start:end])
        if re.search(r"\w", plain(outside, html=html)):
            for match in re.finditer(r"(?:^|</li\s*>)([^<]*\w[^<]*)", text[start:end]):
                pieces.add("remark", *clean(text, start + match.start(1), start + match.end(1), html=html))
        return
    flat = (
        "".join(
            "x" * (t.end - t.start)
            if (t := next((x for x in links if x.start <= n < x.end), None)) and n == t.start
            else ""
            if any(x.start <= n < x.end for x in links)
            else text[n]
            for n in range(start, end)
        )
        if links
        else text[start:end]
    )
    flat = re.sub(r"(?i)<br\s*/?>", lambda m: ";" + " " * (len(m[0]) - 1), flat)
    for at in split_cell(flat) if kind == "institution" else [m.span() for m in re.finditer(r"[^,;、]+", flat)]:
        _one(pieces, links, start + at[0], start + at[1], kind, None)


def _one(pieces: Pieces, links: list[Token], start: int, end: int, kind: str, item: Span | None) -> None:
    text, html = pieces.source, pieces.html
    link = next((t for t in links if start <= t.start and t.end <= end), None)
    if link and link.label[1] > link.label[0]:
        begin, stop = item or (link.start, link.end)
        pieces.add(
            kind, begin, stop, text=plain(text[slice(*link.label)], html=html), url=link.url,
            form=form_of(text, link, begin, stop, "{" + kind + "}", "{institution_url}"),
        )  # fmt: skip
        return
    at = clean(text, *_trimmed(text, (start, end)), html=html)
    if re.search(r"\w", plain(text[slice(*at)], html=html)):
        begin, stop = item or at
        pieces.add(
            kind,
            begin,
            stop,
            text=plain(text[slice(*at)], html=html),
            form=escaped_with(text, begin, stop, [(at, "{" + kind + "}")]),
        )


def _links(pieces: Pieces, links: list[Token], found: list[Token], start: int, end: int) -> None:
    text, html = pieces.source, pieces.html
    for token in found:
        if token.kind == "image":
            add_image(pieces, token)
    place = start
    for token in links:
        item = next(
            (m.span() for m in _ITEM.finditer(text, start, end) if m.start() <= token.start and token.end <= m.end()),
            None,
        )
        inside = [t for t in links if item and item[0] <= t.start < item[1]]
        outer = with_brackets(text, token, start, end)
        if item and len(inside) == 1:
            rest = plain(text[item[0] : token.start] + " " + text[token.end : item[1]], html=html)
            outer = item if not re.search(r"\w", rest) else outer
        _rest(pieces, place, outer[0])
        _one_link(pieces, token, outer)
        place = outer[1]
    _rest(pieces, place, end)


def _rest(pieces: Pieces, start: int, end: int) -> None:
    for piece in pieces.found:
        if piece.kind.startswith("custom ") and start <= piece.start < piece.end <= end:  # an image between links
            _rest(pieces, start, piece.start)
            _rest(pieces, piece.end, end)
            return
    at = clean(pieces.source, *_trimmed(pieces.source, (start, end)), html=pieces.html)
    shown = plain(pieces.source[slice(*at)], html=pieces.html)
    if re.search(r"\w", shown):
        pieces.add("remark", *at)


def _remarks(pieces: Pieces, found: list[Token], start: int, end: int) -> None:
    text = pieces.source
    items = list(_ITEM.finditer(text, start, end))
    if items and not re.search(r"\w", plain(_ITEM.sub(" ", text[start:end]), html=pieces.html)):
        for item in items:
            at = _trimmed(text, item.span(1))
            if at[0] < at[1]:
                pieces.add(
                    "remark",
                    *item.span(),
                    form=escaped_with(text, *item.span(), [(at, "{remark}")]),
                    text=_remark(pieces, at),
                )
        return
    breaks = [t for t in found if t.kind == "tag" and t.name == "br"]
    place = start
    for stop, after in [*((t.start, t.end) for t in breaks), (end, end)]:
        at = _trimmed(text, (place, stop))
        if re.search(r"\S", plain(text[slice(*at)], html=pieces.html)):
            pieces.add("remark", *at)
        place = after


def _remark(pieces: Pieces, span: Span) -> str:
    return as_remark(pieces.source[slice(*span)], html=pieces.html)


def _custom(pieces: Pieces, column: Column, links: list[Token], found: list[Token], start: int, end: int) -> None:
    text, html = pieces.source, pieces.html
    images = [token for token in found if token.kind == "image"]
    key = column.key
    if not links and not images:
        at = clean(text, start, end, html=html)
        pieces.add(f"custom {key}", *at)
        return
    if (
        images
        and not links
        and len(images) == 1
        and not re.search(r"\w", plain(text[start : images[0].start] + text[images[0].end : end], html=html))
    ):
        image = images[0]
        pieces.add(
            f"custom {key}",
            image.start,
            image.end,
            text=image.url,
            form=escaped_with(text, image.start, image.end, [(image.url_at, "{" + key + "}")]),
        )
        return
    _anything(pieces, (start, end))
