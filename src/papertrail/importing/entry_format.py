"""How the entries of a run are to be written: by the default of their style, or by a pattern."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import jinja2

from papertrail.core import Catalog, Row, Section, Topic
from papertrail.core.prose_marker import marker
from papertrail.documents import entry_texts, render_document
from papertrail.importing.learn_pattern import learn_lines, learn_row
from papertrail.readers.markdown.document import Found, Run
from papertrail.readers.markdown.pieces import Reading
from papertrail.readers.markdown.table_syntax import html_table, markdown_cells
from papertrail.text.patterns import PatternError, first_line, parse


@dataclass(frozen=True, kw_only=True)
class Form:
    """A way to write the entries of a run."""

    entry: str | None = None
    frame: str | None = None
    exceptions: frozenset[str] = frozenset()
    """Ids of the entries that it does not give back."""

    def on(self, topic: Topic) -> Topic:
        """The topic with this form in place of its own."""
        return replace(
            topic,
            entry=((topic.style, self.entry),) if self.entry else (),
            frame=((topic.style, self.frame),) if self.frame else (),
        )


def pattern_of(style: str, readings: Sequence[Reading], columns: int = 0) -> str | None:
    """The pattern that entries follow, where one can be learned."""
    table = style.endswith("table")
    found = learn_row(readings, columns) if table else learn_lines(readings, bulleted=style == "bullets")
    if not found or len(found) > 4000:
        return None
    try:
        parse(found)
    except PatternError:
        return None
    return found if table else completed(found, readings)


_PARTS = {"year": "{ ({year})}", "authors": "{, {authors}}", "venue": "{ ({venue})}", "link": "{ [[{label}]]({url})}"}
_NAMES = {"year": {"year"}, "authors": {"authors"}, "venue": {"venue"}, "link": {"label", "url"}}


def completed(pattern: str, readings: Sequence[Reading]) -> str:
    """A pattern with the parts that it lacks, at the end of its first line.

    No entry that follows the pattern has them; but whoever gives a paper a venue later wants to see it.

    >>> completed("- {title}", [])
    '- {title}{ ({venue})}{ [[{label}]]({url})}'
    """
    named = {field.name.split(" ")[0] for field in parse(pattern).fields()}
    kinds = {piece.kind for reading in readings for piece in reading.pieces} | {"venue", "link"}
    if "date" in named:
        named.add("year")
    lacking = "".join(text for kind, text in _PARTS.items() if kind in kinds and not named & _NAMES[kind])
    end = first_line(pattern)
    return pattern[:end] + lacking + pattern[end:]


def best_form(
    run: Run, section: Section, catalog: Catalog, templates: jinja2.Environment, entries: Mapping[str, Found],
    others: Sequence[str] = (), *, by_default: bool = True,
) -> Form:  # fmt: skip
    """The form with the fewest exceptions; the default of the style wins where it is as good.

    `entries` are those of the run by the ids of their records. `others` are further patterns to try, such as that of
    the whole document. Without `by_default` only patterns will do, because the topic would inherit one.
    """
    default = _default(run, section, catalog, templates, entries) if by_default else None
    forms = [] if default is None else [default]
    own = pattern_of(run.style, [entry.reading for entry in entries.values()], len(run.columns))
    patterns = [pattern for pattern in dict.fromkeys([*others, own]) if pattern]
    forms += [_patterned(run, section, catalog, pattern, entries) for pattern in patterns]
    if not forms:
        return Form(frame=run.frame, exceptions=frozenset(entries))
    return min(forms, key=lambda form: len(form.exceptions))


def _patterned(run: Run, section: Section, catalog: Catalog, pattern: str, entries: Mapping[str, Found]) -> Form:
    form = Form(entry=pattern, frame=run.frame)
    texts = entry_texts(catalog, replace(section, topic=form.on(section.topic)))
    last = list(entries)[-1]
    wrong = {id for id, entry in entries.items() if not _equal(texts.get(id), entry.raw, run.style, last=id == last)}
    return replace(form, exceptions=frozenset(wrong))


def _equal(text: str | None, raw: str, style: str, *, last: bool) -> bool:
    if text is None:
        return False
    if style == "paragraphs":  # a blank line stands behind each but the last
        return text.rstrip("\n") == raw.rstrip("\n") and (last or (raw.endswith("\n") and not raw.endswith("\n\n")))
    return text == raw or (
        last and text.rstrip() == raw.rstrip() and (style == "html-table" or text.rstrip("\n") == raw.rstrip("\n"))
    )


def _default(
    run: Run, section: Section, catalog: Catalog, templates: jinja2.Environment, entries: Mapping[str, Found]
) -> Form | None:
    """The form without any pattern, or None where it gives the run back with no choice of exceptions."""
    plain = replace(section, topic=Form().on(section.topic), sections=())
    wrong = {row.paper.id for row in section.rows if not _alone(run.style, row, plain, catalog, templates, entries)}
    form = Form(exceptions=frozenset(wrong))
    raws = {id: entries[id].raw for id in wrong}
    marked = tuple(
        replace(row, paper=replace(row.paper, sources=((None, raws[row.paper.id]),) if row.paper.id in raws else ()))
        for row in plain.rows
    )
    text = render_document(
        catalog, replace(plain, rows=marked), templates, prose=marker(" > ".join(section.path[1:])),
        same_entry=lambda row, section, raw: True,
    )  # fmt: skip
    return form if text.rstrip("\n") == source_of(run) else None


def _alone(
    style: str,
    row: Row,
    section: Section,
    catalog: Catalog,
    templates: jinja2.Environment,
    entries: Mapping[str, Found],
) -> bool:
    """Whether the style gives an entry back when it is written alone."""
    if row.paper.id not in entries:
        return False
    raw = entries[row.paper.id].raw
    one = replace(section, rows=(replace(row, paper=replace(row.paper, sources=())),))
    text = render_document(catalog, one, templates, prose=marker(" > ".join(section.path[1:]))).rstrip("\n")
    if style == "markdown-table":
        line = text.split("\n")[-1]
        return _cells(line) == _cells(raw)
    if style == "html-table":
        table = html_table(text)
        return table is not None and text[table.rows[0].start : table.rows[0].end] == raw
    return text == raw.rstrip("\n")


def _cells(line: str) -> list[str]:
    return [line[slice(*span)].strip() for span in markdown_cells(line)]


def source_of(run: Run) -> str:
    """The source of a run's lines."""
    if run.frame is None:
        return (
            "\n".join(entry.raw for entry in run.entries).rstrip("\n") if run.style == "bullets" else _paragraphs(run)
        )
    between = "\n" if run.style == "markdown-table" else ""
    return run.frame.replace("{entries}", between.join(entry.raw for entry in run.entries))


def _paragraphs(run: Run) -> str:
    return "\n".join(entry.raw for entry in run.entries).rstrip("\n")
