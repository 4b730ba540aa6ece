"""Step 2 of an import: match each entry with the record of its work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from papertrail.core import Link, Paper, TopicPath
from papertrail.core.limits import ITEMS
from papertrail.importing.ids import IdPool
from papertrail.importing.memory import NO_PAST, TITLE, Memory, Past, SourceMemory, title_digest
from papertrail.importing.merge import Conflict, merge
from papertrail.importing.parsed_list import ParsedList
from papertrail.importing.same_work import WorkIndex, similar_titles
from papertrail.importing.values import digest, shown, values_of
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
    def is_changed(self) -> bool:
        """Whether an existing record changes."""
        return self.existing is not None and self.existing != self.paper

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
    edited: tuple[tuple[str, Conflict], ...]
    """The same, with the ids of the records, for values that have not changed since an earlier import."""
    decisions: tuple[str, ...]
    contents: Mapping[str, Contents]
    """For data, what the file contains about each record, by its id."""
    deleted: Mapping[str, Contents]
    """The same for records that were deleted, by their former ids."""
    remembered: frozenset[str]
    """The ids under which its papers were remembered."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a data file contains about a work."""

    paper: Paper
    key: str
    past: Past
    """What it contained at its last import."""


class Filing:
    """Matches the entries of lists with existing records, and creates drafts for the others."""

    def __init__(self, library: Library, memory: Memory) -> None:
        self.drafts = {paper.id: RecordDraft(paper=paper, existing=paper) for paper in library.papers}
        self.lists: list[FiledList] = []
        self._memory = memory
        self._ids = IdPool([*(record.id for record in library.records), *self.drafts])
        self._index = WorkIndex(draft.paper for draft in self.drafts.values())
        self._renamed = {alias: paper.id for paper in library.papers for alias in paper.aliases}

    def add_list(self, parsed: ParsedList) -> None:
        """Match the entries of a list.

        If a work is listed twice under one topic, or twice in a document with different values, the second entry gets
        its own record. The document stays unchanged, and the report asks for a decision. An entry whose record was
        deleted gets no record.
        """
        known, own = frozenset(self.drafts), set[str]()
        listed = set[tuple[TopicPath, str]]()
        entries, decisions = list[FiledEntry](), list[str]()
        source = _Recalled(self._memory.of(parsed.source_name) if parsed.is_data else SourceMemory(), parsed)
        for run, entry in parsed.entries:
            paper, topic = resolved(entry.paper, parsed.resolver), parsed.path(run)
            recalled = source.ids(paper, entry.key)
            candidates = self._same_works(paper, topic, entry.key, source, recalled)
            unlisted = (id for id in candidates if (topic, id) not in listed)
            match = next((id for id in unlisted if id not in own or self._has_all(id, paper)), None)
            content = replace(paper, topics=(topic,))
            if match is None and (missing := self._missing(recalled, source)):
                source.add(source.deleted, missing, missing, content, entry.key)
                continue
            id = match or self._ids.new(paper.name)
            if candidates and not match:
                decisions.append(_listed_twice(entry, paper, id))
            decisions += (f"line {entry.start + 1}: {doubt}" for doubt in entry.parsed.doubts)
            source.add(source.contents, id, self._recalled_id(id, recalled, source), content, entry.key)
            self._file(id, content, parsed)
            listed.add((topic, id))
            own |= {id} - known
            entries.append(FiledEntry(run=run, entry=entry, id=id))
        edited = self._update(parsed, source) if parsed.is_data else []
        conflicts = self._conflicts(parsed.source.name, [filed.id for filed in entries])
        source_name = "this file" if parsed.source.entries is None else parsed.source.name
        decisions += (_disagreement(id, conflict, source_name) for id, conflict in conflicts)
        self.lists.append(
            FiledList(
                parsed=parsed,
                entries=tuple(entries),
                new=len(own),
                conflicts=tuple(conflict for _, conflict in conflicts),
                edited=tuple(edited),
                decisions=tuple(decisions),
                contents=source.contents,
                deleted=source.deleted,
                remembered=frozenset(source.used),
            )
        )

    def _same_works(
        self, paper: Paper, topic: TopicPath, key: str, source: _Recalled, recalled: Iterable[str]
    ) -> list[str]:
        """The records of the same work: those under the topic first, then those with the fewest conflicts.

        A record that the entry had at the last import is preferred, as its title may have been edited.
        """

        def rank(id: str) -> tuple[bool, int]:
            return topic not in self.drafts[id].paper.topics, len(merge(self.drafts[id].paper, paper).conflicts)

        found = islice(self._index.find_all(paper), _MOST_CANDIDATES)
        ids = [id for id in found if len(self.drafts[id].paper.topics) < ITEMS]
        ids = sorted(ids, key=rank) if len(ids) > 1 else ids
        earlier = [id for past_id in recalled if (id := self._current(past_id)) and id not in ids]
        return [*earlier, *ids] or list(self._retitled(paper, key, source))

    def _retitled(self, paper: Paper, key: str, source: _Recalled) -> Iterator[str]:
        """The record of an entry with the same key, whose title is no longer in the file, and similar."""
        for past_id in source.retitled(key):
            id = self._current(past_id)
            if id and similar_titles(self.drafts[id].paper.full_title, paper.full_title):
                yield id

    def _current(self, past_id: str) -> str | None:
        """The present id of a record, which may have been renamed. None if the record was deleted."""
        return past_id if past_id in self.drafts else self._renamed.get(past_id)

    def _missing(self, recalled: Iterable[str], source: _Recalled) -> str | None:
        """The former id of an entry whose record was deleted."""
        return next((id for id in recalled if not self._current(id) and id not in source.used), None)

    def _recalled_id(self, id: str, recalled: Iterable[str], source: _Recalled) -> str | None:
        """The id under which the paper of a record was remembered."""
        aliases = self.drafts[id].paper.aliases if id in self.drafts else ()
        known = [past_id for past_id in (id, *aliases) if past_id in source.memory.papers]
        missing = [past_id for past_id in recalled if not self._current(past_id)]
        return next(iter([*known, *missing]), None)

    def _has_all(self, id: str, paper: Paper) -> bool:
        """Whether a record has the same values as an entry."""
        return _content(self.drafts[id].paper) == _content(paper)

    def _file(self, id: str, content: Paper, parsed: ParsedList) -> None:
        draft = self.drafts.get(id)
        entry = replace(content, id=id)
        if draft is None:
            self.drafts[id] = RecordDraft(paper=entry)
        elif draft.existing is None or not parsed.is_data:
            self.drafts[id] = _joined(draft, entry, parsed.source.name)
        self._index.add(self.drafts[id].paper)

    def _update(self, parsed: ParsedList, source: _Recalled) -> list[tuple[str, Conflict]]:
        """Write the changes of a data file into existing records. Returns differences of values that were edited."""
        edited = list[tuple[str, Conflict]]()
        for id, contents in source.contents.items():
            draft = self.drafts[id]
            if draft.existing is None:
                continue
            merged = merge(draft.paper, contents.paper, contents.past)
            conflicts = ((parsed.source.name, conflict) for conflict in merged.conflicts)
            self.drafts[id] = replace(draft, paper=merged.paper, conflicts=(*draft.conflicts, *conflicts))
            self._index.add(merged.paper)
            edited += ((id, conflict) for conflict in merged.edited)
        return edited

    def _conflicts(self, file: str, ids: Iterable[str]) -> list[tuple[str, Conflict]]:
        drafts = ((id, self.drafts[id]) for id in dict.fromkeys(ids))
        return [(id, conflict) for id, draft in drafts for name, conflict in draft.conflicts if name == file]


class _Recalled:
    """A source at its last import, and which of its papers are in the file now."""

    def __init__(self, memory: SourceMemory, parsed: ParsedList) -> None:
        self.memory = memory
        self.contents: dict[str, Contents] = {}
        self.deleted: dict[str, Contents] = {}
        self.used: set[str] = set()
        self._titles = {title_digest(entry.paper) for _, entry in parsed.entries} if memory.papers else set()

    def ids(self, paper: Paper, key: str) -> list[str]:
        """The ids of papers with the title of an entry; those with its key first."""
        if not self.memory.papers:
            return []
        with_key = self.memory.by_key.get(digest(key), []) if key else []
        with_title = self.memory.by_title.get(title_digest(paper), [])
        return sorted(with_title, key=lambda id: id not in with_key)

    def retitled(self, key: str) -> list[str]:
        """The ids of papers with a key, but with a title that is no longer in the file."""
        ids = self.memory.by_key.get(digest(key), []) if key else []
        return [id for id in ids if self._titles.isdisjoint(self.memory.papers[id].digests.get(TITLE, ()))]

    def add(self, to: dict[str, Contents], id: str, past_id: str | None, paper: Paper, key: str) -> None:
        """Add what an entry contains to the contents of a record."""
        past = self.memory.papers.get(past_id, NO_PAST) if past_id else NO_PAST
        earlier = to.get(id)
        joined = merge(earlier.paper, paper).paper if earlier else paper
        to[id] = Contents(paper=joined, key=earlier.key if earlier else key, past=past)
        if past_id:
            self.used.add(past_id)


def _joined(draft: RecordDraft, entry: Paper, file: str) -> RecordDraft:
    """A draft merged with an entry of a document. Existing records only get new topics and links."""
    merged = merge(draft.paper, entry)
    conflicts = merged.conflicts
    paper = merged.paper
    if draft.existing:
        paper = replace(draft.paper, topics=merged.paper.topics, links=merged.paper.links)
        conflicts = (*conflicts, *_not_added(paper, merged.paper))
    return replace(draft, paper=paper, conflicts=(*draft.conflicts, *((file, conflict) for conflict in conflicts)))


def _not_added(record: Paper, merged: Paper) -> Iterator[Conflict]:
    """The values of a document that its existing record has none of."""
    values = values_of(record)
    for field, other in values_of(merged).items():
        if field not in values and field != "capitals":
            yield Conflict(field, "", ", ".join(map(shown, other)))


def _content(paper: Paper) -> Paper:
    return replace(paper, id="", topics=(), sources=(), added=None)


def _listed_twice(entry: DocumentEntry, paper: Paper, id: str) -> str:
    return (
        f"line {entry.start + 1}: {quoted(paper.name, 80)} is listed twice, under one topic or with different values; "
        f"if both entries are the same work, merge {id}.yml into the first record"
    )


def _disagreement(id: str, conflict: Conflict, source: str) -> str:
    if not conflict.kept:
        return f"{id}: {conflict.field} is missing in the record, {source} has {quoted(conflict.other, 120)}"
    kept, other = quoted(conflict.kept, 120), quoted(conflict.other, 120)
    return f"{id}: conflicting {conflict.field}: the record has {kept}, {source} has {other}"
