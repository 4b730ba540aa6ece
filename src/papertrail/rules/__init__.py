"""The rules: one module each, with its code, its documentation as docstring, and `check`.

To add one, write the module and put it into `RULES`; the manual, `explain` and the tests follow from that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice
from typing import Protocol

from papertrail.diagnostics import Diagnostic, in_order
from papertrail.limits import FOUND_BY_A_RULE, TOLD_OF_A_FILE
from papertrail.models import Library
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

Found = Mapping[str, Sequence[Diagnostic]]
"""Problems by the code of the rule that found them."""


def check_records(library: Library) -> Found:
    """What the rules of `OF_ONE_RECORD` find in the records of a library, which may be some of a list only."""
    found = {rule.CODE: list(islice(rule.check(library), FOUND_BY_A_RULE)) for rule in OF_ONE_RECORD}
    return {code: diagnostics for code, diagnostics in found.items() if diagnostics}


def check(library: Library, of_records: Sequence[Found] | None = None) -> list[Diagnostic]:
    """Every problem that is not waived, in the order of path, line and column.

    `of_records` is what `check_records` found in all records, part by part in their order, where that was done already.
    """
    found = [diagnostic for rule in RULES for diagnostic in islice(_found(rule, library, of_records), FOUND_BY_A_RULE)]
    waivable = frozenset(rule.CODE for rule in RULES if rule.WAIVABLE)
    known = frozenset(rule.CODE for rule in RULES)
    return _cut(in_order(apply_waivers(found, library, waivable, known)))


def _found(rule: Rule, library: Library, of_records: Sequence[Found] | None) -> Iterator[Diagnostic]:
    if of_records is None or rule not in OF_ONE_RECORD:
        yield from rule.check(library)
        return
    yield from rule.check(replace(library, records=()))
    for part in of_records:
        yield from part.get(rule.CODE, ())


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
