"""The paper that the pieces of an entry describe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from papertrail.core import Author, Link, Paper, Venue
from papertrail.core.authors import named_authors
from papertrail.core.limits import ITEMS, TEXT
from papertrail.readers.common.name_and_title import name_and_title
from papertrail.readers.markdown.classify import date_of
from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.pieces import CUSTOM, ParsedEntry, Piece, people_in
from papertrail.readers.markdown.token_context import label_of
from papertrail.readers.markdown.tokens import tokens

_ByKind = Mapping[str, Sequence[Piece]]


def paper_of(parsed: ParsedEntry) -> Paper | None:
    """Return the paper that an entry describes, without an id; None if nothing in it could be its name."""
    by_kind: dict[str, list[Piece]] = {}
    for piece in parsed.pieces:
        by_kind.setdefault(piece.kind, []).append(piece)
    names = _name_and_title(_texts(by_kind, "name"), _texts(by_kind, "title"))
    if names is None:
        return None
    own_venues = tuple(Venue(text=piece.text, url=piece.url) for piece in by_kind.get("venue", ()) if piece.text)
    venues = own_venues or ((Venue(text=parsed.venue),) if parsed.venue else ())
    return Paper(
        id="",
        name=names[0][:TEXT],
        title=names[1],
        authors=tuple(name for piece in by_kind.get("authors", ()) for name in authors_of(piece.text)),
        venues=venues,
        date=_date(by_kind, parsed.year, venues),
        institutions=tuple(dict.fromkeys(_texts(by_kind, "institution")))[:ITEMS],
        links=tuple(_each_once([*_title_links(by_kind), *_links(by_kind), *_other_links(parsed)])),
        remarks=tuple(_texts(by_kind, "remark")),
        keywords=tuple(dict.fromkeys(_texts(by_kind, "keyword"))),
        custom=tuple(_custom(by_kind)),
    )


def _texts(by_kind: _ByKind, kind: str) -> list[str]:
    return [piece.text for piece in by_kind.get(kind, ()) if piece.text]


def _name_and_title(names: Sequence[str], titles: Sequence[str]) -> tuple[str, str | None] | None:
    if names and titles:
        return names[0], titles[0] if titles[0] != names[0] else None
    if names:
        return names[0], None
    return name_and_title(titles[0]) if titles else None


def _date(by_kind: _ByKind, outside: str | None, venues: Sequence[Venue]) -> str | None:
    """The first date of the entry; without one, that from outside it, unless a venue has a year."""
    date = next((date_of(piece.text) for piece in by_kind.get("year", ())), None) or outside
    return None if date == outside and any(venue.year is not None for venue in venues) else date


def _title_links(by_kind: _ByKind) -> list[Link]:
    """What titles and names are linked to, the last one first."""
    pieces = [*by_kind.get("title", ()), *by_kind.get("name", ())]
    return [Link(label="Paper", url=piece.url) for piece in reversed(pieces) if piece.url]


def _links(by_kind: _ByKind) -> list[Link]:
    """What other texts and badges are linked to; a badge says nothing if a text has its link."""
    pieces = [piece for piece in by_kind.get("link", ()) if piece.url]
    written = {piece.url for piece in pieces if piece.form}
    return [Link(label=p.text or "Link", url=p.url) for p in pieces if p.url and (p.form or p.url not in written)]


def _each_once(links: Iterable[Link]) -> Iterable[Link]:
    """The first link to each address."""
    by_url: dict[str, Link] = {}
    for link in links:
        by_url.setdefault(link.url, link)
    return by_url.values()


def _other_links(parsed: ParsedEntry) -> list[Link]:
    """The URLs that are in no piece, such as that of an image in a remark; an import keeps every URL."""
    pieces = parsed.pieces
    known = {piece.url for piece in pieces} | {piece.text for piece in pieces if piece.kind.startswith(CUSTOM)}
    texts = [piece.text for piece in pieces if piece.kind in ("remark", "title", "name", "authors", "venue")]
    cursor = Cursor.of(parsed.text, html=parsed.html, references=parsed.references)
    parts = [part for token in tokens(cursor) for part in (*token.images, token) if part.kind in ("link", "image")]
    links = {
        part.url: Link(label=label_of(cursor, part)[:80] or "Link", url=part.url)
        for part in parts
        if part.url and part.url not in known and not any(part.url in text for text in texts)
    }
    return list(links.values())


def _custom(by_kind: _ByKind) -> Iterator[tuple[str, str]]:
    for kind in by_kind:
        if kind.startswith(CUSTOM) and (texts := _texts(by_kind, kind)):
            yield kind.removeprefix(CUSTOM), " ".join(dict.fromkeys(texts))


def authors_of(text: str) -> tuple[Author, ...]:
    """Return authors as a list if the text is one; otherwise the text as it is.

    >>> [author.text for author in authors_of("Minjie Wang, Chien-chin Huang and Jinyang Li")]
    ['Minjie Wang', 'Chien-chin Huang', 'Jinyang Li']
    """
    return named_authors(*split[0]) if (split := people_in(text)) else (Author(text, several=True),) if text else ()
