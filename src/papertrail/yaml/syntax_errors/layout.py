"""Lines that stand in the wrong place, or are no fields at all."""

from __future__ import annotations

import re

from papertrail.yaml.syntax_errors.fault import SHOWN, Fault, Said, cut, in_quotes

_NO_COLON = re.compile(r"([ \t]*(?:- +)?)([^\s:：#\"'\[\]{},-][^:：]{0,60})(：|:(?! ))(\s*)(?!//)(\S.*)")
_LABEL_AND_ADDRESS = re.compile(r"([ \t]*)([^\s:#-][^\s:]*)[ \t]+(https?://\S+)\s*$")
_CONFLICT = re.compile(r"(?:<{7}|>{7})(?: |$)")
_BIBTEX = re.compile(r"@[A-Za-z]+[ \t]*[{(]")
_NO_DASH = (
    "this line has no dash, but it stands among lines that have one",
    "begin it with a dash and a space; if it belongs to the line before, write both on one line",
)


def left_by_a_program(fault: Fault) -> Said | None:
    """Marks of a merge conflict, and BibTeX in place of a record."""
    for row, line in enumerate(fault.lines):
        if _CONFLICT.match(line):
            return Said(
                row, 0, len(line), "a merge conflict was left in the file",
                "keep one of the versions between <<<<<<< and >>>>>>>, and delete these lines and =======",
            )  # fmt: skip
    if _BIBTEX.match(fault.line):
        return Said(
            fault.row, 0, len(fault.line), "this is BibTeX, not a record",
            "write each field on a line of its own, such as `name: Tofu`",
        )  # fmt: skip
    return None


def tab(fault: Fault) -> Said | None:
    """Indentation with tabs, which YAML refuses."""
    line = fault.line
    indent = len(line) - len(line.lstrip())
    if "\t" not in line[:indent] or fault.column > indent:
        return None
    before = fault.row_before(fault.row)
    help = "delete the tab, and begin the line in the same column as the one before it"
    if before is not None and fault.lines[before].rstrip().endswith(":"):
        help = "delete the tab, and type two spaces in its place"
    return Said(fault.row, 0, indent, "the line is indented with a tab", help)


def no_colon(fault: Fault) -> Said | None:
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


def _colonless(line: str, row: int) -> Said | None:
    if found := _NO_COLON.match(line):
        at = found.start(3)
        message = "there must be a space after the colon"
        if found[3] == "：":
            message = "this is not an ordinary colon but a full-width one"
        elif found[4]:
            message = "the space after the colon is not an ordinary one"
        return Said(row, at, at + 1, message, f"write {found[2].strip()}: {cut(found[5])}")
    if found := _LABEL_AND_ADDRESS.match(line):
        return Said(
            row, found.start(2), len(line), "there is no colon after the label",
            f"write {found[2]}: {cut(found[3])}",
        )  # fmt: skip
    return None


def _loose_line(fault: Fault, row: int) -> Said:
    """Text in the column of the fields: mostly a long value that was broken over two lines."""
    line = fault.lines[row]
    start, text = len(line) - len(line.lstrip()), line.strip()
    before = fault.row_before(row)
    if before is not None and fault.lines[before].lstrip().startswith("- "):
        return Said(row, start, len(line), *_NO_DASH)
    head = fault.lines[before].strip() if before is not None else ""
    joined = f"{head} {text}"
    help = "write a field's name, a colon and a space before it"
    if head:
        help += ", or, if it belongs to the line before, write both on one line"
    if head.endswith(":"):
        help = f"write {head} {in_quotes(text)}" if len(joined) < SHOWN else f"write it right after {cut(head)}"
    return Said(row, start, len(line), "this line is not a field: it has no name and colon", help)


def indentation(fault: Fault) -> Said | None:
    """A line that begins in a column where nothing else of its kind does."""
    start = len(fault.line) - len(fault.line.lstrip())
    if "block" not in fault.context or fault.column != start or fault.line.lstrip()[:1] in ("", "]", "}"):
        return None
    end = len(fault.line.rstrip())
    if fault.line.lstrip().startswith(":"):
        return Said(fault.row, start, end, "there is no field's name before the colon", "write it, as in `name: Tofu`")
    if "'-'" not in fault.problem:
        return Said(
            fault.row, 0, max(start, 1), "the line does not begin in the same column as those it belongs with",
            "begin fields in the first column, and what is below `links:` and the like two spaces further in",
        )  # fmt: skip
    if fault.opened and fault.opened[1] == 0:
        return Said(
            fault.row, start, end, "the file begins with a dash, as a list does, but this line has none",
            "delete the dash at the beginning of the file, and begin each field in the first column",
        )  # fmt: skip
    return Said(fault.row, start, end, *_NO_DASH)


def whole_file(fault: Fault) -> Said | None:
    """What ends or begins the file in YAML's eyes."""
    if fault.line.startswith("%"):
        return Said(fault.row, 0, len(fault.line), "a line cannot begin with %", "delete the line")
    if "<document start>" not in fault.problem:
        return None
    for row, line in enumerate(fault.lines[: fault.row]):
        if line.rstrip() == "...":
            return Said(row, 0, 3, "a line of three dots ends the file for YAML", "delete the line")
    for row, line in enumerate(fault.lines):
        if line.strip() and line.lstrip()[0] != "#":
            indent = len(line) - len(line.lstrip())
            if not indent:
                break
            help = "delete the spaces before it: fields begin in the first column"
            return Said(row, 0, indent, "the first field is indented", help)
    return None
