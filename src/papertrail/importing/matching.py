"""Step 2 of an import: match each entry with the record of its work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from papertrail.core import Link, Paper, TopicPath
from papertrail.core.limits import ITEMS
from papertrail.importing.ids import IdPool
from papertrail.importing.merge import Conflict, merge
from papertrail.importing.parsed_list import ParsedList
from papertrail.importing.same_work import WorkIndex
from papertrail.readers.markdown.document import DocumentEntry, Run
from papertrail.readers.urls import resolved
from papertrail.records.library import Library
from papertrail.text.strings import quoted

_MOST_CANDIDATES = 10
"""The most records that are compared with an entry; a document could list thousands of works with one title."""


@dataclass(frozen=True, kw_only=True)
class RecordDraft:
    """A record after the import."""

    paper: Paper
    existing: Paper | None = None
    """The record before the import. None for a new record."""
    conflicts: tuple[tuple[str, Conflict], ...] = ()
    """Conflicting values of entries, each with the name of the file."""

    @property
    def new_topics(self) -> list[TopicPath]:
        """Topics that are added to an existing record."""
        return [path for path in self.paper.topics if self.existing and path not in self.existing.topics]

    def added_links(self, paper: Paper) -> list[Link]:
        """Links of a paper that are added to its existing record."""
        return [link for link in paper.links if self.existing and link not in self.existing.links]


Drafts = Mapping[str, RecordDraft]
"""Record drafts by id."""


@dataclass(frozen=True, kw_only=True)
class FiledEntry:
    """An entry of a list, with the id of its record."""

    run: Run
    entry: DocumentEntry
    id: str


@dataclass(frozen=True, kw_only=True)
class FiledList:
    """A list whose entries are matched with records."""

    parsed: ParsedList
    entries: tuple[FiledEntry, ...]
    new: int
    """The number of records that this list adds."""
    conflicts: tuple[Conflict, ...]
    """Values of this list that differ from those of its records."""
    decisions: tuple[str, ...]


class Filing:
    """Matches the entries of lists with existing records, and creates drafts for the others."""

    def __init__(self, library: Library) -> None:
        self.drafts = {paper.id: RecordDraft(paper=paper, existing=paper) for paper in library.papers}
        self.lists: list[FiledList] = []
        self._ids = IdPool([*(record.id for record in library.records), *self.drafts])
        self._index = WorkIndex(draft.paper for draft in self.drafts.values())

    def add_list(self, parsed: ParsedList) -> None:
        """Match the entries of a list.

        If a work is listed twice under one topic, or twice in a document with different values, the second entry gets
        its own record. The document stays unchanged, and the report asks for a decision.
        """
        known, own = frozenset(self.drafts), set[str]()
        listed = set[tuple[TopicPath, str]]()
        entries, decisions = list[FiledEntry](), list[str]()
        for run, entry in parsed.entries:
            paper, topic = resolved(entry.paper, parsed.resolver), parsed.path(run)
            candidates = self._same_works(paper, topic)
            unlisted = (id for id in candidates if (topic, id) not in listed)
            match = next((id for id in unlisted if id not in own or self._has_all(id, paper)), None)
            id = match or self._ids.new(paper.name)
            if candidates and not match:
                decisions.append(_listed_twice(entry, paper, id))
            decisions += (f"line {entry.start + 1}: {doubt}" for doubt in entry.parsed.doubts)
            self._file(id, paper, topic, parsed.source.name)
            listed.add((topic, id))
            own |= {id} - known
            entries.append(FiledEntry(run=run, entry=entry, id=id))
        conflicts = self._conflicts(parsed.source.name, [filed.id for filed in entries])
        decisions += (_disagreement(id, conflict) for id, conflict in conflicts)
        self.lists.append(
            FiledList(
                parsed=parsed,
                entries=tuple(entries),
                new=len(own),
                conflicts=tuple(conflict for _, conflict in conflicts),
                decisions=tuple(decisions),
            )
        )

    def _same_works(self, paper: Paper, topic: TopicPath) -> list[str]:
        """The records of the same work: those under the topic first, then those with the fewest conflicts."""

        def rank(id: str) -> tuple[bool, int]:
            return topic not in self.drafts[id].paper.topics, len(merge(self.drafts[id].paper, paper).conflicts)

        found = islice(self._index.find_all(paper), _MOST_CANDIDATES)
        ids = [id for id in found if len(self.drafts[id].paper.topics) < ITEMS]
        return sorted(ids, key=rank) if len(ids) > 1 else ids

    def _has_all(self, id: str, paper: Paper) -> bool:
        """Whether a record has the same values as an entry."""
        return _content(self.drafts[id].paper) == _content(paper)

    def _file(self, id: str, paper: Paper, topic: TopicPath, file: str) -> None:
        draft = self.drafts.get(id)
        entry = replace(paper, id=id, topics=(topic,))
        self.drafts[id] = _joined(draft, entry, file) if draft else RecordDraft(paper=entry)
        self._index.add(self.drafts[id].paper)

    def _conflicts(self, file: str, ids: Iterable[str]) -> list[tuple[str, Conflict]]:
        drafts = ((id, self.drafts[id]) for id in dict.fromkeys(ids))
        return [(id, conflict) for id, draft in drafts for name, conflict in draft.conflicts if name == file]


def _joined(draft: RecordDraft, entry: Paper, file: str) -> RecordDraft:
    """A draft merged with an entry. Existing records only get new topics and links."""
    merged = merge(draft.paper, entry)
    only_added = replace(draft.paper, topics=merged.paper.topics, links=merged.paper.links)
    return replace(
        draft,
        paper=only_added if draft.existing else merged.paper,
        conflicts=(*draft.conflicts, *((file, conflict) for conflict in merged.conflicts)),
    )


def _content(paper: Paper) -> Paper:
    return replace(paper, id="", topics=(), sources=(), added=None)


def _listed_twice(entry: DocumentEntry, paper: Paper, id: str) -> str:
    return (
        f"line {entry.start + 1}: {quoted(paper.name, 80)} is listed twice, under one topic or with different values; "
        f"if both entries are the same work, merge {id}.yml into the first record"
    )


def _disagreement(id: str, conflict: Conflict) -> str:
    kept, other = quoted(conflict.kept, 120), quoted(conflict.other, 120)
    return f"{id}: conflicting {conflict.field}: the record has {kept}, this file has {other}"
