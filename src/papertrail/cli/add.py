"""`papertrail add`."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papertrail.cli.options import COLOR, SETTINGS
from papertrail.cli.output import progress_on_stderr, report_text
from papertrail.cli.statuses import FAILED
from papertrail.core import Paper, Registries, TopicPath, topic_path
from papertrail.core.diagnostics import Diagnostic, has_error
from papertrail.core.errors import PapertrailError
from papertrail.core.limits import IMPORT_BYTES
from papertrail.core.settings import Settings
from papertrail.rules.support.suggestions import TopicSuggestions
from papertrail.runtime.progress import Progress
from papertrail.templating.environment import environment
from papertrail.text.strings import one_line, printable, quoted

if TYPE_CHECKING:
    from papertrail import importing
    from papertrail.catalog import TopicProposal
    from papertrail.importing import Addition, ImportResult
    from papertrail.lookup import NotFound
    from papertrail.readers import Entry

_ADD_TOPIC = "add it to papers/_topics.yml first"
_SHOWN = 3
"""Topics that are proposed."""
_TOPICS = 8
"""Topics that are listed after an unknown one."""
_ISSUE = click.Path(exists=True, dir_okay=False, path_type=Path)
_REVIEWS = 20
"""Values to review that are printed."""


@click.command()
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option(
    "--issue", type=_ISSUE, metavar="FILE", help='Instead of SOURCE: the text of an issue of the form "Add a paper".'
)
@click.option("--topic", metavar="TOPIC", help="Topic of the papers; the last part of its path is enough.")
@click.option("--name", metavar="NAME", help="Short name of the paper. By default, it is taken from the title.")
@click.option("--dry-run", is_flag=True, help="Print the changes as a diff, and write nothing.")
@click.option("--edit", is_flag=True, help="Open the records in $VISUAL or $EDITOR afterwards.")
@SETTINGS
@COLOR
def add(
    sources: tuple[str, ...],
    issue: Path | None,
    topic: str | None,
    name: str | None,
    dry_run: bool,
    edit: bool,
    settings: Settings,
) -> None:
    """Add papers by their arXiv ids, DOIs, ISBNs or addresses.

    A SOURCE is an arXiv id, a DOI, an ISBN, the address of a paper's page, a file of BibTeX, RIS or CSL-JSON, or - for
    such a text on standard input. The command asks arXiv, doi.org and Open Library, or reads the page. A paper that the
    list already has is updated where its record says nothing.
    """
    from papertrail import importing
    from papertrail.editing.list_edit import diff_text, list_sources, write_edit

    if not sources and issue is None:
        raise click.UsageError("Missing argument 'SOURCE...'.")
    if sources and issue is not None:
        raise PapertrailError("--issue names the paper; it cannot be used with SOURCE")
    answers = _answers(issue) if issue is not None else {}
    topic = answers.get("topic") if topic is None else topic
    read = list_sources(settings)
    project = importing.project_of(read, settings)
    chosen = _known_topic(topic, project.library.registries.topic_paths, _ADD_TOPIC) if topic is not None else None
    with progress_on_stderr(profile=False) as progress:
        entries = _entries(sources, answers, project.library.registries, settings, progress)
    additions = importing.additions_of(_named(entries, name), project.library)
    if name is not None and (record := additions[0].existing) and record.name != one_line(name):
        raise PapertrailError(
            f"{record.id} is already in the list as {quoted(record.name)}; change its name in its record"
        )
    additions = _with_topics(additions, chosen, project)
    options = importing.ImportOptions(added=importing.today(), schema=importing.has_schema(settings))
    templates = environment(settings.templates_folder)
    result = importing.add_works(project, additions, options, templates)
    if dry_run:
        click.echo(diff_text(result.edit, settings.root), nl=False)
    else:
        write_edit(result.edit, settings, read)
    paths = _show(result, additions, settings, dry_run)
    if edit and not dry_run:
        _edit([settings.root / path for path in paths])
    if has_error(_problems(result, paths)):
        raise click.exceptions.Exit(FAILED)


# Sources


def _answers(issue: Path) -> dict[str, str]:
    """The answers in the text of an issue. Raises `PapertrailError` if there are none."""
    from papertrail.lookup import issue_answers

    with issue.open("rb") as file:
        text = file.read(IMPORT_BYTES).decode("utf-8", "replace")
    if answers := issue_answers(text):
        return answers
    raise PapertrailError('the issue has no answers of the form "Add a paper"; fill in the form again')


def _entries(
    sources: Sequence[str],
    answers: Mapping[str, str],
    registries: Registries,
    settings: Settings,
    progress: Progress,
) -> list[Entry]:
    """The entries of all sources, or of the answers of an issue. If one fails, exit with what happened to each."""
    from papertrail.lookup import NotFound, look_up, look_up_answers, read_entries
    from papertrail.web import Client

    client = Client.of(os.environ)
    entries: list[Entry] = []
    failures: list[tuple[str, NotFound]] = []
    for number, source in enumerate(sources):
        progress.show(f"asking for {printable(source)[:60]}", number, len(sources))
        if file := _file(source, settings):
            entries += read_entries(file, registries)
            continue
        found = look_up(source, client, registries)
        if isinstance(found, NotFound):
            failures.append((source, found))
        else:
            entries.append(found)
    if answers:  # of a stranger, who may not name files
        found = look_up_answers(answers, client, registries)
        if isinstance(found, NotFound):
            failures.append((answers.get("source", "issue"), found))
        else:
            entries.append(found)
    progress.clear()
    for source, failure in failures:
        click.echo(f"papertrail: {printable(one_line(source))[:200]}: {failure.message}; {failure.help}", err=True)
    if failures:
        click.echo("papertrail: nothing was written", err=True)
        raise click.exceptions.Exit(FAILED)
    return entries


def _file(source: str, settings: Settings) -> importing.InputFile | None:
    """The file that a source names. None for an identifier or an address."""
    from papertrail import importing

    if source == "-":
        return importing.checked_input("standard input", sys.stdin.buffer.read(IMPORT_BYTES + 1))
    path = Path(source)
    with suppress(OSError, ValueError):  # a text that cannot be the name of a file
        if path.is_file():
            return importing.read_input(path, settings.root)
    return None


def _named(entries: list[Entry], name: str | None) -> list[Entry]:
    if name is None:
        return entries
    if len(entries) != 1 or not (line := one_line(name)):
        raise PapertrailError("--name is the name of one paper; add papers with names one by one")
    paper = entries[0].paper
    title = paper.full_title if paper.full_title != line else None
    return [replace(entries[0], paper=replace(paper, name=line, title=title))]


# Topics


def _with_topics(additions: Iterable[Addition], chosen: TopicPath | None, project: importing.Project) -> list[Addition]:
    """The works with their topics: that of the option, that of the record, or one that is asked for or proposed."""
    from papertrail.catalog import catalog_of, propose_topic

    paths = project.library.registries.topic_paths
    catalog = catalog_of(project.library)
    found = []
    for addition in additions:
        paper = addition.entry.paper
        path = chosen or (addition.existing.topics[0] if addition.existing and addition.existing.topics else None)
        path = path or _chosen_topic(paper, paths, propose_topic(paper, catalog))
        found.append(replace(addition, entry=replace(addition.entry, paper=replace(paper, topics=(path,)))))
    return found


def _chosen_topic(paper: Paper, paths: frozenset[TopicPath], proposal: TopicProposal) -> TopicPath:
    if sys.stdin.isatty() and sys.stderr.isatty():
        from papertrail.cli.topic_prompt import ask_topic

        return ask_topic(paper, paths, proposal.topics[:_SHOWN], _known_topic)
    if proposal.is_certain:
        return proposal.topics[0]
    best = " or ".join(f"--topic {shlex.quote(printable(_text(path)))}" for path in proposal.topics[:_SHOWN])
    help = f"use {best}" if best else "use --topic TOPIC"
    raise PapertrailError(f"the topic of {quoted(paper.full_title, 80)} is not clear; {help}")


def _known_topic(text: str, paths: frozenset[TopicPath], otherwise: str) -> TopicPath:
    """The topic with a path, or with its last part. Raises `PapertrailError` if there is none, or several."""
    path = topic_path(text)
    if path in paths or (not paths and all(map(one_line, path))):
        return path
    lower = [part.casefold() for part in path]
    same = [known for known in sorted(paths) if [part.casefold() for part in known[-len(path) :]] == lower]
    if len(same) == 1:
        return same[0]
    if same:
        options = " or ".join(f"--topic {shlex.quote(printable(_text(path)))}" for path in same[:_SHOWN])
        raise PapertrailError(f"there are several topics {quoted(text)}; use {options}")
    help = TopicSuggestions(paths).help_for(text, otherwise)
    if help == otherwise:
        some = ", ".join(map(quoted, map(_text, sorted(paths)[:_TOPICS])))
        help = f"use one of: {some}{', ...' if len(paths) > _TOPICS else ''}; or {otherwise}"
    raise PapertrailError(f"unknown topic {quoted(text)}; {help}")


def _text(path: TopicPath) -> str:
    return " > ".join(path)


# What was done


def _show(result: ImportResult, additions: Sequence[Addition], settings: Settings, dry_run: bool) -> list[str]:
    """Print the path of each record, what is new, its row, and what the check reports. Returns the paths."""
    from papertrail.importing import paths_of
    from papertrail.pipeline.lists import row_document

    templates = environment(settings.templates_folder)
    paths = paths_of(result, additions)
    for addition, path in zip(additions, paths, strict=True):
        click.echo(_state(path, addition, result, dry_run), err=dry_run)
        row = row_document(result.checked, Path(path).stem, templates)
        click.echo(printable(row, newline="\n"), err=dry_run)
    reviews = [f"review: {text.removeprefix('line 1: ')}" for text in result.reports[0].decisions]
    for text in (*result.reports[0].changes, *reviews[:_REVIEWS]):
        click.echo(printable(text), err=dry_run)
    if len(reviews) > _REVIEWS:
        click.echo(f"and {len(reviews) - _REVIEWS} more to review", err=dry_run)
    others = sorted(path for path in result.files if path not in paths)
    if others:
        click.echo(f"{'would change' if dry_run else 'changed'} {', '.join(map(printable, others))}", err=dry_run)
    problems = _problems(result, [*paths, *result.files])
    report = report_text(problems, result.checked.library.texts, settings) if problems else "check: no problems\n"
    click.echo(report, nl=False, err=dry_run)
    return paths


def _state(path: str, addition: Addition, result: ImportResult, dry_run: bool) -> str:
    would = "would be " if dry_run else ""
    if addition.existing is None:
        return f"{path}: {would}added"
    return f"{path}: already in the list, {f'{would}updated' if path in result.files else 'nothing new'}"


def _problems(result: ImportResult, paths: Iterable[str]) -> list[Diagnostic]:
    wanted = {*paths}
    return [diagnostic for diagnostic in result.checked.diagnostics if diagnostic.path in wanted]


def _edit(files: Sequence[Path]) -> None:
    """Open files in the editor of the user."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise PapertrailError("--edit needs an editor; set the environment variable EDITOR, such as EDITOR=nano")
    try:
        subprocess.run([*shlex.split(editor), *map(str, files)], check=False)  # noqa: S603 - the user's own editor
    except (OSError, ValueError) as error:
        raise PapertrailError(f"cannot run the editor {quoted(editor)}: {error}") from None
