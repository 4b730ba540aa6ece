"""Lists and mappings in brackets that are not closed, or closed too often."""

from __future__ import annotations

from papertrail.yaml.syntax_errors.failure import CLOSING, FIELD, SHOWN, Explanation, Failure


def bracket(failure: Failure) -> Explanation | None:
    """A list or mapping in brackets that lacks a comma or its end."""
    if "flow sequence" not in failure.context and "flow mapping" not in failure.context:
        return _last_bracket(failure) if "flow node" in failure.context else None
    row, column = failure.opened or (failure.row, failure.column)
    line = failure.lines[row].rstrip()
    mark = line[column : column + 1]
    closing = CLOSING.get(mark, "]")
    if row == failure.row and failure.column < len(line):
        return Explanation(
            row, failure.column, failure.column, f"there should be a comma or a {closing} here",
            "put commas between the parts, and put a part that holds quotes, commas or brackets in quotes as a "
            "whole; if it all is plain text, put the whole value in quotes",
        )  # fmt: skip
    field = FIELD.match(line)
    alone = field is not None and len(field[1]) == column and len(line) < SHOWN
    help = f"write {line.strip().rstrip(',')}{closing}" if alone else f"write {closing} at its end"
    return Explanation(
        row, column, len(line), f"the {mark or '['} that opens here is not closed",
        f"{help}; if it is plain text, put the whole value in quotes",
    )  # fmt: skip


def _last_bracket(failure: Failure) -> Explanation | None:
    """A bracket after which nothing comes; libyaml does not say where it was."""
    for row in range(min(failure.row, len(failure.lines) - 1), -1, -1):
        line = failure.lines[row].rstrip()
        column = max(line.rfind("["), line.rfind("{"))
        if column >= 0:
            closing = CLOSING[line[column]]
            return Explanation(
                row, column, len(line), f"the {line[column]} that opens here is not closed",
                f"write {closing} at its end; if it is plain text, put the whole value in quotes",
            )  # fmt: skip
    return None


def colon_in_brackets(failure: Failure) -> Explanation | None:
    """A part in brackets whose colon makes a mapping of it."""
    if failure.problem != "found unexpected ':'":
        return None
    message = "a part in brackets that holds a colon must be in quotes"
    return Explanation(
        failure.row, failure.column, failure.column, message, 'put the whole part in quotes: ["a: b", c]'
    )


def loose_bracket(failure: Failure) -> Explanation | None:
    """A closing bracket that nothing opened."""
    mark = failure.line[failure.column : failure.column + 1]
    if mark in ("]", "}") and failure.context != "while parsing a block node":
        return Explanation(failure.row, failure.column, failure.column, f"this {mark} closes nothing", "delete it")
    return None
