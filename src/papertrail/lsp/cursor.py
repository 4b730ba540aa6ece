"""What a person is typing: the field around the cursor in a text that may not be YAML yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_PAIR = re.compile(r"(?P<dashes> *(?:- +)*)(?P<key>[\w-]+|\"[^\"]*\"|'[^']*') *:(?=\s|$)")
_ITEM = re.compile(r"(?P<dashes> *+(?:- ++)++)(?P<typed>.*)")
_WORD = re.compile(r"(?P<dashes> *(?:- +)*)(?P<typed>[\w-]*)")
_LINES = 500
"""Lines around the cursor that are read."""


class TypedText(NamedTuple):
    """What is typed at the cursor."""

    keys: tuple[str, ...]
    """The fields around it, the outermost first. The last one is the field whose value is typed."""
    typed: str
    """The part of the key or value before the cursor, with its quote."""
    is_key: bool
    """Whether it is a key, or else a value."""
    is_item: bool = False
    """Whether it starts an item of a list, which can be a value or the first key of a mapping."""
    siblings: frozenset[str] = frozenset()
    """The keys that the mapping of a key already has."""


def cursor_in(before: str, after: str) -> TypedText | None:
    """What is typed between two parts of a text. None in a comment."""
    lines = before.split("\n")[-_LINES:]
    pair = next((number for number in reversed(range(len(lines))) if _PAIR.match(lines[number])), None)
    if pair is not None:
        match = _PAIR.match(lines[pair])
        assert match is not None
        value = "\n".join([lines[pair][match.end() :], *lines[pair + 1 :]])
        keys = (*_around(lines[:pair], match), _name(match))
        if value.lstrip()[:1] in ("[", "{"):
            if found := _in_brackets(value.lstrip(), keys):
                return found
        elif pair == len(lines) - 1:
            return None if re.search(r"\s#", value) or value == "" else TypedText(keys, value.lstrip(), is_key=False)
    item, word = _ITEM.fullmatch(lines[-1]), _WORD.fullmatch(lines[-1])
    match = word or item
    if match is None:
        return None
    keys = _around(lines[:-1], match)
    siblings = frozenset(_siblings(lines[:-1], after.split("\n")[1:_LINES], match))
    return TypedText(keys, match["typed"], is_key=not item, is_item=item is not None, siblings=siblings)


def _name(match: re.Match[str]) -> str:
    return match["key"].strip("\"'")


def _outside(match: re.Match[str]) -> int:
    """The column before which the key of the mapping or list around a line is."""
    dash = match["dashes"].rfind("-")
    return dash + 1 if dash >= 0 else len(match["dashes"])


def _around(lines: list[str], match: re.Match[str]) -> tuple[str, ...]:
    """The keys around a line, by their columns in the lines above."""
    keys, limit, column = list[str](), _outside(match), len(match["dashes"])
    for line in reversed(lines):
        pair = _PAIR.match(line)
        if pair is None:
            continue
        start = len(pair["dashes"])
        if start < limit:
            keys.insert(0, _name(pair))
            limit, column = _outside(pair), start
        elif start == column and "-" in pair["dashes"]:
            limit = min(limit, _outside(pair))
    return tuple(keys)


def _siblings(above: list[str], below: list[str], match: re.Match[str]) -> Iterator[str]:
    """The keys of the same mapping in the lines around a line."""
    column = len(match["dashes"])
    for lines in ([] if "-" in match["dashes"] else reversed(above), below):
        for line in lines:
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            start = len(line) - len(line.lstrip(" "))
            pair = _PAIR.match(line)
            starts_item = pair is not None and "-" in pair["dashes"]
            if pair and len(pair["dashes"]) == column and not (starts_item and lines is below):
                yield _name(pair)
            if start < column:
                break


class _Brackets:
    """The lists and mappings in brackets that are open at some point of a value."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.keys: list[str | None] = []
        """For each, the key whose value is written."""
        self.written: list[set[str]] = []
        """For each, the keys before."""

    def follow(self, sign: str, token: str, after: str) -> bool:
        """Go on by one character outside of quotes, after a token. Return whether another token starts."""
        if sign in "[{" and not token:
            self.open.append(sign)
            self.keys.append(None)
            self.written.append(set())
        elif sign in "]}" and self.open:
            del self.open[-1], self.keys[-1], self.written[-1]
        elif sign == "," and self.open:
            self.keys[-1] = None
        elif sign == ":" and self.open[-1:] == ["{"] and self.keys[-1] is None and after[:1] in (" ", "\n"):
            self.keys[-1] = token.strip("\"'")
            self.written[-1].add(token.strip("\"'"))
        else:
            return False
        return True


def _in_brackets(value: str, keys: tuple[str, ...]) -> TypedText | None:
    """What is typed in a value in brackets. None if the brackets are closed before the cursor, or in a comment."""
    brackets, start, quote = _Brackets(), 0, ""
    for at, sign in enumerate(value):
        token = value[start:at].strip()
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'" and not token:
            quote = sign
        elif sign == "#" and value[at - 1].isspace():
            return None
        elif brackets.follow(sign, token, value[at + 1 :]):
            start = at + 1
    if not brackets.open:
        return None
    is_key = brackets.open[-1] == "{" and brackets.keys[-1] is None
    return TypedText(
        (*keys, *(key for key in brackets.keys if key is not None)),
        value[start:].rpartition("\n")[2].lstrip(),
        is_key=is_key,
        is_item=brackets.open[-1] == "[",
        siblings=frozenset(brackets.written[-1]),
    )
