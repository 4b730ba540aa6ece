"""Values that need quotes, or whose quotes do not hold."""

from __future__ import annotations

import re

from papertrail.yaml.syntax_errors.fault import (
    CLOSING,
    FIELD,
    SHOWN,
    Fault,
    Said,
    cut,
    field_of,
    in_quotes,
    quote_above,
    to_quote,
    unclosed,
    without_comment,
)

_MARKDOWN_LINK = re.compile(r"\[([^\[\]]*)\]\(([^\s()]+)\)")
_PROSE = ("name", "title", "remarks", "intro")


def quote_never_closed(fault: Fault) -> Said | None:
    """A quote that goes on to the end of the file."""
    if "quoted scalar" in fault.context and "unexpected" in fault.problem and fault.opened:
        return unclosed(fault, *fault.opened)
    return None


def backslash(fault: Fault) -> Said | None:
    """A backslash in double quotes that begins no escape that YAML knows."""
    if "escape" not in fault.problem and "hexdecimal" not in fault.problem:
        return None
    start = max(fault.line.rfind("\\", 0, fault.column + 1), 0)
    field = FIELD.match(fault.line)
    value = field[2].rstrip() if field else ""
    inner = value[1:-1].replace("'", "''")
    whole = field is not None and value[:1] == '"' == value[-1:] and len(fault.line) < SHOWN and "\\" in inner
    return Said(
        fault.row, start, fault.column + 1, "a backslash means something else in double quotes",
        f"write {field[1].strip()} '{inner}'" if field and whole
        else "put the value in single quotes, or write each backslash twice",
    )  # fmt: skip


def colon(fault: Fault) -> Said | None:
    """A colon where a value goes on: a value that needs quotes, or a line that is indented too far."""
    if not fault.problem.startswith("mapping values"):
        return None
    if said := quote_above(fault):
        return said
    field = field_of(fault.line)
    if field and len(field[1]) <= fault.column:
        return to_quote(fault.row, field, 'a value that holds ": " must be in quotes')
    before = fault.row_before(fault.row)
    indent = len(fault.line) - len(fault.line.lstrip())
    message = "the line does not begin in the same column as the fields around it"
    if before is not None and indent > len(fault.lines[before]) - len(fault.lines[before].lstrip()):
        message = "the line is indented further than the one before it"
    return Said(
        fault.row, 0 if indent else fault.column, indent or fault.column, message,
        "begin it in the same column as the fields around it; if it belongs to the text of the line before, write "
        "both on one line, in quotes",
    )  # fmt: skip


def after_the_end(fault: Fault) -> Said | None:
    """Text behind a closing quote or bracket, where the value was over for YAML."""
    if not fault.problem.endswith(("expected key", "'-' indicator")):
        return None
    if said := quote_above(fault):
        return said
    field = field_of(fault.line)
    if field is None or fault.column <= len(field[1]):
        return None
    mark, rest = field[2][0], without_comment(fault.line[fault.column :])
    if mark not in "\"'[{":
        return None
    if not rest:  # a no-break space, say
        return Said(fault.row, fault.column, fault.column, "there is an unusual space after the value", "delete it")
    closing = CLOSING.get(mark)
    if rest == ",":
        help = "delete the comma"
        return Said(fault.row, fault.column, fault.column + 1, "there is a comma after the value", help)
    if closing and not rest.strip("]}"):
        end = fault.column + len(rest)
        return Said(fault.row, fault.column, end, f"there is one {rest[0]} too many", "delete it")
    if link := _MARKDOWN_LINK.fullmatch(without_comment(field[2])):
        return _markdown_link(fault.row, field, link)
    message = f"there is text after the closing {closing or 'quote'}"
    said = to_quote(fault.row, field, message)
    return Said(fault.row, fault.column, fault.column + len(rest), message, said.help)


def _markdown_link(row: int, field: re.Match[str], link: re.Match[str]) -> Said:
    name = field[1].strip(" \t:-")
    if name in _PROSE:
        return to_quote(row, field, "a value that begins with [ must be in quotes")
    message, end = "a link is not written as in Markdown", len(field[1]) + len(link[0])
    shown = f"links: {{{link[1] or 'Paper'}: {link[2]}}}" if name == "links" else f"{name}: {link[2]}"
    return Said(row, len(field[1]), end, message, f"write {cut(shown)}")


def special(fault: Fault) -> Said | None:
    """A value whose first character means something to YAML."""
    told = ("alias", "anchor", "tag", "block scalar", "next token", "block node", "parsing a node")
    alone = ("block sequence entries", "mapping keys")
    if not any(word in fault.context for word in told) and not fault.problem.startswith(alone):
        return None
    row, column = fault.opened or (fault.row, fault.column)
    line = fault.lines[row]
    field = field_of(line)
    message = f"a value that begins with {line[column : column + 1]} must be in quotes"
    if field is None or column < len(field[1]):
        return Said(row, column, len(line.rstrip()), message, "begin the line with a field's name, a colon and a space")
    if column > len(field[1]):  # inside brackets
        part = re.split(r"[,\]}]", line[column:])[0].strip()
        return Said(row, column, column + len(part), message, f"write {in_quotes(cut(part))} in its place")
    said = to_quote(row, field, message)
    if field[2].startswith("- "):
        help = "delete the dash, or, for a list, begin each item on a line of its own below the field's name"
        return said._replace(message="an item of a list cannot begin right after the colon", help=help)
    return said
