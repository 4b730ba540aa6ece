"""The account of each file: what became of its lines and addresses, and what a person must decide."""

from __future__ import annotations

import re
from collections import Counter
from itertools import zip_longest

import jinja2

from papertrail.documents import raw_of, render_document
from papertrail.importing.inputs import Listed
from papertrail.importing.registry_names import doubtful, institutions_of, key, series_of
from papertrail.importing.report import FileReport
from papertrail.pipeline.check import Checked
from papertrail.pipeline.verbatim import same_entry
from papertrail.readers.markdown.tokens import addresses
from papertrail.text.strings import one_line


def report_of(found: Listed, checked: Checked, templates: jinja2.Environment) -> FileReport:
    """The account of a file, once all is as it will be."""
    document = found.document
    now = {paper.id: paper for paper in checked.library.papers}
    for _, _, work in found.placed:
        work.paper = now.get(work.paper.id, work.paper)
    for _, _, work in found.placed:
        for link in work.new_links:
            found.decisions.add(
                f"{work.paper.id}: gets the link {link.label} ({link.url}); documents that list it change"
            )
    rendered = None if found.flat else _rendered(found, checked, templates)
    identical = None if rendered is None else rendered.encode() == found.source.data
    if rendered is not None and not identical:
        _tell_changed(found, rendered)
        _tell_difference(found, rendered)
    _tell_names(found)
    kinds = Counter(document.kinds)
    kinds["structure"] += found.lines - len(document.kinds)  # a last line of nothing but signs that are left out
    bad = {line for line, _ in found.not_understood}
    for line in bad:
        if 0 < line <= len(document.kinds):
            kinds[document.kinds[line - 1]] -= 1
    text = re.sub(r"[,;\t\"{}]", " ", found.text) if found.flat else found.text
    urls = list(dict.fromkeys(url for url in addresses(text) if url))
    return FileReport(
        file=found.source.name, list=found.name, records=len(found.placed), new=found.new,
        raw=0 if found.flat else sum(raw_of(work.paper, found.path(run)) is not None for run, _, work in found.placed),
        lines=dict(kinds), not_understood=found.not_understood, urls=len(urls),
        missing=_missing(urls, found, checked), decisions=found.decisions.all(), identical=identical,
    )  # fmt: skip


def _rendered(found: Listed, checked: Checked, templates: jinja2.Environment) -> str | None:
    section = next((root for root in checked.catalog.lists if root.topic.name == found.name), None)
    if section is None:
        return None
    prose = checked.library.prose.get(section.slug)
    return render_document(
        checked.catalog,
        section,
        templates,
        prose=prose[1] if prose else None,
        same_entry=same_entry(checked.catalog, prose[1] if prose else ""),
    )


def _tell_changed(found: Listed, rendered: str) -> None:
    """Name the entries that read differently in the document now."""
    for _, entry, work in found.placed:
        if entry.raw.strip("\n") not in rendered:
            found.decisions.add(
                f"line {entry.start + 1}: {one_line(work.paper.name)[:80]} ({work.paper.id}) reads differently now: "
                "what several documents say of it is one record; compare with papertrail render"
            )


def _tell_difference(found: Listed, rendered: str) -> None:
    """Name the first line that is written differently, where no entry was named."""
    lines, now = found.text.split("\n"), rendered.split("\n")
    for number, (line, other) in enumerate(zip_longest(lines, now, fillvalue=""), 1):
        if line != other:
            found.decisions.add(
                f"line {number}: written differently now: {one_line(other)[:100] or 'nothing'}; see papertrail render"
            )
            return


def _tell_names(found: Listed) -> None:
    papers = [work.paper for _, _, work in found.placed]
    for what, names in (("venues", series_of(papers)), ("institutions", institutions_of(papers))):
        distinct = {key(name): name for name in names}
        for one, two in list(doubtful(distinct.values()))[:20]:
            found.decisions.add(
                f'{what}: "{one}" and "{two}" may be one; if so, make one an alias of the other in _{what}.yml'
            )
    if not found.place.base_url:
        urls = {link.url for paper in papers for link in paper.links if link.url.startswith("../")}
        urls |= {venue.url for paper in papers for venue in paper.venues if venue.url and venue.url.startswith("../")}
        if urls:
            found.decisions.add(
                f"{len(urls)} addresses are relative, such as {sorted(urls)[0]}: where their files are not in the "
                "project, the site shows them without a link; --base-url https://... makes full addresses of them"
            )


def _placed_urls(found: Listed, checked: Checked) -> set[str]:
    """The addresses that records, registries and the document's own text hold."""
    papers = [work.paper for _, _, work in found.placed]
    placed = {link.url for paper in papers for link in paper.links}
    placed |= {venue.url for paper in papers for venue in paper.venues if venue.url}
    placed |= {text for paper in papers for _, text in paper.custom}
    registries = checked.library.registries
    for registry in (registries.venues, registries.institutions):
        placed |= {entry.url for entry in registry.entries if entry.url} if registry else set()
    texts = [
        text
        for paper in papers
        for text in (*paper.remarks, *paper.authors, paper.full_title, *(t for _, t in paper.custom))
    ]
    frames = [run.frame for run in found.document.runs if run.frame]
    texts += [*found.comments, *frames, found.document.prose]
    return placed | {url for text in texts for url in addresses(text)}


def _missing(urls: list[str], found: Listed, checked: Checked) -> tuple[str, ...]:
    placed = _placed_urls(found, checked)
    left = [url for url in urls if url not in placed and found.place.resolve(url) not in placed]
    remarks = [remark for _, _, work in found.placed for remark in work.paper.remarks] if left else []
    return tuple(url for url in left if not any(url in t for t in (*found.comments, found.document.prose, *remarks)))
