"""Regular expressions of Python as those of JavaScript, so that both match the same texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"(?s)\\.|\[\^\\W_\]|\(\?P<|.")
_WORD = r"\p{L}\p{N}_"
_CLASSES = {r"\w": (f"[{_WORD}]", _WORD), r"\W": (f"[^{_WORD}]", None), r"\d": (r"\p{Nd}", r"\p{Nd}")}
"""Classes that mean ASCII only in JavaScript, with their forms outside and inside of brackets."""
_REPEAT = re.compile(r"\{[0-9]*+,?[0-9]*+\}")


def script_pattern(pattern: re.Pattern[str]) -> list[str]:
    """Source and flags of the JavaScript expression, with the flag `u`.

    Possessive quantifiers become ordinary ones, which only save time in the expressions that are shared. Raises
    `ValueError` for syntax that JavaScript does not have.

    >>> script_pattern(re.compile(r"(?i)(?P<id>[^\\W_]++)-\\d"))
    ['(?<id>[\\\\p{L}\\\\p{N}]+)-\\\\p{Nd}', 'ui']
    """
    source = re.sub(r"^\(\?[a-z]+\)", "", pattern.pattern)
    flags = "u" + "i" * bool(pattern.flags & re.IGNORECASE) + "s" * bool(pattern.flags & re.DOTALL)
    return ["".join(_tokens(source)), flags]


def _tokens(source: str) -> Iterator[str]:
    inside, before, position = False, "", 0
    while position < len(source):
        token = _TOKEN.match(source, position)
        assert token is not None
        text = token[0]
        if not inside and text == "{" and (repeat := _REPEAT.match(source, position)):
            text = repeat[0]
        position += len(text)
        if not inside and text == "+" and before[-1:] in ("*", "+", "?", "}") and len(before) != 2:
            before = ""  # a possessive quantifier
            continue
        yield _written(text, inside)
        inside = (text[0] == "[" and len(text) == 1) or (inside and text != "]")
        before = text


def _written(text: str, inside: bool) -> str:
    if text == "[^\\W_]":
        return r"[\p{L}\p{N}]"
    if text == "(?P<":
        return "(?<"
    if text in _CLASSES:
        written = _CLASSES[text][inside]
        if written is None:
            raise ValueError(f"JavaScript has no such class: {text}")
        return written
    if len(text) == 2 and text[0] == "\\":
        is_syntax = text[1].isalnum() or text[1] in "^$\\.*+?()[]{}|/" or (inside and text[1] == "-")
        return text if is_syntax else text[1]
    return f"\\{text}" if not inside and text in ("{", "}", "]") else text
