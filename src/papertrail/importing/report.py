"""The import report: what happened to every line and URL of a file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from papertrail.importing.sections import COUNTS, SectionCounts


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """The import report of a file."""

    file: str
    records: int
    """The number of entries."""
    new: int
    """The number of new records."""
    changes: tuple[str, ...] = ()
    """The changes of existing records."""
    updated: int = 0
    """The number of existing records that change."""
    differences: int = 0
    """The number of values that differ from those of their records. Each is one of `decisions`."""
    edited: tuple[str, ...] = ()
    """Values of records that have differed from the file since an earlier import, because they were edited."""
    deleted: tuple[str, ...] = ()
    """The former ids of entries that are not imported, because their records were deleted."""
    gone: tuple[str, ...] = ()
    """Papers and values that the file no longer contains, and that stay in the list."""
    removed: tuple[str, ...] = ()
    """Papers that are removed, because the file no longer contains them."""
    raw: int
    """The number of entries that are kept verbatim."""
    lines: dict[str, int]
    """The number of lines of each kind: `record`, `structure`, `prose`."""
    sections: tuple[SectionCounts, ...] = ()
    not_understood: tuple[tuple[int, str], ...] = ()
    """Other lines: their numbers, counted from 1, and texts."""
    urls: int = 0
    """The number of distinct URLs."""
    urls_in_text: int = 0
    """The number of URLs that are only in the text around the entries."""
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
            "updated": self.updated,
            "raw": self.raw,
            "identical": self.identical,
            "lines": {
                "total": total,
                **{kind: self.lines.get(kind, 0) for kind in ("record", "structure", "prose")},
                "not_understood": [{"line": line, "text": text} for line, text in self.not_understood],
            },
            "sections": [section.data() for section in self.sections],
            "urls": {
                "total": self.urls,
                "placed": self.urls - len(self.missing),
                "in_text": self.urls_in_text,
                "missing": list_of(self.missing),
            },
            "changes": list_of(self.changes),
            "edited": list_of(self.edited),
            "deleted": list_of(self.deleted),
            "gone": list_of(self.gone),
            "removed": list_of(self.removed),
            "decisions": list_of(self.decisions),
        }

    def text(self) -> str:
        """The report as text for a terminal."""
        updated = f", {counted(self.updated, 'changed record')}" if self.updated else ""
        lines = [
            f"{self.file}: {counted(self.records, 'entry', 'entries')}, {counted(self.new, 'new record')}{updated}"
        ]
        kinds = ", ".join(f"{self.lines.get(kind, 0)} {word}" for kind, word in _KINDS)
        lines.append(f"  lines: {kinds}, {len(self.not_understood)} not understood")
        in_text = f", {self.urls_in_text} of them only in text around the entries" if self.urls_in_text else ""
        lines.append(f"  URLs: {self.urls - len(self.missing)} of {self.urls} imported{in_text}")
        if self.identical is not None:
            rendered = "identical to the file" if self.identical else "differs from the file, see below"
            verbatim = f"; {counted(self.raw, 'entry', 'entries')} kept verbatim" if self.raw else ""
            lines.append(f"  rendered: {rendered}{verbatim}")
        lines += _table(self.sections)
        lines += [f"  line {line}: not understood: {text[:100]}" for line, text in self.not_understood[:20]]
        lines += _limited("missing URL", self.missing, "missing URLs")
        lines += _limited("changed", self.changes, "changes")
        lines += _limited("removed", self.removed, "removed papers")
        lines += _limited("no longer in the file", self.gone, "of these")
        if self.deleted:
            lines.append(f"  not imported again, as their records were deleted: {_some(self.deleted)}")
        if self.edited:
            lines.append(f"  kept: {counted(len(self.edited), 'value')} that you edited; --report FILE lists them")
        lines += _limited("review", self.decisions, "to review")
        return "\n".join(lines)


_MOST_LINES = 40
_MOST_FILES = 20


def reports_text(reports: Sequence[FileReport]) -> str:
    """Reports as text for a terminal; those of many files as one."""
    shown = [_joined(reports)] if len(reports) > _MOST_FILES else reports
    return "\n".join(report.text() for report in shown)


def _joined(reports: Sequence[FileReport]) -> FileReport:
    """The reports of many files as one, whose lines name the files."""
    lines = Counter[str]()
    for report in reports:
        lines.update(report.lines)
    texts = ("changes", "edited", "deleted", "gone", "removed", "missing", "decisions")
    values: dict[str, Any] = {
        **{name: _named(reports, name) for name in texts},
        **{
            name: sum(getattr(report, name) for report in reports)
            for name in ("records", "new", "updated", "raw", "urls", "urls_in_text")
        },
    }
    rendered = [report.identical for report in reports if report.identical is not None]
    return replace(
        reports[0],
        file=f"{len(reports):,} files from {reports[0].file} to {reports[-1].file}",
        lines=lines,
        sections=(),
        not_understood=tuple((n, f"{text} ({report.file})") for report in reports for n, text in report.not_understood),
        identical=all(rendered) if rendered else None,
        **values,
    )


def _named(reports: Iterable[FileReport], name: str) -> tuple[str, ...]:
    return tuple(f"{report.file}: {text}" for report in reports for text in getattr(report, name))


def _table(sections: Sequence[SectionCounts]) -> list[str]:
    """A line for each section, with the numbers of what was found in it."""
    shown = sections[:_MOST_LINES]
    names = [f"{_short(section.title)}{f' (line {section.line})' if section.line else ''}" for section in shown]
    wide = max([len("section"), *map(len, names)])
    lines = ["  " + "section".ljust(wide) + "".join(f"  {name:>7}" for name in ("items", *COUNTS))] if shown else []
    for name, section in zip(names, shown, strict=True):
        lines.append("  " + name.ljust(wide) + "".join(f"  {getattr(section, of):>7}" for of in ("items", *COUNTS)))
    if len(sections) > _MOST_LINES:
        lines.append(f"  and {len(sections) - _MOST_LINES} more sections; --report FILE lists all of them")
    return lines


def _short(title: str) -> str:
    return title if len(title) <= 50 else f"{title[:49]}…"


def _limited(kind: str, texts: Sequence[str], rest: str) -> list[str]:
    """A line for each text, up to `_MOST_LINES` of them."""
    lines = [f"  {kind}: {text}" for text in texts[:_MOST_LINES]]
    if len(texts) > _MOST_LINES:
        lines.append(f"  and {len(texts) - _MOST_LINES} more {rest}; write all of them to a file with --report FILE")
    return lines


def _some(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - _MOST_LINES} more" if len(texts) > _MOST_LINES else ""
    return ", ".join(texts[:_MOST_LINES]) + more


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
