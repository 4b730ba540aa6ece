"""The geometry of charts, in the units of the drawing. Their look is up to the template.

A drawing is as wide as a phone and is only ever enlarged, so that its text never becomes too small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from papertrail.templating.words import ENGLISH, Words
from papertrail.text.strings import width as columns_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """A number of papers with a label."""

    label: str
    count: int
    query: str
    """The query with which Browse shows these papers."""
    depth: int = 0
    """Level of indentation, for a section of a list."""
    short: str = ""
    """A shorter label, for when the label is too long or clear from the context."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A bar, positioned by its upper left corner."""

    label: str
    text: str
    """The label as drawn, truncated to the available space."""
    count: int
    query: str
    x: float
    y: float
    width: float
    height: float
    depth: int = 0

    @property
    def cut(self) -> bool:
        """Whether the label is truncated."""
        return self.text.endswith("…")


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkArea:
    """An area of a drawing, positioned by its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A label on an axis; `at` is its position along the axis."""

    at: float
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A bar chart. Counts of zero have no bar."""

    width: int
    height: int
    font: int
    """Font size at the smallest scale; the stylesheet reduces it where the drawing is enlarged."""
    step: float
    """Distance between two bars."""
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...] = ()
    """Labels below columns."""
    lines: tuple[Mark, ...] = ()
    """Horizontal lines: the baseline, and grid lines if columns are too narrow for numbers."""
    upright: bool = False
    """Whether the bars are columns."""

    @property
    def deep(self) -> bool:
        """Whether some bars are indented."""
        return any(bar.depth for bar in self.bars)

    def place(self, bar: Bar) -> LinkArea:
        """Return the clickable area of a bar: its whole column or row, including text."""
        if self.upright:
            x = round(bar.x + (bar.width - self.step) / 2, 1)
            return LinkArea(x=x, y=0, width=self.step, height=self.height)
        return LinkArea(x=0, y=bar.y - _ABOVE_BAR, width=self.width, height=self.step)


_COLUMNS_WIDTH, _COLUMNS_FONT = 360, 11
_TOP, _FOOT, _BELOW = 16, 136, 18
_WIDEST_STEP = 48.0
_LEAST = 1.5
"""Minimum length of a bar, to keep it visible."""
_FILLED = 0.76
"""Share of a step that its column fills."""
_DIGIT = 0.62 * _COLUMNS_FONT


def columns(counts: Sequence[Count], words: Words = ENGLISH) -> Chart:
    """Return vertical bars in the given order, one per count. Some labels are omitted if there is no room."""
    most = max((count.count for count in counts), default=0)
    widest = _DIGIT * len(words.number(most))
    written = _COLUMNS_WIDTH / max(len(counts), 1) >= widest + 4
    left = 0 if written else widest + 6
    step = min((_COLUMNS_WIDTH - left) / max(len(counts), 1), _WIDEST_STEP)
    tall = (_FOOT - _TOP) / max(most, 1)
    bars = (
        _column(
            count,
            left + step * number,
            step,
            max(tall * count.count, _LEAST),
            words.number(count.count) if written else "",
        )
        for number, count in enumerate(counts)
        if count.count
    )
    return Chart(
        width=_COLUMNS_WIDTH,
        height=_FOOT + _BELOW,
        font=_COLUMNS_FONT,
        step=round(step, 1),
        bars=tuple(bars),
        marks=_feet(counts, left, step),
        lines=_lines(tall, [] if written else _steps(most), words),
        upright=True,
    )


def _column(count: Count, left: float, step: float, tall: float, text: str) -> Bar:
    return Bar(
        label=count.label,
        text=text,
        count=count.count,
        query=count.query,
        x=round(left + step * (1 - _FILLED) / 2, 1),
        y=round(_FOOT - round(tall, 1), 1),  # all columns end at the same height
        width=round(step * _FILLED, 1),
        height=round(tall, 1),
    )


def _feet(counts: Sequence[Count], left: float, step: float) -> tuple[Mark, ...]:
    """Return the labels that fit, at a regular interval counted from the last one, and a short first label."""
    texts = [count.short or count.label for count in counts]
    room = max((_DIGIT * len(text) for text in texts), default=0) + 4
    every = next((number for number in (1, 2, 5, 10) if step * number >= room), 20)
    shown = list(range(len(texts) - 1, -1, -every))[::-1]
    if counts and counts[0].short:
        shown = [0, *(number for number in shown if step * number >= room)]
    return tuple(Mark(at=_within(left + step * (number + 0.5), texts[number]), text=texts[number]) for number in shown)


def _within(middle: float, text: str) -> float:
    """Return a center for a text that keeps the text inside the drawing."""
    half = _DIGIT * len(text) / 2
    return round(min(max(middle, half), _COLUMNS_WIDTH - half), 1)


def _lines(tall: float, numbers: Sequence[int], words: Words) -> tuple[Mark, ...]:
    written = tuple(Mark(at=round(_FOOT - tall * number, 1), text=words.number(number)) for number in numbers)
    return written or (Mark(at=_FOOT, text=""),)


def _steps(most: int) -> list[int]:
    """Return at most six round numbers from 0 to the largest."""
    size: int = 10 ** (len(str(most)) - 1)
    by = next(by for by in (size // 5, size // 2, size, 2 * size) if by and most / by <= 5)
    return list(range(0, most + 1, by))


_ROWS_WIDTH, _ROWS_FONT = 340, 13
_ROW, _BAR, _ABOVE_BAR, _INDENT = 33, 6, 20, 14


def rows(counts: Sequence[Count], words: Words = ENGLISH) -> Chart:
    """Return horizontal bars in the given order, each below its label and number."""
    most = max((count.count for count in counts), default=0)
    room = (_ROWS_WIDTH - 12) / _ROWS_FONT - 0.62 * len(words.number(most))
    deepest = max((count.depth for count in counts), default=0)
    bars = [
        Bar(
            label=count.label,
            text=truncated(count.short or count.label, room - _INDENT / _ROWS_FONT * count.depth),
            count=count.count,
            query=count.query,
            x=_INDENT * count.depth,
            y=_ROW * number + _ABOVE_BAR,
            width=round(max((_ROWS_WIDTH - _INDENT * deepest) * count.count / max(most, 1), _LEAST), 1),
            height=_BAR,
            depth=count.depth,
        )
        for number, count in enumerate(counts)
    ]
    return Chart(width=_ROWS_WIDTH, height=_ROW * len(bars), font=_ROWS_FONT, step=_ROW, bars=tuple(bars))


_LONGEST = 200
"""Characters that fit into no drawing."""


def truncated(text: str, room: float) -> str:
    """Return a text, truncated with `…` to what surely fits; `room` is in units of the font size.

    >>> truncated("Tensor Swapping", 20), truncated("Tensor Swapping", 6)
    ('Tensor Swapping', 'Tensor S…')
    """
    if len(text) <= _LONGEST and _room_of(text) <= room:
        return text
    kept = text[:_LONGEST]
    while kept and _room_of(kept) + 1 > room:
        kept = kept[:-1]
    return f"{kept}…"


def _room_of(text: str) -> float:
    """Return the maximum width of a text in any font."""
    return sum(0.8 if letter.isupper() or letter in "mwMW@%—" else 0.55 * columns_of(letter) for letter in text)
