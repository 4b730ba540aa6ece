"""What the rules of the family PT0 share: their problems come to light while a file is read."""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic
from papertrail.records.library import ParsedLibrary


def read_errors_of(library: ParsedLibrary, code: str) -> Iterator[Diagnostic]:
    """The diagnostics of one code that reading gave."""
    return (diagnostic for diagnostic in library.read_errors if diagnostic.code == code)
