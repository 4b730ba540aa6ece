"""The rules: one module each, with its code, its documentation as docstring, and `check`.

To add one, write the module and put it into `RULES`; the manual, `explain` and the tests follow from that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from papertrail.diagnostics import Diagnostic, in_order
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
    pt901_waiver,
)


def check(library: Library) -> list[Diagnostic]:
    """Every problem that is not waived, in the order of path, line and column."""
    found = in_order(diagnostic for rule in RULES for diagnostic in rule.check(library))
    waivable = frozenset(rule.CODE for rule in RULES if rule.WAIVABLE)
    known = frozenset(rule.CODE for rule in RULES)
    return in_order(apply_waivers(found, library, waivable, known))
