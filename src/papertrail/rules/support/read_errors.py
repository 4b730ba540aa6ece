"""Problems that are found while a file is read, which PT001 to PT005 report."""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic
from papertrail.records.library import ParsedLibrary


def read_errors_of(library: ParsedLibrary, code: str) -> Iterator[Diagnostic]:
    """The diagnostics with a code."""
    return (diagnostic for diagnostic in library.read_errors if diagnostic.code == code)
