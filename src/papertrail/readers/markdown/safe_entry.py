"""Whether the verbatim text of an entry may stand in a document.

Anyone can submit a record with such a text. It must be one entry, without HTML except for harmless tags, and without
URLs or words that are not in the record.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from papertrail.core import Column, Paper
from papertrail.core.prose_marker import MARKER
from papertrail.readers.markdown.cursor import NO_REFERENCES, Cursor, References
from papertrail.readers.markdown.known_words import KEYS, LINK_WORDS
from papertrail.readers.markdown.markers import BULLET, HEADING, HTML_ITEM, QUOTED
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.table_syntax import markdown_cells, without_comment
from papertrail.readers.markdown.tokens import Token, tokens
from papertrail.readers.urls import UrlResolver
from papertrail.text.markdown import plain_inline

_TAGS = frozenset([
    "a", "b", "br", "center", "code", "dd", "del", "details", "div", "dl", "dt", "em", "font", "i", "img", "kbd",
    "li", "ol", "p", "s", "small", "span", "strong", "sub", "summary", "sup", "td", "tr", "u", "ul",
])  # fmt: skip
_VOID_TAGS = ("br", "/br", "img", "!--")
_OPENING = re.compile(r"<[A-Za-z/!?]")
_AUTOLINK = re.compile(r"<(?:https?|mailto):[^\s<>]*>")
_COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--!?>|<!--)[^\n])*+-->")
_DANGER = re.compile(r"(?i)<[^<>]*[\s\"'/](?:on[a-z]+|style|rowspan)\s*=|javascript:|data:text|vbscript:")
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]{1,30}:")
"""The name of an emoji: `:star:`."""
_TASK = re.compile(r"^([-*+][ \t]+)\[[ xX]\][ \t]")
"""A check box, which is not part of the record."""
_BLOCK = re.compile(r"(?m)^ {0,3}(?:=+|-+|(?:[-*_][ \t]*){3,}|#{1,6}(?:[ \t].*)?|>.*)$")
_ROW = re.compile(r"\s*(?:\||<tr\b)")
_FENCE = re.compile(r"(?m)^\s*(?:`{3,}|~{3,})")
_CONNECTING = frozenset([
    "a", "and", "at", "by", "et", "al", "etc", "for", "from", "in", "is", "of", "on", "or", "the", "to", "und", "via",
    "with",
])  # fmt: skip
_LATER = frozenset([
    "available", "be", "coming", "later", "n", "na", "no", "none", "not", "released", "soon", "tba", "tbd", "todo",
    "upcoming", "yet",
])  # fmt: skip
"""Words in the place of a link that does not exist yet."""
_MONTHS = frozenset([
    "jan", "january", "feb", "february", "mar", "march", "apr", "april", "may", "jun", "june", "jul", "july",
    "aug", "august", "sep", "sept", "september", "oct", "october", "nov", "november", "dec", "december",
])  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_KEY_WORDS = frozenset(word for key in KEYS for word in _WORD.findall(key))


@dataclass(frozen=True, kw_only=True)
class VerbatimContext:
    """The context in which a verbatim text is parsed and compared."""

    style: str
    columns: Sequence[Column] = ()
    resolver: UrlResolver
    references: References = field(default_factory=lambda: NO_REFERENCES)
    bulleted: bool = True
    """Whether entries of the style `bullets` have bullets, or are lines of a paragraph."""
    heading: str = ""
    """The name of the topic, which may be a venue that its entries do not show."""
    urls: Collection[str] = ()
    """The URLs of the paper's institutions, which are in their registry."""
    has_frame: bool = False
    """Whether the list has the head of a table, whose rows may lack outer pipes."""
    headings: Sequence[str] | None = None
    """The headings above the text, which may have its date; None if they are unknown."""

    @property
    def html(self) -> bool:
        """Whether the text is HTML."""
        return self.style == "html-table"

    def cursor(self, text: str) -> Cursor:
        """Return a cursor over a text."""
        is_html = self.html or (self.style == "bullets" and HTML_ITEM.match(text) is not None)
        return Cursor.of(text, html=is_html, references=self.references)


def is_safe(raw: str, paper: Paper, context: VerbatimContext) -> bool:
    """Whether a text is one entry without dangerous HTML, and without URLs or words that are not in the record."""
    text = context.cursor(_TASK.sub(r"\1", raw))
    return (
        _is_harmless(context.cursor(raw))
        and _is_one_block(raw, context)
        and not _has_other_urls(text, paper, context)
        and not _has_other_words(context.cursor(_shown(text.text, context)), paper, context)
    )


def _shown(raw: str, context: VerbatimContext) -> str:
    """A row without the comment after its cells, of which there must be one for each column."""
    is_full = context.style == "markdown-table" and len(markdown_cells(raw)) >= len(context.columns) > 0
    return without_comment(raw) if is_full else raw


def _is_one_block(raw: str, context: VerbatimContext) -> bool:
    """Whether a text is a single block, without a rule, a heading, an open fence or a second row."""
    style = context.style
    if style == "markdown-table":
        return _is_one_row(raw, context)
    if style == "bullets" and HTML_ITEM.match(raw):
        return not re.search(r"\n[ \t]*+\n", raw.strip())
    item = BULLET.match(raw)
    if style in ("bullets", "paragraphs") and (
        bool(item) != (style == "bullets" and context.bulleted) or _ROW.match(raw)
    ):
        return False  # the list has another style now
    if item and QUOTED.match(raw):  # an item of a quoted list
        raw = re.sub(r"(?m)^ {0,3}>", "", raw)
    first, _, rest = raw.partition("\n")
    if item:  # a quotation that belongs to the item is no other block
        rest = re.sub(rf"(?m)^ {{{item.end()}}}(?=>)", " " * 4, rest)
    if len(_FENCE.findall(raw)) % 2:
        return False
    return style == "html-table" or not (_BLOCK.search(rest) or (_BLOCK.match(first) and not HEADING.match(first)))


def _is_one_row(raw: str, context: VerbatimContext) -> bool:
    lines = [line for line in raw.split("\n") if line.strip()]
    is_row = lines[0].lstrip().startswith("|") or (context.has_frame and "|" in lines[0])
    return is_row and not any(re.search(r"[^\s|]", line) for line in lines[1:])


# HTML


def _is_harmless(raw: Cursor) -> bool:
    if _DANGER.search(raw.text):
        return False
    parts = tokens(raw)
    known = {token.start for token in parts if token.kind != "tag" or _is_harmless_tag(raw.text, token)}
    covered = [token.offsets for token in parts if token.kind in ("link", "code")]
    for opening in _OPENING.finditer(raw.text):
        place = opening.start()
        is_covered = any(start < place < end for start, end in covered)
        if place not in known and not is_covered and not _AUTOLINK.match(raw.text, place, place + 2000):
            return False
    return _is_balanced(parts)


def _is_harmless_tag(text: str, token: Token) -> bool:
    """Whether a tag only formats its text, or is a comment that ends where it seems to."""
    if token.name == "!--":
        comment = text[slice(*token.offsets)]
        return bool(_COMMENT.fullmatch(comment)) and not MARKER.search(comment)
    return token.name.lstrip("/") in _TAGS


def _is_balanced(parts: Sequence[Token]) -> bool:
    """Whether each tag is closed: one that is not would enclose what follows the entry."""
    opened: list[str] = []
    for token in parts:
        if token.kind != "tag" or token.name in _VOID_TAGS:
            continue
        if not token.name.startswith("/"):
            opened.append(token.name)
        elif not opened or opened.pop() != token.name[1:]:
            return False
    return not opened


# Words and URLs that are not in the record


def _has_other_urls(text: Cursor, paper: Paper, context: VerbatimContext) -> bool:
    """Whether a text has links or images that are not in the record."""
    images = set(dict(paper.custom).values())
    links = {link.url for link in paper.links} | {venue.url for venue in paper.venues} | images | {*context.urls}
    remarks = " ".join(paper.remarks)
    for token in tokens(text):
        for part in (*token.images, token):
            is_url = part.url and part.kind in ("link", "image")  # `[Code]()` leads nowhere
            urls = (part.url, context.resolver.resolve(part.url)) if is_url else ()
            known = images if part.kind == "image" else links
            if not urls or any(url in known for url in urls):
                continue
            if part.kind == "image" or not any(url in remarks for url in urls):
                return True
    return False


def _has_other_words(text: Cursor, paper: Paper, context: VerbatimContext) -> bool:
    """Whether a text has words that are not in the record."""
    allowed = {word.casefold() for word in _WORD.findall(" ".join(_texts(paper, context.columns)))}
    allowed |= _CONNECTING | _LATER | _KEY_WORDS | LINK_WORDS
    if paper.date and len(paper.date) > 4:
        allowed |= _MONTHS
    shown = _SHORTCODE.sub(" ", plain(text.over(re.sub(r"(?<=[)>])(?=[\[<\w])", " ", text.text))))
    words = (word for word in _WORD.findall(shown) if not (word.isdigit() and len(word) < 5))
    return any(word.casefold() not in allowed for word in words)


def _texts(paper: Paper, columns: Sequence[Column]) -> list[str]:
    """Every text of a paper that a document can show."""
    return [
        paper.name, paper.title or "", *map(str, paper.authors), *(venue.text for venue in paper.venues),
        paper.date or "", *paper.institutions, *(text for link in paper.links for text in (link.label, link.url)),
        *map(plain_inline, paper.remarks), *paper.remarks, *paper.keywords, *(f"{k} {v}" for k, v in paper.custom),
        *(column.header for column in columns),
    ]  # fmt: skip
