"""The fields of an entry that are not used yet."""

from __future__ import annotations

from collections.abc import Mapping


class FieldPool:
    """The fields of an entry. Reading a field removes it, so that the remaining fields can be reported.

    >>> fields = FieldPool({"title": "Tofu", "pages": "1-17", "note": " "})
    >>> fields.take("title", "shorttitle"), fields.left
    (['Tofu'], [('pages', '1-17')])
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._left = {name: value for name, value in fields.items() if value.strip()}

    def __contains__(self, name: str) -> bool:
        return name in self._left

    def take(self, *names: str) -> list[str]:
        """Remove fields and return their values, in the order of `names`."""
        return [self._left.pop(name) for name in names if name in self._left]

    def first(self, *names: str) -> str:
        """Remove the first of the fields that exists and return its value, or an empty string."""
        return next((self._left.pop(name) for name in names if name in self._left), "")

    def peek(self, name: str) -> str:
        """The value of a field, without removing it; an empty string if there is none."""
        return self._left.get(name, "")

    def put_back(self, name: str, value: str) -> None:
        """Put a value back that could not be used."""
        if value.strip():
            self._left[name] = value

    @property
    def left(self) -> list[tuple[str, str]]:
        """The fields that are not used."""
        return list(self._left.items())
