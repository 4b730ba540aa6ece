"""Padding of GFM tables, so that their columns line up in the source."""

from __future__ import annotations

import re

from papertrail.text import width

_PIPE = re.compile(r"(?<!\\)\|")
_MARKS = {"left": (":", "-"), "center": (":", ":"), "right": ("-", ":")}


def padded(table: str) -> str:
    """A GFM table with each cell padded to its column's width; of a centred cell's odd space the left gets more.

    The second line gives the alignments (`---`, `:--`, `:-:`, `--:`). Pipes in cells must be escaped.
    """
    lines = [_cells(line) for line in table.strip("\n").split("\n")]
    aligns = [_align(rule) for rule in lines[1]]
    body = [lines[0], *lines[2:]]
    widths = [max(3, *(width(line[column]) for line in body)) for column in range(len(aligns))]
    rows = [_row([_pad(*cell) for cell in zip(line, widths, aligns, strict=True)]) for line in body]
    rule = _row([_rule(size, align) for size, align in zip(widths, aligns, strict=True)])
    return "\n".join([rows[0], rule, *rows[1:]]) + "\n"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _PIPE.split(line.strip())[1:-1]]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _align(rule: str) -> str | None:
    ends = rule.startswith(":"), rule.endswith(":")
    return {(True, False): "left", (True, True): "center", (False, True): "right"}.get(ends)


def _pad(cell: str, size: int, align: str | None) -> str:
    free = size - width(cell)
    left = {"center": free - free // 2, "right": free}.get(align or "", 0)
    return " " * left + cell + " " * (free - left)


def _rule(size: int, align: str | None) -> str:
    first, last = _MARKS.get(align or "", ("-", "-"))
    return first + "-" * (size - 2) + last
