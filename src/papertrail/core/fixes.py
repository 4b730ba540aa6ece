"""Fixes as values: which parts of which files are replaced, and which file is renamed."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A range of a text file. Lines and columns start at 1, columns count characters, and the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class TextEdit(NamedTuple):
    """A text to write in place of a range of a file. Its line ends are those of the file."""

    path: str
    span: Span
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fix:
    """A change of files that solves a problem and loses nothing. All of it is made, or nothing."""

    label: str
    """What it does, in the imperative, such as `write "EuroSys 2019"`."""
    edits: tuple[TextEdit, ...] = ()
    rename: tuple[str, str] | None = None
    """The path of a file, and its new path."""
    deletes: bool = False
    """Whether it deletes something without use. That is only sure in a list without errors, which may hide a use."""


def common_ends(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts start and end with in common. The two parts do not overlap.

    >>> common_ends("http://a", "https://a")
    (4, 4)
    """
    most = min(len(old), len(new))
    start = bisect_left(range(most), True, key=lambda n: old[: n + 1] != new[: n + 1])
    return start, bisect_left(range(most - start), True, key=lambda n: old[-1 - n :] != new[-1 - n :])


def smallest_edit(path: str, old: str, new: str, first_line: int = 1) -> TextEdit:
    """The edit of a file that turns the text `old` into `new`, without the parts that both start and end with.

    The texts start at the beginning of a line.

    >>> smallest_edit("a.yml", "name: A\\nurl: http://a", "name: A\\nurl: https://a")
    TextEdit(path='a.yml', span=Span(line=2, column=10, end_line=2, end_column=10), text='s')
    """
    start, end = common_ends(old, new)
    before, removed = old[:start], old[start : len(old) - end]
    line, column = before.count("\n") + first_line, start - before.rfind("\n")
    lines = removed.count("\n")
    end_column = len(removed) - removed.rfind("\n") if lines else column + len(removed)
    return TextEdit(path, Span(line, column, line + lines, end_column), new[start : len(new) - end])
