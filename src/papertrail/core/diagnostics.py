"""Problems as values: what is wrong, where, and how to fix it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from papertrail.core.fixes import Fix, Span

__all__ = ["FILE_START", "Diagnostic", "Fix", "HasSpan", "Severity", "Span", "at", "has_error", "in_order"]

Severity = Literal["error", "warning"]

FILE_START = Span(1, 1, 1, 1)
"""The position of a problem of a whole file."""


class HasSpan(Protocol):
    """Anything with a position, such as a node of a parsed file."""

    @property
    def span(self) -> Span:
        """Its position."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Diagnostic:
    """One problem in one file."""

    path: str
    """Path of the file, relative to the project, with `/` as separator."""
    span: Span
    code: str
    """Code of the rule, such as `PT103`; see `papertrail explain CODE`."""
    message: str
    """What is wrong, in lower case and without a full stop."""
    help: str
    """How to fix it, for a person who knows no Python."""
    severity: Severity = "error"
    also: tuple[str, ...] = ()
    """Paths of other files that the problem concerns. It is also reported when only these files are checked."""
    fix: Fix | None = None
    """How `papertrail check --fix` fixes it, if that is safe."""


def at(
    path: str,
    node: HasSpan | None,
    code: str,
    message: str,
    help: str,
    severity: Severity = "error",
    also: tuple[str, ...] = (),
    fix: Fix | None = None,
) -> Diagnostic:
    """A diagnostic at a node of a file, or at the start of the file if there is no node."""
    span = node.span if node is not None else FILE_START
    return Diagnostic(
        path=path, span=span, code=code, message=message, help=help, severity=severity, also=also, fix=fix
    )


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by path, line and column, without duplicates, so that every run prints the same."""
    return sorted(set(diagnostics), key=lambda d: (d.path, d.span, d.code, d.message, d.help, d.also))


def has_error(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Whether the diagnostics fail a build: any error, and with `strict` also any warning."""
    return any(strict or d.severity == "error" for d in diagnostics)
