"""What a person did when libyaml says `did not find expected key`."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from papertrail.diagnostics import Diagnostic, Span
from papertrail.text import quoted


class _Said(NamedTuple):
    line: int
    """1-based."""
    column: int
    message: str
    help: str


def syntax_fault(path: str, text: str, error: yaml.YAMLError) -> Diagnostic:
    """A diagnostic for a syntax error, in words for a person who does not know YAML's grammar."""
    if isinstance(error, yaml.MarkedYAMLError):
        said = _explain(text.split("\n"), error)
    else:  # a reader's error has no place; what could cause it was refused when the file was decoded
        said = _Said(1, 1, f"this is not valid YAML ({error})", "type the file anew as plain text")
    return Diagnostic(
        path=path,
        span=Span(said.line, said.column, said.line, said.column + 1),
        code="PT003",
        message=said.message,
        help=said.help,
    )


def _explain(lines: list[str], error: yaml.MarkedYAMLError) -> _Said:
    mark = error.problem_mark or error.context_mark
    row, column = (mark.line, mark.column) if mark else (0, 0)
    row = min(row, len(lines) - 1)
    line = lines[row]
    problem, context = error.problem or "", error.context or ""
    if problem.startswith("mapping values"):
        return _colon(lines, row, column)
    if "quoted scalar" in context and "end of stream" in problem and error.context_mark:
        opened = error.context_mark
        return _Said(
            opened.line + 1, opened.column + 1, "the quote that opens here is never closed",
            f"put the same quote at the end of the value: {lines[opened.line].strip()[:60]}...",
        )  # fmt: skip
    if "escape" in problem:
        return _Said(
            row + 1, column + 1, "a backslash in double quotes must be doubled",
            "write \\\\ for a backslash, or put the value in single quotes instead",
        )  # fmt: skip
    if "flow sequence" in context or "flow mapping" in context:
        return _bracket(error, lines, row, column)
    if "alias" in context or "anchor" in context:
        return _special(lines, error.context_mark.line if error.context_mark else row)
    if line[:column].strip() == "" and "\t" in line[: column + 1]:
        return _Said(
            row + 1, column + 1, "the line is indented with a tab", "indent it with two spaces instead"
        )
    if "cannot start any token" in problem or "block scalar" in context or "tag" in context:
        return _special(lines, row)
    if "block mapping" in context and (after := re.match(r"""\s*[^:]+:\s+(["']).*?\1""", line)):
        return _Said(
            row + 1, after.end() + 1, "there is text after the closing quote",
            "put the whole value in quotes, and double the quotes inside it: 'it''s' or \"say \\\"so\\\"\"",
        )  # fmt: skip
    return _Said(
        row + 1, column + 1, f"this is not valid YAML ({problem or 'unreadable'})",
        "each field is a line `name: value`; begin it in the first column, and put a value with "
        "unusual characters in quotes",
    )  # fmt: skip


def _colon(lines: list[str], row: int, column: int) -> _Said:
    """A colon where a value goes on: a value that needs quotes, or a line that is indented too far."""
    line = lines[row]
    field = re.match(r"(\s*(?:- )?[^\s:#\"'][^:]*:\s+)(\S.*)$", line)
    if field and len(field[1]) < column:
        value = field[2].strip()
        return _Said(
            row + 1, len(field[1]) + 1, 'a value that holds ": " must be in quotes',
            f"write {field[1].strip()} {_in_quotes(value)}",
        )  # fmt: skip
    before = next((text for text in reversed(lines[:row]) if text.strip()), "")
    indent = len(line) - len(line.lstrip())
    if indent > len(before) - len(before.lstrip()):
        return _Said(
            row + 1, indent + 1, "the line is indented further than the one it follows",
            "begin it in the same column as the fields around it",
        )  # fmt: skip
    return _Said(
        row + 1, column + 1, "YAML does not expect a colon here",
        f"the line before, {quoted(before.strip())}, may lack its own colon or a closing quote",
    )  # fmt: skip


def _bracket(error: yaml.MarkedYAMLError, lines: list[str], row: int, column: int) -> _Said:
    opened = error.context_mark
    if opened is None:
        return _Said(row + 1, column + 1, "a bracket is not closed", "close it with ] or }")
    mark = lines[opened.line][opened.column : opened.column + 1]
    closing = {"[": "]", "{": "}"}.get(mark, "]")
    return _Said(
        opened.line + 1, opened.column + 1, f"the {mark or '['} that opens here is not closed by a {closing}",
        f"close it with {closing}, put commas between its parts, and quote a part that holds , : [ ] {{ }} "
        "- or, if it is plain text, put the whole value in quotes",
    )  # fmt: skip


def _special(lines: list[str], row: int) -> _Said:
    """A value whose first character means something to YAML."""
    line = lines[row]
    field = re.match(r"(\s*(?:- )?[^\s:#][^:]*:\s+|\s*- )(\S.*)$", line)
    start, value = (len(field[1]), field[2].strip()) if field else (len(line) - len(line.lstrip()), line.strip())
    return _Said(
        row + 1, start + 1, f"a value that begins with {value[:1]} must be in quotes",
        f"write {line[:start].strip()} {_in_quotes(value)}".replace("write  ", "write "),
    )  # fmt: skip


def _in_quotes(value: str) -> str:
    shown = value if len(value) <= 70 else value[:69] + "…"
    return f"'{shown}'" if '"' in shown and "'" not in shown else '"' + shown.replace('"', '\\"') + '"'
