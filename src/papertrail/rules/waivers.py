"""Waivers: `# papertrail: allow PT302 reason` at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from papertrail.diagnostics import Diagnostic, Span
from papertrail.models import Library
from papertrail.nodes import Mapping, Node, Scalar, Sequence
from papertrail.text import quoted

_MARK = "papertrail: allow"
_WAIVER = re.compile(r"(?:^|\s)(#\s*papertrail: allow\s+(\S+)[ \t]*(.*))$")


class Waiver(NamedTuple):
    """One waiver and where it stands."""

    path: str
    span: Span
    code: str
    reason: str


def apply_waivers(
    found: list[Diagnostic], library: Library, waivable: frozenset[str], known: frozenset[str]
) -> Iterator[Diagnostic]:
    """`found` without what is waived, and a PT901 for each waiver without effect."""
    waivers = {(w.path, w.span.line, w.code): w for w in waivers_in(library)}
    used: set[tuple[str, int, str]] = set()
    for diagnostic in found:
        place = diagnostic.path, diagnostic.span.line, diagnostic.code
        if place in waivers and diagnostic.code in waivable:
            used.add(place)
        else:
            yield diagnostic
    for place, waiver in waivers.items():
        if place not in used:
            yield _without_effect(waiver, waivable, known)
        elif not waiver.reason:
            yield _warning(waiver, "the waiver gives no reason", "write the reason after the code")


def waivers_in(library: Library) -> Iterator[Waiver]:
    """The waivers of all files; one inside a quoted text is text."""
    roots: dict[str, Node | None] = {f.path: f.root for f in (*library.records, *library.registry_files)}
    for path, text in library.texts.items():
        if _MARK not in text:
            continue
        for number, line in enumerate(text.split("\n"), 1):
            found = _WAIVER.search(line)
            if found and not _inside_text(roots[path], number, found.start(1) + 1):
                span = Span(number, found.start(1) + 1, number, len(line) + 1)
                yield Waiver(path, span, found[2], found[3].strip())


def _inside_text(node: Node | None, line: int, column: int) -> bool:
    if isinstance(node, Scalar):
        return (node.line, node.column) <= (line, column) < (node.end_line, node.end_column)
    if isinstance(node, Sequence):
        return any(_inside_text(item, line, column) for item in node.items)
    if isinstance(node, Mapping):
        return any(
            _inside_text(key, line, column) or _inside_text(value, line, column) for key, value in node.pairs.values()
        )
    return False


def _without_effect(waiver: Waiver, waivable: frozenset[str], known: frozenset[str]) -> Diagnostic:
    if waiver.code not in known:
        return _warning(waiver, f"there is no rule {quoted(waiver.code)}", "write a code such as PT302")
    if waiver.code not in waivable:
        return _warning(waiver, f"{waiver.code} cannot be waived", "mend what it names, and delete the waiver")
    return _warning(waiver, f"{waiver.code} finds nothing on this line", "delete the waiver")


def _warning(waiver: Waiver, message: str, help: str) -> Diagnostic:
    return Diagnostic(
        path=waiver.path, span=waiver.span, code="PT901", message=message, help=help, severity="warning"
    )
