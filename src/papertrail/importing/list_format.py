"""Step 3 of an import: select the formats of each list, and the entries that are kept verbatim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import jinja2

from papertrail.core import Catalog, Paper, TopicPath
from papertrail.core.fields import COLUMN_FIELDS, LINK
from papertrail.importing.entry_format import EntryFormat, RunTarget, best_format, learned_pattern
from papertrail.importing.matching import Drafts, FiledEntry, FiledList, RecordDraft
from papertrail.importing.parsed_list import ParsedList
from papertrail.readers.markdown.cursor import References, link_references
from papertrail.readers.markdown.markers import BULLET, QUOTED
from papertrail.readers.markdown.safe_entry import VerbatimContext
from papertrail.readers.markdown.verbatim import matches_paper

Formats = Mapping[TopicPath, EntryFormat]
"""Entry formats by topic."""

_LINES = ("bullets", "paragraphs")


@dataclass(frozen=True, kw_only=True)
class FormattedList:
    """A list with the formats of its entries."""

    filed: FiledList
    formats: Formats = field(default_factory=lambda: MappingProxyType({}))
    pattern: str | None = None
    """The pattern that the topics of the list inherit."""

    @property
    def parsed(self) -> ParsedList:
        """The parsed file."""
        return self.filed.parsed

    @property
    def is_new_document(self) -> bool:
        """Whether the import adds a list with a document."""
        return not self.parsed.is_data and not self.parsed.exists


def format_list(
    filed: FiledList, catalog: Catalog, templates: jinja2.Environment, progress: Callable[[int, int], None]
) -> FormattedList:
    """Select the format of each run. Calls `progress` with the number of finished runs and of all runs."""
    if not FormattedList(filed=filed).is_new_document:
        return FormattedList(filed=filed)
    targets = _targets(filed, catalog, templates)
    patterns = _document_patterns(filed.parsed)
    formats: dict[TopicPath, EntryFormat] = {}
    for number, target in enumerate(targets):
        progress(number, len(targets))
        formats[target.run.topic] = best_format(target, [patterns.get(target.run.style)], default=_has_default(target))
    inherited = _shared_pattern(filed.parsed, formats)
    for target in targets:
        topic = target.run.topic
        if formats[topic].pattern is None and (inherited or _has_pattern_above(topic, formats)):
            formats[topic] = best_format(target, [inherited], default=False)
    return FormattedList(filed=filed, formats=formats, pattern=inherited)


def _targets(filed: FiledList, catalog: Catalog, templates: jinja2.Environment) -> list[RunTarget]:
    parsed, by_topic = filed.parsed, entries_by_topic(filed)
    sections = {section.path: section for root in catalog.lists for section in root.walk()}
    targets = []
    for run in parsed.document.runs:
        section = sections[parsed.path(run)]
        topic = replace(section.topic, style=run.style, columns=run.columns, base_url=parsed.resolver.base_url)
        entries = {id: filed.entry for id, filed in by_topic[run.topic].items()}
        rows = tuple(row for row in section.rows if row.paper.id in entries)  # data may have the same topic
        targets.append(
            RunTarget(
                run=run,
                section=replace(section, topic=topic, rows=rows),
                entries=entries,
                catalog=catalog,
                templates=templates,
            )
        )
    return targets


def entries_by_topic(filed: FiledList) -> dict[TopicPath, dict[str, FiledEntry]]:
    """The entries by topic and record id."""
    by_topic: dict[TopicPath, dict[str, FiledEntry]] = {}
    for entry in filed.entries:
        by_topic.setdefault(entry.run.topic, {}).setdefault(entry.id, entry)
    return by_topic


def _document_patterns(parsed: ParsedList) -> dict[str, str | None]:
    """The common pattern of all entries of a document, by style. Tables have one pattern each."""
    entries = {
        style: [entry.parsed for run in parsed.document.runs if run.style == style for entry in run.entries]
        for style in _LINES
    }
    return {style: learned_pattern(style, of_style) for style, of_style in entries.items()}


def _has_default(target: RunTarget) -> bool:
    """Whether the template of the style may be used: not within HTML, quotations and paragraphs of several entries.

    A column without values needs a frame for its header.
    """
    first = target.run.entries[0].raw
    if target.run.style == "bullets" and (not BULLET.match(first) or QUOTED.match(first)):
        return False
    custom = {key for entry in target.entries.values() for key, _ in entry.paper.custom}
    fields = [column.field for column in target.run.columns]
    return all(field in custom or field in COLUMN_FIELDS or field.startswith(LINK) for field in fields)


def _shared_pattern(parsed: ParsedList, formats: Formats) -> str | None:
    """The pattern that topics inherit: that of entries directly under the list, or the most common one."""
    runs = parsed.document.runs
    if not runs[0].topic:
        return formats[()].pattern
    style = parsed.style
    patterns = Counter(formats[run.topic].pattern for run in runs if run.style == style and not style.endswith("table"))
    return next((pattern for pattern, count in patterns.most_common() if pattern and count > 1), None)


def _has_pattern_above(topic: TopicPath, formats: Formats) -> bool:
    above = (formats.get(topic[:end]) for end in range(len(topic)))
    return any(entry_format.pattern for entry_format in above if entry_format)


def with_verbatim_entries(drafts: Drafts, formatted: FormattedList) -> Drafts:
    """The drafts, with the source text of entries that their formats do not reproduce."""
    changed = dict[str, RecordDraft]()
    references = link_references(formatted.parsed.document.prose)
    for filed in _exceptions(formatted):
        draft = changed.get(filed.id, drafts[filed.id])
        if draft.existing is None and _is_verbatim(filed, draft.paper, formatted.parsed, references):
            source = (formatted.parsed.path(filed.run), filed.entry.raw)
            changed[filed.id] = replace(draft, paper=replace(draft.paper, sources=(*draft.paper.sources, source)))
    return {**drafts, **changed}


def _exceptions(formatted: FormattedList) -> Iterator[FiledEntry]:
    """The entries that their formats do not reproduce."""
    entries = entries_by_topic(formatted.filed)
    for topic, entry_format in formatted.formats.items():
        yield from (entries[topic][id] for id in entry_format.exceptions)


def _is_verbatim(filed: FiledEntry, paper: Paper, parsed: ParsedList, references: References) -> bool:
    """Whether the source text of an entry contains the values of its record, and nothing else."""
    run, entry = filed.run, filed.entry
    context = VerbatimContext(
        style=run.style,
        columns=run.columns,
        resolver=parsed.resolver,
        references=references,
        urls=entry.parsed.institution_urls.values(),
        heading=run.topic[-1] if run.topic else "",
        bulleted=BULLET.match(run.entries[0].raw) is not None,
        has_frame=run.frame is not None,
    )
    return matches_paper(entry.raw, paper, context)
