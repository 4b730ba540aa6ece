"""Step 4 of an import: report what happened to the lines and URLs of a file, and what needs a decision."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, zip_longest
from typing import Any

import jinja2

from papertrail.core import Paper, Registries
from papertrail.documents import raw_of, render_document
from papertrail.importing.draft_changes import changes_of
from papertrail.importing.gone import Gone, GonePaper, GoneValue
from papertrail.importing.list_format import FormattedList
from papertrail.importing.matching import Drafts, FiledEntry
from papertrail.importing.parsed_list import ParsedList
from papertrail.importing.registry_names import institutions_of, key, series_of, similar_names
from papertrail.importing.report import FileReport, counted
from papertrail.importing.sections import left_as_text, sections_of
from papertrail.importing.values import values_of
from papertrail.pipeline.check import Checked
from papertrail.pipeline.verbatim import own_entry
from papertrail.readers.markdown.plain_text import urls_in
from papertrail.text.strings import quoted

_ZOTERO_ITEM = re.compile(r"https?://(?:www\.)?zotero\.org/(?:users|groups)/(?:local/)?\w{1,40}/items/")
"""The id of an item in a library of Zotero, which leads nowhere."""
_SIMILAR_NAMES = 20
_SEARCHED = 1_000
"""The most URLs and entries that are searched for in the text of a document."""


@dataclass(frozen=True, kw_only=True)
class _ImportedList:
    """A list after the import."""

    formatted: FormattedList
    drafts: Drafts
    gone: Gone
    checked: Checked

    @property
    def parsed(self) -> ParsedList:
        return self.formatted.parsed

    @cached_property
    def entries(self) -> list[tuple[FiledEntry, Paper]]:
        """The entries with their papers."""
        papers = {paper.id: paper for paper in self.checked.library.papers}
        entries = self.formatted.filed.entries
        return [(filed, papers.get(filed.id, self.drafts[filed.id].paper)) for filed in entries]

    @property
    def papers(self) -> list[Paper]:
        return [paper for _, paper in self.entries]


def list_report(
    formatted: FormattedList,
    drafts: Drafts,
    gone: Gone,
    checked: Checked,
    templates: jinja2.Environment,
    more_decisions: Iterable[str],
) -> FileReport:
    """The report of a file, after the import."""
    imported = _ImportedList(formatted=formatted, drafts=drafts, gone=gone, checked=checked)
    parsed, filed = formatted.parsed, formatted.filed
    rendered = None if parsed.is_data else _rendered(imported, templates)
    identical = None if rendered is None else rendered.encode() == parsed.source.data.replace(b"\r\n", b"\n")
    decisions = [
        *parsed.decisions,
        *left_as_text(parsed.document.lists),
        *filed.decisions,
        *more_decisions,
        *_new_links(imported),
    ]
    if rendered is not None and not identical:
        decisions += [*_changed_entries(imported, rendered), *_first_difference(parsed.text, rendered)]
    urls = _urls(parsed)
    return FileReport(
        file=parsed.source.name,
        list=parsed.name,
        records=len(parsed.entries),
        new=filed.new,
        **_updates(imported),
        raw=0 if parsed.is_data else _verbatim_count(imported),
        lines=_line_counts(parsed),
        sections=tuple(sections_of(parsed)),
        not_understood=parsed.not_understood,
        urls=len(urls),
        urls_in_text=_only_in_text(urls, imported),
        missing=_missing(urls, imported),
        decisions=tuple(dict.fromkeys([*decisions, *_similar_names(imported.papers), *_relative_urls(imported)])),
        identical=identical,
    )


def _rendered(imported: _ImportedList, templates: jinja2.Environment) -> str | None:
    """The list as a document."""
    catalog, library = imported.checked.catalog, imported.checked.library
    section = next((root for root in catalog.lists if root.topic.name == imported.parsed.name), None)
    if section is None:
        return None
    _, prose = library.prose.get(section.slug, (None, None))
    return render_document(catalog, section, templates, prose=prose, own_entry=own_entry(catalog, prose or ""))


def _verbatim_count(imported: _ImportedList) -> int:
    """The number of entries that are kept verbatim."""
    return sum(raw_of(paper, imported.parsed.path(filed.run)) is not None for filed, paper in imported.entries)


# Updates


def _updates(imported: _ImportedList) -> dict[str, Any]:
    """What changed since the last import."""
    filed, papers = imported.formatted.filed, imported.checked.library.papers
    changed = [draft for id in dict.fromkeys(filed.contents) if (draft := imported.drafts[id]).is_changed]
    ids = {paper.id for paper in papers}
    values = [gone.text for gone in imported.gone.values if not _is_removed(gone, imported.drafts)]
    return {
        "updated": len(changed),
        "changes": tuple(change for draft in changed for change in changes_of(draft)),
        "differences": len(filed.conflicts),
        "edited": tuple(f"{id}: {field}: {kept} (in the file: {other})" for id, (field, kept, other) in filed.edited),
        "deleted": tuple(filed.deleted),
        "gone": (*(_gone_text(gone) for gone in imported.gone.papers if gone.id in ids), *values),
        "removed": tuple(gone.id for gone in imported.gone.papers if gone.id not in ids),
    }


def _gone_text(gone: GonePaper) -> str:
    return f"{gone.id} ({gone.reason or 'remove it with --prune'})"


def _is_removed(gone: GoneValue, drafts: Drafts) -> bool:
    return gone.value not in values_of(drafts[gone.id].paper).get(gone.field, ())


# Lines and URLs


def _line_counts(parsed: ParsedList) -> dict[str, int]:
    """The number of lines of each kind, without lines that were not understood."""
    kinds = parsed.document.kinds
    counts = Counter(kinds)
    # If the last line only has invisible characters, it is not part of the document.
    counts["structure"] += parsed.line_count - len(kinds)
    counts.subtract(kinds[line - 1] for line in {line for line, _ in parsed.not_understood} if 0 < line <= len(kinds))
    return dict(counts)


def _urls(parsed: ParsedList) -> list[str]:
    text = re.sub(r"[,\t\"{}]|;(?=\s|https?:)", " ", parsed.text) if parsed.is_data else parsed.text
    return list(dict.fromkeys(url for url in urls_in(text) if url and not _ZOTERO_ITEM.match(url)))


def _missing(urls: Sequence[str], imported: _ImportedList) -> tuple[str, ...]:
    """The URLs that are neither in a record or registry nor in the prose."""
    imported_urls = _imported_urls(imported)
    resolve = imported.parsed.resolver.resolve
    missing = [url for url in urls if not {url, resolve(url)} & imported_urls]
    if not missing:
        return ()
    text = "\0".join([*_own_texts(imported), *(remark for paper in imported.papers for remark in paper.remarks)])
    return (*(url for url in missing[:_SEARCHED] if url not in text), *missing[_SEARCHED:])


def _only_in_text(urls: Sequence[str], imported: _ImportedList) -> int:
    """The number of URLs in the prose that are in no record or registry."""
    in_prose = set(urls_in(imported.parsed.document.prose))
    in_records, resolve = _record_urls(imported) if in_prose else set(), imported.parsed.resolver.resolve
    return sum(url in in_prose and not {url, resolve(url)} & in_records for url in urls)


def _imported_urls(imported: _ImportedList) -> set[str]:
    """The URLs in records, in registries and in the prose."""
    frames = (run.frame for run in imported.parsed.document.runs if run.frame)
    return _record_urls(imported) | {url for text in (*_own_texts(imported), *frames) for url in urls_in(text)}


def _record_urls(imported: _ImportedList) -> set[str]:
    papers = imported.papers
    return {
        *(url for paper in papers for url in _paper_urls(paper)),
        *_registry_urls(imported.checked.library.registries),
        *(url for paper in papers for text in _texts(paper) for url in urls_in(text)),
    }


def _paper_urls(paper: Paper) -> Iterator[str]:
    yield from (link.url for link in paper.links)
    yield from (venue.url for venue in paper.venues if venue.url)
    yield from (text for _, text in paper.custom)


def _registry_urls(registries: Registries) -> Iterator[str]:
    for registry in (registries.venues, registries.institutions):
        yield from (entry.url for entry in (registry.entries if registry else ()) if entry.url)


def _texts(paper: Paper) -> tuple[str, ...]:
    return (*paper.remarks, *map(str, paper.authors), paper.full_title, *(text for _, text in paper.custom))


def _own_texts(imported: _ImportedList) -> list[str]:
    """The prose, and the comments in records."""
    filed = imported.formatted.filed
    conflicts = (*filed.conflicts, *(conflict for _, conflict in filed.edited))
    deleted = (link.url for contents in filed.deleted.values() for link in contents.paper.links)
    return [*(conflict.other for conflict in conflicts), *deleted, imported.parsed.document.prose]


# Decisions


def _new_links(imported: _ImportedList) -> Iterator[str]:
    for filed, paper in () if imported.parsed.is_data else imported.entries:
        for link in imported.drafts[filed.id].added_links(paper):
            yield f"{paper.id}: added the link {link.label} ({link.url}); other documents with this paper change"


def _changed_entries(imported: _ImportedList, rendered: str) -> Iterator[str]:
    """The entries whose text changes in the document, up to `_SEARCHED` of them."""
    lines = frozenset(rendered.split("\n"))
    may_change = (
        (filed, paper) for filed, paper in imported.entries if not lines.issuperset(filed.entry.raw.split("\n"))
    )
    for filed, paper in islice(may_change, _SEARCHED):
        if filed.entry.raw.strip("\n") not in rendered:
            yield (
                f"line {filed.entry.start + 1}: the entry {quoted(paper.name, 80)} ({paper.id}) changes, because its "
                "record also has values of other entries; see `papertrail render`"
            )


def _first_difference(text: str, rendered: str) -> Iterator[str]:
    """The first line of the document that changes."""
    lines = enumerate(zip_longest(text.split("\n"), rendered.split("\n"), fillvalue=""), 1)
    for number, after in islice(((number, after) for number, (before, after) in lines if before != after), 1):
        text = quoted(after, 100) if after.strip() else "an empty line"
        yield f"line {number}: changes to {text}; see `papertrail render`"


def _similar_names(papers: Sequence[Paper]) -> Iterator[str]:
    for what, names in (("venues", series_of(papers)), ("institutions", institutions_of(papers))):
        distinct = {key(name): name for name in names}
        for one, two in islice(similar_names(distinct.values()), _SIMILAR_NAMES):
            names_text = f"similar {what} {quoted(one)} and {quoted(two)}"
            yield f"{names_text}; if they are the same, make one an alias of the other in _{what}.yml"


def _relative_urls(imported: _ImportedList) -> Iterator[str]:
    papers = imported.papers
    urls = {link.url for paper in papers for link in paper.links}
    urls |= {venue.url for paper in papers for venue in paper.venues if venue.url}
    relative = sorted(url for url in urls if url.startswith("../"))
    if relative and not imported.parsed.resolver.base_url:
        yield (
            f"{counted(len(relative), 'relative URL')}, such as {relative[0]}; the site only links to files of the "
            "project, so import with --base-url if these files are somewhere else"
        )
