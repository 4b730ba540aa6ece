"""Runs the rules over a list, and after a change only those that the change can have to do with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from itertools import chain, groupby, islice

from papertrail.core import Paper
from papertrail.core.diagnostics import Diagnostic, in_order
from papertrail.core.limits import FOUND_BY_A_RULE, TOLD_OF_A_FILE
from papertrail.records.library import ParsedLibrary
from papertrail.rules import RULES
from papertrail.rules.support.waivers import apply_waivers
from papertrail.runtime.processes import processes, shared_out

_FIELDS = tuple(field.name for field in fields(Paper) if field.compare)

_OF_RECORDS = tuple(rule for rule in RULES if rule.SCOPE.each_record)
_OF_THE_LIST = tuple(rule for rule in RULES if not rule.SCOPE.each_record)

Found = Mapping[str, Sequence[Diagnostic]]
"""Problems by the code of the rule that found them."""


def check_records(library: ParsedLibrary) -> Found:
    """What the rules of each record find in the records of a library, which may be some of a list only."""
    found = {rule.CODE: _first(rule.check(library)) for rule in _OF_RECORDS}
    return {code: diagnostics for code, diagnostics in found.items() if diagnostics}


def check(library: ParsedLibrary, of_records: Sequence[Found] | None = None) -> list[Diagnostic]:
    """Every problem that is not waived, in the order of path, line and column.

    `of_records` is what `check_records` found in all records, part by part in their order, where that was done already.
    """
    if of_records is None:
        of_records = [check_records(replace(library, registry_files=()))]
    return RuleChecker().check(library, of_records)


_MANY = 5_000
"""Records from which on it pays to look through all of them in several processes."""


class RuleChecker:
    """Checks a list, and when it has changed, looks again only for what the change can have to do with."""

    def __init__(self) -> None:
        self._library: ParsedLibrary | None = None
        self._found: dict[str, list[Diagnostic]] = {}
        """What each rule found in the list when it was last checked."""

    def check(self, library: ParsedLibrary, of_records: Sequence[Found]) -> list[Diagnostic]:
        """Every problem that is not waived, as `check` of this module gives them."""
        of_records = [*of_records]
        wrong = {d.path for part in of_records for of_rule in part.values() for d in of_rule}
        changed = self._changed(library, wrong)
        around = _without_records(library)
        for rule in _OF_RECORDS:
            found_before = [part.get(rule.CODE, ()) for part in of_records]
            self._found[rule.CODE] = _first(chain(rule.check(around), *found_before))
        others = [rule for rule in _OF_THE_LIST if changed is None or not changed.isdisjoint(rule.SCOPE.reads)]

        def work(numbers: Iterator[int]) -> dict[str, list[Diagnostic]]:
            return {others[number].CODE: _first(others[number].check(library)) for number in numbers}

        jobs = processes() if len(library.record_files) >= _MANY else 1
        for of_process in shared_out(len(others), 1, work, jobs, lambda done, of: None):
            self._found |= of_process
        self._library = library
        found = [diagnostic for rule in RULES for diagnostic in self._found[rule.CODE]]
        waivable = frozenset(rule.CODE for rule in RULES if rule.WAIVABLE)
        known = frozenset(rule.CODE for rule in RULES)
        return _cut(in_order(apply_waivers(found, library, waivable, known)))

    def _changed(self, library: ParsedLibrary, wrong: set[str]) -> set[str] | None:
        """The fields of papers that are not what they were; None where more has changed, or where something is wrong
        with a record that has: its paper does not tell all of it then. `wrong` are the paths of such records.
        """
        before = self._library
        if before is None or replace(before, records=(), record_files=()) != replace(
            library, records=(), record_files=()
        ):
            return None
        if [file.path for file in before.record_files] != [file.path for file in library.record_files]:
            return None
        wrong = wrong | {diagnostic.path for of_rule in self._found.values() for diagnostic in of_rule}
        different = set[str]()
        for old, new in zip(before.record_files, library.record_files, strict=True):
            if old.data == new.data:
                continue
            if old.paper is None or new.paper is None or new.path in wrong:
                return None
            different |= {name for name in _FIELDS if getattr(old.paper, name) != getattr(new.paper, name)}
        return different


def _without_records(library: ParsedLibrary) -> ParsedLibrary:
    return replace(library, records=(), record_files=())


def _first(diagnostics: Iterator[Diagnostic]) -> list[Diagnostic]:
    return list(islice(diagnostics, FOUND_BY_A_RULE))


def _cut(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """The first problems of each file, and how many more there are: a hostile file can have a hundred thousand."""
    found: list[Diagnostic] = []
    for _, group in groupby(diagnostics, key=lambda diagnostic: diagnostic.path):
        of_file = list(group)
        found += of_file[:TOLD_OF_A_FILE]
        if rest := of_file[TOLD_OF_A_FILE:]:
            worst = min(rest, key=lambda diagnostic: diagnostic.severity)
            message = f"there are {len(rest):,} more problems in this file"
            found.append(replace(worst, span=rest[0].span, message=message, help="mend those above first"))
    return found
