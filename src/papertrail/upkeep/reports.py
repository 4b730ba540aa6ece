"""Reports of `links` and `update`: as text, as JSON, and as Markdown for an issue.

Texts of the list and of servers come from strangers. In Markdown they are HTML in which nothing acts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from papertrail.reporters.inert_html import cut, inert_code, inert_text
from papertrail.reporters.json import json_text
from papertrail.reporters.style import Style, plain
from papertrail.text.strings import printable

FORMATS = ("text", "json", "markdown")
MOST_BYTES = 29_500
"""Bytes of the Markdown: both reports fit into an issue on GitHub, which has at most 65,536 characters."""
_LONGEST, _MOST_PLACES = 300, 5
_BRIEF, _MOST_ALIKE = ("blocked", "unreachable", "skipped"), 3
"""Verdicts that often are those of all links of a host, and how many of these people are shown."""
_ROLES = {"dead": "error", "retracted": "error", "ok": "success"}


@dataclass(frozen=True, kw_only=True)
class ReportEntry:
    """Something that a person should know about a link or a paper."""

    group: str
    """The host of a link, or the path of a record."""
    kind: str
    subject: str
    """The link, or what is proposed."""
    details: tuple[str, ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    """Paths and lines."""
    fixable: bool = False
    values: Mapping[str, object] = field(default_factory=dict)
    """More values for programs."""


@dataclass(frozen=True, kw_only=True)
class UpkeepReport:
    """What a command found. Entries are in the order of the groups."""

    command: str
    names: tuple[str, str, str]
    """What JSON calls the entries, their group and their subject."""
    entries: Sequence[ReportEntry]
    counts: Mapping[str, int]
    """How many there are of each kind, in the order in which they are shown."""
    checked: str
    """What was checked: `44 links`."""
    problems: tuple[str, ...] = ()
    """What could not be checked."""

    @property
    def summary(self) -> str:
        """One line: `44 links: 1 dead, 43 ok`."""
        parts = [f"{count:,} {kind}" for kind, count in self.counts.items() if count]
        return f"{self.checked}: {', '.join(parts) or 'nothing to do'}"

    @property
    def fixes(self) -> str:
        """What `--fix` would write."""
        count = sum(entry.fixable for entry in self.entries)
        return f"`papertrail {self.command} --fix` writes {count:,} of them" if count else ""


def counts_of(kinds: Sequence[str], found: Iterator[str]) -> dict[str, int]:
    """The number of each kind, in the order of `kinds`."""
    counts = Counter(found)
    return {kind: counts[kind] for kind in kinds}


def report_as(output_format: str, report: UpkeepReport, style: Style = plain) -> str:
    """The report in one of `FORMATS`."""
    if output_format == "json":
        return _json(report)
    return _markdown(report) if output_format == "markdown" else _text(report, style)


def _shown(entries: Sequence[ReportEntry]) -> Iterator[ReportEntry]:
    """The entries for people."""
    for (group, kind), alike in groupby(entries, key=lambda entry: (entry.group, entry.kind)):
        of_kind = list(alike)
        most = _MOST_ALIKE if kind in _BRIEF else len(of_kind)
        yield from of_kind[:most]
        if more := len(of_kind[most:]):
            yield ReportEntry(group=group, kind=kind, subject=f"{more:,} more, which --format json lists")


def _text(report: UpkeepReport, style: Style) -> str:
    lines = []
    for group, entries in groupby(_shown(report.entries), key=lambda entry: entry.group):
        lines.append(style(printable(cut(group, _LONGEST)), "path"))
        for entry in entries:
            lines.append(f"  {style(entry.kind, _ROLES.get(entry.kind, 'warning'))}: {printable(entry.subject)}")
            lines += (f"    {printable(cut(detail, _LONGEST))}" for detail in entry.details)
            lines += (f"    {printable(path)}:{line}" for path, line in entry.places)
        lines.append("")
    lines += (f"not checked: {printable(cut(problem, _LONGEST))}" for problem in report.problems)
    lines += [report.summary, report.fixes] if report.fixes else [report.summary]
    return "\n".join(lines) + "\n"


def _json(report: UpkeepReport) -> str:
    entries, group, subject = report.names
    found = [
        {
            group: entry.group,
            "kind": entry.kind,
            subject: entry.subject,
            "details": list(entry.details),
            "fixable": entry.fixable,
            **entry.values,
            "places": [{"path": path, "line": line} for path, line in entry.places],
        }
        for entry in report.entries
    ]
    counts = dict(report.counts)
    return json_text({entries: found, "counts": counts, "checked": report.checked, "problems": list(report.problems)})


def _markdown(report: UpkeepReport) -> str:
    text = f"### papertrail {report.command}: {report.summary}\n"
    size = len(text.encode()) + 400  # the lines at the end
    group, omitted = None, 0
    for entry in _shown(report.entries):
        heading = f"\n#### {inert_code(cut(entry.group, _LONGEST))}\n\n" if entry.group != group else ""
        part = heading + _item(entry)
        if omitted or size + len(part.encode()) > MOST_BYTES:
            omitted += 1
            continue
        text, size, group = text + part, size + len(part.encode()), entry.group
    if omitted:
        text += f"\n**{omitted:,} more were omitted, as the report would be too long; `--format json` has all.**\n"
    for problem in report.problems[:3]:
        text += f"\n<p>not checked: {inert_text(cut(problem, 80))}</p>\n"
    return text + (f"\n{report.fixes}.\n" if report.fixes else "")


def _item(entry: ReportEntry) -> str:
    places = [inert_code(f"{path}:{line}") for path, line in entry.places[:_MOST_PLACES]]
    more = len(entry.places) - len(places)
    lines = [
        f"<b>{entry.kind}</b> {inert_code(entry.subject, _LONGEST)}",
        *(inert_text(cut(detail, _LONGEST)) for detail in entry.details),
        ", ".join(places) + (f" and {more:,} more" if more else ""),
    ]
    return f"<ul><li>{'<br>'.join(filter(None, lines))}</li></ul>\n"
