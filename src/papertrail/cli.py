"""The `papertrail` command: reads the command line, calls the pipeline, prints."""

from __future__ import annotations

import gc
import os
import shlex
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click
import jinja2

from papertrail import __version__, rules
from papertrail.core import Section
from papertrail.core.diagnostics import Diagnostic, has_error
from papertrail.core.errors import PapertrailError
from papertrail.core.fields import STYLES
from papertrail.core.settings import Settings, load_settings
from papertrail.documents import GITHUB_LIMIT, render_document
from papertrail.exporters import EXPORTS, export_text
from papertrail.pipeline.check import Checked, check_from_disk
from papertrail.pipeline.verbatim import same_entry
from papertrail.reporters import count_line, github_report, json_report, summary, text_report
from papertrail.runtime.progress import QUIET, Stages
from papertrail.templating.environment import environment, template_fault
from papertrail.text.strings import did_you_mean, printable, quoted

_PROFILE = click.option("--profile", is_flag=True, help="Print how long each stage took.")

FAILED, MISUSED = 1, 2
"""Exit statuses beside 0: an error in the list, and wrong use or a failure of our own."""

_CONFIG = click.option(
    "-f",
    "--config-file",
    type=click.Path(path_type=Path),
    default=Path("mkdocs.yml"),
    help="The MkDocs configuration; mkdocs.yml where it is left out.",
)


def run() -> NoReturn:
    """Run a command as the whole program, and end with its exit status."""
    status = main()
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # None where the caller has closed it
            stream.flush()
    except OSError:  # the reader of our output has gone, or the disk is full
        status = status or MISUSED
    # The system takes all memory back at once; Python would give back the values of a large list one by one.
    os._exit(status)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status."""
    # A large list makes millions of values and hardly a cycle among them; looking for one after every 700 new
    # values, as Python does, takes a third of the time of parsing.
    gc.set_threshold(200_000)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        # Click gives the status of its Exit exception as the result, and None where a command ran to its end.
        return commands.main(args=argv, prog_name="papertrail", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return MISUSED
    except click.Abort:  # Ctrl-C
        click.echo("papertrail: stopped", err=True)
        return MISUSED
    except PapertrailError as error:
        click.echo(f"papertrail: {error}", err=True)
        return MISUSED
    except jinja2.TemplateError as error:
        click.echo(f"papertrail: {template_fault(error)}", err=True)
        return MISUSED
    except BrokenPipeError:  # the reader of our output has gone, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return MISUSED
    except OSError as error:  # a full disk, a folder that may not be written to
        click.echo(f"papertrail: {error}", err=True)
        return MISUSED
    except Exception:
        traceback.print_exc()
        click.echo("papertrail: this is a mistake of papertrail itself; please report the lines above", err=True)
        return MISUSED


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="papertrail")
def commands() -> None:
    """Keep a reading list as one YAML record a paper; check it, render it, publish it."""


@commands.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="How problems are told.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@_PROFILE
@_CONFIG
def check(paths: tuple[Path, ...], form: str, strict: bool, profile: bool, config_file: Path) -> None:
    """Check the records; name PATHs to be told only of problems in those files or folders."""
    settings = load_settings(config_file)
    with _stages(profile) as stages:
        checked = check_from_disk(settings, stages)
    wanted = [_inside(path, settings) for path in paths]
    found = [d for d in checked.diagnostics if not wanted or _concerns(d, wanted)]
    texts, papers = checked.library.texts, len(checked.library.records)
    if form == "json":
        click.echo(json_report(found), nl=False)
    elif form == "github":
        click.echo(github_report(found) + count_line(found, papers))
        if target := os.environ.get("GITHUB_STEP_SUMMARY"):
            with Path(target).open("a", encoding="utf-8") as opened:
                opened.write(summary(found, texts, papers))
    else:
        click.echo(text_report(found, texts) + count_line(found, papers))
    if has_error(found, strict=strict):
        raise click.exceptions.Exit(FAILED)


def _inside(path: Path, settings: Settings) -> str:
    """A path of the command line, relative to the project. Raises `PapertrailError` for one that is not there."""
    if not os.path.lexists(path):
        raise PapertrailError(f"there is no file or folder {path}")
    try:
        # Without following links: a record that is one is told of under its own name.
        there = Path(os.path.abspath(path))  # noqa: PTH100
        return (there.parent.resolve() / there.name).relative_to(settings.root).as_posix()
    except ValueError:
        raise PapertrailError(f"{path} is not inside the project {settings.root}") from None


def _concerns(diagnostic: Diagnostic, wanted: list[str]) -> bool:
    concerned = (diagnostic.path, *diagnostic.also)
    return any(path == "." or name == path or name.startswith(f"{path}/") for path in wanted for name in concerned)


@commands.command()
@click.argument("code")
def explain(code: str) -> None:
    """Print what a rule does, why, and examples: `papertrail explain PT103`."""
    for rule in rules.RULES:
        if code.upper() in (rule.CODE, rule.NAME.upper()):
            click.echo(f"{rule.CODE} {rule.NAME}\n\n{(rule.__doc__ or '').strip()}")
            return
    known = [rule.CODE for rule in rules.RULES]
    remedy = did_you_mean(code.upper(), known, f"the rules are {', '.join(known)}")
    raise PapertrailError(f"there is no rule {quoted(code)}; {remedy}")


@commands.command(name="build")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@_PROFILE
@_CONFIG
def build_command(strict: bool, profile: bool, config_file: Path) -> None:
    """Check the records and publish the site."""
    with _stages(profile) as stages:
        checked = _sound(config_file, strict, stages).without_texts()
        with stages("loading MkDocs"):
            from papertrail.publishing.commands import publish  # it is slow to import, and `check` has no use for it
        publish(config_file, strict=strict, checked=checked, stages=stages)


@commands.command()
@click.option("-a", "--dev-addr", metavar="HOST:PORT", help="Where to serve; 127.0.0.1:8000 where it is left out.")
@_CONFIG
def serve(dev_addr: str | None, config_file: Path) -> None:
    """Serve the site while you work on it; it follows each change of a file."""
    from papertrail.publishing.commands import serve as serve_site

    load_settings(config_file)
    serve_site(config_file, dev_addr)


@commands.command()
@click.argument("list", required=False)
@click.option("--style", type=click.Choice(STYLES), help="Another style than the topic tree gives.")
@click.option("--check", "against", type=click.Path(path_type=Path), metavar="FILE", help="Only compare with FILE.")
@click.option("--write", type=click.Path(path_type=Path), metavar="FILE", help="Write FILE instead of printing.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Write the site's pages into DIR instead.")
@_CONFIG
def render(
    list: str | None,
    style: str | None,
    against: Path | None,
    write: Path | None,
    out: Path | None,
    config_file: Path,
) -> None:
    """Print a list as a document: LIST is its name or slug, or the path of one of its sections."""
    checked = _sound(config_file)
    if out is not None:
        if list or style or against or write:
            raise PapertrailError("--out writes all pages; it goes with no LIST, --style, --check or --write")
        from papertrail.publishing.export_pages import write_pages

        click.echo(f"{write_pages(config_file, checked, out)} files in {out}", err=True)
        return
    section = _section(checked.catalog.lists, list)
    prose = checked.library.prose.get(section.slug) if len(section.path) == 1 else None
    templates = environment(load_settings(config_file).templates_folder)
    text = render_document(
        checked.catalog,
        section,
        templates,
        style=style,
        prose=prose[1] if prose else None,
        same_entry=same_entry(checked.catalog, prose[1] if prose else ""),
    )
    if len(text.encode()) > GITHUB_LIMIT:
        _tell_sections(section)
    if against is not None:
        _compare(against, text, _render_command(section) + (f" --style {style}" if style else ""))
    elif write is not None:
        _replace(write, text)
    else:
        click.echo(text, nl=False)


def _compare(file: Path, text: str, command: str) -> None:
    """End with status 1 where a document is not `text`; what git does to line ends does not matter."""
    if not file.is_file() or file.read_bytes().replace(b"\r\n", b"\n") != text.encode():
        click.echo(f"{file} is out of date; renew it with: {command} --write {shlex.quote(str(file))}", err=True)
        raise click.exceptions.Exit(FAILED)


def _replace(file: Path, text: str) -> None:
    """Write a file as a whole or not at all."""
    aside = file.with_name(f".{file.name}.papertrail-new")
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.replace(file)


def _tell_sections(section: Section) -> None:
    click.echo(
        f"papertrail: the document is larger than {GITHUB_LIMIT // 1024} KiB, and GitHub shows no more of a file; "
        "render its sections into files of their own:",
        err=True,
    )
    for below in section.sections:
        click.echo(f"  {_render_command(below)} --write {shlex.quote(below.slug + '.md')}", err=True)


def _render_command(section: Section) -> str:
    """A command that can be copied into a shell, whatever a stranger called the topic."""
    return f"papertrail render {shlex.quote(printable(' > '.join(section.path)))}"


def _section(lists: tuple[Section, ...], wanted: str | None) -> Section:
    """The list or section that a person means. Raises `PapertrailError` where that is not one."""
    if wanted is None:
        if len(lists) == 1:
            return lists[0]
        names = ", ".join(section.slug for section in lists) or "none"
        raise PapertrailError(f"say which list to render: {names}")
    by_name = {" > ".join(found.path): found for root in lists for found in root.walk()}
    found = by_name.get(wanted) or next((root for root in lists if root.slug == wanted), None)
    if found is None:
        known = [*by_name, *(root.slug for root in lists)]
        raise PapertrailError(f"there is no list {quoted(wanted)}; {did_you_mean(wanted, known, 'see _topics.yml')}")
    return found


@commands.command()
@click.option("--format", "form", type=click.Choice(tuple(EXPORTS)), default="json", help="The form of the data.")
@click.option("--list", "list", metavar="LIST", help="Only the papers of LIST: a name or slug, or a section's path.")
@_CONFIG
def export(form: str, list: str | None, config_file: Path) -> None:
    """Print the papers as data for other programs."""
    catalog = _sound(config_file).catalog
    rows = catalog.rows
    if list is not None:
        below = (row for section in _section(catalog.lists, list).walk() for row in section.rows)
        rows = tuple({row.paper.id: row for row in below}.values())
    click.echo(export_text(form, rows, catalog), nl=False)


@commands.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--into", type=click.Path(path_type=Path), metavar="DIR", help="The list's folder; made where it is not there."
)
@click.option("--topic", metavar="T", help="The list's name, or the topic for papers from data.")
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE", help="Write the account as JSON too.")
@click.option(
    "--base-url", metavar="U", help="What relative addresses start from, such as https://github.com/.../blob/main/."
)
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@_CONFIG
def import_command(
    files: tuple[Path, ...],
    into: Path | None,
    topic: str | None,
    report: Path | None,
    base_url: str | None,
    dry_run: bool,
    config_file: Path,
) -> None:
    """Turn lists that you have into records: Markdown, BibTeX, CSL-JSON and CSV."""
    from papertrail import importing
    from papertrail.scaffold import new_list

    settings, folder = importing.project(into, config_file)
    inputs = [importing.read(file, settings.root) for file in files]
    if report is not None:
        importing.refuse_report(report, files)
    with _stages(profile=False) as stages:
        options = importing.Options(
            topic=topic, base_url=importing.base_of(base_url), folder=folder, added=importing.today(), tell=stages.tell,
            schema=importing.has_schema(settings),
        )  # fmt: skip
        found = importing.adopt(
            importing.present(settings), settings, inputs, options, environment(settings.templates_folder)
        )
    around = importing.frame(settings, found.reports[0].list or "Reading List", new_list())
    with importing.prepared(report, importing.report_json(found.reports)):
        if dry_run:
            click.echo(importing.diff(settings, found.files, around), nl=False)
        else:
            importing.write(settings, found.files, around)
    for told in found.reports:
        click.echo(told.text(), err=True)
    if not found.ok:
        click.echo(text_report(found.checked.diagnostics, found.checked.library.texts), err=True)
    click.echo(_outcome(found.files, around, settings, dry_run), err=True)
    if not found.ok:
        raise click.exceptions.Exit(FAILED)


def _outcome(files: Mapping[str, str], around: Mapping[str, bytes], settings: Settings, dry_run: bool) -> str:
    if not files and not around:
        return "Nothing to change: all of it is there already."
    verb = "would be written" if dry_run else "written"
    new = sorted({path.partition("/")[0] + "/" * ("/" in path) for path in around})
    beside = f", and beside them a new list's {', '.join(new)}" if new else ""
    return f"{len(files)} files {verb} in {settings.root / settings.papers}{beside}"


@commands.command()
@click.argument("directory", type=click.Path(path_type=Path), default=Path())
def init(directory: Path) -> None:
    """Begin a new list in DIRECTORY: settings, two sample papers, and workflows for GitHub."""
    from papertrail.scaffold import write_list

    for path in write_list(directory):
        click.echo(f"  {path}")
    where = "" if directory == Path() else f"cd {shlex.quote(str(directory))} && "
    click.echo(f"Your list is ready: {where}papertrail serve")


@contextmanager
def _stages(profile: bool) -> Iterator[Stages]:
    """The stages of a command, and at its end how long each took."""
    stages = Stages.on_stderr()
    try:
        yield stages
    finally:
        stages.clear()
        if profile:
            click.echo(stages.table(), err=True, nl=False)


def _sound(config_file: Path, strict: bool = False, stages: Stages = QUIET) -> Checked:
    """A list without errors; with them, they are printed and the command ends."""
    checked = check_from_disk(load_settings(config_file), stages)
    if checked.diagnostics:
        papers = len(checked.library.records)
        click.echo(
            text_report(checked.diagnostics, checked.library.texts) + count_line(checked.diagnostics, papers),
            err=True,
        )
    if has_error(checked.diagnostics, strict=strict):
        click.echo("papertrail: nothing was written", err=True)
        raise click.exceptions.Exit(FAILED)
    return checked
