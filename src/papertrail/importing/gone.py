"""What a source no longer contains: papers, and values that its records still have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from papertrail.core import Paper
from papertrail.importing.matching import Drafts, FiledList
from papertrail.importing.memory import FILE, Memory, Past
from papertrail.importing.project import Project
from papertrail.importing.values import LISTS, digest, shown, values_of, with_values


@dataclass(frozen=True, kw_only=True)
class GonePaper:
    """A paper that a source no longer contains."""

    id: str
    past_id: str
    """The id under which it was remembered."""
    reason: str | None
    """Why its record is not removed. None if it may be."""


@dataclass(frozen=True, kw_only=True)
class GoneValue:
    """A value of a record that its source no longer contains."""

    id: str
    field: str
    value: Any

    @property
    def text(self) -> str:
        """The value in a message."""
        return f"{self.id}: {self.field} {shown(self.value)}"


@dataclass(frozen=True, kw_only=True)
class Gone:
    """What the source of a list no longer contains."""

    papers: tuple[GonePaper, ...] = ()
    values: tuple[GoneValue, ...] = ()


def gone_from(lists: Sequence[FiledList], drafts: Drafts, memory: Memory, project: Project) -> list[Gone]:
    """What the source of each list no longer contains. The papers of a source are in its last list."""
    last = {filed.parsed.source_name: number for number, filed in enumerate(lists) if filed.parsed.is_data}
    gone = []
    for number, filed in enumerate(lists):
        papers = _gone_papers(filed.parsed.source_name, lists, memory, project) if number in last.values() else ()
        values = _gone_values(filed, lists, drafts, memory) if filed.parsed.is_data else ()
        gone.append(Gone(papers=tuple(papers), values=tuple(values)))
    return gone


def without_values(drafts: Drafts, gone: Iterable[GoneValue]) -> Drafts:
    """The drafts without some values."""
    changed = dict(drafts)
    for value in gone:
        changed[value.id] = replace(changed[value.id], paper=_without(changed[value.id].paper, value))
    return changed


def _without(paper: Paper, gone: GoneValue) -> Paper:
    values = values_of(paper)
    values[gone.field] = tuple(value for value in values.get(gone.field, ()) if value != gone.value)
    return with_values(paper, values)


# Papers


def _gone_papers(source: str, lists: Sequence[FiledList], memory: Memory, project: Project) -> Iterator[GonePaper]:
    remembered = memory.of(source).papers
    of_source = [filed for filed in lists if filed.parsed.is_data and filed.parsed.source_name == source]
    used = frozenset().union(*(filed.remembered for filed in of_source))
    listed = {entry.id for filed in lists for entry in filed.entries}
    papers = {paper.id: paper for paper in project.library.papers}
    renamed = {alias: paper.id for paper in papers.values() for alias in paper.aliases}
    for past_id in sorted(remembered.keys() - used):
        id = past_id if past_id in papers else renamed.get(past_id)
        if id and id not in listed:
            others = memory.others_with(past_id, source)
            reason = _reason_to_keep(id, remembered[past_id], others, project) if used else "no other paper is left"
            yield GonePaper(id=id, past_id=past_id, reason=reason)


def _reason_to_keep(id: str, past: Past, others: Sequence[Past], project: Project) -> str | None:
    if others:
        return "another source contains it"
    if past.digests.get(FILE) != (digest(project.record_text(id)),):
        return "its record was edited, or has values of other files"
    if id in project.ordered_ids:
        return "the topic registry names it"
    return None


# Values


def _gone_values(filed: FiledList, lists: Sequence[FiledList], drafts: Drafts, memory: Memory) -> Iterator[GoneValue]:
    for id, contents in filed.contents.items():
        if drafts[id].existing is None:
            continue
        current = values_of(contents.paper)
        others = [other.contents[id].paper for other in lists if other is not filed and id in other.contents]
        for field, value in _remembered_values(drafts[id].paper, contents.past):
            if value in current.get(field, ()) or not _may_go(field, value, filed, current, drafts[id].paper):
                continue
            pasts = memory.others_with(id, filed.parsed.source_name)
            said = any(past.said(field, value) for past in pasts)
            if not said and not any(value in values_of(other).get(field, ()) for other in others):
                yield GoneValue(id=id, field=field, value=value)


def _remembered_values(paper: Paper, past: Past) -> Iterator[tuple[str, Any]]:
    """The values of a paper that a source had at its last import."""
    for field, values in values_of(paper).items():
        yield from ((field, value) for value in values if past.said(field, value))


def _may_go(field: str, value: Any, filed: FiledList, current: Mapping[str, tuple[Any, ...]], paper: Paper) -> bool:
    """Whether a value can be removed, and not just have been replaced by another one."""
    if field == "topic":
        return filed.parsed.has_topics and len(paper.topics) > 1
    if field == "venue":  # a preprint stays next to its publication
        return not (value.arxiv and current.get("venue"))
    return field != "type" and (field in LISTS or field not in current)
