"""Runs the rules over a list. After a change, runs only those whose result the change can affect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from itertools import chain, groupby, islice

from papertrail.core import Paper
from papertrail.core.diagnostics import Diagnostic, in_order
from papertrail.core.limits import DIAGNOSTICS_OF_FILE, DIAGNOSTICS_OF_RULE
from papertrail.records.library import ParsedLibrary
from papertrail.rules import RULES
from papertrail.rules.pt003_syntax import CODE as SYNTAX
from papertrail.rules.support.rule import Rule
from papertrail.rules.support.waivers import apply_waivers
from papertrail.runtime.processes import process_count, run_parallel

_PAPER_FIELDS = tuple(field.name for field in fields(Paper) if field.compare)
_CODES = frozenset(rule.CODE for rule in RULES)
_WAIVABLE = frozenset(rule.CODE for rule in RULES if rule.WAIVABLE)

DiagnosticsByRule = Mapping[str, Sequence[Diagnostic]]
"""Diagnostics by the code of their rule."""


def check_records(library: ParsedLibrary) -> DiagnosticsByRule:
    """What the rules of each record report for the records of a library, which may be a part of a list."""
    reported = {rule.CODE: _limited(rule.check(library)) for rule in RULES if rule.SCOPE.each_record}
    return {code: diagnostics for code, diagnostics in reported.items() if diagnostics}


_MANY = 5_000
"""Records from which on it pays to share the rules among several processes."""


class RuleChecker:
    """Checks a list, and checks it again after changes."""

    def __init__(self) -> None:
        self._library: ParsedLibrary | None = None
        self._diagnostics: dict[str, list[Diagnostic]] = {}
        """What each rule reported when the list was last checked, before waivers."""

    def check(self, library: ParsedLibrary, of_records: Sequence[DiagnosticsByRule]) -> list[Diagnostic]:
        """The diagnostics of a list, without waived ones, in the order of path, line and column.

        `of_records` is what `check_records` reported for all records, part by part in their order.
        """
        changed = self._changed_fields(library, of_records)
        self._diagnostics |= _merged(library, of_records)
        rules = [rule for rule in RULES if not rule.SCOPE.each_record]
        self._diagnostics |= _run([rule for rule in rules if changed is None or changed & rule.SCOPE.reads], library)
        self._library = library
        diagnostics = [diagnostic for rule in RULES for diagnostic in self._diagnostics[rule.CODE]]
        return _cut(_without_broken_lines(in_order(apply_waivers(diagnostics, library, _WAIVABLE, _CODES))))

    def _changed_fields(self, library: ParsedLibrary, of_records: Sequence[DiagnosticsByRule]) -> set[str] | None:
        """The fields of papers that differ from the last check. None where anything else differs, or where a record
        that changed has a problem, because its paper may then be incomplete.
        """
        before = self._library
        if before is None or _without_records(before) != _without_records(library):
            return None
        if [file.path for file in before.record_files] != [file.path for file in library.record_files]:
            return None
        paths = {d.path for part in (*of_records, self._diagnostics) for of_rule in part.values() for d in of_rule}
        changed = set[str]()
        for old, new in zip(before.record_files, library.record_files, strict=True):
            if old.data == new.data:
                continue
            if old.paper is None or new.paper is None or new.path in paths:
                return None
            changed |= {name for name in _PAPER_FIELDS if getattr(old.paper, name) != getattr(new.paper, name)}
        return changed


def _without_records(library: ParsedLibrary) -> ParsedLibrary:
    return replace(library, records=(), record_files=())


def _merged(library: ParsedLibrary, of_records: Iterable[DiagnosticsByRule]) -> dict[str, list[Diagnostic]]:
    """What the rules of each record report for the registries, and reported for all records."""
    registries, of_records = _without_records(library), list(of_records)
    return {
        rule.CODE: _limited(chain(rule.check(registries), *(part.get(rule.CODE, ()) for part in of_records)))
        for rule in RULES
        if rule.SCOPE.each_record
    }


def _run(rules: Sequence[Rule], library: ParsedLibrary) -> dict[str, list[Diagnostic]]:
    """What some rules report, in several processes where the list is long."""

    def work(numbers: Iterator[int]) -> dict[str, list[Diagnostic]]:
        return {rules[number].CODE: _limited(rules[number].check(library)) for number in numbers}

    jobs = process_count() if len(library.record_files) >= _MANY else 1
    parts = run_parallel(len(rules), 1, work, jobs, lambda done, of: None)
    return {code: diagnostics for part in parts for code, diagnostics in part.items()}


def _limited(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    return list(islice(diagnostics, DIAGNOSTICS_OF_RULE))


def _without_broken_lines(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics without others on a line with a syntax error: the line is going to be written again."""
    broken = {(diagnostic.path, diagnostic.span.line) for diagnostic in diagnostics if diagnostic.code == SYNTAX}
    return [d for d in diagnostics if d.code == SYNTAX or (d.path, d.span.line) not in broken]


def _cut(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """The first diagnostics of each file, and how many more there are: a hostile file can have a hundred thousand."""
    shown: list[Diagnostic] = []
    for _, group in groupby(diagnostics, key=lambda diagnostic: diagnostic.path):
        of_file = list(group)
        shown += of_file[:DIAGNOSTICS_OF_FILE]
        if rest := of_file[DIAGNOSTICS_OF_FILE:]:
            worst = min(rest, key=lambda diagnostic: diagnostic.severity)
            message = f"{len(rest):,} more problems in this file"
            shown.append(replace(worst, span=rest[0].span, message=message, help="fix the problems above first"))
    return shown
