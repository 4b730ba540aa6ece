"""Imports lists into a project, without disk access.

Each step creates a new value from the previous one: `ParsedList`, `FiledList`, `FormattedList`, `FileReport`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import jinja2

from papertrail.catalog import catalog_of
from papertrail.core import Catalog, topic_path
from papertrail.core.diagnostics import has_error
from papertrail.core.errors import PapertrailError
from papertrail.core.limits import IMPORTS_BYTES
from papertrail.core.settings import Settings
from papertrail.editing.list_edit import ListEdit
from papertrail.importing.build_report import list_report
from papertrail.importing.changes import changed_files, format_files
from papertrail.importing.gone import Gone, gone_from, without_values
from papertrail.importing.inputs import ImportOptions, InputFile
from papertrail.importing.list_format import FormattedList, format_list, with_verbatim_entries
from papertrail.importing.matching import Drafts, FiledList, Filing
from papertrail.importing.memory import Memory, memory_text, parse_memory
from papertrail.importing.parsed_list import ParsedList, parse_list
from papertrail.importing.project import Project
from papertrail.importing.remember import new_memory
from papertrail.importing.report import FileReport
from papertrail.importing.sections import left_as_text, mostly_left
from papertrail.importing.waivers import WaivedFiles, waiver_decision, with_waivers
from papertrail.pipeline.check import Checked, ListChecker, library_of
from papertrail.readers import NotAList
from papertrail.readers.by_suffix import data_reader
from papertrail.readers.markdown.document import ListCoverage
from papertrail.records.changes import with_changes
from papertrail.records.files import IMPORTS, Sources
from papertrail.records.registry_files import registry_of
from papertrail.rules.support.suggestions import TopicSuggestions
from papertrail.text.strings import one_line, quoted


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """The changes and the report of an import."""

    files: Mapping[str, str]
    """The texts of new and changed files, by path relative to the project."""
    removed: frozenset[str]
    """The paths of records that are removed."""
    reports: tuple[FileReport, ...]
    lists: tuple[FiledList, ...]
    """The entries of each file, with the ids of their records."""
    checked: Checked
    """The list after the import."""

    @property
    def edit(self) -> ListEdit:
        """The changes as a value that can be shown and written."""
        return ListEdit(texts=self.files, removed=self.removed)

    @property
    def ok(self) -> bool:
        """Whether the list has no errors after the import."""
        return not has_error(self.checked.diagnostics)


def import_lists(
    sources: Sources,
    settings: Settings,
    inputs: Sequence[InputFile],
    options: ImportOptions,
    templates: jinja2.Environment,
) -> ImportResult:
    """Import files into a project with the files `sources`, and remember what they contain.

    Raises `NotAList` if a file does not contain a list.
    """
    project = project_of(sources, settings)
    return import_into(project, inputs, options, templates, parse_memory(sources.imports))


def import_into(
    project: Project,
    inputs: Sequence[InputFile],
    options: ImportOptions,
    templates: jinja2.Environment,
    memory: Memory,
) -> ImportResult:
    """Import files into a project, as at an import after those in `memory`."""
    filing = Filing(project.library, memory)
    for parsed in _parsed_lists(inputs, options, project):
        filing.add_list(parsed)
    options.progress("checking", 0, 1)
    unformatted = [FormattedList(filed=filed) for filed in filing.lists]
    gone = gone_from(filing.lists, filing.drafts, memory, project)
    drafts: Drafts = filing.drafts
    if options.prune:
        drafts = without_values(drafts, (value for part in gone for value in part.values))
    removed = _removed(gone, project) if options.prune else frozenset()
    files = changed_files(project, unformatted, drafts, options)
    catalog = catalog_of(library_of(with_changes(project.sources, files, removed)))
    lists = _formatted_lists(filing.lists, catalog, templates, options)
    for formatted in lists:
        drafts = with_verbatim_entries(drafts, formatted)
    files |= format_files(project, lists, drafts, options)
    checker = ListChecker()

    def check(files: Mapping[str, str]) -> Checked:
        return checker.check(with_changes(project.sources, files, removed))

    waived = with_waivers(files, check) if options.remember else WaivedFiles(files=files, checked=check(files))
    reports = _reports(lists, drafts, gone, waived, templates, memory.problem)
    remembered = new_memory(memory, filing.lists, gone, drafts, project, _texts_by_id(waived.files, project), removed)
    options.progress("done", 1, 1)
    files = {**waived.files, **(_memory_file(remembered, project) if options.remember else {})}
    return ImportResult(
        files=files, removed=removed, reports=tuple(reports), lists=tuple(filing.lists), checked=waived.checked
    )


def _removed(gone: Iterable[Gone], project: Project) -> frozenset[str]:
    papers = (paper for part in gone for paper in part.papers if paper.reason is None)
    return frozenset(project.record_paths[paper.id] for paper in papers)


def _texts_by_id(files: Mapping[str, str], project: Project) -> dict[str, str]:
    records = (path for path in files if not registry_of(path, project.settings.papers))
    return {path.rpartition("/")[2].removesuffix(".yml"): files[path] for path in records}


def _memory_file(memory: Memory, project: Project) -> dict[str, str]:
    """The file in which imports remember their sources, if it changes."""
    data = memory_text(memory).encode()
    is_kept = not memory.sources or len(data) > IMPORTS_BYTES or data == project.sources.imports
    return {} if is_kept else {project.path(IMPORTS): data.decode()}


def project_of(sources: Sources, settings: Settings) -> Project:
    """The project with the files `sources`. Raises `PapertrailError` if a file cannot be read."""
    library = library_of(sources)
    if library.read_errors:
        error = library.read_errors[0]
        raise PapertrailError(f"cannot read {error.path}: {error.message}; fix it first")
    return Project(sources=sources, settings=settings, library=library)


def _parsed_lists(inputs: Sequence[InputFile], options: ImportOptions, project: Project) -> list[ParsedList]:
    if options.topic is not None and not all(map(one_line, topic_path(options.topic))):
        raise PapertrailError("--topic must be a name, or a path such as `Training > Data`")
    if options.topic and not options.new_topic and all(data_reader(file.name) for file in inputs):
        _refuse_unknown_topic(options.topic, project)
    lists: list[ParsedList] = []
    for number, file in enumerate(inputs):
        options.progress("reading", number, len(inputs))
        if not any(file.data == parsed.source.data for parsed in lists):  # the same file may be given twice
            lists.append(parse_list(file, options, project.settings, project.library, lists))
    for parsed in lists if not options.accept_prose else ():
        if lost := mostly_left(parsed):
            raise NotAList(_prose_message(parsed.source.name, lost))
    return lists


def _prose_message(name: str, lists: Sequence[ListCoverage]) -> str:
    shown = "; ".join(left_as_text(lists[:3])) + (f"; and {len(lists) - 3} more lists" if len(lists) > 3 else "")
    return (
        f"cannot import {name}: {shown}; write them like entries that are read, with a title and a link, authors or a "
        "venue, or import the others with --accept-prose"
    )


def _refuse_unknown_topic(topic: str, project: Project) -> None:
    paths = project.library.registries.topic_paths
    if paths and topic_path(topic) not in paths:
        help = TopicSuggestions(paths).help_for(topic, "add the option --new-topic to create it")
        raise PapertrailError(f"unknown topic {quoted(topic)}; {help}")


def _formatted_lists(
    lists: Sequence[FiledList], catalog: Catalog, templates: jinja2.Environment, options: ImportOptions
) -> list[FormattedList]:
    formatted = []
    for filed in lists:
        step = f"comparing {filed.parsed.source.name}"
        formatted.append(format_list(filed, catalog, templates, partial(options.progress, step)))
    return formatted


def _reports(
    lists: Sequence[FormattedList],
    drafts: Drafts,
    gone: Sequence[Gone],
    waived: WaivedFiles,
    templates: jinja2.Environment,
    memory_problem: str | None,
) -> list[FileReport]:
    """The report of each file. Waivers in a record are reported for the last file with an entry for it."""
    owners = {filed.id: number for number, formatted in enumerate(lists) for filed in formatted.filed.entries}
    decisions: list[list[str]] = [[] for _ in lists]
    if memory_problem:
        decisions[0].append(f"{IMPORTS}: {memory_problem}; it was ignored, so every difference is listed as a new one")
    for problem in waived.waived:
        if decision := waiver_decision(problem):
            id = problem.path.rpartition("/")[2].removesuffix(".yml")
            decisions[owners.get(id, 0)].append(decision)
    return [
        list_report(formatted, drafts, gone_from_list, waived.checked, templates, of_list)
        for formatted, gone_from_list, of_list in zip(lists, gone, decisions, strict=True)
    ]
