"""The verbatim text of an entry in place of its rendered record, with the values that the record has now.

Anyone can submit a record with such a text. Therefore it is parsed again whenever a document uses it: it must have the
same values as the record, or be changed so that it has, and be safe (`safe_entry`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import islice

from papertrail.core import Paper
from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.edit_entry import Fill, steps
from papertrail.readers.markdown.entry_text import FIELDS, Difference, EntryText
from papertrail.readers.markdown.induction.cells import read_as_paper
from papertrail.readers.markdown.induction.reader import read_as, read_entry
from papertrail.readers.markdown.paper import paper_of
from papertrail.readers.markdown.pieces import ParsedEntry
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.safe_entry import VerbatimContext, is_safe
from papertrail.readers.markdown.table_cells import read_row
from papertrail.readers.markdown.table_runs import table_columns
from papertrail.readers.markdown.table_syntax import html_table, markdown_cells
from papertrail.readers.markdown.tokens import is_within_limits, tokens
from papertrail.readers.urls import resolved
from papertrail.text.markdown import plain_inline

_MOST_READ = 50_000
"""Characters that may be read to find the steps that change a text; one with a few differences takes some thousand."""
_MOST_PIECES = 80
_WORD = re.compile(r"[^\W_]+")


def matches_paper(raw: str, paper: Paper, context: VerbatimContext) -> bool:
    """Whether a verbatim text, parsed as an entry, has the same content as a paper, and no other content."""
    entry = _read(raw, paper, context)
    return entry is not None and not _differences(entry, paper, context) and is_safe(raw, paper, context)


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
    return entry.text if is_safe(entry.text, paper, context) else None


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
            return _as_entry(_read_markdown_row(raw, paper, context), context)
        case "html-table":
            return _as_entry(_read_html_row(raw, paper, context), context)
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


def _read_markdown_row(raw: str, paper: Paper, context: VerbatimContext) -> ParsedEntry:
    word = _WORD.search(raw)
    start = raw.rfind("\n", 0, word.start() if word else 0) + 1
    line = raw[start:].partition("\n")[0]
    cells = [(left + start, right + start) for left, right in markdown_cells(line)]
    row = context.cursor(raw).between(start, start + len(line))
    return read_row(row, cells, table_columns(context.columns), read_as_paper(paper))


def _read_html_row(raw: str, paper: Paper, context: VerbatimContext) -> ParsedEntry | None:
    """Read a text that is exactly one row; None for any other text."""
    table = html_table(raw, context.references)
    if table is None or len(table.rows) != 1:
        return None
    (row,) = table.rows
    if raw[: row.start].strip() or raw[row.end :].strip():
        return None
    cells = [(start + row.start, end + row.start) for start, end in row.cells]
    return read_row(context.cursor(raw), cells, table_columns(context.columns), read_as_paper(paper))
