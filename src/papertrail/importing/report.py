"""The import report: what happened to every line and URL of a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """The import report of a file."""

    file: str
    records: int
    """The number of entries."""
    new: int
    """The number of new records."""
    raw: int
    """The number of entries that are kept verbatim."""
    lines: dict[str, int]
    """The number of lines of each kind: `record`, `structure`, `prose`."""
    not_understood: tuple[tuple[int, str], ...] = ()
    """Other lines: their numbers, counted from 1, and texts."""
    urls: int = 0
    """The number of distinct URLs."""
    missing: tuple[str, ...] = ()
    """URLs that are neither in a record nor in the prose."""
    decisions: tuple[str, ...] = ()
    """What needs a decision."""
    list: str | None = None
    """The name of the list."""
    identical: bool | None = None
    """Whether `papertrail render` reproduces the document byte by byte. None if there is no document."""

    def data(self) -> dict[str, Any]:
        """The report as data for JSON."""
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
        """The report as text for a terminal."""
        lines = [f"{self.file}: {counted(self.records, 'entry', 'entries')}, {counted(self.new, 'new record')}"]
        kinds = ", ".join(f"{self.lines.get(kind, 0)} {word}" for kind, word in _KINDS)
        lines.append(f"  lines: {kinds}, {len(self.not_understood)} not understood")
        lines.append(f"  URLs: {self.urls - len(self.missing)} of {self.urls} imported")
        if self.identical is not None:
            rendered = "identical to the file" if self.identical else "differs from the file, see below"
            verbatim = f"; {counted(self.raw, 'entry', 'entries')} kept verbatim" if self.raw else ""
            lines.append(f"  rendered: {rendered}{verbatim}")
        lines += [f"  line {line}: not understood: {text[:100]}" for line, text in self.not_understood[:20]]
        lines += [f"  missing URL: {url}" for url in self.missing[:20]]
        lines += [f"  review: {decision}" for decision in self.decisions[:40]]
        if len(self.decisions) > 40:
            lines.append(
                f"  and {len(self.decisions) - 40} more to review; write all of them to a file with --report FILE"
            )
        return "\n".join(lines)


_KINDS = (("record", "in records"), ("structure", "structure"), ("prose", "prose"))


def list_of(values: Iterable[str]) -> Sequence[str]:
    """Values as a list."""
    return [*values]


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with a noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def report_json(reports: Iterable[FileReport]) -> str:
    """Reports as a JSON document."""
    return json.dumps([report.data() for report in reports], indent=2, ensure_ascii=False) + "\n"
