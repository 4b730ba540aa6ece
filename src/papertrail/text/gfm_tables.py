"""GFM tables, padded so that the columns line up in the source, or with a verbatim head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from papertrail.text.strings import width

_PIPE = re.compile(r"(?<!\\)\|")
_NARROWEST = 3
"""The width of the shortest rule, `---`."""
_LONGER = 30
"""How many times longer padding may make a table: one very wide cell would pad all rows."""
_ALWAYS = 4_000
"""Characters by which padding may always make a table longer."""
_MARKS = {"left": (":", "-"), "center": (":", ":"), "right": ("-", ":")}


def tabled(table: str, before: str | None, after: str, chars: Sequence[int | None] = ()) -> str:
    """Return a padded GFM table, or its rows after the verbatim head `before`."""
    if before is None:
        return padded(table, chars)
    return before + "\n".join(table.strip("\n").split("\n")[2:]) + after + "\n"


def padded(table: str, chars: Sequence[int | None] = ()) -> str:
    """Pad each cell of a GFM table to the width of its column; a centered cell gets the odd space on the left.

    `chars` overrides the widths of columns. A table that padding would make much longer is not padded. The second line
    defines the alignments (`---`, `:--`, `:-:`, `--:`). Pipes in cells must be escaped.
    """
    sources = table.strip("\n").split("\n")
    lines = [_cells(line) for line in sources]
    aligns = [_align(rule) for rule in lines[1]]
    whole = [line for number, line in enumerate(lines) if number != 1 and len(line) == len(aligns)]
    widest = [max(_NARROWEST, *(width(line[column]) for line in whole)) for column in range(len(aligns))]
    widths = [given or widest_cell for given, widest_cell in zip_longest(chars, widest)][: len(widest)]
    if sum(widths) * len(lines) > _LONGER * len(table) + _ALWAYS:
        widths = [_NARROWEST] * len(widths)

    def row(number: int) -> str:
        if len(lines[number]) != len(aligns):  # a verbatim row with too many or too few cells
            return sources[number]
        return _row([_pad(*cell) for cell in zip(lines[number], widths, aligns, strict=True)])

    rule = _row([_rule(size, align) for size, align in zip(widths, aligns, strict=True)])
    return "\n".join([row(0), rule, *(row(number) for number in range(2, len(lines)))]) + "\n"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _PIPE.split(line.strip())[1:-1]]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _align(rule: str) -> str | None:
    ends = rule.startswith(":"), rule.endswith(":")
    return {(True, False): "left", (True, True): "center", (False, True): "right"}.get(ends)


def _pad(cell: str, size: int, align: str | None) -> str:
    free = max(0, size - width(cell))
    left = {"center": free - free // 2, "right": free}.get(align or "", 0)
    return " " * left + cell + " " * (free - left)


def _rule(size: int, align: str | None) -> str:
    first, last = _MARKS.get(align or "", ("-", "-"))
    return first + "-" * (size - 2) + last
