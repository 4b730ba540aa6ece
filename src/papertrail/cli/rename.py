"""`papertrail rename`, `papertrail move` and `papertrail remove`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from papertrail.cli.options import COLOR, SETTINGS
from papertrail.cli.output import report_text
from papertrail.cli.statuses import FAILED
from papertrail.core.settings import Settings
from papertrail.records.files import read
from papertrail.text.strings import quoted

if TYPE_CHECKING:
    from papertrail.curating import ListTexts
    from papertrail.editing.list_edit import ListEdit

DRY_RUN = click.option("--dry-run", is_flag=True, help="Print the changes as a diff, and write nothing.")


@click.command()
@click.argument("kind", type=click.Choice(["paper", "topic", "venue", "institution", "keyword"]))
@click.argument("old")
@click.argument("new")
@DRY_RUN
@SETTINGS
@COLOR
def rename(kind: str, old: str, new: str, dry_run: bool, settings: Settings) -> None:
    """Rename a paper, topic, venue, institution or keyword in all files.

    OLD is an id, a name, or the path of a topic, such as 'Training > Data'. NEW is the new id or name. The old id of a
    paper keeps working, and the old name of a venue or an institution stays as an alias.
    """
    from papertrail import curating

    done = f"{kind} {quoted(old, 120)} to {quoted(new, 120)}"
    _change(settings, dry_run, ("Renamed", "rename", done), lambda texts: curating.renamed(texts, kind, old, new))


@click.command()
@click.argument("papers", nargs=-1, required=True, metavar="PAPER...")
@click.option("--to", required=True, metavar="TOPIC", help="New topic of the papers.")
@click.option("--from", "source", metavar="TOPIC", help="Topic that papers with several topics leave.")
@DRY_RUN
@SETTINGS
@COLOR
def move(papers: tuple[str, ...], to: str, source: str | None, dry_run: bool, settings: Settings) -> None:
    """Move papers to another topic.

    PAPER is an id. TOPIC is a path, such as 'Training > Data'.
    """
    from papertrail import curating

    papers = tuple(dict.fromkeys(papers))
    done = (f"paper {quoted(papers[0])}" if len(papers) == 1 else f"{len(papers)} papers") + f" to {quoted(to, 120)}"
    _change(settings, dry_run, ("Moved", "move", done), lambda texts: curating.moved_papers(texts, papers, to, source))


@click.command()
@click.argument("kind", type=click.Choice(["paper", "topic", "venue", "institution"]))
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@DRY_RUN
@SETTINGS
@COLOR
def remove(kind: str, names: tuple[str, ...], dry_run: bool, settings: Settings) -> None:
    """Remove papers with their notes, or unused topics, venues and institutions.

    NAME is an id, a name, or the path of a topic. What another file still refers to is not removed.
    """
    from papertrail import curating

    names = tuple(dict.fromkeys(names))
    done = f"{kind} {quoted(names[0], 120)}" if len(names) == 1 else f"{len(names)} {kind}s"
    _change(settings, dry_run, ("Removed", "remove", done), lambda texts: curating.removed(texts, kind, names))


def _change(
    settings: Settings, dry_run: bool, words: tuple[str, str, str], change: Callable[[ListTexts], ListEdit]
) -> None:
    """Make a change, and write it unless it adds an error to the list, or show it."""
    from papertrail.curating import curated
    from papertrail.editing.list_edit import diff_text, write_edit

    done, infinitive, what = words
    sources = read(settings)
    result = curated(sources, change)
    if result.new:
        click.echo(report_text(result.new, result.checked.library.texts, settings), err=True)
    if not result.ok:
        click.echo(f"papertrail: nothing was written, because to {infinitive} {what} adds these errors", err=True)
        raise click.exceptions.Exit(FAILED)
    if dry_run:
        click.echo(diff_text(result.edit, settings.root), nl=False)
    else:
        write_edit(result.edit, settings, sources)
    count = len({*result.edit.texts, *result.edit.removed})
    verb = f"Would {infinitive}" if dry_run else done
    click.echo(f"{verb} {what} ({count} {'file' if count == 1 else 'files'})", err=True)
