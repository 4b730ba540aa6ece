"""Reports of the new sites that a list links to: for the terminal, for programs, and for GitHub."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from papertrail.core.limits import NEW_SITES
from papertrail.core.new_sites import NewSite, SiteLink
from papertrail.reporters.github import workflow_command
from papertrail.reporters.style import Style, plain
from papertrail.text.strings import printable

_LONGEST = 120
"""Characters of a URL that are shown to people."""
_LONGEST_TABLE = 300_000
"""Characters of the table for GitHub, which drops summaries of more than 1 MiB."""


def sites_text(sites: Sequence[NewSite], style: Style = plain) -> str:
    """All new sites with their links."""
    parts = [f"{_heading(sites)}\n"]
    for site in sites:
        parts.append(f"  {style(printable(site.name), 'path')}\n")
        parts += [f"    {style('warning', 'warning')}: {printable(warning)}\n" for warning in site.warnings]
        parts += [f"    {_position(link)}: {_url(link)}\n" for link in site.links]
        parts += [f"    and {more:,} more\n" for more in [site.count - len(site.links)] if more]
    return "".join(parts)


def sites_json(sites: Sequence[NewSite]) -> list[dict[str, object]]:
    """The sites as JSON values."""
    return [
        {
            "site": site.name,
            "warnings": list(site.warnings),
            "count": site.count,
            "links": [link._asdict() for link in site.links],
        }
        for site in sites
    ]


def sites_notices(sites: Sequence[NewSite]) -> str:
    """One annotation per site, on the line of its first link."""
    return "".join(
        workflow_command(
            "notice",
            {"file": site.links[0].path, "line": str(site.links[0].line), "title": f"new site {site.name}"},
            "; ".join(site.warnings) or "no record linked to this site before",
        )
        for site in sites
    )


def sites_summary(sites: Sequence[NewSite]) -> str:
    """A table in Markdown, in which nothing from the files is a link or markup."""
    if not sites:
        return f"{_heading(sites)}\n"
    table = "| Site | Links | Line | URL | Warnings |\n| --- | --- | --- | --- | --- |\n"
    for number, site in enumerate(sites):
        row = (
            f"| {_code(site.name)} | {site.count:,} | {_lines(site.links, _position)} | {_lines(site.links, _url)} "
            f"| {'<br>'.join(_code(warning) for warning in site.warnings)} |\n"
        )
        if len(table) + len(row) > _LONGEST_TABLE:
            table += f"\n{len(sites) - number} more are in the log of this step.\n"
            break
        table += row
    return f"### {_heading(sites)}\n\n{table}\n"


def _heading(sites: Sequence[NewSite]) -> str:
    if not sites:
        return "No links to new sites"
    count = f"{NEW_SITES} or more" if len(sites) >= NEW_SITES else str(len(sites))
    return f"Links to {count} new site{'' if len(sites) == 1 else 's'}"


def _position(link: SiteLink) -> str:
    return f"{printable(link.path)}:{link.line}"


def _url(link: SiteLink) -> str:
    shown = printable(link.url)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def _lines(links: Sequence[SiteLink], part: Callable[[SiteLink], str]) -> str:
    return "<br>".join(_code(part(link)) for link in links)


def _code(text: str) -> str:
    """A text as a code span in a cell of a table.

    >>> _code("a|b`c")
    '`` a\\\\|b`c ``'
    """
    shown = printable(text).replace("|", "\\|")
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    return f"`{shown}`" if not longest else f"{'`' * (longest + 1)} {shown} {'`' * (longest + 1)}"
