"""What a person did when libyaml says `did not find expected key`.

libyaml tells where its grammar broke. Each of the looks below knows one mistake that people make, and tells from the
lines around that place whether it was made; the first one that has an answer is believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import yaml

from papertrail.diagnostics import Diagnostic, Span
from papertrail.fields import COLUMN, REGISTRIES

SHOWN = 100
"""Characters of a line up to which a remedy writes it out in full."""

# All of these are matched at the start of a line, and none can match one character in two ways: a line of 64 KiB
# costs no more than reading it.
_FIELD = re.compile(r"([ \t]*(?:- +)?[^\s:#\"'\[\]{},-][^:]*:[ \t]+)(\S.*)")
_ITEM = re.compile(r"([ \t]*- +)(\S.*)")
_NO_COLON = re.compile(r"([ \t]*(?:- +)?)([^\s:：#\"'\[\]{},-][^:：]{0,60})(：|:(?! ))(\s*)(?!//)(\S.*)")
_LABEL_AND_ADDRESS = re.compile(r"([ \t]*)([^\s:#-][^\s:]*)[ \t]+(https?://\S+)\s*$")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]*)\]\(([^\s()]+)\)")
_CONFLICT = re.compile(r"(?:<{7}|>{7})(?: |$)")
_BIBTEX = re.compile(r"@[A-Za-z]+[ \t]*[{(]")
_PROSE = ("name", "title", "remarks", "intro")
_PARTS = {"label", "url", *(field.name for fields in (COLUMN, *REGISTRIES.values()) for field in fields)}
"""What may stand behind a dash as the name of a field; anything else there is text."""
_CLOSING = {"[": "]", "{": "}"}


_NO_DASH = (
    "this line has no dash, but it stands among lines that have one",
    "begin it with a dash and a space; if it belongs to the line before, write both on one line",
)


class _Said(NamedTuple):
    row: int
    """0-based, as are the columns."""
    start: int
    end: int
    message: str
    help: str


class _Fault(NamedTuple):
    """Where libyaml stopped, and what it said."""

    lines: list[str]
    row: int
    column: int
    problem: str
    context: str
    opened: tuple[int, int] | None
    """Where the part began that could not be read, such as a bracket."""

    @property
    def line(self) -> str:
        return self.lines[self.row]

    def row_before(self, row: int) -> int | None:
        """The last line before `row` with something other than a comment on it."""
        found = (r for r in range(row - 1, -1, -1) if self.lines[r].strip() and self.lines[r].lstrip()[0] != "#")
        return next(found, None)


def syntax_fault(path: str, text: str, error: yaml.YAMLError) -> Diagnostic:
    """A diagnostic for a syntax error, in words for a person who does not know YAML's grammar."""
    if isinstance(error, yaml.MarkedYAMLError):
        said = _explain(_fault_of(text.split("\n"), error))
    else:  # a reader's error has no place; what could cause it was refused when the file was decoded
        said = _Said(0, 0, 0, f"this is not valid YAML ({error})", "type the file anew as plain text")
    return Diagnostic(
        path=path,
        span=Span(said.row + 1, said.start + 1, said.row + 1, max(said.end, said.start + 1) + 1),
        code="PT003",
        message=said.message,
        help=said.help,
    )


def _fault_of(lines: list[str], error: yaml.MarkedYAMLError) -> _Fault:
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    row, column = (mark.line, mark.column) if mark else (0, 0)
    place = (min(opened.line, len(lines) - 1), opened.column) if opened else None
    return _Fault(lines, min(row, len(lines) - 1), column, error.problem or "", error.context or "", place)


def _explain(fault: _Fault) -> _Said:
    for look in _LOOKS:
        if said := look(fault):
            return said
    return _Said(
        fault.row, fault.column, fault.column, f"this is not valid YAML ({fault.problem or 'unreadable'})",
        "each field is a line `name: value`; begin it in the first column, and put a value with "
        "unusual characters in quotes",
    )  # fmt: skip


def _left_by_a_program(fault: _Fault) -> _Said | None:
    """Marks of a merge conflict, and BibTeX in place of a record."""
    for row, line in enumerate(fault.lines):
        if _CONFLICT.match(line):
            return _Said(
                row, 0, len(line), "a merge conflict was left in the file",
                "keep one of the versions between <<<<<<< and >>>>>>>, and delete these lines and =======",
            )  # fmt: skip
    if _BIBTEX.match(fault.line):
        return _Said(
            fault.row, 0, len(fault.line), "this is BibTeX, not a record",
            "write each field on a line of its own, such as `name: Tofu`",
        )  # fmt: skip
    return None


def _quote_never_closed(fault: _Fault) -> _Said | None:
    if "quoted scalar" in fault.context and "unexpected" in fault.problem and fault.opened:
        return _unclosed(fault, *fault.opened)
    return None


def _unclosed(fault: _Fault, row: int, column: int) -> _Said:
    line = fault.lines[row].rstrip()
    field = _FIELD.match(line)
    alone = field is not None and len(field[1]) == column and len(line) < SHOWN
    return _Said(
        row, column, len(line), "the quote that opens here is not closed",
        f"write {line.strip()}{line[column]}" if alone
        else f"put the same quote, {line[column : column + 1]}, at the end of the text",
    )  # fmt: skip


def _backslash(fault: _Fault) -> _Said | None:
    if "escape" not in fault.problem and "hexdecimal" not in fault.problem:
        return None
    start = max(fault.line.rfind("\\", 0, fault.column + 1), 0)
    field = _FIELD.match(fault.line)
    value = field[2].rstrip() if field else ""
    inner = value[1:-1].replace("'", "''")
    whole = field is not None and value[:1] == '"' == value[-1:] and len(fault.line) < SHOWN and "\\" in inner
    return _Said(
        fault.row, start, fault.column + 1, "a backslash means something else in double quotes",
        f"write {field[1].strip()} '{inner}'" if field and whole
        else "put the value in single quotes, or write each backslash twice",
    )  # fmt: skip


def _tab(fault: _Fault) -> _Said | None:
    line = fault.line
    indent = len(line) - len(line.lstrip())
    if "\t" not in line[:indent] or fault.column > indent:
        return None
    before = fault.row_before(fault.row)
    help = "delete the tab, and begin the line in the same column as the one before it"
    if before is not None and fault.lines[before].rstrip().endswith(":"):
        help = "delete the tab, and type two spaces in its place"
    return _Said(fault.row, 0, indent, "the line is indented with a tab", help)


def _no_colon(fault: _Fault) -> _Said | None:
    """A line that lacks its colon, or the space after it; libyaml notices only on the next line."""
    rows: list[int | None] = []
    if "simple key" in fault.context and fault.opened:
        rows = [fault.opened[0]]
    elif fault.problem.startswith("mapping values"):
        rows = [fault.row_before(fault.row)]
    for row in rows:
        if row is not None and (said := _colonless(fault.lines[row], row)):
            return said
    if "simple key" in fault.context and fault.opened:
        return _loose_line(fault, fault.opened[0])
    return None


def _colonless(line: str, row: int) -> _Said | None:
    if found := _NO_COLON.match(line):
        at = found.start(3)
        message = "there must be a space after the colon"
        if found[3] == "：":
            message = "this is not an ordinary colon but a full-width one"
        elif found[4]:
            message = "the space after the colon is not an ordinary one"
        return _Said(row, at, at + 1, message, f"write {found[2].strip()}: {_cut(found[5])}")
    if found := _LABEL_AND_ADDRESS.match(line):
        return _Said(
            row, found.start(2), len(line), "there is no colon after the label",
            f"write {found[2]}: {_cut(found[3])}",
        )  # fmt: skip
    return None


def _loose_line(fault: _Fault, row: int) -> _Said:
    """Text in the column of the fields: mostly a long value that was broken over two lines."""
    line = fault.lines[row]
    start, text = len(line) - len(line.lstrip()), line.strip()
    before = fault.row_before(row)
    if before is not None and fault.lines[before].lstrip().startswith("- "):
        return _Said(row, start, len(line), *_NO_DASH)
    head = fault.lines[before].strip() if before is not None else ""
    joined = f"{head} {text}"
    help = "write a field's name, a colon and a space before it"
    if head:
        help += ", or, if it belongs to the line before, write both on one line"
    if head.endswith(":"):
        help = f"write {head} {_in_quotes(text)}" if len(joined) < SHOWN else f"write it right after {_cut(head)}"
    return _Said(row, start, len(line), "this line is not a field: it has no name and colon", help)


def _colon(fault: _Fault) -> _Said | None:
    """A colon where a value goes on: a value that needs quotes, or a line that is indented too far."""
    if not fault.problem.startswith("mapping values"):
        return None
    if said := _quote_above(fault):
        return said
    field = _field(fault.line)
    if field and len(field[1]) <= fault.column:
        return _to_quote(fault.row, field, 'a value that holds ": " must be in quotes')
    before = fault.row_before(fault.row)
    indent = len(fault.line) - len(fault.line.lstrip())
    message = "the line does not begin in the same column as the fields around it"
    if before is not None and indent > len(fault.lines[before]) - len(fault.lines[before].lstrip()):
        message = "the line is indented further than the one before it"
    return _Said(
        fault.row, 0 if indent else fault.column, indent or fault.column, message,
        "begin it in the same column as the fields around it; if it belongs to the text of the line before, write "
        "both on one line, in quotes",
    )  # fmt: skip


def _field(line: str) -> re.Match[str] | None:
    """A field and its value, or an item of a list."""
    field = _FIELD.match(line)
    item = _ITEM.match(line)
    return item if item and (field is None or field[1].strip(" \t:-") not in _PARTS) else field


def _to_quote(row: int, field: re.Match[str], message: str) -> _Said:
    value = _without_comment(field[2])
    shown = _in_quotes(value)
    if len(value) < SHOWN:
        help = f"write {field[1].strip()} {shown}"
    else:
        mark = "single quote, '" if shown[0] == "'" else 'double quote, "'
        help = f"put a {mark}, before and after the value"
        help += f", and write each {shown[0]} inside it twice" if shown[0] in value else ""
    return _Said(row, len(field[1]), len(field[1]) + len(value), message, help)


def _quote_above(fault: _Fault) -> _Said | None:
    """A quote that a line before left open, so that it was closed by the next one of its kind."""
    for row in range(fault.row - 1, max(fault.row - 20, -1), -1):
        field = _FIELD.match(fault.lines[row])
        if field is None:
            continue
        mark, value = field[2][0], field[2]
        if (
            mark in "\"'"
            and mark not in value[1:]
            and any(mark in line for line in fault.lines[row + 1 : fault.row + 1])
        ):
            return _unclosed(fault, row, len(field[1]))
        return None
    return None


def _after_the_end(fault: _Fault) -> _Said | None:
    """Text behind a closing quote or bracket, where the value was over for YAML."""
    if not fault.problem.endswith(("expected key", "'-' indicator")):
        return None
    if said := _quote_above(fault):
        return said
    field = _field(fault.line)
    if field is None or fault.column <= len(field[1]):
        return None
    mark, rest = field[2][0], _without_comment(fault.line[fault.column :])
    if mark not in "\"'[{":
        return None
    if not rest:  # a no-break space, say
        return _Said(fault.row, fault.column, fault.column, "there is an unusual space after the value", "delete it")
    closing = _CLOSING.get(mark)
    if rest == ",":
        help = "delete the comma"
        return _Said(fault.row, fault.column, fault.column + 1, "there is a comma after the value", help)
    if closing and not rest.strip("]}"):
        end = fault.column + len(rest)
        return _Said(fault.row, fault.column, end, f"there is one {rest[0]} too many", "delete it")
    if link := _MARKDOWN_LINK.fullmatch(_without_comment(field[2])):
        return _markdown_link(fault.row, field, link)
    message = f"there is text after the closing {closing or 'quote'}"
    said = _to_quote(fault.row, field, message)
    return _Said(fault.row, fault.column, fault.column + len(rest), message, said.help)


def _markdown_link(row: int, field: re.Match[str], link: re.Match[str]) -> _Said:
    name = field[1].strip(" \t:-")
    if name in _PROSE:
        return _to_quote(row, field, "a value that begins with [ must be in quotes")
    message, end = "a link is not written as in Markdown", len(field[1]) + len(link[0])
    shown = f"links: {{{link[1] or 'Paper'}: {link[2]}}}" if name == "links" else f"{name}: {link[2]}"
    return _Said(row, len(field[1]), end, message, f"write {_cut(shown)}")


def _indent(fault: _Fault) -> _Said | None:
    """A line that begins in a column where nothing else of its kind does."""
    start = len(fault.line) - len(fault.line.lstrip())
    if "block" not in fault.context or fault.column != start or fault.line.lstrip()[:1] in ("", "]", "}"):
        return None
    end = len(fault.line.rstrip())
    if fault.line.lstrip().startswith(":"):
        return _Said(fault.row, start, end, "there is no field's name before the colon", "write it, as in `name: Tofu`")
    if "'-'" not in fault.problem:
        return _Said(
            fault.row, 0, max(start, 1), "the line does not begin in the same column as those it belongs with",
            "begin fields in the first column, and what is below `links:` and the like two spaces further in",
        )  # fmt: skip
    if fault.opened and fault.opened[1] == 0:
        return _Said(
            fault.row, start, end, "the file begins with a dash, as a list does, but this line has none",
            "delete the dash at the beginning of the file, and begin each field in the first column",
        )  # fmt: skip
    return _Said(fault.row, start, end, *_NO_DASH)


def _bracket(fault: _Fault) -> _Said | None:
    """A list or mapping in brackets that lacks a comma or its end."""
    if "flow sequence" not in fault.context and "flow mapping" not in fault.context:
        return _last_bracket(fault) if "flow node" in fault.context else None
    row, column = fault.opened or (fault.row, fault.column)
    line = fault.lines[row].rstrip()
    mark = line[column : column + 1]
    closing = _CLOSING.get(mark, "]")
    if row == fault.row and fault.column < len(line):
        return _Said(
            row, fault.column, fault.column, f"there should be a comma or a {closing} here",
            "put commas between the parts, and put a part that holds quotes, commas or brackets in quotes as a "
            "whole; if it all is plain text, put the whole value in quotes",
        )  # fmt: skip
    field = _FIELD.match(line)
    alone = field is not None and len(field[1]) == column and len(line) < SHOWN
    help = f"write {line.strip().rstrip(',')}{closing}" if alone else f"write {closing} at its end"
    return _Said(
        row, column, len(line), f"the {mark or '['} that opens here is not closed",
        f"{help}; if it is plain text, put the whole value in quotes",
    )  # fmt: skip


def _last_bracket(fault: _Fault) -> _Said | None:
    """A bracket after which nothing comes; libyaml does not say where it was."""
    for row in range(min(fault.row, len(fault.lines) - 1), -1, -1):
        line = fault.lines[row].rstrip()
        column = max(line.rfind("["), line.rfind("{"))
        if column >= 0:
            closing = _CLOSING[line[column]]
            return _Said(
                row, column, len(line), f"the {line[column]} that opens here is not closed",
                f"write {closing} at its end; if it is plain text, put the whole value in quotes",
            )  # fmt: skip
    return None


def _colon_in_brackets(fault: _Fault) -> _Said | None:
    if fault.problem != "found unexpected ':'":
        return None
    message = "a part in brackets that holds a colon must be in quotes"
    return _Said(fault.row, fault.column, fault.column, message, 'put the whole part in quotes: ["a: b", c]')


def _loose_bracket(fault: _Fault) -> _Said | None:
    mark = fault.line[fault.column : fault.column + 1]
    if mark in ("]", "}") and fault.context != "while parsing a block node":
        return _Said(fault.row, fault.column, fault.column, f"this {mark} closes nothing", "delete it")
    return None


def _whole_file(fault: _Fault) -> _Said | None:
    """What ends or begins the file in YAML's eyes."""
    if fault.line.startswith("%"):
        return _Said(fault.row, 0, len(fault.line), "a line cannot begin with %", "delete the line")
    if "<document start>" not in fault.problem:
        return None
    for row, line in enumerate(fault.lines[: fault.row]):
        if line.rstrip() == "...":
            return _Said(row, 0, 3, "a line of three dots ends the file for YAML", "delete the line")
    for row, line in enumerate(fault.lines):
        if line.strip() and line.lstrip()[0] != "#":
            indent = len(line) - len(line.lstrip())
            if not indent:
                break
            help = "delete the spaces before it: fields begin in the first column"
            return _Said(row, 0, indent, "the first field is indented", help)
    return None


def _special(fault: _Fault) -> _Said | None:
    """A value whose first character means something to YAML."""
    told = ("alias", "anchor", "tag", "block scalar", "next token", "block node", "parsing a node")
    alone = ("block sequence entries", "mapping keys")
    if not any(word in fault.context for word in told) and not fault.problem.startswith(alone):
        return None
    row, column = fault.opened or (fault.row, fault.column)
    line = fault.lines[row]
    field = _field(line)
    message = f"a value that begins with {line[column : column + 1]} must be in quotes"
    if field is None or column < len(field[1]):
        return _Said(
            row, column, len(line.rstrip()), message, "begin the line with a field's name, a colon and a space"
        )
    if column > len(field[1]):  # inside brackets
        part = re.split(r"[,\]}]", line[column:])[0].strip()
        return _Said(row, column, column + len(part), message, f"write {_in_quotes(_cut(part))} in its place")
    said = _to_quote(row, field, message)
    if field[2].startswith("- "):
        help = "delete the dash, or, for a list, begin each item on a line of its own below the field's name"
        return said._replace(message="an item of a list cannot begin right after the colon", help=help)
    return said


def _without_comment(value: str) -> str:
    """A value without a comment behind it; `#3` is taken for a part of the text."""
    return re.split(r"[ \t]#(?=[ \t]|$)", value, maxsplit=1)[0].rstrip()


def _in_quotes(value: str) -> str:
    """A text as YAML in quotes, whatever is in it. Quotes that were there around it, but did not hold, are dropped."""
    mark, last = value[:1], value[-1:]
    straight = mark in "\"'" and last == mark and len(value) > 2 and not _closes_early(value, mark)
    if straight or (len(value) > 2 and mark in "“”„" and last in "“”"):
        value = value[1:-1]
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _closes_early(value: str, mark: str) -> bool:
    """Whether the next quote of the kind is one that closes, as in `"a" and "b"` but not in `"a "b" c"`."""
    at = value.index(mark, 1)
    return at == len(value) - 1 or (not value[at - 1].isspace() and not value[at + 1].isalnum())


def _cut(text: str) -> str:
    return text if len(text) < SHOWN else text[: SHOWN - 1] + "…"


_LOOKS: tuple[Callable[[_Fault], _Said | None], ...] = (
    _left_by_a_program, _quote_never_closed, _backslash, _tab, _colon_in_brackets, _bracket, _no_colon, _colon,
    _after_the_end, _loose_bracket, _whole_file, _indent, _special,
)  # fmt: skip
