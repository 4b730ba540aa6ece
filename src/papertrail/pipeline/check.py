"""Reads and checks a list.

`check` takes the contents of files as `Sources`; `check_from_disk` reads the files first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from papertrail.catalog import catalog_of
from papertrail.core import Catalog
from papertrail.core.diagnostics import Diagnostic, has_error
from papertrail.core.settings import Settings
from papertrail.pipeline.loader import Loader
from papertrail.records import files
from papertrail.records.files import Sources
from papertrail.records.library import Library, ParsedLibrary
from papertrail.records.texts_on_disk import TextsOnDisk
from papertrail.rules.checker import RuleChecker
from papertrail.runtime.progress import SILENT, Progress


@dataclass(frozen=True)
class Checked:
    """A list that was read and checked."""

    library: Library
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        """Whether the list may be published: it has no errors, though it may have warnings."""
        return not has_error(self.diagnostics)

    def with_texts_on_disk(self, settings: Settings) -> Checked:
        """Return the same without the contents of files in memory; each file is read again when it is needed."""
        return Checked(self.library.with_texts(TextsOnDisk(settings)), self.diagnostics)

    @cached_property
    def catalog(self) -> Catalog:
        """The papers in their final order, without records that could not be read as papers."""
        return catalog_of(self.library)


class ListChecker:
    """Checks a list, and after a change checks again only what the change affects."""

    def __init__(self) -> None:
        self._loader, self._rules = Loader(), RuleChecker()

    def check(self, sources: Sources, progress: Progress = SILENT) -> Checked:
        """Read and check the list as it is now."""
        with progress.step("reading records") as advance:
            library, diagnostics_of_records = self._loader.load(sources, advance)
        with progress.step("checking"):
            diagnostics = tuple(self._rules.check(library, diagnostics_of_records))
            return Checked(library.published(), diagnostics)


def check(sources: Sources, progress: Progress = SILENT) -> Checked:
    """Read and check a list."""
    return ListChecker().check(sources, progress)


def check_from_disk(settings: Settings, progress: Progress = SILENT) -> Checked:
    """Read the files of a project and check them."""
    with progress.step("reading files"):
        sources = files.read(settings)
    return check(sources, progress)


def library_of(sources: Sources) -> ParsedLibrary:
    """Parse every file. `ParsedLibrary.read_errors` has the errors of those that cannot be read."""
    library, _ = Loader().load(sources)
    return library
