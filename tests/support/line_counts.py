"""Count how often each line of papertrail runs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
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
