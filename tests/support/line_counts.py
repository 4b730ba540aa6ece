"""Count how often each line of papertrail runs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import papertrail

_ROOT = str(Path(papertrail.__file__).parent)

Line = tuple[str, int]
"""A path below the package, and the number of a line."""


def line_counts(run: Callable[[], object], below: str = "") -> Counter[Line]:
    """Run something, and return how often it ran each line of the modules below a folder of the package."""
    counts: Counter[tuple[str, int]] = Counter()
    folder = f"{_ROOT}/{below}"

    def count(frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            counts[frame.f_code.co_filename, frame.f_lineno] += 1
        return count

    def enter(frame: FrameType, event: str, argument: Any) -> Any:
        return count if frame.f_code.co_filename.startswith(folder) else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        run()
    finally:
        sys.settrace(before)
    return Counter({(path.removeprefix(f"{_ROOT}/"), line): times for (path, line), times in counts.items()})


def executable_lines(starts: Sequence[str]) -> set[Line]:
    """Return the lines with code of the modules whose paths start with one of some texts."""
    lines: set[Line] = set()
    for path in Path(_ROOT).rglob("*.py"):
        name = str(path.relative_to(_ROOT))
        if name.startswith(tuple(starts)):
            lines |= {(name, line) for line in _lines_of(compile(path.read_text(encoding="utf-8"), name, "exec"))}
    return lines


def _lines_of(code: CodeType) -> Iterator[int]:
    """The lines of the functions in some code; those of the module run once, when it is imported."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from (line for _, _, line in constant.co_lines() if line and line != constant.co_firstlineno)
            yield from _lines_of(constant)
