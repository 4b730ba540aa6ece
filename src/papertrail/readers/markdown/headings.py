"""The name of a list, and the topics of its entries, from the headings of the document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from papertrail.core import TopicPath
from papertrail.readers.markdown.blocks import Block
from papertrail.readers.markdown.classify import is_series
from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.document import DocumentEntry, DocumentSource, Run, topic_name
from papertrail.readers.markdown.paper import paper_of
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.trials import first_answer

# Without the end of the text as an alternative, each unclosed element would be searched for its end.
_H1 = re.compile(r"(?is)<h1\b[^<>]*+>(.*?)(?:(?P<closed></h1\s*+>)|\Z)")
_FRONT_MATTER_TITLE = re.compile(r"(?m)^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$")
_YEAR = re.compile(
    r"(?i)(?P<before>.{0,30}\s)?\(?(?P<year>(?:19|20)\d\d)\)?(?:\s+(?:papers|venues|conferences?|publications?))?",
)
_NOT_THE_YEAR = re.compile(
    r"(?i)\b(?:before|pre|until|till|up to|prior|earlier|after|since|from|to|and|\d{4})\b|[-–—<≤>≥~&/]\s*$"
)
"""Before the year in a heading that names a span of years."""
_SERIES = re.compile(r"(?P<venue>(?P<series>[A-Z][A-Za-z&/-]{2,14})(?:[ ,]{0,2}['’-]?(?:19|20)?\d\d)?)(?: papers)?")
_OWN_YEAR = re.compile(r"[(\[][^()\[\]]*(?:19|20)\d\d[)\]]")
_WITHOUT_ENTRIES = re.compile(
    r"(?i)[\W\d]*+(?:(?:how to|ways to|guide(?:lines)?(?: for| to)?|want to|please|the) )*+(?:"
    r"(?P<whole>contribut\w+(?: .{0,40})?|licen[cs](?:e|es|ing)|copyright|acknowledge?ments?|star history|changelog|"
    r"(?:如何)?贡献(?:指南)?|引用|许可(?:证|协议)?|致谢|"
    r"cit(?:e|ing|ations?)(?: (?:us|this|the|our|as|information)\b.{0,40})?)|"
    r"(?:table of )?contents?|toc|index|see also|glossary|acronyms|目录|"
    r"(?:related|other|similar|external)(?: \w+)? (?:lists|repositories|repos|projects))\W*+"
)
"""Headings below which links are not entries: in the `whole` section, or up to the next heading."""
_EMPHASISED = re.compile(r"\s*+(?:[-*+]\s++)?(\*\*|__|\*|_)(?P<text>[^*_]++)\1\s*+(?:[:：]\s*+)?")
_LONGEST_LABEL = 80
_SUMMARY = re.compile(r"(?is)<summary[^<>]*+>(.*?)(?:(?P<closed></summary\s*+>)|\Z)")
_HTML_HEADING = re.compile(r"(?is)<(b|strong|h[1-6]|center)\b[^<>]*>(.{1,100}?)</\1\s*>")


# The name of the list


def title_above(source: DocumentSource, end: int) -> str | None:
    """Return the title of a document without a Markdown heading: from its front matter, or from an HTML heading."""
    for block in source.blocks:
        if block.start >= end or block.kind == "heading":
            return None
        text = source.text_of(block)
        title = None
        if block.kind in ("html", "paragraph"):
            title = _H1.search(text)
        elif block.kind == "other" and block.start == 0:
            title = _FRONT_MATTER_TITLE.search(text)
        if title and (name := source.plain(title[1], html=True)):
            return topic_name(name)
    return None


def file_title(name: str) -> str:
    """Return the name of a list without a title, from the name of its file."""
    stem = re.sub(r"\.[A-Za-z]+$", "", name.rpartition("/")[2])
    return topic_name(stem.replace("_", " "))


def _title_heading(headings: Sequence[Block], runs: Sequence[Run], paths: Sequence[Sequence[Block]]) -> Block | None:
    """The heading that names the document: the first one, if it has all entries below it, or none directly."""
    if not headings:
        return None
    first = headings[0]
    if all(path and path[0] is first for path in paths):
        return first
    is_highest = first.level == min(heading.level for heading in headings)
    is_before = first.start < min(run.start for run in runs)
    is_above_any = any(first in path for path in paths)
    return first if is_before and is_highest and not is_above_any else None


# Runs


def join_runs(runs: Iterator[Run], source: DocumentSource) -> Iterator[Run]:
    """Join runs of the same form if only blank lines separate them."""
    parts: list[Run] = []
    for run in runs:
        if parts and not _continues(run, parts[-1], source):
            yield _together(parts, source)
            parts = []
        parts.append(run)
    if parts:
        yield _together(parts, source)


def _continues(run: Run, last: Run, source: DocumentSource) -> bool:
    is_same_form = run.style in ("bullets", "paragraphs") and (last.style, last.topic) == (run.style, run.topic)
    return is_same_form and not source.text(last.end, run.start).strip()


def _whole_topics(runs: Sequence[Run]) -> list[Run]:
    """Runs of the same topic and form as one, with other text between its parts."""
    by_form: dict[tuple[object, ...], list[Run]] = {}
    for run in runs:
        by_form.setdefault((run.topic, run.style, run.columns, run.frame), []).append(run)
    return [
        replace(first, entries=tuple(entry for run in (first, *others) for entry in run.entries), further=tuple(others))
        for first, *others in by_form.values()
    ]


def _together(runs: Sequence[Run], source: DocumentSource) -> Run:
    """One run of several; what is between two of them belongs to the entry before it."""
    entries: list[DocumentEntry] = []
    for run in runs:
        if entries:
            last = entries.pop()
            parsed = replace(last.parsed, text=source.text(last.start, run.start))
            entries.append(replace(last, end=run.start, parsed=parsed))
        entries += run.entries
    return replace(runs[0], end=runs[-1].end, entries=tuple(entries))


def blocks_without_entries(source: DocumentSource) -> set[int]:
    """Return the numbers of the blocks below headings such as "Contributing"."""
    quiet: set[int] = set()
    level = 0
    for number, block in enumerate(source.blocks):
        if block.kind == "heading" and (not level or block.level <= level):
            heading = _WITHOUT_ENTRIES.fullmatch(source.plain(block.text))
            level = (block.level if heading["whole"] else 6) if heading else 0
        if level:
            quiet.add(number)
    return quiet


# Topics


@dataclass(frozen=True)
class FiledRuns:
    """Where the entries of a document are filed."""

    title: str | None
    """The name of the list, if a heading has it."""
    runs: tuple[Run, ...]
    """With their topics."""
    decisions: tuple[str, ...]


def file_runs(runs: Sequence[Run], source: DocumentSource, otherwise: str) -> FiledRuns:
    """File runs under the topics of the headings above them; `otherwise` names a list without a title."""
    titles = {entry.start for run in runs for entry in run.entries}
    headings = [b for b in source.blocks if b.kind == "heading" and source.plain(b.text) and b.start not in titles]
    paths = _headings_above(runs, headings)
    labels = _labels_above(runs, source)
    heading = _title_heading(headings, runs, paths)
    title = topic_name(source.plain(heading.text)) if heading else None
    wanted = []
    for run, path, label in zip(runs, paths, labels, strict=True):
        names = [source.plain(block.text) for block in path if block is not heading]
        wanted.append(_under(run, names, label))
    wanted = _whole_topics(wanted)
    topics = _all_different([run.topic for run in wanted], title or otherwise)
    return FiledRuns(
        title=title,
        runs=tuple(replace(run, topic=topic) for run, topic in zip(wanted, topics, strict=True)),
        decisions=tuple(
            _several_runs(run, topic) for run, topic in zip(wanted, topics, strict=True) if run.topic != topic
        ),
    )


def _under(run: Run, names: Sequence[str], label: str | None) -> Run:
    """A run under the topics of some headings and of a label. It gets their last year, and their last venue."""
    topic = tuple(map(topic_name, [*names, *([label] if label else []), *run.topic]))
    years = [year for name in (*names, *run.topic) if (year := _year_of(name))]
    venues = [venue for name in (*names, *run.topic) if (venue := _venue_of(name))]
    entries = tuple(_dated(entry, years[-1]) for entry in run.entries) if years else run.entries
    if venues and not any(entry.paper.venues for entry in entries):
        entries = tuple(_published(entry, venues[-1]) for entry in entries)
    return replace(run, topic=topic, entries=entries)


def _venue_of(heading: str) -> str | None:
    match = _SERIES.fullmatch(heading.strip())
    return match["venue"] if match and is_series(match["series"]) else None


def _published(entry: DocumentEntry, venue: str) -> DocumentEntry:
    """An entry without a venue, with that of a heading."""
    parsed = replace(entry.parsed, venue=venue)
    return replace(entry, parsed=parsed, paper=paper_of(parsed) or entry.paper)


def _year_of(heading: str) -> str | None:
    match = _YEAR.fullmatch(heading.strip())
    return match["year"] if match and not _NOT_THE_YEAR.search(match["before"] or "") else None


def _dated(entry: DocumentEntry, year: str) -> DocumentEntry:
    """An entry without a date, with the year of a heading."""
    if _OWN_YEAR.search(entry.paper.full_title):
        return entry
    parsed = replace(entry.parsed, year=year)
    paper = paper_of(parsed)
    return replace(entry, parsed=parsed, paper=paper) if paper and paper.year == int(year) else entry


def _all_different(topics: Sequence[TopicPath], name: str) -> list[TopicPath]:
    """Number the topics that are already used; `name` is the name of the list, whose path is empty."""
    used: dict[TopicPath, int] = {}
    """The topics, each with the last number of those that are named after it."""
    for topic in topics:
        *above, last = topic or (name,)
        path = topic
        while path in used:
            used[topic] += 1
            path = (*above, f"{last} ({used[topic]})")
        used[path] = 1
    return list(used)


def _several_runs(run: Run, topic: TopicPath) -> str:
    where = f'topic "{" > ".join(run.topic)}"' if run.topic else "the list"
    return (
        f"line {run.start + 1}: {where} already has entries of another form; these are imported under "
        f'"{" > ".join(topic)}", which you can rename'
    )


def _headings_above(runs: Sequence[Run], headings: Sequence[Block]) -> list[list[Block]]:
    """The headings above each run, the highest level first."""
    paths: list[list[Block]] = []
    path: list[Block] = []
    passed = 0
    for run in runs:
        while passed < len(headings) and headings[passed].start <= run.start:
            heading = headings[passed]
            path = [*(block for block in path if block.level < heading.level), heading]
            passed += 1
        paths.append(path)
    return paths


def _labels_above(runs: Sequence[Run], source: DocumentSource) -> list[str | None]:
    """For each run, the line directly above that names it but is not a heading: `*(Lectures)*`, `**2016**`."""
    blocks = [block for block in source.blocks if block.kind != "rule"]
    ends = [block.end for block in blocks]
    labels: list[str | None] = []
    after = 0
    for run in runs:
        position = bisect_right(ends, run.start) - 1
        is_between = position >= 0 and blocks[position].start >= after
        labels.append(_label_in(blocks[position], source) if is_between else None)
        after = run.end
    return labels


def _label_in(block: Block, source: DocumentSource) -> str | None:
    if block.kind not in ("paragraph", "html"):
        return None
    text = Cursor.of(source.text_of(block).strip(), html=True, references=source.references)
    return first_answer(_LABELS, text) or None


def _emphasised_line(text: Cursor) -> str | None:
    match = _EMPHASISED.fullmatch(text.text)
    label = match["text"].strip().removeprefix("(").removesuffix(")").strip() if match else ""
    return label if 0 < len(label) <= _LONGEST_LABEL else None


def _summary(text: Cursor) -> str | None:
    match = _SUMMARY.search(text.text)
    return plain(text.between(*match.span(1))) if match and match["closed"] else None


def _html_heading(text: Cursor) -> str | None:
    match = _HTML_HEADING.fullmatch(text.text)
    return plain(text.between(*match.span(2))) if match else None


_LABELS = (_emphasised_line, _summary, _html_heading)


def headings_of(runs: Sequence[Run]) -> tuple[TopicPath, ...]:
    """Return every topic that has entries, or has topics with entries, in the order of the document."""
    return tuple(dict.fromkeys(run.topic[:end] for run in runs for end in range(1, len(run.topic) + 1)))
