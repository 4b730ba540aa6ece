"""The report of a sweep of all links of a list, and the list with moved links replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from papertrail.core.new_sites import SiteLink
from papertrail.curating.list_texts import ListTexts
from papertrail.editing.list_edit import ListEdit
from papertrail.upkeep.list_links import replaced_links
from papertrail.upkeep.reports import ReportEntry, UpkeepReport, counts_of
from papertrail.upkeep.verdict import Outcome, Verdict, may_replace, with_fragment

_BY_HAND = "open it before you replace the link: it may be another page"
_ORDER = [verdict.value for verdict in Verdict]


def links_report(
    links: Mapping[str, Sequence[SiteLink]], outcomes: Mapping[str, Outcome], fine: Iterable[str] = ()
) -> UpkeepReport:
    """The report of links, with the outcomes of those that were asked for, and those that were fine some days ago.

    Hosts with dead links come first.
    """
    entries = [
        _entry(url, links[url], outcome) for url, outcome in outcomes.items() if outcome.verdict is not Verdict.OK
    ]
    worst: dict[str, int] = {}
    for entry in entries:
        worst[entry.group] = min(worst.get(entry.group, len(_ORDER)), _ORDER.index(entry.kind))
    entries.sort(key=lambda e: (worst[e.group], e.group, _ORDER.index(e.kind), e.subject))
    kinds = [outcome.verdict.value for outcome in outcomes.values()] + ["ok" for _ in fine]
    missing = len(links) - len(kinds)
    return UpkeepReport(
        command="links",
        names=("links", "host", "url"),
        entries=entries,
        counts=counts_of(_ORDER, iter(kinds)),
        checked=f"{len(links):,} link{'' if len(links) == 1 else 's'}",
        problems=(f"{missing:,} links, as the command was interrupted",) if missing else (),
    )


def _entry(url: str, places: Sequence[SiteLink], outcome: Outcome) -> ReportEntry:
    is_fixable = _is_fixable(url, outcome)
    details = [outcome.message, f"now: {outcome.target}" if outcome.target else ""]
    details += [_BY_HAND] if outcome.verdict is Verdict.MOVED and not is_fixable else []
    return ReportEntry(
        group=urlsplit(url).netloc.lower(),
        kind=outcome.verdict.value,
        subject=url,
        details=tuple(filter(None, details)),
        places=tuple((link.path, link.line) for link in places),
        fixable=is_fixable,
        values={"target": outcome.target},
    )


def _is_fixable(url: str, outcome: Outcome) -> bool:
    return outcome.verdict is Verdict.MOVED and outcome.target is not None and may_replace(url, outcome.target)


def fixed_links(texts: ListTexts, outcomes: Mapping[str, Outcome]) -> ListEdit:
    """The list with the targets of links that moved permanently, where they are certainly the same document."""
    fixable = {url: outcome.target for url, outcome in outcomes.items() if _is_fixable(url, outcome)}
    return replaced_links(texts, {url: with_fragment(target, url) for url, target in fixable.items() if target})
