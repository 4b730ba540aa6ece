"""Adds waivers for problems that imported values have, so that the values stay unchanged until they are reviewed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from papertrail import rules
from papertrail.core.diagnostics import Diagnostic
from papertrail.pipeline.check import Checked

_WAIVABLE = frozenset(rule.CODE for rule in rules.RULES if rule.WAIVABLE)
_MISSING_FILE = "PT402"
_MARK = "  # papertrail: allow "
_REASON = "as imported"
_ROUNDS = 3
"""A waiver can reveal another problem on its line."""


@dataclass(frozen=True, kw_only=True)
class WaivedFiles:
    """Files with waivers, and the list with these files."""

    files: Mapping[str, str]
    checked: Checked
    waived: tuple[Diagnostic, ...] = ()


def with_waivers(files: Mapping[str, str], check: Callable[[Mapping[str, str]], Checked]) -> WaivedFiles:
    """Add waivers to lines with problems. `check` returns the list with some files.

    Warnings are waived too, because the workflow of a new list runs `papertrail check --strict`.
    """
    waived: list[Diagnostic] = []
    checked = check(files)
    for _ in range(_ROUNDS):
        problems = [d for d in checked.diagnostics if d.code in _WAIVABLE and d.path in files]
        if not problems:
            break
        files = {**files, **_waived(files, problems)}
        waived += problems
        checked = check(files)
    return WaivedFiles(files=files, checked=checked, waived=tuple(waived))


def waiver_decision(problem: Diagnostic) -> str | None:
    """The decision about a waived problem. Missing files are reported separately."""
    if problem.code == _MISSING_FILE:
        return None
    return f"{problem.path}: {problem.message} ({problem.code}, waived); {problem.help}"


def _waived(files: Mapping[str, str], problems: Iterable[Diagnostic]) -> dict[str, str]:
    """The files with problems, with waivers added."""
    codes: dict[str, dict[int, list[str]]] = {}
    for problem in problems:
        codes.setdefault(problem.path, {}).setdefault(problem.span.line, []).append(problem.code)
    return {path: _with_codes(files[path], by_line) for path, by_line in codes.items()}


def _with_codes(text: str, codes: Mapping[int, Iterable[str]]) -> str:
    """Add waivers to a text. `codes` are the codes for each line."""
    lines = enumerate(text.split("\n"), 1)
    return "\n".join(_with_waiver(line, codes[number]) if number in codes else line for number, line in lines)


def _with_waiver(line: str, codes: Iterable[str]) -> str:
    text, mark, rest = line.partition(_MARK)
    present = rest.removesuffix(_REASON).split() if mark else []
    return f"{text}{_MARK}{' '.join(dict.fromkeys([*present, *codes]))} {_REASON}"
