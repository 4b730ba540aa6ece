"""What each rule module declares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from papertrail.core.diagnostics import Diagnostic
from papertrail.records.library import ParsedLibrary


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule checks at a time, and when it has to run again."""

    each_record: bool
    """Whether it checks records and entries of registries one by one. Records are then checked as they are read, in
    several processes, and after a change only the changed ones are checked again.
    """
    reads: frozenset[str] = frozenset()
    """The fields of `papertrail.core.Paper` that a rule of the whole list reads. It runs again only if one of them
    changed.
    """


EACH_RECORD = Scope(each_record=True)


def whole_list(*reads: str) -> Scope:
    """The scope of a rule that compares records, or that reads more than records and registries."""
    return Scope(each_record=False, reads=frozenset(reads))


class Rule(Protocol):
    """What each module `papertrail.rules.ptNNN_name` declares."""

    CODE: str
    """`PT` and three digits, as in the module's name."""
    NAME: str
    """A short name in lower case with hyphens, unique among the rules."""
    WAIVABLE: bool
    """Whether the waiver `# papertrail: allow CODE reason` at the end of a line suppresses the rule there."""
    SCOPE: Scope
    __doc__: str | None
    """The documentation: a one-line summary, then `## Why`, `## Fix` if `check --fix` fixes some of its
    problems, and `## Fails` and `## Passes` with example files."""

    def check(self, library: ParsedLibrary) -> Iterator[Diagnostic]:
        """The problems in a library."""
