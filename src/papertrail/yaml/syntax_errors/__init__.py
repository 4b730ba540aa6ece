"""Explain the syntax errors of libyaml, such as `did not find expected key`.

libyaml reports where parsing failed. Each explainer knows one mistake that people make, and checks the lines
around that position for it. The first explanation is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml

from papertrail.core.diagnostics import Diagnostic, Span
from papertrail.core.fixes import Fix, smallest_edit
from papertrail.text.strings import quoted
from papertrail.yaml.syntax_errors.brackets import bracket, colon_in_brackets, loose_bracket
from papertrail.yaml.syntax_errors.failure import Explanation, Failure
from papertrail.yaml.syntax_errors.layout import (
    conflict_or_bibtex,
    dash_without_space,
    equals_sign,
    indentation,
    no_colon,
    tab,
    whole_file,
)
from papertrail.yaml.syntax_errors.limits import long_name, nesting
from papertrail.yaml.syntax_errors.quoting import after_the_end, backslash, colon, quote_never_closed, special

_EXPLAINERS: tuple[Callable[[Failure], Explanation | None], ...] = (
    conflict_or_bibtex, long_name, nesting, quote_never_closed, backslash, tab, colon_in_brackets, bracket,
    dash_without_space, equals_sign, no_colon, colon, after_the_end, loose_bracket, whole_file, indentation, special,
)  # fmt: skip


def syntax_error(path: str, text: str, error: yaml.YAMLError) -> Diagnostic:
    """The diagnostic for a syntax error, for a person who does not know the grammar of YAML."""
    return diagnostic_of(path, explanation_of(text, error))


def explanation_of(text: str, error: yaml.YAMLError) -> Explanation:
    """What is wrong with a text that cannot be parsed."""
    if isinstance(error, yaml.MarkedYAMLError):
        return _explain(_failure_of(text.split("\n"), error))
    # A reader error has no position; its known causes are reported when the file is decoded.
    return Explanation(0, 0, 0, f"invalid YAML ({error})", "retype the file as plain text")


def diagnostic_of(path: str, explanation: Explanation) -> Diagnostic:
    """The diagnostic for an explanation."""
    line = explanation.row + 1
    return Diagnostic(
        path=path,
        span=Span(line, explanation.start + 1, line, max(explanation.end, explanation.start + 1) + 1),
        code="PT003",
        message=explanation.message,
        help=explanation.help,
    )


_ADDED = re.compile(r"[\s'\"]+")
"""What a fix may add to a line or remove from it: quotes and white space."""


def fix_of(path: str, line: str, explanation: Explanation) -> Fix | None:
    """The fix that writes a line as the explanation says, if it keeps all else. Comments stay."""
    if explanation.fixed is None:
        return None
    rest = line[explanation.end :]
    comment = rest if rest.lstrip().startswith("#") and rest[:1].isspace() else ""
    fixed = explanation.fixed if explanation.fixed.endswith(comment) else explanation.fixed + comment
    if _ADDED.sub("", fixed) != _ADDED.sub("", line):
        return None
    edit = smallest_edit(path, line, fixed, explanation.row + 1)
    return Fix(label=f"write `{quoted(fixed.strip(), 120)[1:-1]}`", edits=(edit,))


def _failure_of(lines: list[str], error: yaml.MarkedYAMLError) -> Failure:
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    row, column = (mark.line, mark.column) if mark else (0, 0)
    place = (min(opened.line, len(lines) - 1), opened.column) if opened else None
    return Failure(lines, min(row, len(lines) - 1), column, error.problem or "", error.context or "", place)


def _explain(failure: Failure) -> Explanation:
    for explain in _EXPLAINERS:
        if explanation := explain(failure):
            return explanation
    return Explanation(
        failure.row, failure.column, failure.column, f"invalid YAML ({failure.problem or 'unreadable'})",
        "write each field as a line `name: value` that starts in the first column, and put values with special "
        "characters in quotes",
    )  # fmt: skip
