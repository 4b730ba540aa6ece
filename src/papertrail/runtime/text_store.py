"""A mapping of texts that forked processes can share.

A forked process shares the memory of its parent until one of them writes to it, and Python writes to an object whenever
it refers to it. A store consists of a few objects, however many texts it has.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, MutableMapping, Sequence
from pickle import PickleBuffer

_OFFSET_BITS = 40
"""The lower bits of a position are an offset in a part of the data; the others are the number of the part."""
_OFFSET_MASK = (1 << _OFFSET_BITS) - 1


class TextStore(MutableMapping[str, str]):
    """Texts by name."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._numbers: dict[str, int] = {}
        self._parts: list[bytes | bytearray] = [bytearray()]
        """The texts as UTF-8: the store's own in the first part, those of each other store in a part of its own."""
        self._positions = array("Q")
        """The position of the first byte of each text."""
        self._sizes = array("I")

    def __setitem__(self, name: str, text: str) -> None:
        """Add a text. The text that the name had before still takes up memory."""
        content = text.encode("utf-8", "surrogatepass")
        position = len(self._parts[0])
        self._parts[0] += content
        self._numbers[name] = len(self._positions)
        self._positions.append(position)
        self._sizes.append(len(content))

    def __getitem__(self, name: str) -> str:
        """Return the text of a name."""
        number = self._numbers[name]
        position = self._positions[number]
        start = position & _OFFSET_MASK
        text = self._parts[position >> _OFFSET_BITS][start : start + self._sizes[number]]
        return text.decode("utf-8", "surrogatepass")

    def __delitem__(self, name: str) -> None:
        """Remove a name. Its text still takes up memory."""
        del self._numbers[name]

    def __contains__(self, name: object) -> bool:
        return name in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __getstate__(self) -> tuple[dict[str, int], Sequence[PickleBuffer], array[int], array[int]]:
        return self._numbers, [PickleBuffer(part) for part in self._parts], self._positions, self._sizes

    def __setstate__(self, state: tuple[dict[str, int], list[bytes | bytearray], array[int], array[int]]) -> None:
        self._numbers, self._parts, self._positions, self._sizes = state

    def take(self, other: TextStore) -> None:
        """Move the texts of another store into this one."""
        first, part = len(self._positions), len(self._parts) << _OFFSET_BITS
        self._numbers |= {name: number + first for name, number in other._numbers.items()}
        self._parts += other._parts
        self._positions.extend(position + part for position in other._positions)
        self._sizes.extend(other._sizes)
        other._clear()
