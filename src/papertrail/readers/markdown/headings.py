"""The name of a list, and the topics of its entries, from the headings of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from papertrail.core import TopicPath
from papertrail.readers.markdown.blocks import Block
from papertrail.readers.markdown.cursor import Cursor
from papertrail.readers.markdown.document import DocumentEntry, DocumentSource, Run, topic_name
from papertrail.readers.markdown.paper import paper_of
from papertrail.readers.markdown.plain_text import plain
from papertrail.readers.markdown.trials import first_answer

# Without the end of the text as an alternative, each unclosed element would be searched for its end.
_H1 = re.compile(r"(?is)<h1\b[^<>]*+>(.*?)(?:(?P<closed></h1\s*+>)|\Z)")
_FRONT_MATTER_TITLE = re.compile(r"(?m)^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$")
_YEAR = re.compile(
    r"(?i)(?:.{0,30}\s)?\(?((?:19|20)\d\d)\)?(?:\s+(?:papers|venues|conferences?|publications?))?",
)
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
    last: Run | None = None
    for run in runs:
        if last and _continues(run, last, source):
            last = _together(last, run, source)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _continues(run: Run, last: Run, source: DocumentSource) -> bool:
    is_same_form = run.style in ("bullets", "paragraphs") and (last.style, last.topic) == (run.style, run.topic)
    return is_same_form and not source.text(last.end, run.start).strip()


def _together(run: Run, next_run: Run, source: DocumentSource) -> Run:
    last = run.entries[-1]
    parsed = replace(last.parsed, text=source.text(last.start, next_run.start))
    longer = replace(last, end=next_run.start, parsed=parsed)
    return replace(run, end=next_run.end, entries=(*run.entries[:-1], longer, *next_run.entries))


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
    paths = [_above(run, headings) for run in runs]
    heading = _title_heading(headings, runs, paths)
    title = topic_name(source.plain(heading.text)) if heading else None
    wanted = []
    for run, path, before in zip(runs, paths, [None, *runs], strict=False):
        names = [source.plain(block.text) for block in path if block is not heading]
        wanted.append(_under(run, names, _label_above(run, source, before)))
    topics = _all_different([run.topic for run in wanted], title or otherwise)
    return FiledRuns(
        title=title,
        runs=tuple(replace(run, topic=topic) for run, topic in zip(wanted, topics, strict=True)),
        decisions=tuple(
            _several_runs(run, topic) for run, topic in zip(wanted, topics, strict=True) if run.topic != topic
        ),
    )


def _under(run: Run, names: Sequence[str], label: str | None) -> Run:
    """A run under the topics of some headings and of a label; the last year of the headings is its date."""
    topic = tuple(map(topic_name, [*names, *([label] if label else []), *run.topic]))
    years = [year for name in (*names, *run.topic) if (year := _year_of(name))]
    entries = tuple(_dated(entry, years[-1]) for entry in run.entries) if years else run.entries
    return replace(run, topic=topic, entries=entries)


def _year_of(heading: str) -> str | None:
    match = _YEAR.fullmatch(heading.strip())
    return match[1] if match else None


def _dated(entry: DocumentEntry, year: str) -> DocumentEntry:
    """An entry without a date, with the year of a heading."""
    parsed = replace(entry.parsed, year=year)
    paper = paper_of(parsed)
    return replace(entry, parsed=parsed, paper=paper) if paper and paper.year == int(year) else entry


def _all_different(topics: Sequence[TopicPath], name: str) -> list[TopicPath]:
    """Number the topics that are already used; `name` is the name of the list, whose path is empty."""
    used: dict[TopicPath, None] = {}
    for topic in topics:
        *above, last = topic or (name,)
        numbered = ((*above, f"{last} ({number})") for number in count(2))
        used[topic if topic not in used else next(path for path in numbered if path not in used)] = None
    return list(used)


def _several_runs(run: Run, topic: TopicPath) -> str:
    where = f'topic "{" > ".join(run.topic)}"' if run.topic else "the list"
    return (
        f"line {run.start + 1}: {where} already has entries, with other text in between; these are imported under "
        f'"{" > ".join(topic)}", which you can rename'
    )


def _above(run: Run, headings: Sequence[Block]) -> list[Block]:
    """The headings above a run, the highest level first."""
    path: list[Block] = []
    for heading in headings:
        if heading.start > run.start:
            break
        path = [*(block for block in path if block.level < heading.level), heading]
    return path


def _label_above(run: Run, source: DocumentSource, before: Run | None) -> str | None:
    """A line directly above a run that names it but is not a heading: `*(Lectures)*`, `**2016**`, a summary."""
    start = before.end if before else 0
    between = [b for b in source.blocks if start <= b.start and b.end <= run.start and b.kind != "rule"]
    if not between or between[-1].kind not in ("paragraph", "html"):
        return None
    text = Cursor.of(source.text_of(between[-1]).strip(), html=True, references=source.references)
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
