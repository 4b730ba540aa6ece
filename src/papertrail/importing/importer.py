"""Adopting documents: reads them, files their entries, and gives the texts of all files that come of it.

Nothing here touches the disk: a project's files and the documents go in, changed texts and an account come out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import jinja2

from papertrail.core import Catalog, TopicPath
from papertrail.core.diagnostics import has_error
from papertrail.core.errors import PapertrailError
from papertrail.core.fields import COLUMN_FIELDS, LINK
from papertrail.core.settings import Settings
from papertrail.importing.account import report_of
from papertrail.importing.changes import Changes
from papertrail.importing.entry_format import Form, best_form, pattern_of
from papertrail.importing.inputs import Input, Listed, Options, read_list
from papertrail.importing.matching import Filing, Work
from papertrail.importing.report import FileReport
from papertrail.importing.waivers import waived
from papertrail.pipeline.check import Checked, check, library_of
from papertrail.readers.markdown.document import Found, Run
from papertrail.readers.markdown.tokens import references_of
from papertrail.readers.markdown.verbatim import says_the_same
from papertrail.readers.urls import resolved
from papertrail.records.files import Sources
from papertrail.text.strings import one_line


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """What comes of an import."""

    files: Mapping[str, str]
    """New texts by path, relative to the project."""
    reports: tuple[FileReport, ...]
    checked: Checked
    """The list as it will be."""

    @property
    def ok(self) -> bool:
        """Whether the list passes its check."""
        return not has_error(self.checked.diagnostics)


def adopt(
    sources: Sources, settings: Settings, inputs: Sequence[Input], options: Options, templates: jinja2.Environment
) -> Adoption:
    """Import files into a project, whose own files are `sources`.

    Raises `NotAList` for a file that is no list.
    """
    library = library_of(sources)
    if library.read_errors:
        raise PapertrailError(
            f"{library.read_errors[0].path} cannot be read: {library.read_errors[0].message}; mend it first"
        )
    inputs = list({source.data: source for source in reversed(inputs)}.values())[
        ::-1
    ]  # a file named twice is read once
    filing = Filing(library.papers, [record.id for record in library.records])
    lists: list[Listed] = []
    for number, source in enumerate(inputs):
        options.tell("reading", number, len(inputs))
        lists.append(read_list(source, options, settings, library, lists))
    for found in lists:
        _file(found, filing)
    changes = Changes(sources, settings, library, filing, lists, options)
    files = changes.files()
    options.tell("checking", 0, 1)
    catalog = check(changes.applied(files)).catalog
    for found in lists:
        _spell(found, catalog, templates, options)
    files = waived(changes.files(), changes.applied, _teller(lists))
    checked = check(changes.applied(files))
    reports = [report_of(found, checked, templates) for found in lists]
    options.tell("done", 1, 1)
    return Adoption(files=files, reports=tuple(reports), checked=checked)


def _teller(lists: Sequence[Listed]) -> Callable[[str, str], None]:
    """Tells a decision about a record to the last file that has an entry for it."""
    owners = {work.paper.id: found for found in lists for _, _, work in found.placed}

    def tell(path: str, decision: str) -> None:
        id = path.rpartition("/")[2].removesuffix(".yml")
        owners.get(id, lists[0]).decisions.add(decision)

    return tell


def _file(found: Listed, filing: Filing) -> None:
    """Find the record of each entry."""
    placed: set[tuple[TopicPath, str]] = set()
    here: set[str] = set()
    before = set(filing.works)
    for run in found.document.runs:
        topic = run.topic if found.flat else found.path(run)
        for entry in run.entries:
            paper = resolved(entry.paper, found.place)
            work, twin = filing.file(paper, topic, found.source.name, placed, here - before)
            if twin:
                found.decisions.add(
                    f"line {entry.start + 1}: {one_line(paper.name)[:80]} is listed twice, and not the same way, or "
                    f"twice under one topic; it has two records until you join them (papers/.../{work.paper.id}.yml)"
                )
            if work.paper.id not in before and work.paper.id not in here:
                found.new += 1
            placed.add((topic, work.paper.id))
            here.add(work.paper.id)
            found.placed.append((run, entry, work))
            for doubt in entry.reading.doubts:
                found.decisions.add(f"line {entry.start + 1}: {doubt}")
    for _, _, work in found.placed:
        for file, name, kept, other in work.differences:
            if file == found.source.name:
                found.comments.append(other)
                found.decisions.add(f"{work.paper.id}: {name} is {_short(kept)}, but this file says {_short(other)}")


def _short(text: str) -> str:
    return f'"{text}"' if len(text) <= 120 else f'"{text[:119]}…"'


def _spell(found: Listed, catalog: Catalog, templates: jinja2.Environment, options: Options) -> None:
    """Choose the form of each run, and keep the spelling of the entries that it does not give back."""
    if found.flat or found.present:
        return
    sections = {section.path: section for root in catalog.lists for section in root.walk()}
    runs = found.document.runs
    readings = {
        style: [entry.reading for run in runs if run.style == style for entry in run.entries]
        for style in ("bullets", "paragraphs")
    }
    whole = {style: pattern_of(style, entries) for style, entries in readings.items()}
    placed: dict[TopicPath, dict[str, tuple[Found, Work]]] = {}
    for run, entry, work in found.placed:
        placed.setdefault(run.topic, {})[work.paper.id] = (entry, work)

    def form_of(run: Run, others: Sequence[str], *, by_default: bool = True) -> Form:
        section = sections[found.path(run)]
        topic = replace(section.topic, style=run.style, columns=run.columns, base_url=found.place.base_url)
        entries = {id: entry for id, (entry, _) in placed[run.topic].items()}
        shown = {key for entry, _ in placed[run.topic].values() for key, _ in entry.paper.custom} | {*COLUMN_FIELDS}
        known = all(column.field in shown or column.field.startswith(LINK) for column in run.columns)
        by_default = by_default and known  # a column without any value needs the frame that has its heading
        return best_form(run, replace(section, topic=topic), catalog, templates, entries, others, by_default=by_default)

    for number, run in enumerate(runs):
        options.tell(f"comparing {found.source.name}", number, len(runs))
        shared = whole.get(run.style)
        found.forms[run.topic] = form_of(run, [shared] if shared else [])
    found.style = Counter(run.style for run in runs).most_common(1)[0][0]
    patterns = Counter(
        found.forms[run.topic].entry for run in runs if run.style == found.style and not run.style.endswith("table")
    )
    found.shared = next((pattern for pattern, count in patterns.most_common() if pattern and count > 1), None)
    if not runs or not runs[0].topic:  # what the list itself has is handed down to all its topics
        found.shared = found.forms[()].entry if () in found.forms else found.shared
    for run in runs:
        above = [
            found.forms[path].entry
            for path in (run.topic[:end] for end in range(len(run.topic)))
            if path in found.forms
        ]
        if found.forms[run.topic].entry is None and (found.shared or any(above)):
            found.forms[run.topic] = form_of(run, [found.shared] if found.shared else [], by_default=False)
    with references_of(found.document.prose):
        _keep_spellings(found, placed)


def _keep_spellings(found: Listed, placed: Mapping[TopicPath, Mapping[str, tuple[Found, Work]]]) -> None:
    for run in found.document.runs:
        for id in found.forms[run.topic].exceptions:
            entry, work = placed[run.topic][id]
            if work.present is None and says_the_same(
                entry.raw, work.paper, run.style, run.columns, found.place, entry.reading.institution_urls.values()
            ):
                work.paper = replace(work.paper, sources=(*work.paper.sources, (found.path(run), entry.raw)))
