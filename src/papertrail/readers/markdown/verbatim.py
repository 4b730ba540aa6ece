"""Check whether a document may contain the verbatim text of an entry in place of its rendered record.

Anyone can submit a record, and its `source` is written into documents unchanged. Therefore it is parsed again: it must
have the same fields as the record, no other words or URLs, and no HTML except for harmless tags.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice

from papertrail.core import Column, Paper
from papertrail.core.prose_marker import MARKER
from papertrail.readers.markdown.cursor import NO_REFERENCES, Cursor, References
from papertrail.readers.markdown.edit_entry import FIELDS, Difference, EntryText, Fill, steps
from papertrail.readers.markdown.entry import read_entry
from papertrail.readers.markdown.induction.reader import read_as
from papertrail.readers.markdown.known_words import KEYS, LINK_WORDS
from papertrail.readers.markdown.markers import BULLET, HEADING, HTML_ITEM, QUOTED
from papertrail.readers.markdown.paper import paper_of
from papertrail.readers.markdown.pieces import ParsedEntry
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.table_cells import read_row
from papertrail.readers.markdown.table_runs import table_columns
from papertrail.readers.markdown.table_syntax import html_table, markdown_cells
from papertrail.readers.markdown.tokens import Token, is_within_limits, tokens
from papertrail.readers.urls import UrlResolver, resolved
from papertrail.text.markdown import plain_inline

_TAGS = frozenset([
    "a", "b", "br", "center", "code", "dd", "del", "details", "div", "dl", "dt", "em", "font", "i", "img", "kbd",
    "li", "ol", "p", "s", "small", "span", "strong", "sub", "summary", "sup", "td", "tr", "u", "ul",
])  # fmt: skip
_VOID_TAGS = ("br", "/br", "img", "!--")
_OPENING = re.compile(r"<[A-Za-z/!?]")
_AUTOLINK = re.compile(r"<(?:https?|mailto):[^\s<>]*>")
_COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--!?>|<!--)[^\n])*+-->")
_DANGER = re.compile(r"(?i)<[^<>]*[\s\"'/](?:on[a-z]+|style)\s*=|javascript:|data:text|vbscript:")
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]{1,30}:")
"""The name of an emoji: `:star:`."""
_MOST_READ = 50_000
"""Characters that may be read to find the steps that change a text; one with a few differences takes some thousand."""
_MOST_PIECES = 80
_TASK = re.compile(r"^([-*+][ \t]+)\[[ xX]\][ \t]")
"""A check box, which is not part of the record."""
_BLOCK = re.compile(r"(?m)^ {0,3}(?:=+|-+|(?:[-*_][ \t]*){3,}|#{1,6}(?:[ \t].*)?|>.*)$")
_ROW = re.compile(r"\s*(?:\||<tr\b)")
_FENCE = re.compile(r"(?m)^\s*(?:`{3,}|~{3,})")
_CONNECTING = frozenset(
    ["a", "and", "at", "by", "et", "al", "for", "from", "in", "is", "of", "on", "or", "the", "to", "und", "via", "with"]
)
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


def matches_paper(raw: str, paper: Paper, context: VerbatimContext) -> bool:
    """Whether a verbatim text, parsed as an entry, has the same content as a paper, and no other content."""
    entry = _read(raw, paper, context)
    return entry is not None and not _differences(entry, paper, context) and _is_safe(raw, paper, context)


def entry_of(
    raw: str, paper: Paper, context: VerbatimContext, fill: Fill, models: Callable[[], Iterable[str]]
) -> str | None:
    """Return a verbatim text with the values of a paper: what differs is changed, everything else stays as it is.

    `models` are the same entry as its list renders it, which shows where new values belong. None if the text would have
    any other content.
    """
    original = _read(raw, paper, context)
    if original is None:
        return None
    read_models = cache(lambda: [model for text in models() if (model := _read(text, paper, context))])
    take = partial(steps, paper=paper, fill=fill, models=read_models)
    entry = _changed(original, paper, context, partial(take, fields=FIELDS))
    if unread := _differences(entry, paper, context):
        # The reader does not understand some values as the document writes them: their words must do.
        others = [field for field in FIELDS if field not in unread]
        entry = _changed(original, paper, context, partial(take, fields=others))
        for field in unread:
            entry = _changed_unread(entry, paper, context, field, take(entry, fields=[field]))
    return entry.text if _is_safe(entry.text, paper, context) else None


def _changed(
    entry: EntryText, paper: Paper, context: VerbatimContext, take: Callable[[EntryText], Iterator[str]]
) -> EntryText:
    """Take the steps after which fewer values differ."""
    tries = iter(range(_tries(entry)))
    while size := _size(entry, paper, context):
        for _, text in zip(tries, take(entry), strict=False):
            better = _read(text, paper, context)
            if better and _size(better, paper, context) < size:
                entry = better
                break
        else:
            return entry
    return entry


def _tries(entry: EntryText) -> int:
    return _MOST_READ // len(entry.text) if len(entry.parsed.pieces) <= _MOST_PIECES else 0


def _changed_unread(
    entry: EntryText, paper: Paper, context: VerbatimContext, field: str, texts: Iterable[str]
) -> EntryText:
    """Take the first step that shows the words of a field, and still those of all other fields."""
    before = _unshown(entry, paper, context)
    goal = {value for value in before if value[0] != field}
    for text in islice(texts, _tries(entry)):
        changed = _read(text, paper, context)
        if changed and set(_unshown(changed, paper, context)) <= goal:
            return changed
    return entry


def _unshown(entry: EntryText, paper: Paper, context: VerbatimContext) -> list[tuple[str, int]]:
    """The values that a text shows neither as such nor in its words and URLs, by field and number."""
    cursor = context.cursor(entry.text)
    text, urls = plain(cursor), {*_urls(cursor, context)}
    return [
        (field, number)
        for field in _differences(entry, paper, context)
        for number, value in enumerate(entry.wanted(paper, field))
        if value not in entry.shown(field)
        and not (urls.issuperset(_urls_of(value)) and all(words in text for words in _words_of(value)))
    ]


def _urls(cursor: Cursor, context: VerbatimContext) -> Iterator[str]:
    """The URLs of the links and images in a text, as they are and resolved."""
    for token in tokens(cursor):
        for part in (*token.images, token):
            if part.kind in ("link", "image"):
                yield from (part.url, context.resolver.resolve(part.url))


def _urls_of(value: Paper) -> list[str]:
    return [link.url for link in value.links] + [venue.url for venue in value.venues if venue.url]


def _words_of(value: Paper) -> list[str]:
    linked = [*(link.label for link in value.links), *(venue.text for venue in value.venues)]
    texts = (value.name, value.date, *linked, *map(plain_inline, value.remarks), *map(str, value.authors))
    return [text for text in (*texts, *value.institutions, *value.keywords, *dict(value.custom).values()) if text]


def _differences(entry: EntryText, paper: Paper, context: VerbatimContext) -> dict[str, Difference]:
    """How a text differs from a paper. It may lack a date or a venue that is in a heading."""
    differences = entry.differences(paper)
    if paper.date and "date" in differences and not entry.paper.date:
        years = [str(venue.year) for venue in paper.venues]
        if context.headings is None or paper.date[:4] in " ".join([*context.headings, *years]):
            del differences["date"]
    if [venue.text for venue in paper.venues] == [context.heading] and not entry.paper.venues:
        differences.pop("venues", None)
    return differences


def _read(raw: str, paper: Paper, context: VerbatimContext) -> EntryText | None:
    """Parse a text by itself, or else by the layout that fits a paper best; None if it is no entry of the style."""
    if not is_within_limits(raw) or not raw.strip():
        return None
    match context.style:
        case "markdown-table":
            return _as_entry(_read_markdown_row(raw, context), context)
        case "html-table":
            return _as_entry(_read_html_row(raw, context), context)
    entry = _as_entry(read_entry(raw, context.references), context)
    if entry and not _size(entry, paper, context):
        return entry
    found = (entry, _as_entry(read_as(raw, paper, context.references), context))
    return min(filter(None, found), key=lambda entry: _size(entry, paper, context), default=None)


def _as_entry(parsed: ParsedEntry | None, context: VerbatimContext) -> EntryText | None:
    paper = paper_of(parsed) if parsed else None
    if parsed is None or paper is None:
        return None
    is_table = context.style.endswith("table")
    return EntryText(
        parsed=parsed, paper=resolved(paper, context.resolver), is_table=is_table, resolver=context.resolver
    )


def _size(entry: EntryText, paper: Paper, context: VerbatimContext) -> int:
    """How many values of a text differ from a paper."""
    return sum(difference.size for difference in _differences(entry, paper, context).values())


def _read_markdown_row(raw: str, context: VerbatimContext) -> ParsedEntry:
    word = _WORD.search(raw)
    start = raw.rfind("\n", 0, word.start() if word else 0) + 1
    line = raw[start:].partition("\n")[0]
    cells = [(left + start, right + start) for left, right in markdown_cells(line)]
    return read_row(context.cursor(raw).between(start, start + len(line)), cells, table_columns(context.columns))


def _read_html_row(raw: str, context: VerbatimContext) -> ParsedEntry | None:
    """Read a text that is exactly one row; None for any other text."""
    table = html_table(raw, context.references)
    if table is None or len(table.rows) != 1:
        return None
    (row,) = table.rows
    if raw[: row.start].strip() or raw[row.end :].strip():
        return None
    cells = [(start + row.start, end + row.start) for start, end in row.cells]
    return read_row(context.cursor(raw), cells, table_columns(context.columns))


def _is_safe(raw: str, paper: Paper, context: VerbatimContext) -> bool:
    """Whether a text is one entry without dangerous HTML, and without URLs or words that are not in the record."""
    text = context.cursor(_TASK.sub(r"\1", raw))
    return (
        _is_harmless(context.cursor(raw))
        and _is_one_block(raw, context)
        and not _has_other_urls(text, paper, context)
        and not _has_other_words(text, paper, context)
    )


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
    is_row = _ROW.match(raw) or (context.has_frame and "|" in lines[0])
    return bool(is_row) and not any(re.search(r"[^\s|]", line) for line in lines[1:])


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
