"""`papertrail update`."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

import click

from papertrail import importing
from papertrail.cli.options import COLOR, SETTINGS
from papertrail.cli.output import progress_on_stderr
from papertrail.cli.paths import selection
from papertrail.cli.upkeep import DIFF, FORMAT, SELECTED, apply, keep, print_report, until_interrupted
from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.editing.list_edit import ListEdit
from papertrail.lookup.names import KnownNames
from papertrail.records.files import read
from papertrail.runtime.today import today
from papertrail.templating.environment import environment
from papertrail.upkeep.asking import Answers, Asking, ask, search_key
from papertrail.upkeep.cache import read_cache
from papertrail.upkeep.proposals import Proposal, proposals_of
from papertrail.upkeep.updates import additions_of_proposals, updates_report
from papertrail.web import Client

_CACHE, _DAYS = "update.json", 28
"""The file of the cache, and the days for which a search without a result is not repeated."""


@click.command()
@SELECTED
@FORMAT
@click.option("--mailto", metavar="ADDRESS", help="Your e-mail address for Crossref, which then answers faster.")
@click.option("--fix", is_flag=True, help="Write the proposals that are certain.")
@DIFF
@SETTINGS
@COLOR
def update(
    selected: tuple[str, ...], output_format: str, mailto: str | None, fix: bool, diff: bool, settings: Settings
) -> None:
    """Find out what became of papers: publications, DOIs, retractions.

    Asks arXiv, DataCite and Crossref, and proposes changes with their evidence. With PATHs or IDs, check only these
    records.
    """
    if mailto is not None and not re.fullmatch(r"[^\s@]{1,64}@[^\s@]{1,200}", mailto):
        raise PapertrailError("--mailto needs an e-mail address")
    sources = read(settings)
    is_selected = selection(selected, settings, sources)
    project = importing.project_of(sources, settings)
    papers = [record.paper for record in project.library.records if record.paper and is_selected(record.path)]
    cache = read_cache(settings.root, _CACHE, today(), _DAYS)
    names, answers = KnownNames(project.library.registries), Answers()
    with progress_on_stderr(profile=False) as progress:
        client = Client.of(os.environ)
        asking = Asking(client=client, names=names, mailto=mailto, progress=progress.show, answers=answers)
        interrupt = until_interrupted(lambda: ask(papers, asking, cache))
    proposals = [proposal for paper in papers for proposal in proposals_of(paper, answers, names)]
    proposed = {proposal.paper.id for proposal in proposals}
    searched = [paper for paper in papers if paper.id in answers.searches and paper.id not in proposed]
    keep(cache.with_fine(map(search_key, searched), today()), settings, _CACHE)
    problems = [*answers.problems, *(["the command was interrupted"] if interrupt else [])]
    report = updates_report(project.library.record_files, proposals, len(papers), problems)
    print_report(report, output_format, on_stderr=diff)
    if interrupt:
        raise interrupt
    if fix or diff:
        apply(lambda texts: _edit(project, proposals), settings, sources, diff=diff)


def _edit(project: importing.Project, proposals: Sequence[Proposal]) -> ListEdit:
    additions = additions_of_proposals(proposals)
    if not additions:
        return ListEdit()
    options = importing.ImportOptions(schema=importing.has_schema(project.settings))
    templates = environment(project.settings.templates_folder)
    return importing.add_works(project, additions, options, templates).edit
