"""Selects how the entries of a run are rendered: with the template of their style, or with a pattern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

import jinja2

from papertrail.core import Catalog, Row, Section, Topic
from papertrail.core.prose_marker import marker, parts_of
from papertrail.documents import entry_texts, render_document
from papertrail.importing.learn_pattern import learn_lines, learn_row
from papertrail.readers.markdown.document import DocumentEntry, Run
from papertrail.readers.markdown.markers import BULLET, QUOTED
from papertrail.readers.markdown.pieces import ParsedEntry
from papertrail.readers.markdown.table_syntax import html_table, markdown_cells
from papertrail.text.patterns import PatternError, first_line, parse

_LONGEST_PATTERN = 4000


@dataclass(frozen=True, kw_only=True)
class EntryFormat:
    """A format of the entries of a run: a pattern, or else the template of their style."""

    pattern: str | None = None
    frame: str | None = None
    exceptions: frozenset[str] = frozenset()
    """Ids of entries that it does not reproduce."""

    def on(self, topic: Topic) -> Topic:
        """The topic with this format."""
        return replace(
            topic,
            entry=((topic.style, self.pattern),) if self.pattern else (),
            frame=((topic.style, self.frame),) if self.frame else (),
        )


@dataclass(frozen=True, kw_only=True)
class RunTarget:
    """A run, and the section that must reproduce it."""

    run: Run
    section: Section
    """The section of its topic, with the style and the columns of the run."""
    entries: Mapping[str, DocumentEntry]
    """The entries by record id."""
    catalog: Catalog
    templates: jinja2.Environment

    @cached_property
    def firsts(self) -> list[str | None]:
        """The id of the first paper of each part of the run; None for the first part."""
        return first_papers(self.run, self.entries)

    def rendered(self, section: Section, firsts: Iterable[str | None] = (None,), *, verbatim: bool = False) -> str:
        """Render a section as in a document; with `verbatim`, use the source of its records.

        Parts that begin with the papers `firsts` are on lines of their own.
        """
        return render_document(
            self.catalog,
            section,
            self.templates,
            prose="\n".join(marker(" > ".join(section.path[1:]), first) for first in firsts),
            own_entry=lambda row, section, raw, writer: raw if verbatim else None,
        )


def first_papers(run: Run, entries: Mapping[str, DocumentEntry]) -> list[str | None]:
    """The id of the first paper of each part of a run; None for the first part, and for one with no papers of its own.

    `entries` are by id.
    """
    ids = {entry.start: id for id, entry in entries.items()}
    return [None, *(next((ids[e.start] for e in part if e.start in ids), None) for part in run.parts[1:])]


def learned_pattern(
    style: str, entries: Sequence[ParsedEntry], columns: int = 0, *, is_complete: bool = True
) -> str | None:
    """The pattern of entries, with `is_complete` also for what none of them has. None if none can be learned."""
    if style.endswith("table"):
        return _valid(learn_row(entries, columns, is_complete=is_complete))
    bulleted = style == "bullets"
    pattern = _valid(learn_lines(entries, bulleted=bulleted))
    is_plain = not any(entry.html or QUOTED.match(entry.text) for entry in entries[:1])
    return completed(pattern, entries, bulleted=bulleted) if pattern and is_complete and is_plain else pattern


def _valid(pattern: str | None) -> str | None:
    if not pattern or len(pattern) > _LONGEST_PATTERN:
        return None
    try:
        parse(pattern)
    except PatternError:
        return None
    return pattern


_PARTS = {"year": "{ ({year})}", "authors": "{, {authors}}", "venue": "{ ({venue})}", "link": "{ [[{label}]]({url})}"}
_NAMES = {"year": {"year"}, "authors": {"authors"}, "venue": {"venue"}, "link": {"label", "url"}}


def completed(pattern: str, entries: Sequence[ParsedEntry], *, bulleted: bool) -> str:
    """A pattern with the parts that it lacks, at the end of its first line, and a line for remarks.

    No imported entry has these parts, but a field that is added to a record later must show up in the document.

    >>> completed("- {title}", [], bulleted=True)
    '- {title}{, {authors}}{ ({venue})}{ [[{label}]]({url})}\\n  - {remark}'
    """
    fields = {field.name for field in parse(pattern).fields()}
    named = {name.split(" ")[0] for name in fields if not name.startswith("url ")}
    kinds = {piece.kind for entry in entries for piece in entry.pieces} | {"venue", "link", "authors"}
    heading = entries[0].venue if entries and len({entry.venue for entry in entries}) == 1 else None
    parts = _PARTS | ({"venue": f"{{ ({{venue but {heading}}})}}"} if heading else {})
    if "date" in named:
        named.add("year")
    lacking = "".join(text for kind, text in parts.items() if kind in kinds and not named & _NAMES[kind])
    end = first_line(pattern)
    pattern = pattern[:end] + lacking + pattern[end:]
    if "remark" in named:
        return pattern
    marker = BULLET.match(pattern.replace("{number}", "1")) if bulleted else None
    if bulleted and marker is None:  # a line of a paragraph, where a remark would be another entry
        return pattern
    lines = pattern.rstrip("\n")
    return f"{lines}\n{' ' * marker.end() + '- ' if marker else ''}{{remark}}{pattern[len(lines) :]}"


def best_format(target: RunTarget, patterns: Iterable[str | None] = (), *, default: bool = True) -> EntryFormat:
    """The format with the fewest exceptions. The template of the style is preferred to an equally good pattern.

    `patterns` are additional patterns to try, such as that of the whole document. Without `default`, only patterns are
    tried, because the topic would inherit a pattern.
    """
    run, entries = target.run, [entry.parsed for entry in target.entries.values()]
    learned = learned_pattern(run.style, entries, len(run.columns))
    tried = dict.fromkeys(pattern for pattern in (*patterns, learned) if pattern)
    found = _fewest_exceptions([_pattern_format(target, text) for text in tried], target)
    best = (_default_format(target, len(found.exceptions)) if default else None) or found
    # Records of several documents may have values that this one does not show.
    is_merged = best.exceptions and any(len(row.paper.topics) > 1 for row in target.section.rows)
    simple = learned_pattern(run.style, entries, len(run.columns), is_complete=False) if is_merged else None
    return _fewest_exceptions([best, _pattern_format(target, simple)], target) if simple else best


def _fewest_exceptions(formats: Sequence[EntryFormat], target: RunTarget) -> EntryFormat:
    no_format = EntryFormat(frame=target.run.frame, exceptions=frozenset(target.entries))
    return min(formats, key=lambda entry_format: len(entry_format.exceptions), default=no_format)


def _pattern_format(target: RunTarget, pattern: str) -> EntryFormat:
    entry_format = EntryFormat(pattern=pattern, frame=target.run.frame)
    section = replace(target.section, topic=entry_format.on(target.section.topic))
    parts = parts_of(section.rows, target.firsts).values()
    texts = {
        id: text for rows in parts for id, text in entry_texts(target.catalog, replace(section, rows=rows)).items()
    }
    lasts = {part[-1].start for part in target.run.parts}
    different = (
        id
        for id, entry in target.entries.items()
        if _has_badge(entry.parsed)
        or not _reproduces(texts.get(id), entry.raw, target.run.style, is_last=entry.start in lasts)
    )
    return replace(entry_format, exceptions=frozenset(different))


def _has_badge(entry: ParsedEntry) -> bool:
    """Whether a badge shows the venue of an entry: a pattern has no place for another one."""
    return any(piece.kind == "venue" and not piece.form for piece in entry.pieces)


def _reproduces(text: str | None, raw: str, style: str, *, is_last: bool) -> bool:
    """Whether the text of an entry equals its source. The end of the last entry may differ."""
    if text is None:
        return False
    if style == "paragraphs":  # all but the last end with a blank line
        return text.rstrip("\n") == raw.rstrip("\n") and (is_last or _ends_with_one_line_feed(raw))
    if not is_last:
        return text == raw
    return text.rstrip() == raw.rstrip() if style == "html-table" else text.rstrip("\n") == raw.rstrip("\n")


def _ends_with_one_line_feed(text: str) -> bool:
    return text.endswith("\n") and not text.endswith("\n\n")


def _default_format(target: RunTarget, most: int) -> EntryFormat | None:
    """The template of the style, or None if it does not reproduce the run with so many exceptions at most."""
    plain = replace(target.section, topic=EntryFormat().on(target.section.topic), sections=())
    exceptions = (row.paper.id for row in plain.rows if not _is_default(target, plain, row))
    different = set(islice(exceptions, most + 1))
    if len(different) > most:
        return None
    sources = {id: ((None, target.entries[id].raw),) for id in different}
    rows = (replace(row, paper=replace(row.paper, sources=sources.get(row.paper.id, ()))) for row in plain.rows)
    text = target.rendered(replace(plain, rows=tuple(rows)), dict.fromkeys(target.firsts), verbatim=True)
    return EntryFormat(exceptions=frozenset(different)) if text.rstrip("\n") == source_of(target.run) else None


def _is_default(target: RunTarget, section: Section, row: Row) -> bool:
    """Whether the template of the style reproduces an entry."""
    raw = target.entries[row.paper.id].raw
    alone = replace(section, rows=(replace(row, paper=replace(row.paper, sources=())),))
    text = target.rendered(alone).rstrip("\n")
    match target.run.style:
        case "markdown-table":
            return _cells(text.rpartition("\n")[2]) == _cells(raw)
        case "html-table":
            table = html_table(text)
            return table is not None and text[table.rows[0].start : table.rows[0].end] == raw
        case _:
            return text == raw.rstrip("\n")


def _cells(line: str) -> list[str]:
    return [line[slice(*span)].strip() for span in markdown_cells(line)]


def source_of(run: Run) -> str:
    """The source text of a run."""
    return "\n".join(_source_of_part(run, [entry.raw for entry in part]) for part in run.parts)


def _source_of_part(run: Run, entries: Iterable[str]) -> str:
    if run.frame is None:
        return "\n".join(entries).rstrip("\n")
    return run.frame.replace("{entries}", ("\n" if run.style == "markdown-table" else "").join(entries))
