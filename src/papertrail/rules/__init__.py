"""The rules: one module each, with its code, its documentation as docstring, and `check`.

To add one, write the module and put it into `RULES`; the manual, `explain` and the tests follow from that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from papertrail.core.diagnostics import Diagnostic
from papertrail.records.library import Library
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
