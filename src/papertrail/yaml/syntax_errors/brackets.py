"""Brackets and braces that are not closed, or closed twice."""

from __future__ import annotations

from papertrail.yaml.syntax_errors.failure import CLOSING, FIELD, SHOWN, Explanation, Failure


def bracket(failure: Failure) -> Explanation | None:
    """A list or mapping in brackets without a comma or without its closing bracket."""
    if "flow sequence" not in failure.context and "flow mapping" not in failure.context:
        return _last_bracket(failure) if "flow node" in failure.context else None
    row, column = failure.opened or (failure.row, failure.column)
    line = failure.lines[row].rstrip()
    mark = line[column : column + 1]
    closing = CLOSING.get(mark, "]")
    if row == failure.row and failure.column < len(line):
        return Explanation(
            row, failure.column, failure.column, f'expected a comma or "{closing}"',
            "separate the items with commas, and put an item that contains quotes, commas or brackets in quotes; if it "
            "is all plain text, put the whole value in quotes",
        )  # fmt: skip
    field = FIELD.match(line)
    alone = field is not None and len(field[1]) == column and len(line) < SHOWN
    help = f"write {line.strip().rstrip(',')}{closing}" if alone else f"add {closing} at the end"
    return Explanation(
        row, column, len(line), f'unclosed "{mark or "["}"',
        f"{help}; if it is plain text, put the whole value in quotes",
    )  # fmt: skip


def _last_bracket(failure: Failure) -> Explanation | None:
    """A bracket at the end of the file. libyaml does not report where it is."""
    for row in range(min(failure.row, len(failure.lines) - 1), -1, -1):
        line = failure.lines[row].rstrip()
        column = max(line.rfind("["), line.rfind("{"))
        if column >= 0:
            closing = CLOSING[line[column]]
            return Explanation(
                row, column, len(line), f'unclosed "{line[column]}"',
                f"add {closing} at the end; if it is plain text, put the whole value in quotes",
            )  # fmt: skip
    return None


def colon_in_brackets(failure: Failure) -> Explanation | None:
    """An item in brackets whose colon makes it a mapping."""
    if failure.problem != "found unexpected ':'":
        return None
    message = "an item in brackets that contains a colon must be in quotes"
    return Explanation(
        failure.row, failure.column, failure.column, message, 'put the whole item in quotes: ["a: b", c]'
    )


def loose_bracket(failure: Failure) -> Explanation | None:
    """A closing bracket without an opening one."""
    mark = failure.line[failure.column : failure.column + 1]
    if mark in ("]", "}") and failure.context != "while parsing a block node":
        return Explanation(failure.row, failure.column, failure.column, f'unmatched "{mark}"', "delete it")
    return None
