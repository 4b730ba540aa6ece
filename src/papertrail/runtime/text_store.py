"""Many texts kept as one, so that processes can share them.

A process that was forked shares its parent's memory until one of them changes it, and Python changes an object whenever
it looks at it. Here only a few objects are looked at, however many texts there are.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, MutableMapping, Sequence
from pickle import PickleBuffer

_PART = 40
"""Bits of a place that tell where in a part of the data it is; those above tell in which part."""
_INSIDE = (1 << _PART) - 1


class TextStore(MutableMapping[str, str]):
    """Texts by name."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._numbers: dict[str, int] = {}
        self._parts: list[bytes | bytearray] = [bytearray()]
        """The texts as UTF-8, one after the other: our own, then those that were taken from other stores."""
        self._places = array("Q")
        """Where each text begins."""
        self._sizes = array("I")

    def __setitem__(self, name: str, text: str) -> None:
        """Keep a text; of two with one name, the later one is found."""
        content = text.encode("utf-8", "surrogatepass")
        place = len(self._parts[0])
        self._parts[0] += content
        self._numbers[name] = len(self._places)
        self._places.append(place)
        self._sizes.append(len(content))

    def __getitem__(self, name: str) -> str:
        """The text of a name."""
        number = self._numbers[name]
        place = self._places[number]
        start = place & _INSIDE
        text = self._parts[place >> _PART][start : start + self._sizes[number]]
        return text.decode("utf-8", "surrogatepass")

    def __delitem__(self, name: str) -> None:
        """Forget a name; its text still takes up memory."""
        del self._numbers[name]

    def __contains__(self, name: object) -> bool:
        return name in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __getstate__(self) -> tuple[dict[str, int], Sequence[PickleBuffer], array[int], array[int]]:
        return self._numbers, [PickleBuffer(part) for part in self._parts], self._places, self._sizes

    def __setstate__(self, state: tuple[dict[str, int], list[bytes | bytearray], array[int], array[int]]) -> None:
        self._numbers, self._parts, self._places, self._sizes = state

    def take(self, other: TextStore) -> None:
        """Keep the texts of another store, such as one that came from another process; it is empty then."""
        first, part = len(self._places), len(self._parts) << _PART
        self._numbers |= {name: number + first for name, number in other._numbers.items()}
        self._parts += other._parts
        self._places.extend(place + part for place in other._places)
        self._sizes.extend(other._sizes)
        other._clear()
