"""Ordered trials: functions that each recognise one form of source, and are named after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

_Value = TypeVar("_Value")
_Answer = TypeVar("_Answer")


def first_answer(trials: Sequence[Callable[[_Value], _Answer | None]], value: _Value) -> _Answer | None:
    """Return the answer of the first trial that has one."""
    for trial in trials:
        if (answer := trial(value)) is not None:
            return answer
    return None
