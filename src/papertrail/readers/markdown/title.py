"""The title of an entry, and the badges, links and venues before it."""

from __future__ import annotations

import re
from itertools import islice

from papertrail.readers.markdown.after_title import LONGEST, authors_and_venue
from papertrail.readers.markdown.classify import (
    date_of,
    ends_with_year,
    is_authors,
    is_label,
    is_person,
    is_series,
    is_venue,
)
from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.entry_line import EntryLine
from papertrail.readers.markdown.links import image, label_link, title_link
from papertrail.readers.markdown.markers import GROUP, KEY, group_content
from papertrail.readers.markdown.pieces import Pieces, as_piece
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.token_context import has_label, label_of, link_within, with_brackets, within_marks
from papertrail.readers.markdown.tokens import Token, tokens_from
from papertrail.readers.markdown.trials import first_answer
from papertrail.readers.markdown.trimming import clean, stripped, with_stop_of_name, without_last, without_stop

_CODE = re.compile(r"`([^`]{2,60})`")
_QUOTED = re.compile(r"[\"“](?P<title>[^\"“”]{4,400})[\"”]")
_CLOSING_QUOTES = {'"': '"', "\u201c": "\u201d"}
_CITATION_PARTS = re.compile(r"[.,]\s++|(?<!\s)\s++(?:[-–—]|by)\s++")


def read_title(line: EntryLine) -> EntryLine:
    """Read the title and the text before it; return the line from the end of the title on."""
    line = _read_lead(line)
    while further := _emphasised_venue(line):
        line = _read_lead(further)
    return first_answer(_TITLES, line) or _plain_title(line)


def _skip(cursor: Cursor) -> int:
    """Skip spaces, and punctuation that is not Markdown."""
    text, position = cursor.text, cursor.start
    while position < cursor.end and not (text[position].isalnum() or text[position] in "[(*_!<\"“{`'‘$\\"):
        position += 1
    return position


# Before the title


def _read_lead(line: EntryLine) -> EntryLine:
    while line.cursor.start < line.cursor.end and (further := first_answer(_LEADS, line)):
        line = further
    return line.at(_skip(line.cursor))


def _venue_as_code(line: EntryLine) -> EntryLine | None:
    """A venue or a year as code: `` `ICML 2018` ``."""
    token = line.next_token
    code = line.cursor.at(_skip(line.cursor)).match(_CODE)
    kind = _venue_or_year(code[1]) if code else None
    if code is None or kind is None or (token and code.end() > token.start):
        return None
    return line.add(as_piece(kind, line.cursor.between(*code.span(1)))).at(code.end())


def _venue_in_brackets(line: EntryLine) -> EntryLine | None:
    """A venue or a year in brackets: `(2015)`, `[NIPS 2017]`."""
    token = line.next_token
    group = line.cursor.at(_skip(line.cursor)).match(GROUP)
    if group is None or (token and group.start() > token.start):
        return None
    content = clean(group_content(line.cursor, group))
    kind = _venue_or_year(content.source)
    return line.add(as_piece(kind, content)).at(group.end()) if kind else None


def _venue_or_year(text: str) -> str | None:
    return "year" if date_of(text) else "venue" if is_venue(text) else None


def _badge(line: EntryLine) -> EntryLine | None:
    """An image."""
    token = _next_without_words(line)
    return line.add(image(line, token)).at(token.end) if token and token.kind == "image" else None


def _linked_badge(line: EntryLine) -> EntryLine | None:
    """An image with a link."""
    token = _next_without_words(line)
    if token is None or token.kind != "link" or not token.images:
        return None
    return line.add(image(line, token.images[0], outer=token)).at(token.end)


def _labelled_link(line: EntryLine) -> EntryLine | None:
    """A link under a label, if words follow it: `[[Paper]](url) A Title`."""
    token, cursor = _next_without_words(line), line.cursor
    if token is None or token.kind != "link" or not has_label(cursor, token) or token.end >= cursor.end:
        return None
    if not re.search(r"\w\w", cursor.at(token.end).source):
        return None
    outer = with_brackets(cursor.over(cursor.text), token)
    return line.add(label_link(outer, token)).at(outer.end)


def _next_without_words(line: EntryLine) -> Token | None:
    """The next token, if there is no word before it."""
    token = line.next_token
    return token if token and not re.search(r"\w", line.cursor.between(line.cursor.start, token.start).source) else None


_LEADS = (_venue_as_code, _venue_in_brackets, _badge, _linked_badge, _labelled_link)


# The title itself


def _emphasised_venue(line: EntryLine) -> EntryLine | None:
    """A venue before the title: `**NSDI 2019** Title`."""
    if (marked := _marked(line)) is None:
        return None
    inner, end = marked
    follows = line.cursor.at(end).source.split("](")[0]
    if not is_venue(inner.source) or not re.search(r"\w\w", follows) or link_within(line.tokens, inner.offsets):
        return None
    return line.add(as_piece("venue", clean(inner))).at(end)


def _emphasised_title(line: EntryLine) -> EntryLine | None:
    """`**Title**`, `**[Title](url)**`."""
    if (marked := _marked(line)) is None:
        return None
    inner, end = marked
    link = link_within(line.tokens, inner.offsets)
    title = title_link(line.cursor, link) if link else as_piece("title", without_stop(clean(inner)))
    return line.add(title).at(end)


def _marked(line: EntryLine) -> tuple[Cursor, int] | None:
    """What the marks of emphasis at the position enclose, and where they end."""
    token = line.token_here
    marked = within_marks(token, line.tokens) if token and token.kind == "mark" else None
    return (line.cursor.between(*marked[0]), marked[1]) if marked else None


def _linked_title(line: EntryLine) -> EntryLine | None:
    """`[Title](url)`."""
    token = line.token_here
    if token is None or token.kind != "link" or token.is_bare:
        return None
    return line.add(title_link(line.cursor, token)).at(token.end)


def _title_after_lead(line: EntryLine) -> EntryLine | None:
    """A linked or emphasised title after authors, a quotation mark, or a word such as `Paper:`."""
    start = line.cursor.start
    token = next((t for t in tokens_from(line.tokens, start + 1) if t.kind in ("link", "mark")), None)
    if token is None:
        return None
    lead = line.cursor.between(start, token.start)
    quote = lead.source[-1:] if token.kind == "link" and lead.source[-1:] in _CLOSING_QUOTES else ""
    lead = lead.between(start, token.start - len(quote))
    are_people = _are_people(lead.source)
    if not are_people and not _is_label_key(lead.source) and not (quote and not lead.source.strip()):
        return None
    title = _long_link(line, token, quote) if token.kind == "link" else _long_emphasis(line, token)
    if title is None:
        return None
    authors = as_piece("authors", with_stop_of_name(stripped(lead), token.start)) if are_people else ()
    return line.add(authors + title[0]).at(title[1])


def _are_people(text: str) -> bool:
    return is_authors(text) or (text.rstrip().endswith((".", ",", ":")) and is_person(text))


def _is_label_key(text: str) -> bool:
    key = KEY.fullmatch(text.strip() + " ")
    return key is not None and is_label(key["key"])


def _long_link(line: EntryLine, token: Token, quote: str) -> tuple[Pieces, int] | None:
    """A link as a title, and where it ends with its quotation mark."""
    if not _is_long_title(label_of(line.cursor, token)):
        return None
    is_quoted = quote and line.cursor.text.startswith(_CLOSING_QUOTES[quote], token.end, line.cursor.end)
    return title_link(line.cursor, token), token.end + bool(is_quoted)


def _long_emphasis(line: EntryLine, token: Token) -> tuple[Pieces, int] | None:
    """Emphasised text as a title, and where its marks end."""
    marked = within_marks(token, line.tokens)
    if marked is None:
        return None
    inner = line.cursor.between(*marked[0])
    if not _is_long_title(plain(inner)):
        return None
    link = link_within(line.tokens, inner.offsets)
    return title_link(line.cursor, link) if link else as_piece("title", clean(inner)), marked[1]


def _is_long_title(text: str) -> bool:
    return len(text.split()) >= 3 and not is_label(text) and not is_venue(text) and not is_authors(text)


def _quoted_title(line: EntryLine) -> EntryLine | None:
    """`Jane Doe, "Title"`."""
    cursor = line.cursor
    quoted = cursor.search(_QUOTED)
    if quoted is None:
        return None
    lead = cursor.between(cursor.start, quoted.start()).source
    names = lead.strip(" ,.:")
    words = names.split()
    if names and not is_authors(lead) and not (len(words) <= 4 and all(word[0].isupper() for word in words)):
        return None
    start = cursor.start + lead.index(names)
    authors = as_piece("authors", cursor.between(start, start + len(names)))
    title = without_stop(without_last(cursor.between(*quoted.span("title")), " ,"))
    return line.add(authors + as_piece("title", title)).at(quoted.end())


_TITLES = (_emphasised_title, _linked_title, _title_after_lead, _quoted_title)


# A title without marks


def _plain_title(line: EntryLine) -> EntryLine:
    """A title up to the first link, or to a venue or a year in brackets."""
    start, end = line.cursor.offsets
    title = line.cursor.between(start, _end_of_title(line))
    if title.end < end and title.text[title.end : title.end + 2] not in ("(*", "(_"):
        title = _without_opening_bracket(title)
    title = without_last(title, " \t\n,;:|–—-([")
    if title.source.endswith("\\"):
        title = title.between(start, title.end - 1)
    if stop := _end_before_authors(title):
        title = title.between(start, stop)
    return line.add(as_piece("title", title)).at(title.end)


def _without_opening_bracket(title: Cursor) -> Cursor:
    return without_last(title, " ([\\") if title.source.rstrip().endswith(("(", "[")) else title


def _end_of_title(line: EntryLine) -> int:
    ends = (_start_of_other(line, token) for token in tokens_from(line.tokens, line.cursor.start))
    cursor = line.cursor.between(line.cursor.start, next((end for end in ends if end is not None), line.cursor.end))
    for group in GROUP.finditer(cursor.text, *cursor.offsets):
        text = (group["round"] or group["square"] or "").strip(" *_")
        if group.start() > cursor.start and (date_of(text) or is_venue(text) or ends_with_year(text)):
            return group.start()
    return cursor.end


def _start_of_other(line: EntryLine, token: Token) -> int | None:
    """Where the text after the title starts, if it starts with the token."""
    if token.kind in ("link", "image"):
        return with_brackets(line.cursor, token).start
    if token.kind == "tag" and token.name == "br":
        return token.start
    marked = within_marks(token, line.tokens) if token.kind == "mark" else None
    return token.start if marked and _is_after_title(line, line.cursor.between(*marked[0]), marked[1]) else None


def _is_after_title(line: EntryLine, inner: Cursor, end: int) -> bool:
    """Whether emphasised text is the venue, the authors, or the last words before the links."""
    text, rest = inner.source, line.cursor.at(end).source
    is_last = not rest.strip(" .") or "](" in inner.text[end : end + 80]
    return is_last or is_venue(text) or is_authors(text)


def _end_before_authors(title: Cursor) -> int | None:
    """Where the title ends in `Title. Authors. Venue`, `Title, Authors, Venue` and `Title, Venue`."""
    separators = _CITATION_PARTS.finditer(title.text[title.start : min(title.end, title.start + LONGEST)])
    for separator in islice(separators, 20):
        if _is_after_citation_title(title.at(title.start + separator.end())):
            words = title.source[: separator.start()].split()
            return title.start + separator.start() if len(words) >= 2 else None
    return None


def _is_after_citation_title(rest: Cursor) -> bool:
    text = rest.source
    if is_authors(text) or _is_dated(text):
        return True
    has_names = re.search(r"\bet al\b|[A-Z]\. [A-Z]", text)
    if has_names and is_authors(re.split(r"\.\s|\s[-–—]\s", text)[0]):
        return True
    return authors_and_venue(without_last(rest, " .,")) is not None


def _is_dated(text: str) -> bool:
    """Whether a text after a title is a year, or a venue that is known."""
    bare = text.strip(" .,")
    return date_of(bare) is not None or (is_venue(bare) and any(map(is_series, bare.split())))
