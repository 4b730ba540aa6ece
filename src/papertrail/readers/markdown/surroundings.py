"""The markup around a part of a source: brackets, quotes, marks of emphasis and tags that enclose it."""

from __future__ import annotations

from papertrail.readers.markdown.cursor import Offsets

_CLOSING = {
    "(": ")", "[": "]", "*": "*", "_": "_", '"': '"', "“": "”", "`": "`", "{": "}", "\\[": "\\]",
    **{f"<{tag}>": f"</{tag}>" for tag in ("b", "strong", "em", "i", "ul", "p", "li", "code", "sub", "sup")},
}  # fmt: skip
_OPENING = sorted(_CLOSING, key=len, reverse=True)
_CLOSING_MARKS = tuple(_CLOSING.values())


def openers(text: str) -> str:
    """The opening markup at the end of a text: `**`, `(*`, `<strong>`."""
    return text[len(text) - sum(map(len, _opening_signs(text))) :]


def _opening_signs(text: str) -> list[str]:
    """The opening markup at the end of a text, the innermost first."""
    signs = []
    while sign := next((sign for sign in _OPENING if text.endswith(sign)), None):
        signs.append(sign)
        text = text.removesuffix(sign)
    return signs


def closers(before: str, text: str) -> str:
    """The closing markup at the start of `text`, for the opening markup in `before`."""
    signs = _opening_signs(before)
    # The full stop of a sentence may be inside the markup.
    closing = "." if signs and text.startswith(".") and text[1:].startswith(_CLOSING_MARKS) else ""
    for sign in signs:
        if not text.startswith(_CLOSING[sign], len(closing)):
            break
        closing += _CLOSING[sign]
    return closing if closing != "." else ""


def surroundings(text: str, offsets: Offsets) -> list[Offsets]:
    """A part of a text, and the same with each pair of markup that encloses it and nothing else.

    >>> surroundings("a (*b*) c", (4, 5))
    [(4, 5), (3, 6), (2, 7)]
    """
    start, end = offsets
    nested = [offsets]
    while sign := next((sign for sign in _OPENING if text.endswith(sign, 0, start)), None):
        if not text.startswith(_CLOSING[sign], end):
            break
        start, end = start - len(sign), end + len(_CLOSING[sign])
        nested.append((start, end))
    return nested
