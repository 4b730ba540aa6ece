"""Values that need quotes, or whose quotes do not hold."""

from __future__ import annotations

import re

from papertrail.yaml.syntax_errors.failure import (
    CLOSING,
    FIELD,
    SHOWN,
    Explanation,
    Failure,
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


def quote_never_closed(failure: Failure) -> Explanation | None:
    """A quote that goes on to the end of the file."""
    if "quoted scalar" in failure.context and "unexpected" in failure.problem and failure.opened:
        return unclosed(failure, *failure.opened)
    return None


def backslash(failure: Failure) -> Explanation | None:
    """A backslash in double quotes that begins no escape that YAML knows."""
    if "escape" not in failure.problem and "hexdecimal" not in failure.problem:
        return None
    start = max(failure.line.rfind("\\", 0, failure.column + 1), 0)
    field = FIELD.match(failure.line)
    value = field[2].rstrip() if field else ""
    inner = value[1:-1].replace("'", "''")
    whole = field is not None and value[:1] == '"' == value[-1:] and len(failure.line) < SHOWN and "\\" in inner
    return Explanation(
        failure.row, start, failure.column + 1, "a backslash means something else in double quotes",
        f"write {field[1].strip()} '{inner}'" if field and whole
        else "put the value in single quotes, or write each backslash twice",
    )  # fmt: skip


def colon(failure: Failure) -> Explanation | None:
    """A colon where a value goes on: a value that needs quotes, or a line that is indented too far."""
    if not failure.problem.startswith("mapping values"):
        return None
    if explanation := quote_above(failure):
        return explanation
    field = field_of(failure.line)
    if field and len(field[1]) <= failure.column:
        return to_quote(failure.row, field, 'a value that holds ": " must be in quotes')
    before = failure.row_before(failure.row)
    indent = len(failure.line) - len(failure.line.lstrip())
    message = "the line does not begin in the same column as the fields around it"
    if before is not None and indent > len(failure.lines[before]) - len(failure.lines[before].lstrip()):
        message = "the line is indented further than the one before it"
    return Explanation(
        failure.row, 0 if indent else failure.column, indent or failure.column, message,
        "begin it in the same column as the fields around it; if it belongs to the text of the line before, write "
        "both on one line, in quotes",
    )  # fmt: skip


def after_the_end(failure: Failure) -> Explanation | None:
    """Text behind a closing quote or bracket, where the value was over for YAML."""
    if not failure.problem.endswith(("expected key", "'-' indicator")):
        return None
    if explanation := quote_above(failure):
        return explanation
    field = field_of(failure.line)
    if field is None or failure.column <= len(field[1]):
        return None
    mark, rest = field[2][0], without_comment(failure.line[failure.column :])
    if mark not in "\"'[{":
        return None
    if not rest:  # a no-break space, say
        return Explanation(
            failure.row, failure.column, failure.column, "there is an unusual space after the value", "delete it"
        )
    closing = CLOSING.get(mark)
    if rest == ",":
        help = "delete the comma"
        return Explanation(failure.row, failure.column, failure.column + 1, "there is a comma after the value", help)
    if closing and not rest.strip("]}"):
        end = failure.column + len(rest)
        return Explanation(failure.row, failure.column, end, f"there is one {rest[0]} too many", "delete it")
    if link := _MARKDOWN_LINK.fullmatch(without_comment(field[2])):
        return _markdown_link(failure.row, field, link)
    message = f"there is text after the closing {closing or 'quote'}"
    explanation = to_quote(failure.row, field, message)
    return Explanation(failure.row, failure.column, failure.column + len(rest), message, explanation.help)


def _markdown_link(row: int, field: re.Match[str], link: re.Match[str]) -> Explanation:
    name = field[1].strip(" \t:-")
    if name in _PROSE:
        return to_quote(row, field, "a value that begins with [ must be in quotes")
    message, end = "a link is not written as in Markdown", len(field[1]) + len(link[0])
    shown = f"links: {{{link[1] or 'Paper'}: {link[2]}}}" if name == "links" else f"{name}: {link[2]}"
    return Explanation(row, len(field[1]), end, message, f"write {cut(shown)}")


def special(failure: Failure) -> Explanation | None:
    """A value whose first character means something to YAML."""
    told = ("alias", "anchor", "tag", "block scalar", "next token", "block node", "parsing a node")
    alone = ("block sequence entries", "mapping keys")
    if not any(word in failure.context for word in told) and not failure.problem.startswith(alone):
        return None
    row, column = failure.opened or (failure.row, failure.column)
    line = failure.lines[row]
    field = field_of(line)
    message = f"a value that begins with {line[column : column + 1]} must be in quotes"
    if field is None or column < len(field[1]):
        return Explanation(
            row, column, len(line.rstrip()), message, "begin the line with a field's name, a colon and a space"
        )
    if column > len(field[1]):  # inside brackets
        part = re.split(r"[,\]}]", line[column:])[0].strip()
        return Explanation(row, column, column + len(part), message, f"write {in_quotes(cut(part))} in its place")
    explanation = to_quote(row, field, message)
    if field[2].startswith("- "):
        help = "delete the dash, or, for a list, begin each item on a line of its own below the field's name"
        return explanation._replace(message="an item of a list cannot begin right after the colon", help=help)
    return explanation
