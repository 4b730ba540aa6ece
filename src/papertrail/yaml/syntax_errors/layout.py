"""Lines with wrong indentation, and lines that are not fields."""

from __future__ import annotations

import re

from papertrail.yaml.syntax_errors.failure import SHOWN, Explanation, Failure, cut, in_quotes

_NO_COLON = re.compile(r"([ \t]*(?:- +)?)([^\s:：#\"'\[\]{},-][^:：]{0,60})(：|:(?! ))(\s*)(?!//)(\S.*)")
_LABEL_AND_ADDRESS = re.compile(r"([ \t]*)([^\s:#-][^\s:]*)[ \t]+(https?://\S+)\s*$")
_CONFLICT = re.compile(r"(?:<{7}|>{7})(?: |$)")
_BIBTEX = re.compile(r"@[A-Za-z]+[ \t]*[{(]")
_EQUALS = re.compile(r"([ \t]*(?:- +)?)([A-Za-z_]\w{0,40}+)[ \t]*+(=)[ \t]*+([^\s=].*)")
_GLUED_DASH = re.compile(r"([ \t]*)-([^\s-].*)")
_NO_DASH = (
    "missing dash in a list",
    "start the line with a dash and a space; if it continues the line before, write both on one line",
)


def conflict_or_bibtex(failure: Failure) -> Explanation | None:
    """Markers of a merge conflict, or BibTeX instead of a record."""
    for row, line in enumerate(failure.lines):
        if _CONFLICT.match(line):
            return Explanation(
                row, 0, len(line), "unresolved merge conflict",
                "keep one of the versions between <<<<<<< and >>>>>>>, and delete these markers and =======",
            )  # fmt: skip
    if _BIBTEX.match(failure.line):
        return Explanation(
            failure.row, 0, len(failure.line), "this is BibTeX, not a record",
            "write each field on a line of its own, such as `name: Tofu`, or convert the file with `papertrail import`",
        )  # fmt: skip
    return None


def tab(failure: Failure) -> Explanation | None:
    """Indentation with a tab, which YAML does not allow."""
    line = failure.line
    indent = len(line) - len(line.lstrip())
    if "\t" not in line[:indent] or failure.column > indent:
        return None
    before = failure.row_before(failure.row)
    help = "delete the tab, and align the line with the one before it"
    if before is not None and failure.lines[before].rstrip().endswith(":"):
        help = "replace the tab with two spaces"
    return Explanation(failure.row, 0, indent, "line is indented with a tab", help)


def equals_sign(failure: Failure) -> Explanation | None:
    """Lines above the failure with an equals sign instead of a colon."""
    row: int | None = failure.row
    first = None
    while row is not None and row > failure.row - 20:
        match = _EQUALS.match(failure.lines[row])
        if match is None and row != failure.row:
            break
        first = (row, match) if match else first
        row = failure.row_before(row)
    if first is None:
        return None
    row, match = first
    field = f"{match[2]}: "
    message, help = "equals sign instead of a colon", f"write {field}{cut(match[4])}"
    return Explanation(row, match.start(3), match.start(3) + 1, message, help, f"{match[1]}{field}{match[4]}")


def no_colon(failure: Failure) -> Explanation | None:
    """A line without a colon, or without a space after it. libyaml reports this on the next line."""
    rows: list[int | None] = []
    if "simple key" in failure.context and failure.opened:
        rows = [failure.opened[0]]
    elif failure.problem.startswith("mapping values"):
        rows = [failure.row_before(failure.row)]
    for row in rows:
        if row is not None and (explanation := _colonless(failure.lines[row], row)):
            return explanation
    if "simple key" in failure.context and failure.opened:
        return _loose_line(failure, failure.opened[0])
    first = rows[0] if rows else None
    if first is not None and failure.row_before(first) is None and failure.lines[first][:1].isalnum():
        return _loose_line(failure, first) if ":" not in failure.lines[first] else None
    return None


def _colonless(line: str, row: int) -> Explanation | None:
    if match := _NO_COLON.match(line):
        at = match.start(3)
        message = "missing space after the colon"
        if match[3] == "：":
            message = "full-width colon instead of an ASCII one"
        elif match[4]:
            message = "unusual space character after the colon"
        field = f"{match[2].strip()}: "
        return Explanation(row, at, at + 1, message, f"write {field}{cut(match[5])}", f"{match[1]}{field}{match[5]}")
    if match := _LABEL_AND_ADDRESS.match(line):
        message, label = "missing colon after the label", f"{match[2]}: "
        help, fixed = f"write {label}{cut(match[3])}", f"{match[1]}{label}{match[3]}"
        return Explanation(row, match.start(2), len(line), message, help, fixed)
    return None


def dash_without_space(failure: Failure) -> Explanation | None:
    """A dash that belongs to the name of a field, because no space follows it."""
    rows = (failure.row, failure.row_before(failure.row), failure.opened[0] if failure.opened else None)
    for row in rows:
        match = _GLUED_DASH.match(failure.lines[row]) if row is not None else None
        if match and row is not None and _is_item(failure, row, len(match[1])):
            fixed = f"{match[1]}- {match[2]}"
            end = len(match[0])
            message, help = "missing space after the dash", f"write {cut(fixed.strip())}"
            return Explanation(row, len(match[1]), end, message, help, fixed)
    return None


def _is_item(failure: Failure, row: int, indent: int) -> bool:
    """Whether a line that starts with a dash is meant for an item of a list."""
    before = failure.row_before(row)
    if before is not None and failure.lines[before].rstrip().endswith(":"):
        return True
    return any(line[indent : indent + 2] == "- " and not line[:indent].strip() for line in failure.lines)


def _loose_line(failure: Failure, row: int) -> Explanation:
    """Text in the column of the fields, usually a long value that was wrapped."""
    line = failure.lines[row]
    start, text = len(line) - len(line.lstrip()), line.strip()
    before = failure.row_before(row)
    if before is not None and failure.lines[before].lstrip().startswith("- "):
        return Explanation(row, start, len(line), *_NO_DASH)
    head = failure.lines[before].strip() if before is not None else ""
    joined = f"{head} {text}"
    help = "write a field name, a colon and a space before it"
    if head:
        help += "; if it continues the line before, write both on one line"
    if head.endswith(":"):
        help = f"write {head} {in_quotes(text)}" if len(joined) < SHOWN else f"write it on the same line as {cut(head)}"
    return Explanation(row, start, len(line), "this line has no field name and colon", help)


def indentation(failure: Failure) -> Explanation | None:
    """A line that is not aligned with the others of its kind."""
    start = len(failure.line) - len(failure.line.lstrip())
    if "block" not in failure.context or failure.column != start or failure.line.lstrip()[:1] in ("", "]", "}"):
        return None
    end = len(failure.line.rstrip())
    if failure.line.lstrip().startswith(":"):
        return Explanation(failure.row, start, end, "missing field name before the colon", "add it, as in `name: Tofu`")
    if "'-'" not in failure.problem:
        return Explanation(
            failure.row, 0, max(start, 1), "inconsistent indentation",
            "start fields in the first column, and indent the lines under a field such as `links:` by two spaces",
        )  # fmt: skip
    if failure.opened and failure.opened[1] == 0:
        return Explanation(
            failure.row, start, end, "missing dash: the file starts with a dash, like a list",
            "delete the dash at the start of the file, and start each field in the first column",
        )  # fmt: skip
    return Explanation(failure.row, start, end, *_NO_DASH)


def whole_file(failure: Failure) -> Explanation | None:
    """Lines that end or start a YAML document."""
    if failure.line.startswith("%"):
        return Explanation(
            failure.row,
            0,
            len(failure.line),
            "YAML directives (lines that start with %) are not supported",
            "delete the line",
        )
    if "<document start>" not in failure.problem:
        return None
    for row, line in enumerate(failure.lines[: failure.row]):
        if line.rstrip() == "...":
            return Explanation(row, 0, 3, "a line with three dots ends the YAML document", "delete the line")
    for row, line in enumerate(failure.lines):
        if line.strip() and line.lstrip()[0] != "#":
            indent = len(line) - len(line.lstrip())
            if not indent:
                break
            help = "delete the spaces before it; fields start in the first column"
            return Explanation(row, 0, indent, "the first field is indented", help)
    return None
