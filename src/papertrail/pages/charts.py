"""Where the bars of a chart stand: plain numbers, in the units of the drawing. What they look like is the template's.

A drawing is no wider than a phone, and grows with its place: text must never be drawn smaller than it is meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from papertrail.text.strings import width as columns_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """Something with a number of papers."""

    label: str
    count: int
    query: str
    """Under which Browse shows these papers."""
    depth: int = 0
    """How far below another it stands, as a section below its list."""
    short: str = ""
    """What is drawn of the label where that is too long, or clear from what stands around it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A bar, from its upper left corner."""

    label: str
    text: str
    """What is written beside it: of the label, as much as there is room for."""
    count: int
    query: str
    x: float
    y: float
    width: float
    height: float
    depth: int = 0

    @property
    def cut(self) -> bool:
        """Whether there was no room for all of the label."""
        return self.text.endswith("…")


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkArea:
    """A part of a drawing, in per cent of its width and height."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A text beside an axis; `at` is where it stands along the axis."""

    at: float
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A drawing of bars. Nothing that counts no paper has one."""

    width: int
    height: int
    font: int
    """Size of its text where there is least room; the stylesheet makes it smaller where the drawing is enlarged."""
    step: float
    """From one bar to the next."""
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...] = ()
    """Along the foot of columns."""
    lines: tuple[Mark, ...] = ()
    """Across columns: the foot, and more where the columns are too narrow to be written on."""
    upright: bool = False
    """Whether the bars are columns."""

    @property
    def deep(self) -> bool:
        """Whether some bars stand below others."""
        return any(bar.depth for bar in self.bars)

    def place(self, bar: Bar) -> LinkArea:
        """The part of the drawing that leads to a bar's papers: its whole column or row, with what is written there."""
        if self.upright:
            left = bar.x + (bar.width - self.step) / 2
            return LinkArea(left=_share(left, self.width), top=0, width=_share(self.step, self.width), height=100)
        top = bar.y - _ABOVE_BAR
        return LinkArea(left=0, top=_share(top, self.height), width=100, height=_share(self.step, self.height))


def _share(part: float, whole: float) -> float:
    return round(100 * part / whole, 2)


_COLUMNS_WIDTH, _COLUMNS_FONT = 360, 11
_TOP, _FOOT, _BELOW = 16, 136, 18
_WIDEST_STEP = 48.0
_LEAST = 1.5
"""Length of a bar that is too short to be seen otherwise."""
_FILLED = 0.76
"""How much of a step its column fills."""
_DIGIT = 0.62 * _COLUMNS_FONT


def columns(counts: Sequence[Count]) -> Chart:
    """Vertical bars in the order given, one for each count, each above its label or every few of them."""
    most = max((count.count for count in counts), default=0)
    widest = _DIGIT * len(f"{most:,}")
    written = _COLUMNS_WIDTH / max(len(counts), 1) >= widest + 4
    left = 0 if written else widest + 6
    step = min((_COLUMNS_WIDTH - left) / max(len(counts), 1), _WIDEST_STEP)
    tall = (_FOOT - _TOP) / max(most, 1)
    bars = (
        _column(count, left + step * number, step, max(tall * count.count, _LEAST), written)
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
        lines=_lines(tall, [] if written else _steps(most)),
        upright=True,
    )


def _column(count: Count, left: float, step: float, tall: float, written: bool) -> Bar:
    return Bar(
        label=count.label,
        text=f"{count.count:,}" if written else "",
        count=count.count,
        query=count.query,
        x=round(left + step * (1 - _FILLED) / 2, 1),
        y=round(_FOOT - tall, 1),
        width=round(step * _FILLED, 1),
        height=round(tall, 1),
    )


def _feet(counts: Sequence[Count], left: float, step: float) -> tuple[Mark, ...]:
    """The labels that have room, a round number apart from the last one back, and any short form before them."""
    texts = [count.short or count.label for count in counts]
    room = max((_DIGIT * len(text) for text in texts), default=0) + 4
    every = next((number for number in (1, 2, 5, 10) if step * number >= room), 20)
    shown = list(range(len(texts) - 1, -1, -every))[::-1]
    if counts and counts[0].short:
        shown = [0, *(number for number in shown if step * number >= room)]
    return tuple(Mark(at=_within(left + step * (number + 0.5), texts[number]), text=texts[number]) for number in shown)


def _within(middle: float, text: str) -> float:
    """Where the middle of a text stands so that it keeps to the drawing."""
    half = _DIGIT * len(text) / 2
    return round(min(max(middle, half), _COLUMNS_WIDTH - half), 1)


def _lines(tall: float, numbers: Sequence[int]) -> tuple[Mark, ...]:
    written = tuple(Mark(at=round(_FOOT - tall * number, 1), text=f"{number:,}") for number in numbers)
    return written or (Mark(at=_FOOT, text=""),)


def _steps(most: int) -> list[int]:
    """Round numbers up to the largest: at most six of them, from nought."""
    size: int = 10 ** (len(str(most)) - 1)
    by = next(by for by in (size // 5, size // 2, size, 2 * size) if by and most / by <= 5)
    return list(range(0, most + 1, by))


_ROWS_WIDTH, _ROWS_FONT = 340, 13
_ROW, _BAR, _ABOVE_BAR, _INDENT = 33, 6, 20, 14


def rows(counts: Sequence[Count]) -> Chart:
    """Horizontal bars in the order given, each below its label, with its number at the end of the label's line."""
    most = max((count.count for count in counts), default=0)
    room = (_ROWS_WIDTH - 12) / _ROWS_FONT - 0.62 * len(f"{most:,}")
    deepest = max((count.depth for count in counts), default=0)
    bars = [
        Bar(
            label=count.label,
            text=cut(count.short or count.label, room - _INDENT / _ROWS_FONT * count.depth),
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
"""Letters that no drawing has room for."""


def cut(text: str, room: float) -> str:
    """A text, or as much of it as surely has room, with `…`; `room` is in sizes of its font.

    >>> cut("Tensor Swapping", 20), cut("Tensor Swapping", 6)
    ('Tensor Swapping', 'Tensor S…')
    """
    if len(text) <= _LONGEST and _room_of(text) <= room:
        return text
    kept = text[:_LONGEST]
    while kept and _room_of(kept) + 1 > room:
        kept = kept[:-1]
    return f"{kept}…"


def _room_of(text: str) -> float:
    """How wide a text is at most, whatever font the reader has."""
    return sum(0.8 if letter.isupper() or letter in "mwMW@%—" else 0.55 * columns_of(letter) for letter in text)
