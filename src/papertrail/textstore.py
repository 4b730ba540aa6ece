"""Many texts kept as one, so that processes can share them.

A process that was forked shares its parent's memory until one of them changes it, and Python changes an object whenever
it looks at it. Here only a few objects are looked at, however many texts there are.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from pickle import PickleBuffer


class TextStore:
    """Texts by name."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._numbers: dict[str, int] = {}
        self._data: bytes | bytearray = bytearray()
        self._ends = array("Q", [0])
        """Where each text ends in the data; the next one begins there."""

    def __setitem__(self, name: str, text: str) -> None:
        """Keep a text; a name has one text only."""
        self._numbers[name] = len(self._ends)
        self._data += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._data))

    def __contains__(self, name: str) -> bool:
        return name in self._numbers

    def get(self, name: str) -> str | None:
        """The text of a name; None where there is none."""
        number = self._numbers.get(name)
        if number is None:
            return None
        return self._data[self._ends[number - 1] : self._ends[number]].decode("utf-8", "surrogatepass")

    def joined(self, names: Iterable[str]) -> str:
        """The texts of these names, one after the other. Raises `KeyError` where there is none."""
        ends, data = self._ends, memoryview(self._data)
        numbers = map(self._numbers.__getitem__, names)
        return b"".join([data[ends[number - 1] : ends[number]] for number in numbers]).decode("utf-8", "surrogatepass")

    def __getstate__(self) -> tuple[dict[str, int], PickleBuffer, array[int]]:
        return self._numbers, PickleBuffer(self._data), self._ends

    def __setstate__(self, state: tuple[dict[str, int], bytes, array[int]]) -> None:
        self._numbers, self._data, self._ends = state

    def take(self, other: TextStore) -> None:
        """Keep the texts of another store, such as one that came from another process; it is empty then."""
        first, start = len(self._ends) - 1, len(self._data)
        self._numbers |= {name: number + first for name, number in other._numbers.items()}
        self._data += other._data
        self._ends.extend(start + end for end in other._ends[1:])
        other._clear()
