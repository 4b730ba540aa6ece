"""Reads and checks a list; joins the stages and decides nothing itself.

Pure forms take `Sources` and give values; `*_from_disk` forms read the project first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from papertrail.catalog import catalog_of
from papertrail.core import Catalog
from papertrail.core.diagnostics import Diagnostic, has_error
from papertrail.core.settings import Settings
from papertrail.pipeline.loader import Reader
from papertrail.records import files
from papertrail.records.files import Sources
from papertrail.records.library import Library, ParsedLibrary
from papertrail.rules.checker import RuleChecker
from papertrail.runtime.progress import SILENT, Progress


@dataclass(frozen=True)
class Checked:
    """A list that was read and checked."""

    library: Library
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        """Whether it may be published: there are warnings at most."""
        return not has_error(self.diagnostics)

    def without_texts(self) -> Checked:
        """The same without what the files of records hold: a site is made of papers."""
        return Checked(self.library.without_texts(), self.diagnostics)

    @cached_property
    def catalog(self) -> Catalog:
        """The list in its final order, of all papers that could be made out."""
        return catalog_of(self.library)


class ListChecker:
    """Reads and checks a list, and when it has changed, does so again for what the change has to do with."""

    def __init__(self) -> None:
        self._reader, self._rules = Reader(), RuleChecker()

    def check(self, found: Sources, progress: Progress = SILENT) -> Checked:
        """The list as it is now."""
        with progress.step("reading records") as advance:
            library, of_records = self._reader.read(found, advance)
        with progress.step("checking"):
            return Checked(library.published(), tuple(self._rules.check(library, of_records)))


def check(found: Sources, progress: Progress = SILENT) -> Checked:
    """Read and check a list."""
    return ListChecker().check(found, progress)


def check_from_disk(settings: Settings, progress: Progress = SILENT) -> Checked:
    """Read a project's files and check them."""
    with progress.step("reading files"):
        found = files.read(settings)
    return check(found, progress)


def library_of(found: Sources) -> ParsedLibrary:
    """Parse every file; what cannot be parsed is told in `ParsedLibrary.read_errors`."""
    return Reader().read(found)[0]
