"""What a person did when libyaml says `did not find expected key`.

libyaml tells where its grammar broke. Each of the looks in these modules knows one mistake that people make, and tells
from the lines around that place whether it was made; the first one that has an answer is believed.
"""

from __future__ import annotations

from collections.abc import Callable

import yaml

from papertrail.core.diagnostics import Diagnostic, Span
from papertrail.yaml.syntax_errors.brackets import bracket, colon_in_brackets, loose_bracket
from papertrail.yaml.syntax_errors.failure import Explanation, Failure
from papertrail.yaml.syntax_errors.layout import indentation, left_by_a_program, no_colon, tab, whole_file
from papertrail.yaml.syntax_errors.quoting import after_the_end, backslash, colon, quote_never_closed, special

_EXPLAINERS: tuple[Callable[[Failure], Explanation | None], ...] = (
    left_by_a_program, quote_never_closed, backslash, tab, colon_in_brackets, bracket, no_colon, colon,
    after_the_end, loose_bracket, whole_file, indentation, special,
)  # fmt: skip


def syntax_error(path: str, text: str, error: yaml.YAMLError) -> Diagnostic:
    """A diagnostic for a syntax error, in words for a person who does not know YAML's grammar."""
    if isinstance(error, yaml.MarkedYAMLError):
        explanation = _explain(_failure_of(text.split("\n"), error))
    else:  # a reader's error has no place; what could cause it was refused when the file was decoded
        explanation = Explanation(0, 0, 0, f"this is not valid YAML ({error})", "type the file anew as plain text")
    line = explanation.row + 1
    return Diagnostic(
        path=path,
        span=Span(line, explanation.start + 1, line, max(explanation.end, explanation.start + 1) + 1),
        code="PT003",
        message=explanation.message,
        help=explanation.help,
    )


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
        failure.row, failure.column, failure.column, f"this is not valid YAML ({failure.problem or 'unreadable'})",
        "each field is a line `name: value`; begin it in the first column, and put a value with "
        "unusual characters in quotes",
    )  # fmt: skip
