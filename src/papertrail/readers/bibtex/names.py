"""Names of people and organizations in BibTeX, and in the form of BibLaTeX with keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibtexparser.middlewares.names import parse_single_name_into_parts

from papertrail.core.authors import Author
from papertrail.readers.bibtex.latex import parts_of, text_of
from papertrail.readers.common.people import named, organization, person

_AND = re.compile(r"(?<!\\)[{}]|(?<=\s)and(?=\s|$)", re.IGNORECASE)
_FOOTNOTE = re.compile(
    r"\\(?:textsuperscript|thanks|footnote|footnotemark|inst|samethanks)\b\s*(?:\[[^][{}]*\])?\s*(?:\{[^{}]*\})?"
)
_RAISED = re.compile(r"\$\s*\^[^$]*\$")
_NUMBER = re.compile(r" [0-9]{4}$")
"""The number by which DBLP distinguishes people of one name."""
_ACCENT = re.compile(r"(\\[vcuHkbdrt]) +([A-Za-z])")
_COMMAND = re.compile(r"(\\[A-Za-z]+) +")
_KEY = re.compile(r"(family|given|prefix|suffix)(?:-i)?\s?=")


def names_in(latex: str) -> list[Author]:
    r"""The names of a field.

    >>> [author.text for author in names_in(r"Smith, Jane and \'Alvarez, Pablo and {The Team} and others")]
    ['Jane Smith', 'Pablo Álvarez', 'The Team', 'et al.']
    """
    return [_name(name) for part in _split(" ".join(latex.split())) if (name := _simplified(part))]


def _split(line: str) -> Iterator[str]:
    """The parts between the words `and` that are in no braces."""
    depth, start = 0, 0
    for match in _AND.finditer(line):
        if match[0] in "{}":
            depth = max(0, depth + (1 if match[0] == "{" else -1))
        elif depth == 0:
            yield line[start : match.start()]
            start = match.end()
    yield line[start:]


def _simplified(name: str) -> str:
    """A name without footnotes, and without the spaces that TeX skips after a command: they separate no words."""
    name = _NUMBER.sub("", _RAISED.sub("", _FOOTNOTE.sub("", name)).rstrip())
    return _COMMAND.sub(r"\1{}", _ACCENT.sub(r"\1{\2}", name)).strip()


def _name(name: str) -> Author:
    if name.startswith("{") and _closing(name) == len(name) - 1:
        return organization(text_of(name, math=False))
    if "&" in name:
        return organization(text_of(name, math=False))
    pieces = parts_of(name, ",")
    if all(_KEY.match(piece) for piece in pieces):
        return _with_keys(pieces)
    if len(pieces) == 1 and " " not in name:
        return named(text_of(name, math=False))
    parts = parse_single_name_into_parts(name, strict=False)
    given, family = " ".join(parts.first), " ".join([*parts.von, *parts.last])
    return person(*(text_of(part, math=False) for part in (family, given, " ".join(parts.jr))))


def _with_keys(pieces: list[str]) -> Author:
    """A name such as `family=Berg, given=Jan, prefix=van der`."""
    parts: dict[str, str] = {}
    for piece in pieces:
        key, _, value = piece.partition("=")
        parts.setdefault(key.strip().removesuffix("-i"), text_of(value.strip().strip('"'), math=False))
    family = " ".join(part for part in (parts.get("prefix", ""), parts.get("family", "")) if part)
    return person(family, parts.get("given", ""), parts.get("suffix", ""))


def _closing(text: str) -> int:
    """The position of the brace that closes the one at the start."""
    depth = 0
    for match in re.finditer(r"(?<!\\)[{}]", text):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return -1
