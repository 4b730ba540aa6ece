"""Lines that stand in the wrong place, or are no fields at all."""

from __future__ import annotations

import re

from papertrail.yaml.syntax_errors.failure import SHOWN, Explanation, Failure, cut, in_quotes

_NO_COLON = re.compile(r"([ \t]*(?:- +)?)([^\s:：#\"'\[\]{},-][^:：]{0,60})(：|:(?! ))(\s*)(?!//)(\S.*)")
_LABEL_AND_ADDRESS = re.compile(r"([ \t]*)([^\s:#-][^\s:]*)[ \t]+(https?://\S+)\s*$")
_CONFLICT = re.compile(r"(?:<{7}|>{7})(?: |$)")
_BIBTEX = re.compile(r"@[A-Za-z]+[ \t]*[{(]")
_NO_DASH = (
    "this line has no dash, but it stands among lines that have one",
    "begin it with a dash and a space; if it belongs to the line before, write both on one line",
)


def left_by_a_program(failure: Failure) -> Explanation | None:
    """Marks of a merge conflict, and BibTeX in place of a record."""
    for row, line in enumerate(failure.lines):
        if _CONFLICT.match(line):
            return Explanation(
                row, 0, len(line), "a merge conflict was left in the file",
                "keep one of the versions between <<<<<<< and >>>>>>>, and delete these lines and =======",
            )  # fmt: skip
    if _BIBTEX.match(failure.line):
        return Explanation(
            failure.row, 0, len(failure.line), "this is BibTeX, not a record",
            "write each field on a line of its own, such as `name: Tofu`",
        )  # fmt: skip
    return None


def tab(failure: Failure) -> Explanation | None:
    """Indentation with tabs, which YAML refuses."""
    line = failure.line
    indent = len(line) - len(line.lstrip())
    if "\t" not in line[:indent] or failure.column > indent:
        return None
    before = failure.row_before(failure.row)
    help = "delete the tab, and begin the line in the same column as the one before it"
    if before is not None and failure.lines[before].rstrip().endswith(":"):
        help = "delete the tab, and type two spaces in its place"
    return Explanation(failure.row, 0, indent, "the line is indented with a tab", help)


def no_colon(failure: Failure) -> Explanation | None:
    """A line that lacks its colon, or the space after it; libyaml notices only on the next line."""
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
    return None


def _colonless(line: str, row: int) -> Explanation | None:
    if found := _NO_COLON.match(line):
        at = found.start(3)
        message = "there must be a space after the colon"
        if found[3] == "：":
            message = "this is not an ordinary colon but a full-width one"
        elif found[4]:
            message = "the space after the colon is not an ordinary one"
        return Explanation(row, at, at + 1, message, f"write {found[2].strip()}: {cut(found[5])}")
    if found := _LABEL_AND_ADDRESS.match(line):
        return Explanation(
            row, found.start(2), len(line), "there is no colon after the label",
            f"write {found[2]}: {cut(found[3])}",
        )  # fmt: skip
    return None


def _loose_line(failure: Failure, row: int) -> Explanation:
    """Text in the column of the fields: mostly a long value that was broken over two lines."""
    line = failure.lines[row]
    start, text = len(line) - len(line.lstrip()), line.strip()
    before = failure.row_before(row)
    if before is not None and failure.lines[before].lstrip().startswith("- "):
        return Explanation(row, start, len(line), *_NO_DASH)
    head = failure.lines[before].strip() if before is not None else ""
    joined = f"{head} {text}"
    help = "write a field's name, a colon and a space before it"
    if head:
        help += ", or, if it belongs to the line before, write both on one line"
    if head.endswith(":"):
        help = f"write {head} {in_quotes(text)}" if len(joined) < SHOWN else f"write it right after {cut(head)}"
    return Explanation(row, start, len(line), "this line is not a field: it has no name and colon", help)


def indentation(failure: Failure) -> Explanation | None:
    """A line that begins in a column where nothing else of its kind does."""
    start = len(failure.line) - len(failure.line.lstrip())
    if "block" not in failure.context or failure.column != start or failure.line.lstrip()[:1] in ("", "]", "}"):
        return None
    end = len(failure.line.rstrip())
    if failure.line.lstrip().startswith(":"):
        return Explanation(
            failure.row, start, end, "there is no field's name before the colon", "write it, as in `name: Tofu`"
        )
    if "'-'" not in failure.problem:
        return Explanation(
            failure.row, 0, max(start, 1), "the line does not begin in the same column as those it belongs with",
            "begin fields in the first column, and what is below `links:` and the like two spaces further in",
        )  # fmt: skip
    if failure.opened and failure.opened[1] == 0:
        return Explanation(
            failure.row, start, end, "the file begins with a dash, as a list does, but this line has none",
            "delete the dash at the beginning of the file, and begin each field in the first column",
        )  # fmt: skip
    return Explanation(failure.row, start, end, *_NO_DASH)


def whole_file(failure: Failure) -> Explanation | None:
    """What ends or begins the file in YAML's eyes."""
    if failure.line.startswith("%"):
        return Explanation(failure.row, 0, len(failure.line), "a line cannot begin with %", "delete the line")
    if "<document start>" not in failure.problem:
        return None
    for row, line in enumerate(failure.lines[: failure.row]):
        if line.rstrip() == "...":
            return Explanation(row, 0, 3, "a line of three dots ends the file for YAML", "delete the line")
    for row, line in enumerate(failure.lines):
        if line.strip() and line.lstrip()[0] != "#":
            indent = len(line) - len(line.lstrip())
            if not indent:
                break
            help = "delete the spaces before it: fields begin in the first column"
            return Explanation(row, 0, indent, "the first field is indented", help)
    return None
