"""Waivers for what a document says and a rule doubts: its text stays as written until a person has decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from papertrail import rules
from papertrail.core.diagnostics import Diagnostic
from papertrail.pipeline.check import check
from papertrail.records.files import Sources

_WAIVABLE = frozenset(rule.CODE for rule in rules.RULES if rule.WAIVABLE)
_MARK = "  # papertrail: allow "
_REASON = "as imported"


def waived(
    files: Mapping[str, str], applied: Callable[[Mapping[str, str]], Sources], tell: Callable[[str, str], None]
) -> dict[str, str]:
    """New files with waivers on the lines whose problems may be waived; `tell` is given the path and the decision.

    Warnings are waived too, or the strict check of a list's first pull request would fail.
    """
    found = dict(files)
    for _ in range(3):  # a waiver may uncover another problem of its line
        problems = [d for d in check(applied(found)).diagnostics if _may_be_waived(d, found)]
        if not problems:
            break
        by_line: dict[tuple[str, int], list[Diagnostic]] = {}
        for problem in problems:
            by_line.setdefault((problem.path, problem.span.line), []).append(problem)
        for (path, line), told in by_line.items():
            lines = found[path].split("\n")
            lines[line - 1] = _with(lines[line - 1], dict.fromkeys(d.code for d in told))
            found[path] = "\n".join(lines)
        for problem in problems:
            if problem.code != "PT402":
                tell(
                    problem.path,
                    f"{problem.path}: {problem.message} ({problem.code}, waived until you decide); {problem.help}",
                )
    return found


def _may_be_waived(diagnostic: Diagnostic, files: Mapping[str, str]) -> bool:
    return diagnostic.code in _WAIVABLE and diagnostic.path in files


def _with(line: str, codes: Mapping[str, None]) -> str:
    text, mark, rest = line.partition(_MARK)
    present = rest.removesuffix(_REASON).split() if mark else []
    return f"{text}{_MARK}{' '.join(dict.fromkeys([*present, *codes]))} {_REASON}"
