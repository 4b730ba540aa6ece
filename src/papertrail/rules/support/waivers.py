"""Waivers: `# papertrail: allow PT302 reason` at the end of a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from papertrail.core.diagnostics import Diagnostic, Span
from papertrail.records.library import ParsedLibrary, RecordFile, RegistryFile
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence

_MARK = "papertrail: allow"
_WAIVER = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*papertrail: allow(?![^ \t])(.*)$")
_CODE = re.compile(r"[Pp][Tt][0-9]+,?")


class Waiver(NamedTuple):
    """What one waiver says of one rule, and where it stands."""

    path: str
    span: Span
    code: str
    reason: str


def apply_waivers(
    found: list[Diagnostic], library: ParsedLibrary, waivable: frozenset[str], known: frozenset[str]
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


def waivers_in(library: ParsedLibrary) -> Iterator[Waiver]:
    """The waivers of all files that could be read; one inside a quoted text is text."""
    files: list[RecordFile | RegistryFile] = [*library.record_files, *library.registry_files]
    for file in files:
        if (isinstance(file, RecordFile) and _MARK.encode() not in file.data) or file.root is None:
            continue
        texts = _QuotedTexts(file)
        for number, line in enumerate(file.text.split("\n"), 1):
            found = _WAIVER.search(line) if _MARK in line else None
            if found and not texts.hold(number, found.start() + 1):
                span = Span(number, found.start() + 1, number, len(line) + 1)
                codes, reason = _codes(found[1])
                yield from (Waiver(file.path, span, code, reason) for code in codes)


def _codes(text: str) -> tuple[list[str], str]:
    """The codes at the beginning, and the reason behind them; one empty code where there is nothing."""
    words = text.split()
    codes = [word.rstrip(",").upper() for word in takewhile(_CODE.fullmatch, words)]
    return (codes, " ".join(words[len(codes) :])) if codes else ([words[0] if words else ""], "")


class _QuotedTexts:
    """The places of the texts in quotes, and of those below `|` and `>`, where a `#` begins no comment."""

    def __init__(self, file: RecordFile | RegistryFile) -> None:
        lines = file.text.split("\n")
        assert file.root is not None
        self._spans = sorted(_span(node, lines) for node in _scalars(file.root) if not node.plain)

    def hold(self, line: int, column: int) -> bool:
        """Whether a place is inside one of them."""
        before = bisect_right(self._spans, ((line, column), (len(self._spans) + line + 1, 0)))
        return before > 0 and (line, column) < self._spans[before - 1][1]


def _span(node: Scalar, lines: list[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    block = lines[node.line - 1][node.column - 1 : node.column] in ("|", ">")
    start = (node.line + 1, 1) if block else (node.line, node.column)
    return start, (node.end_line, node.end_column)


def _scalars(root: Node) -> Iterator[Scalar]:
    nodes = [root]
    while nodes:
        node = nodes.pop()
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Sequence):
            nodes += node.items
        elif isinstance(node, Mapping):
            nodes += (part for pair in node.pairs.values() for part in pair)


def _without_effect(waiver: Waiver, waivable: frozenset[str], known: frozenset[str]) -> Diagnostic:
    code = waiver.code
    if not code:
        return _warning(waiver, "the waiver names no rule", "write the rule's code and the reason after it")
    if code not in known:
        return _warning(
            waiver, f"there is no rule {quoted(code)}",
            "write the code that stands in brackets in the report, such as PT302, and the reason after it",
        )  # fmt: skip
    if code not in waivable:
        return _warning(waiver, f"{code} cannot be waived", "mend what it names, and delete the waiver")
    return _warning(
        waiver, f"{code} finds nothing on this line",
        "delete the waiver, or move it to the end of the line that the report names",
    )  # fmt: skip


def _warning(waiver: Waiver, message: str, remedy: str) -> Diagnostic:
    return Diagnostic(
        path=waiver.path, span=waiver.span, code="PT901", message=message, help=remedy, severity="warning"
    )
