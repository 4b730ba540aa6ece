"""Values that need quotes, or that have wrong quotes."""

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
    to_quote,
    unclosed,
    without_comment,
)

_MARKDOWN_LINK = re.compile(r"\[([^\[\]]*)\]\(([^\s()]+)\)")
_PROSE = ("name", "title", "remarks", "intro")


def quote_never_closed(failure: Failure) -> Explanation | None:
    """A quoted text that continues to the end of the file."""
    if "quoted scalar" in failure.context and "unexpected" in failure.problem and failure.opened:
        return unclosed(failure.lines, *failure.opened)
    return None


def backslash(failure: Failure) -> Explanation | None:
    """A backslash in double quotes that does not start a known escape sequence."""
    is_escape = "escape" in failure.problem or "hexdecimal" in failure.problem
    if not is_escape or "scalar" not in failure.context:  # a tag has escapes too
        return None
    start = max(failure.line.rfind("\\", 0, failure.column + 1), 0)
    field = FIELD.match(failure.line)
    value = field[2].rstrip() if field else ""
    inner = value[1:-1].replace("'", "''")
    whole = field is not None and value[:1] == '"' == value[-1:] and len(failure.line) < SHOWN and "\\" in inner
    message = "invalid escape sequence in double quotes"
    if field and whole:
        help = f"write {field[1].strip()} '{inner}'"
        return Explanation(failure.row, start, failure.column + 1, message, help, f"{field[1]}'{inner}'")
    help = "use single quotes, or write each backslash twice"
    return Explanation(failure.row, start, failure.column + 1, message, help)


def colon(failure: Failure) -> Explanation | None:
    """A colon inside a value: the value needs quotes, or the line is indented too far."""
    if not failure.problem.startswith("mapping values"):
        return None
    field = field_of(failure.line)
    if field and len(field[1]) <= failure.column:
        return to_quote(failure.row, field, 'a value that contains ": " must be in quotes')
    before = failure.row_before(failure.row)
    indent = len(failure.line) - len(failure.line.lstrip())
    message = "inconsistent indentation"
    if before is not None and indent > len(failure.lines[before]) - len(failure.lines[before].lstrip()):
        message = "line is indented further than the one before it"
    return Explanation(
        failure.row, 0 if indent else failure.column, indent or failure.column, message,
        "align it with the fields around it; if it continues the text of the line before, write both on one line, in "
        "quotes",
    )  # fmt: skip


def after_the_end(failure: Failure) -> Explanation | None:
    """Text after a closing quote or bracket, where the value ends for YAML."""
    if not failure.problem.endswith(("expected key", "'-' indicator")):
        return None
    field = field_of(failure.line)
    if field is None or failure.column <= len(field[1]):
        return None
    mark, rest = field[2][0], without_comment(failure.line[failure.column :])
    if mark not in "\"'[{":
        return None
    if not rest:  # a no-break space, say
        return Explanation(
            failure.row, failure.column, failure.column, "unusual space character after the value", "delete it"
        )
    closing = CLOSING.get(mark)
    if rest == ",":
        help = "delete the comma"
        return Explanation(failure.row, failure.column, failure.column + 1, "unexpected comma after the value", help)
    if closing and not rest.strip("]}"):
        end = failure.column + len(rest)
        return Explanation(failure.row, failure.column, end, f'unmatched "{rest[0]}"', "delete it")
    if link := _MARKDOWN_LINK.fullmatch(without_comment(field[2])):
        return _markdown_link(failure.row, field, link)
    message = f'unexpected text after "{closing}"' if closing else "unexpected text after the closing quote"
    explanation = to_quote(failure.row, field, message)
    return explanation._replace(start=failure.column, end=failure.column + len(rest))


def _markdown_link(row: int, field: re.Match[str], link: re.Match[str]) -> Explanation:
    name = field[1].strip(" \t:-")
    if name in _PROSE:
        return to_quote(row, field, "a value that starts with [ must be in quotes")
    message, end = "unexpected Markdown link", len(field[1]) + len(link[0])
    shown = f"links: {{{link[1] or 'Paper'}: {link[2]}}}" if name == "links" else f"{name}: {link[2]}"
    return Explanation(row, len(field[1]), end, message, f"write {cut(shown)}")


def special(failure: Failure) -> Explanation | None:
    """A value that starts with a special character of YAML."""
    contexts = ("alias", "anchor", "tag", "block scalar", "next token", "block node", "parsing a node")
    problems = ("block sequence entries", "mapping keys")
    if not any(word in failure.context for word in contexts) and not failure.problem.startswith(problems):
        return None
    row, column = failure.opened or (failure.row, failure.column)
    line = failure.lines[row]
    field = field_of(line)
    message = f"a value that starts with {line[column : column + 1]} must be in quotes"
    if field is None or column < len(field[1]):
        return Explanation(
            row, column, len(line.rstrip()), message, "start the line with a field name, a colon and a space"
        )
    if column > len(field[1]):  # inside brackets
        part = re.split(r"[,\]}]", line[column:])[0].strip()
        return Explanation(row, column, column + len(part), message, f"write {in_quotes(cut(part))} instead")
    explanation = to_quote(row, field, message)
    if field[2].startswith("- "):
        help = "delete the dash; for a list, start each item on a line of its own under the field"
        message, fixed = "a list item cannot start on the line of its field", f"{field[1]}{field[2][2:].lstrip()}"
        return explanation._replace(message=message, help=help, fixed=fixed)
    return explanation
