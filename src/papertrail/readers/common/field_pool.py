"""Fields of a source, and which of them a record has taken."""

from __future__ import annotations

from collections.abc import Mapping


class Taken:
    """The fields of one entry; what nobody takes is left over, so that it can be told of.

    >>> fields = Taken({"title": "Tofu", "pages": "1-17", "note": " "})
    >>> fields.take("title", "shorttitle"), fields.left
    (['Tofu'], [('pages', '1-17')])
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._left = {name: value for name, value in fields.items() if value.strip()}

    def __contains__(self, name: str) -> bool:
        return name in self._left

    def take(self, *names: str) -> list[str]:
        """The values of those of the fields that are there, in the order of `names`."""
        return [self._left.pop(name) for name in names if name in self._left]

    def first(self, *names: str) -> str:
        """The value of the first of the fields that is there, else an empty text; the others are left."""
        return next((self._left.pop(name) for name in names if name in self._left), "")

    def peek(self, name: str) -> str:
        """The value of a field, which stays; an empty text where there is none."""
        return self._left.get(name, "")

    def put_back(self, name: str, value: str) -> None:
        """Leave over a value that has no place after all."""
        if value.strip():
            self._left[name] = value

    @property
    def left(self) -> list[tuple[str, str]]:
        """The fields that nobody took."""
        return list(self._left.items())
