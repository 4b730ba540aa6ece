"""Lists and mappings in brackets that are not closed, or closed too often."""

from __future__ import annotations

from papertrail.yaml.syntax_errors.fault import CLOSING, FIELD, SHOWN, Fault, Said


def bracket(fault: Fault) -> Said | None:
    """A list or mapping in brackets that lacks a comma or its end."""
    if "flow sequence" not in fault.context and "flow mapping" not in fault.context:
        return _last_bracket(fault) if "flow node" in fault.context else None
    row, column = fault.opened or (fault.row, fault.column)
    line = fault.lines[row].rstrip()
    mark = line[column : column + 1]
    closing = CLOSING.get(mark, "]")
    if row == fault.row and fault.column < len(line):
        return Said(
            row, fault.column, fault.column, f"there should be a comma or a {closing} here",
            "put commas between the parts, and put a part that holds quotes, commas or brackets in quotes as a "
            "whole; if it all is plain text, put the whole value in quotes",
        )  # fmt: skip
    field = FIELD.match(line)
    alone = field is not None and len(field[1]) == column and len(line) < SHOWN
    help = f"write {line.strip().rstrip(',')}{closing}" if alone else f"write {closing} at its end"
    return Said(
        row, column, len(line), f"the {mark or '['} that opens here is not closed",
        f"{help}; if it is plain text, put the whole value in quotes",
    )  # fmt: skip


def _last_bracket(fault: Fault) -> Said | None:
    """A bracket after which nothing comes; libyaml does not say where it was."""
    for row in range(min(fault.row, len(fault.lines) - 1), -1, -1):
        line = fault.lines[row].rstrip()
        column = max(line.rfind("["), line.rfind("{"))
        if column >= 0:
            closing = CLOSING[line[column]]
            return Said(
                row, column, len(line), f"the {line[column]} that opens here is not closed",
                f"write {closing} at its end; if it is plain text, put the whole value in quotes",
            )  # fmt: skip
    return None


def colon_in_brackets(fault: Fault) -> Said | None:
    """A part in brackets whose colon makes a mapping of it."""
    if fault.problem != "found unexpected ':'":
        return None
    message = "a part in brackets that holds a colon must be in quotes"
    return Said(fault.row, fault.column, fault.column, message, 'put the whole part in quotes: ["a: b", c]')


def loose_bracket(fault: Fault) -> Said | None:
    """A closing bracket that nothing opened."""
    mark = fault.line[fault.column : fault.column + 1]
    if mark in ("]", "}") and fault.context != "while parsing a block node":
        return Said(fault.row, fault.column, fault.column, f"this {mark} closes nothing", "delete it")
    return None
