"""The last step of an import: what became of the lines and addresses of a file, and what a person must decide."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, zip_longest

import jinja2

from papertrail.core import Paper
from papertrail.documents import raw_of, render_document
from papertrail.importing.list_format import FormattedList
from papertrail.importing.matching import Drafts, FiledEntry
from papertrail.importing.parsed_list import ParsedList
from papertrail.importing.registry_names import institutions_of, key, series_of, similar_names
from papertrail.importing.report import FileReport
from papertrail.pipeline.check import Checked
from papertrail.pipeline.verbatim import same_entry
from papertrail.readers.markdown.plain_text import urls_in
from papertrail.text.strings import one_line

_SIMILAR_NAMES = 20


@dataclass(frozen=True, kw_only=True)
class _ImportedList:
    """A list with the records of its entries, as they are in the end."""

    formatted: FormattedList
    drafts: Drafts
    checked: Checked

    @property
    def parsed(self) -> ParsedList:
        return self.formatted.parsed

    @cached_property
    def entries(self) -> list[tuple[FiledEntry, Paper]]:
        """Its entries with their papers."""
        papers = {paper.id: paper for paper in self.checked.library.papers}
        entries = self.formatted.filed.entries
        return [(filed, papers.get(filed.id, self.drafts[filed.id].paper)) for filed in entries]

    @property
    def papers(self) -> list[Paper]:
        return [paper for _, paper in self.entries]


def list_report(
    formatted: FormattedList,
    drafts: Drafts,
    checked: Checked,
    templates: jinja2.Environment,
    waiver_decisions: Iterable[str],
) -> FileReport:
    """The report of a file, once the list is as it will be."""
    imported = _ImportedList(formatted=formatted, drafts=drafts, checked=checked)
    parsed, filed = formatted.parsed, formatted.filed
    rendered = None if parsed.is_data else _rendered(imported, templates)
    identical = None if rendered is None else rendered.encode() == parsed.source.data
    decisions = [*parsed.decisions, *filed.decisions, *waiver_decisions, *_new_links(imported)]
    if rendered is not None and not identical:
        decisions += [*_changed_entries(imported, rendered), *_first_difference(parsed.text, rendered)]
    urls = _urls(parsed)
    return FileReport(
        file=parsed.source.name,
        list=parsed.name,
        records=len(filed.entries),
        new=filed.new,
        raw=0 if parsed.is_data else _verbatim_count(imported),
        lines=_line_counts(parsed),
        not_understood=parsed.not_understood,
        urls=len(urls),
        missing=_missing(urls, imported),
        decisions=tuple(dict.fromkeys([*decisions, *_similar_names(imported.papers), *_relative_urls(imported)])),
        identical=identical,
    )


def _rendered(imported: _ImportedList, templates: jinja2.Environment) -> str | None:
    """The list as `papertrail render` writes it."""
    catalog, library = imported.checked.catalog, imported.checked.library
    section = next((root for root in catalog.lists if root.topic.name == imported.parsed.name), None)
    if section is None:
        return None
    _, prose = library.prose.get(section.slug, (None, None))
    return render_document(catalog, section, templates, prose=prose, same_entry=same_entry(catalog, prose or ""))


def _verbatim_count(imported: _ImportedList) -> int:
    """How many entries have their source text in their records."""
    return sum(raw_of(paper, imported.parsed.path(filed.run)) is not None for filed, paper in imported.entries)


# Lines and addresses


def _line_counts(parsed: ParsedList) -> dict[str, int]:
    """How many lines are of each kind, those that were not understood left out."""
    kinds = parsed.document.kinds
    counts = Counter(kinds)
    # A last line with nothing but invisible characters is in the file, and not in the document.
    counts["structure"] += parsed.line_count - len(kinds)
    counts.subtract(kinds[line - 1] for line in {line for line, _ in parsed.not_understood} if 0 < line <= len(kinds))
    return dict(counts)


def _urls(parsed: ParsedList) -> list[str]:
    text = re.sub(r"[,;\t\"{}]", " ", parsed.text) if parsed.is_data else parsed.text
    return list(dict.fromkeys(url for url in urls_in(text) if url))


def _missing(urls: Sequence[str], imported: _ImportedList) -> tuple[str, ...]:
    """The addresses that are in no record, in no registry, and not in the document's own text."""
    placed = _placed_urls(imported)
    resolve = imported.parsed.place.resolve
    missing = [url for url in urls if url not in placed and resolve(url) not in placed]
    if not missing:
        return ()
    texts = [*_own_texts(imported), *(remark for paper in imported.papers for remark in paper.remarks)]
    return tuple(url for url in missing if not any(url in text for text in texts))


def _placed_urls(imported: _ImportedList) -> set[str]:
    """The addresses that records, registries and the document's own text hold."""
    papers = imported.papers
    registries = imported.checked.library.registries
    frames = (run.frame for run in imported.parsed.document.runs if run.frame)
    texts = [*_own_texts(imported), *frames, *(text for paper in papers for text in _texts(paper))]
    return {
        *(link.url for paper in papers for link in paper.links),
        *(venue.url for paper in papers for venue in paper.venues if venue.url),
        *(text for paper in papers for _, text in paper.custom),
        *(entry.url for entry in (registries.venues.entries if registries.venues else ()) if entry.url),
        *(entry.url for entry in (registries.institutions.entries if registries.institutions else ()) if entry.url),
        *(url for text in texts for url in urls_in(text)),
    }


def _texts(paper: Paper) -> tuple[str, ...]:
    return (*paper.remarks, *paper.authors, paper.full_title, *(text for _, text in paper.custom))


def _own_texts(imported: _ImportedList) -> list[str]:
    """The text around the entries, and what records say in comments."""
    conflicts = imported.formatted.filed.conflicts
    return [*(conflict.other for conflict in conflicts), imported.parsed.document.prose]


# Decisions


def _new_links(imported: _ImportedList) -> Iterator[str]:
    for filed, paper in imported.entries:
        for link in imported.drafts[filed.id].added_links(paper):
            yield f"{paper.id}: gets the link {link.label} ({link.url}); documents that list it change"


def _changed_entries(imported: _ImportedList, rendered: str) -> Iterator[str]:
    """The entries that read differently in the document now."""
    for filed, paper in imported.entries:
        if filed.entry.raw.strip("\n") not in rendered:
            yield (
                f"line {filed.entry.start + 1}: {one_line(paper.name)[:80]} ({paper.id}) reads differently now: "
                "what several documents say of it is one record; compare with papertrail render"
            )


def _first_difference(text: str, rendered: str) -> Iterator[str]:
    """The first line that is written differently, where no entry was named."""
    lines = enumerate(zip_longest(text.split("\n"), rendered.split("\n"), fillvalue=""), 1)
    for number, after in islice(((number, after) for number, (before, after) in lines if before != after), 1):
        yield f"line {number}: written differently now: {one_line(after)[:100] or 'nothing'}; see papertrail render"


def _similar_names(papers: Sequence[Paper]) -> Iterator[str]:
    for what, names in (("venues", series_of(papers)), ("institutions", institutions_of(papers))):
        distinct = {key(name): name for name in names}
        for one, two in islice(similar_names(distinct.values()), _SIMILAR_NAMES):
            yield f'{what}: "{one}" and "{two}" may be one; if so, make one an alias of the other in _{what}.yml'


def _relative_urls(imported: _ImportedList) -> Iterator[str]:
    papers = imported.papers
    urls = {link.url for paper in papers for link in paper.links}
    urls |= {venue.url for paper in papers for venue in paper.venues if venue.url}
    relative = sorted(url for url in urls if url.startswith("../"))
    if relative and not imported.parsed.place.base_url:
        yield (
            f"{len(relative)} addresses are relative, such as {relative[0]}: where their files are not in the "
            "project, the site shows them without a link; --base-url https://... makes full addresses of them"
        )
