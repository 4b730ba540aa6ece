"""`papertrail links`."""

from __future__ import annotations

import os
from dataclasses import replace

import click

from papertrail.cli.options import COLOR, SETTINGS
from papertrail.cli.output import progress_on_stderr
from papertrail.cli.paths import selection
from papertrail.cli.statuses import FAILED
from papertrail.cli.upkeep import DIFF, FORMAT, SELECTED, apply, keep, print_report, until_interrupted
from papertrail.core.settings import Settings
from papertrail.records.files import read
from papertrail.runtime.today import today
from papertrail.upkeep.cache import read_cache
from papertrail.upkeep.links import fixed_links, links_report
from papertrail.upkeep.list_links import links_of_list
from papertrail.upkeep.sweep import SweepOptions, reviewed, sweep
from papertrail.upkeep.verdict import Outcome, Verdict
from papertrail.web import Client

_CACHE, _DAYS = "links.json", 5
"""The file of the cache, and the days for which a link that is fine is not asked for again: fewer than a week."""


@click.command()
@SELECTED
@FORMAT
@click.option("--robots", is_flag=True, help="Respect robots.txt.")
@click.option("--fix", is_flag=True, help="Replace links that moved permanently to the same document.")
@DIFF
@SETTINGS
@COLOR
def links(
    selected: tuple[str, ...], output_format: str, robots: bool, fix: bool, diff: bool, settings: Settings
) -> None:
    """Find dead and moved links, by asking for each of them.

    With PATHs or IDs, check only the links in these files, folders and records. The status is 1 if a link is dead.
    """
    sources = read(settings)
    found = links_of_list(sources, selection(selected, settings, sources))
    cache = read_cache(settings.root, _CACHE, today(), _DAYS)
    outcomes: dict[str, Outcome] = {}
    asked = [url for url in found if url not in cache]
    interrupt = until_interrupted(lambda: _sweep(asked, outcomes, robots))
    outcomes = reviewed(outcomes)
    fine = [url for url, outcome in outcomes.items() if outcome.verdict is Verdict.OK]
    keep(cache.with_fine(fine, today()), settings, _CACHE)
    report = links_report(found, outcomes, [url for url in found if url in cache])
    print_report(report, output_format, on_stderr=diff)
    if interrupt:
        raise interrupt
    if fix or diff:
        apply(lambda texts: fixed_links(texts, outcomes), settings, sources, diff=diff)
    if report.counts["dead"]:
        raise click.exceptions.Exit(FAILED)


def _sweep(urls: list[str], outcomes: dict[str, Outcome], robots: bool) -> None:
    client, options = Client.of(os.environ), SweepOptions(robots=robots)
    if client.test_server:
        options = replace(options, pause=0.0, backoff=0.0)
    with progress_on_stderr(profile=False) as progress:
        progress.show("asking for links", 0, len(urls))
        for url, outcome in sweep(urls, client, options):
            outcomes[url] = outcome
            progress.show("asking for links", len(outcomes), len(urls))
