"""The report of proposals for a list, and the works that an import adds to write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from papertrail.importing import Addition
from papertrail.importing.add import joined
from papertrail.records.library import RecordFile
from papertrail.upkeep.proposals import KINDS, Proposal
from papertrail.upkeep.reports import ReportEntry, UpkeepReport, counts_of


def updates_report(
    records: Iterable[RecordFile], proposals: Sequence[Proposal], checked: int, problems: Sequence[str]
) -> UpkeepReport:
    """The report of proposals, those about retractions first, then by record."""
    files = {record.id: record for record in records}
    proposals = sorted(proposals, key=lambda p: (KINDS.index(p.kind) > 1, files[p.paper.id].path, KINDS.index(p.kind)))
    return UpkeepReport(
        command="update",
        names=("proposals", "path", "change"),
        entries=[_entry(proposal, files[proposal.paper.id]) for proposal in proposals],
        counts=counts_of(KINDS, (proposal.kind for proposal in proposals)),
        checked=f"{checked:,} paper{'' if checked == 1 else 's'}",
        problems=tuple(problems),
    )


def _entry(proposal: Proposal, record: RecordFile) -> ReportEntry:
    node = record.node(proposal.field) or record.node("venue") or record.node("name")
    return ReportEntry(
        group=record.path,
        kind=proposal.kind,
        subject=proposal.change,
        details=proposal.evidence,
        places=((record.path, node.line if node else 1),),
        fixable=proposal.entry is not None,
    )


def additions_of_proposals(proposals: Iterable[Proposal]) -> list[Addition]:
    """The works to add, one for each record that changes."""
    additions: dict[str, Addition] = {}
    for proposal in proposals:
        if proposal.entry is None:
            continue
        id, entry = proposal.paper.id, proposal.entry
        if earlier := additions.get(id):
            entry = replace(entry, paper=joined(earlier.entry.paper, entry.paper))
        additions[id] = Addition(entry=entry, existing=proposal.paper)
    return list(additions.values())
