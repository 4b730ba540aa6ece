"""Waivers: `# papertrail: allow PT302 reason` at the end of a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from papertrail.core.diagnostics import Diagnostic, Span
from papertrail.core.fixes import Fix, TextEdit, smallest_edit
from papertrail.core.limits import DIAGNOSTICS_OF_RULE
from papertrail.records.library import ParsedLibrary, RecordFile, RegistryFile
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence

_MARK = "papertrail: allow"
_WAIVER = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*papertrail: allow(?![^ \t])(.*)")
_MOST_CODES = 20
"""Codes of a comment up to which unused ones are deleted."""
_CODE = re.compile(r"[Pp][Tt][0-9]+,?")


class Waiver(NamedTuple):
    """A waiver of one rule on one line."""

    path: str
    span: Span
    code: str
    reason: str
    codes: tuple[str, ...]
    """All codes of its comment."""
    line: str
    """The line with its comment."""


def apply_waivers(
    diagnostics: list[Diagnostic], library: ParsedLibrary, waivable: frozenset[str], known: frozenset[str]
) -> Iterator[Diagnostic]:
    """The diagnostics that are not waived, and PT901 for each waiver that is unused or has no reason."""
    waivers = {(w.path, w.span.line, w.code): w for w in waivers_in(library)}
    used: set[tuple[str, int, str]] = set()
    reported: set[tuple[str, str]] = set()
    counts = Counter(diagnostic.code for diagnostic in diagnostics)
    for diagnostic in diagnostics:
        key = diagnostic.path, diagnostic.span.line, diagnostic.code
        if key in waivers and diagnostic.code in waivable:
            used.add(key)
        else:
            reported.add((diagnostic.path, diagnostic.code))
            yield diagnostic
    for key, waiver in waivers.items():
        if key not in used:
            # It may belong to another line of the file, or to a problem that its rule did not come to.
            is_dead = (waiver.path, waiver.code) not in reported and counts[waiver.code] < DIAGNOSTICS_OF_RULE
            yield _unused(waiver, waivable, known, is_dead=is_dead)
        elif not waiver.reason:
            yield _warning(waiver, "waiver without a reason", "write the reason after the code")


def waivers_in(library: ParsedLibrary) -> Iterator[Waiver]:
    """The waivers in all files. In quoted text, `#` does not start a waiver."""
    files: list[RecordFile | RegistryFile] = [*library.record_files, *library.registry_files]
    for file in files:
        if (isinstance(file, RecordFile) and _MARK.encode() not in file.data) or file.root is None:
            continue
        texts = _QuotedTexts(file)
        for number, line in enumerate(file.text.split("\n"), 1):
            match = _WAIVER.search(line) if _MARK in line else None
            if match and not texts.contain(number, match.start() + 1):
                span = Span(number, match.start() + 1, number, len(line) + 1)
                codes, reason = _codes(match[1])
                yield from (Waiver(file.path, span, code, reason, tuple(codes), line) for code in codes)


def _codes(text: str) -> tuple[list[str], str]:
    """The codes at the start, and the reason after them. Without a code, the first word or an empty text."""
    words = text.split()
    codes = [word.rstrip(",").upper() for word in takewhile(_CODE.fullmatch, words)]
    return (codes, " ".join(words[len(codes) :])) if codes else ([words[0] if words else ""], "")


class _QuotedTexts:
    """The positions of quoted and block texts, in which `#` does not start a comment."""

    def __init__(self, file: RecordFile | RegistryFile) -> None:
        lines = file.text.split("\n")
        assert file.root is not None
        self._spans = sorted(_span(node, lines) for node in _scalars(file.root) if not node.plain)

    def contain(self, line: int, column: int) -> bool:
        """Whether a position is in one of them."""
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


def _unused(waiver: Waiver, waivable: frozenset[str], known: frozenset[str], *, is_dead: bool) -> Diagnostic:
    """The diagnostic for an unused waiver. A dead one, which belongs to no line, can be deleted."""
    code = waiver.code
    if not code:
        return _warning(waiver, "waiver without a code", "write the code of the rule and the reason")
    if code not in known:
        return _warning(
            waiver, f"unknown rule {quoted(code)}",
            "write the code from the report, such as PT302, and the reason",
        )  # fmt: skip
    if code not in waivable:
        return _warning(waiver, f"{code} cannot be waived", "fix the problem, and delete the waiver")
    return _warning(
        waiver, f"unused waiver: {code} reports nothing on this line",
        "delete it, or move it to the end of the line in the report",
        _deleted(waiver) if is_dead and len(waiver.codes) <= _MOST_CODES else None,
    )  # fmt: skip


def _deleted(waiver: Waiver) -> Fix:
    """The fix that deletes the code of a waiver, and with the last code the comment."""
    line, number, start = waiver.line, waiver.span.line, waiver.span.column - 1
    others = [code for code in waiver.codes if code != waiver.code]
    if others:
        new = f"{line[:start]}# {_MARK} {', '.join(others)} {waiver.reason}".rstrip()
    else:
        new = line[:start].rstrip(" \t")
    edit = smallest_edit(waiver.path, line, new, number)
    if not new:
        edit = TextEdit(waiver.path, Span(number, 1, number + 1, 1), "")
    return Fix(label=f"delete the waiver of {waiver.code}", edits=(edit,), deletes=True)


def _warning(waiver: Waiver, message: str, help: str, fix: Fix | None = None) -> Diagnostic:
    return Diagnostic(
        path=waiver.path, span=waiver.span, code="PT901", message=message, help=help, severity="warning", fix=fix
    )
