"""The pieces that links and images make: a title, a venue, an institution, a link, a badge."""

from __future__ import annotations

import re
from dataclasses import replace

from papertrail.readers.markdown.classify import is_label, is_venue
from papertrail.readers.markdown.markers import escaped_with, with_brackets
from papertrail.readers.markdown.pieces import Pieces
from papertrail.readers.markdown.tokens import Span, Token, form_of, plain


def add_title_link(pieces: Pieces, token: Token) -> None:
    """A link whose text is the title."""
    text = pieces.source
    pieces.add(
        "title", token.start, token.end, text=plain(text[slice(*token.label)]), url=token.url,
        form=form_of(text, token, token.start, token.end, "{title}", "{url Paper}"),
    )  # fmt: skip


def add_venue_link(pieces: Pieces, token: Token) -> bool:
    """Take a link for the venue, where its text is one; returns whether it is."""
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


def add_link(pieces: Pieces, token: Token, outer: Span | None = None) -> None:
    """A link under its label, with the brackets around it."""
    text = pieces.source
    outer = outer or with_brackets(text, token, 0, len(text))
    label = plain(text[slice(*token.label)]).strip("[]()\\ :") if token.label[1] > token.label[0] else ""
    bare = token.label[1] <= token.label[0]
    pieces.add(
        "link", *outer, text=label or "Paper", url=token.url,
        form=form_of(text, token, *outer) if not bare else form_of(text, token, *outer, url="{url}"),
    )  # fmt: skip


def add_image(pieces: Pieces, token: Token, outer: Token | None = None) -> None:
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


def add_venue(pieces: Pieces, token: Token) -> None:
    """A link whose text is the venue."""
    text = pieces.source
    pieces.add(
        "venue", token.start, token.end, text=plain(text[slice(*token.label)]) or token.url, url=token.url,
        form=form_of(text, token, token.start, token.end, "{venue}", "{venue_url}"),
    )  # fmt: skip


def add_institution(pieces: Pieces, token: Token) -> None:
    """A link whose text is an institution."""
    text = pieces.source
    pieces.add(
        "institution", token.start, token.end, text=plain(text[slice(*token.label)]), url=token.url,
        form=form_of(text, token, token.start, token.end, "{institution}", "{institution_url}"),
    )  # fmt: skip
