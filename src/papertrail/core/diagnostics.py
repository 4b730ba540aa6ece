"""Problems as values: what is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

Severity = Literal["error", "warning"]


class Span(NamedTuple):
    """A stretch of a text file: 1-based lines and columns in characters, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


FILE_START = Span(1, 1, 1, 1)
"""The place of a problem that is the file's as a whole."""


class HasSpan(Protocol):
    """Anything that knows where it was written, such as a node of a parsed file."""

    @property
    def span(self) -> Span:
        """Where it was written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Diagnostic:
    """One problem in one file."""

    path: str
    """Path of the file, relative to the project, with `/` between its parts."""
    span: Span
    code: str
    """The rule's code, such as `PT103`; `papertrail explain CODE` tells more."""
    message: str
    """What is wrong: one sentence without a full stop."""
    help: str
    """The remedy: one sentence that a person who knows no Python can follow."""
    severity: Severity = "error"
    also: tuple[str, ...] = ()
    """Paths of the other files that it concerns: whoever changed one of them wants to be told as well."""


def at(
    path: str,
    place: HasSpan | None,
    code: str,
    message: str,
    help: str,
    severity: Severity = "error",
    also: tuple[str, ...] = (),
) -> Diagnostic:
    """A diagnostic at a node of the file `path`, or at its start where there is no node."""
    span = place.span if place is not None else FILE_START
    return Diagnostic(path=path, span=span, code=code, message=message, help=help, severity=severity, also=also)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by path, line and column, so that two runs print the same; equal ones are told once."""
    return sorted(set(diagnostics), key=lambda d: (d.path, d.span, d.code, d.message, d.help, d.also))


def has_error(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Whether these stop a build: any error, or with `strict` any warning too."""
    return any(strict or d.severity == "error" for d in diagnostics)
