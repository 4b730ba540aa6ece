"""The rules: one module each, with its code, its documentation as docstring, and `check`.

To add one, write the module and put it into `RULES`; the manual, `explain` and the tests follow from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from itertools import chain, groupby, islice
from typing import Protocol

from papertrail.diagnostics import Diagnostic, in_order
from papertrail.limits import FOUND_BY_A_RULE, TOLD_OF_A_FILE
from papertrail.models import Library, Paper
from papertrail.parallel import processes, shared_out
from papertrail.rules import (
    pt001_unreadable,
    pt002_characters,
    pt003_syntax,
    pt004_yaml_feature,
    pt005_duplicate_key,
    pt101_form,
    pt102_required,
    pt103_unknown_field,
    pt104_file_name,
    pt105_duplicate_id,
    pt106_comment,
    pt201_topic,
    pt202_venue,
    pt203_institution,
    pt204_registry,
    pt205_prose,
    pt301_same_work,
    pt302_similar_title,
    pt303_arxiv_id,
    pt304_year,
    pt305_venue_address,
    pt401_address,
    pt402_missing_file,
    pt403_stray_emphasis,
    pt404_remark,
    pt405_notes,
    pt901_waiver,
)
from papertrail.rules.waivers import apply_waivers


class Rule(Protocol):
    """What each module of a rule has."""

    CODE: str
    NAME: str
    WAIVABLE: bool
    __doc__: str | None

    def check(self, library: Library) -> Iterator[Diagnostic]:
        """The problems of this kind in all files."""


RULES: tuple[Rule, ...] = (
    pt001_unreadable,
    pt002_characters,
    pt003_syntax,
    pt004_yaml_feature,
    pt005_duplicate_key,
    pt101_form,
    pt102_required,
    pt103_unknown_field,
    pt104_file_name,
    pt105_duplicate_id,
    pt106_comment,
    pt201_topic,
    pt202_venue,
    pt203_institution,
    pt204_registry,
    pt205_prose,
    pt301_same_work,
    pt302_similar_title,
    pt303_arxiv_id,
    pt304_year,
    pt305_venue_address,
    pt401_address,
    pt402_missing_file,
    pt403_stray_emphasis,
    pt404_remark,
    pt405_notes,
    pt901_waiver,
)


OF_ONE_RECORD: tuple[Rule, ...] = (
    pt101_form,
    pt102_required,
    pt103_unknown_field,
    pt106_comment,
    pt201_topic,
    pt202_venue,
    pt203_institution,
    pt303_arxiv_id,
    pt304_year,
    pt401_address,
    pt403_stray_emphasis,
    pt404_remark,
)
"""Those that look at each record, and each entry of a registry, by itself: records can be checked as they are read."""

LOOKS_AT: dict[str, frozenset[str]] = {
    "PT104": frozenset(["aliases"]),
    "PT105": frozenset(["aliases"]),
    "PT204": frozenset(["topics", "aliases", "custom"]),
    "PT205": frozenset(["topics"]),
    "PT301": frozenset(["name", "title", "venues", "links"]),
    "PT302": frozenset(["title", "venues", "links"]),
    "PT305": frozenset(["venues", "links"]),
    "PT402": frozenset(["venues", "links", "notes"]),
    "PT405": frozenset(["notes"]),
}
"""The fields of papers that rules of the whole list look at, by code; a rule that is not here looks at all of them."""
_FIELDS = tuple(field.name for field in fields(Paper) if field.compare)

Found = Mapping[str, Sequence[Diagnostic]]
"""Problems by the code of the rule that found them."""


def check_records(library: Library) -> Found:
    """What the rules of `OF_ONE_RECORD` find in the records of a library, which may be some of a list only."""
    found = {rule.CODE: _first(rule.check(library)) for rule in OF_ONE_RECORD}
    return {code: diagnostics for code, diagnostics in found.items() if diagnostics}


def check(library: Library, of_records: Sequence[Found] | None = None) -> list[Diagnostic]:
    """Every problem that is not waived, in the order of path, line and column.

    `of_records` is what `check_records` found in all records, part by part in their order, where that was done already.
    """
    if of_records is None:
        of_records = [check_records(replace(library, registry_files=()))]
    return Checker().check(library, of_records)


_MANY = 5_000
"""Records from which on it pays to look through all of them in several processes."""


class Checker:
    """Checks a list, and when it has changed, looks again only for what the change can have to do with."""

    def __init__(self) -> None:
        self._library: Library | None = None
        self._found: dict[str, list[Diagnostic]] = {}
        """What each rule found in the list when it was last checked."""

    def check(self, library: Library, of_records: Sequence[Found]) -> list[Diagnostic]:
        """Every problem that is not waived, as `check` of this module gives them."""
        of_records = [*of_records]
        wrong = {d.path for part in of_records for of_rule in part.values() for d in of_rule}
        changed = self._changed(library, wrong)
        around = replace(library, records=())
        for rule in OF_ONE_RECORD:
            found_before = [part.get(rule.CODE, ()) for part in of_records]
            self._found[rule.CODE] = _first(chain(rule.check(around), *found_before))
        others = [rule for rule in RULES if rule not in OF_ONE_RECORD]
        if changed is not None:
            others = [rule for rule in others if not changed.isdisjoint(LOOKS_AT.get(rule.CODE, changed))]

        def work(numbers: Iterator[int]) -> dict[str, list[Diagnostic]]:
            return {others[number].CODE: _first(others[number].check(library)) for number in numbers}

        jobs = processes() if len(library.records) >= _MANY else 1
        for of_process in shared_out(len(others), 1, work, jobs, lambda done, of: None):
            self._found |= of_process
        self._library = library
        found = [diagnostic for rule in RULES for diagnostic in self._found[rule.CODE]]
        waivable = frozenset(rule.CODE for rule in RULES if rule.WAIVABLE)
        known = frozenset(rule.CODE for rule in RULES)
        return _cut(in_order(apply_waivers(found, library, waivable, known)))

    def _changed(self, library: Library, wrong: set[str]) -> set[str] | None:
        """The fields of papers that are not what they were; None where more has changed, or where something is wrong
        with a record that has: its paper does not tell all of it then. `wrong` are the paths of such records.
        """
        before = self._library
        if before is None or replace(before, records=()) != replace(library, records=()):
            return None
        if [record.path for record in before.records] != [record.path for record in library.records]:
            return None
        wrong = wrong | {diagnostic.path for of_rule in self._found.values() for diagnostic in of_rule}
        different = set[str]()
        for old, new in zip(before.records, library.records, strict=True):
            if old.data == new.data:
                continue
            if old.paper is None or new.paper is None or new.path in wrong:
                return None
            different |= {name for name in _FIELDS if getattr(old.paper, name) != getattr(new.paper, name)}
        return different


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
