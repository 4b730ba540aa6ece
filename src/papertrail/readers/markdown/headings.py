"""Where the entries of a document are filed: the name of the list, and the topics that its headings make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from papertrail.core import TopicPath
from papertrail.readers.markdown.blocks import Block
from papertrail.readers.markdown.document import Run, text_of_lines, topic_name
from papertrail.readers.markdown.pieces import paper_of
from papertrail.readers.markdown.tokens import plain

_H1 = re.compile(r"(?is)<h1\b[^<>]*>(.*?)</h1\s*>")


_FRONT_TITLE = re.compile(r"(?m)^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$")


def title_above(blocks: Sequence[Block], lines: Sequence[str], end: int) -> str | None:
    """The document's title where no heading of Markdown gives it: in its front matter, or as a heading in HTML."""
    for block in blocks:
        if block.start >= end or block.kind == "heading":
            return None
        text = text_of_lines(lines, block.start, block.end)
        found = _H1.search(text) if block.kind in ("html", "paragraph") else None
        found = found or (_FRONT_TITLE.search(text) if block.kind == "other" and block.start == 0 else None)
        if found and (title := plain(found[1], html=True)):
            return topic_name(title)
    return None


def file_title(name: str) -> str:
    """What a list is called after its file."""
    stem = re.sub(r"\.[A-Za-z]+$", "", name.rpartition("/")[2])
    return topic_name(stem.replace("_", " "))


def joined(runs: Iterator[Run], lines: Sequence[str]) -> Iterator[Run]:
    """Runs of the same form with nothing but blank lines between them are one."""
    last: Run | None = None
    for run in runs:
        blank = last is not None and not text_of_lines(lines, last.end, run.start).strip()
        if (
            last
            and blank
            and last.style == run.style
            and run.style in ("bullets", "paragraphs")
            and last.topic == run.topic
        ):
            last = _together(last, run, lines)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _together(one: Run, two: Run, lines: Sequence[str]) -> Run:
    final = one.entries[-1]
    text = text_of_lines(lines, final.start, two.start)
    longer = replace(final, end=two.start, reading=replace(final.reading, text=text))
    return replace(one, end=two.end, entries=(*one.entries[:-1], longer, *two.entries))


def filed(
    runs: Sequence[Run], blocks: Sequence[Block], lines: Sequence[str], otherwise: str
) -> tuple[str, tuple[Run, ...], list[str]]:
    """The list's name, the runs with their topics, and what a person should look at."""
    titles = {entry.start for run in runs for entry in run.entries}
    headings = [b for b in blocks if b.kind == "heading" and plain(b.text) and b.start not in titles]
    paths = [_above(run, headings) for run in runs]
    title = title_of(headings, runs, paths)
    below = [tuple(plain(h.text) for h in path if h is not title) for path in paths]
    decisions: list[str] = []
    placed: list[Run] = []
    taken: set[TopicPath] = set()
    last_end = 0
    for run, names in zip(runs, below, strict=True):
        label = _label_above(run, blocks, lines, last_end)
        path = tuple(map(topic_name, (*names, *([label] if label else []), *run.topic)))
        if path in taken:
            first = path
            number = 2
            base = path or (topic_name(plain(title.text)) if title else otherwise,)
            while path in taken:
                path = (*base[:-1], f"{base[-1]} ({number})")
                number += 1
            decisions.append(
                f"line {run.start + 1}: there are several runs of entries under {' > '.join(first) or 'the list'}; "
                f"this one is filed as {' > '.join(path)}, which you may rename"
            )
        taken.add(path)
        year = next((date for name in reversed((*names, *run.topic)) if (date := _year_of(name))), None)
        placed.append(_dated(replace(run, topic=path), year))
        last_end = run.end
    name = topic_name(plain(title.text)) if title else otherwise
    return name, tuple(placed), decisions


def _year_of(heading: str) -> str | None:
    found = re.fullmatch(
        r"(?:.{0,30}\s)?\(?((?:19|20)\d\d)\)?(?:\s+(?:papers|venues|conferences?|publications?))?",
        heading.strip(),
        re.IGNORECASE,
    )
    return found[1] if found else None


def _dated(run: Run, year: str | None) -> Run:
    """A year in the heading is that of the entries that tell none."""
    if year is None:
        return run
    entries = []
    for entry in run.entries:
        reading = replace(entry.reading, year=year)
        paper = paper_of(reading)
        entries.append(replace(entry, reading=reading, paper=paper) if paper and paper.year == int(year) else entry)
    return replace(run, entries=tuple(entries))


def _above(run: Run, headings: Sequence[Block]) -> list[Block]:
    """The headings that a run stands under, the outermost first."""
    path: list[Block] = []
    for heading in headings:
        if heading.start > run.start:
            break
        while path and path[-1].level >= heading.level:
            path.pop()
        path.append(heading)
    return path


def title_of(headings: Sequence[Block], runs: Sequence[Run], paths: Sequence[list[Block]]) -> Block | None:
    """The heading that names the document: the first, where all entries stand under it, or where none does directly."""
    if not headings:
        return None
    first = headings[0]
    if all(path and path[0] is first for path in paths):
        return first
    highest = min(heading.level for heading in headings)
    directly = any(path and path[-1] is first for path in paths)
    before = first.start < min(run.start for run in runs)
    return (
        first
        if before and first.level == highest and not directly and not any(first in path for path in paths)
        else None
    )


_EMPHASISED = re.compile(r"\s*(?:[-*+]\s+)?(\*\*|__|\*|_)\s*\(?(?P<text>[^*_]{1,80}?)\)?\s*\1\s*[:：]?\s*")


def _label_above(run: Run, blocks: Sequence[Block], lines: Sequence[str], last_end: int) -> str | None:
    """A line right above a run that is no heading and yet names it: `*(Lectures)*`, `**2016**`, a summary."""
    before = [block for block in blocks if last_end <= block.start and block.end <= run.start and block.kind != "rule"]
    if not before or before[-1].kind not in ("paragraph", "html"):
        return None
    block = before[-1]
    text = text_of_lines(lines, block.start, block.end).strip()
    if found := _EMPHASISED.fullmatch(text):
        return found["text"].strip()
    if found := re.search(r"(?is)<summary[^<>]*>(.*?)</summary\s*>", text):
        return plain(found[1], html=True) or None
    if found := re.fullmatch(r"(?is)<(b|strong|h[1-6]|center)\b[^<>]*>(.{1,100}?)</\1\s*>", text):
        return plain(found[2], html=True) or None
    return None


def headings_of(runs: Sequence[Run], blocks: Sequence[Block]) -> tuple[TopicPath, ...]:
    """Every topic that has entries, or has topics with entries, in the order of the document."""
    found: dict[TopicPath, None] = {}
    for run in runs:
        for end in range(1, len(run.topic) + 1):
            found.setdefault(run.topic[:end])
    return tuple(found)
