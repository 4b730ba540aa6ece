"""What each rule module declares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from papertrail.core.diagnostics import Diagnostic
from papertrail.records.library import ParsedLibrary


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule has to see to find its problems, and so when it has to run again."""

    each_record: bool
    """Whether it checks each record, and each entry of a registry, by itself: records are then checked as they are
    read, a part of the list at a time, and only those that changed are checked again.
    """
    reads: frozenset[str] = frozenset()
    """The fields of `papertrail.core.Paper` that a rule of the whole list reads: where a change leaves them as they
    are, the rule does not run again.
    """


EACH_RECORD = Scope(each_record=True)


def whole_list(*reads: str) -> Scope:
    """The scope of a rule that compares records with each other, or reads more than records and registries."""
    return Scope(each_record=False, reads=frozenset(reads))


class Rule(Protocol):
    """A rule: a module `papertrail.rules.ptNNN_name`."""

    CODE: str
    """`PT` and three digits, as in the module's name."""
    NAME: str
    """A short name in lower case with hyphens, unique among the rules."""
    WAIVABLE: bool
    """Whether `# papertrail: allow CODE reason` at the end of a line suppresses it there."""
    SCOPE: Scope
    __doc__: str | None
    """The documentation: a summary of one line, then `## Why`, `## Fails` and `## Passes` with example files."""

    def check(self, library: ParsedLibrary) -> Iterator[Diagnostic]:
        """The problems that the rule finds."""
