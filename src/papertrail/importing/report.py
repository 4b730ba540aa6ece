"""The account of an import: what became of every line and every address."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """What became of one file."""

    file: str
    records: int
    """Its entries."""
    new: int
    """Records that were not there before."""
    raw: int
    """Entries that keep their own spelling."""
    lines: dict[str, int]
    """How many lines are of each kind: `record`, `structure`, `prose`."""
    not_understood: tuple[tuple[int, str], ...] = ()
    """Lines, from 1 on, that are nothing of these."""
    urls: int = 0
    """Distinct addresses."""
    missing: tuple[str, ...] = ()
    """Those that are in no record and not in the document's text."""
    decisions: tuple[str, ...] = ()
    """What a person must decide."""
    list: str | None = None
    """The name of its list."""
    identical: bool | None = None
    """Whether `papertrail render` gives the document back byte for byte; None where there is none."""

    def data(self) -> dict[str, Any]:
        """The report as JSON has it."""
        total = sum(self.lines.values()) + len(self.not_understood)
        return {
            "file": self.file,
            "list": self.list,
            "records": self.records,
            "new": self.new,
            "raw": self.raw,
            "identical": self.identical,
            "lines": {
                "total": total,
                **{kind: self.lines.get(kind, 0) for kind in ("record", "structure", "prose")},
                "not_understood": [{"line": line, "text": text} for line, text in self.not_understood],
            },
            "urls": {"total": self.urls, "placed": self.urls - len(self.missing), "missing": list_of(self.missing)},
            "decisions": list_of(self.decisions),
        }

    def text(self) -> str:
        """The report as a person reads it on the terminal."""
        lines = [f"{self.file}: {_count(self.records, 'entry', 'entries')}, {_count(self.new, 'new record')}"]
        kinds = ", ".join(f"{self.lines.get(kind, 0)} {word}" for kind, word in _KINDS)
        lines.append(f"  lines: {kinds}, {len(self.not_understood)} not understood")
        lines.append(f"  addresses: {self.urls - len(self.missing)} of {self.urls} placed")
        if self.identical is not None:
            same = "byte for byte the same" if self.identical else "not the same as the file: see below"
            own = f"; {_count(self.raw, 'entry keeps its', 'entries keep their')} own spelling" if self.raw else ""
            lines.append(f"  written back: {same}{own}")
        lines += [f"  line {line}: not understood: {text[:100]}" for line, text in self.not_understood[:20]]
        lines += [f"  address without a place: {url}" for url in self.missing[:20]]
        lines += [f"  decide: {decision}" for decision in self.decisions[:40]]
        if len(self.decisions) > 40:
            lines.append(f"  and {len(self.decisions) - 40} more decisions; --report FILE.json holds all of them")
        return "\n".join(lines)


_KINDS = (("record", "in records"), ("structure", "structure"), ("prose", "prose"))


def list_of(values: Iterable[str]) -> Sequence[str]:
    """Values as JSON has them."""
    return [*values]


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def report_json(reports: Iterable[FileReport]) -> str:
    """All reports as one JSON document."""
    return json.dumps([report.data() for report in reports], indent=2, ensure_ascii=False) + "\n"
