"""Checks a list before and after a change, so that a change never adds an error."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from papertrail.core.diagnostics import Diagnostic, has_error
from papertrail.curating.list_texts import ListTexts
from papertrail.editing.list_edit import ListEdit
from papertrail.pipeline.check import Checked, ListChecker, library_of
from papertrail.records.changes import with_changes
from papertrail.records.files import Sources


@dataclass(frozen=True, kw_only=True)
class Curated:
    """A change of a list, and what it does to its diagnostics."""

    edit: ListEdit
    checked: Checked
    """The list after the change."""
    new: tuple[Diagnostic, ...]
    """The problems that the list did not have before."""

    @property
    def ok(self) -> bool:
        """Whether the change may be written: it adds no error."""
        return not has_error(self.new)


def curated(sources: Sources, change: Callable[[ListTexts], ListEdit]) -> Curated:
    """Change a list, and check the result. Raises `PapertrailError` if the change is not possible."""
    edit = change(ListTexts(sources=sources, library=library_of(sources)))
    checker = ListChecker()
    before = checker.check(sources).diagnostics
    after = checker.check(with_changes(sources, edit.texts, edit.removed))
    return Curated(edit=edit, checked=after, new=tuple(_new_problems(before, after.diagnostics)))


def _new_problems(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The problems of rules that report more than before. A problem may have moved, and name something else now."""
    after = list(after)
    counts = Counter(d.code for d in after)
    counts.subtract(Counter(d.code for d in before))
    more = [d for d in after if counts[d.code] > 0]
    known = {(d.code, d.message) for d in before}
    return [d for d in more if (d.code, d.message) not in known] or more
