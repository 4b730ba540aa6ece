"""Texts that make a regular expression backtrack: words that its quantifiers can repeat, repeated.

An expression takes more than linear time only if one of its unbounded quantifiers can match the same characters in
several ways: by itself, together with another quantifier, or starting at several positions. Each of these needs a word
that the quantifier repeats, often, and then something that does not match.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from random import Random
from re import _constants  # type: ignore[attr-defined]
from typing import Any

from support.regex_steps import SINGLE, Node, StepCounter, predicate

_COMMON = " \n\t" + string.ascii_letters[::7] + "07_-.,:;*'\"<>()[]{}|\\/&#~`!\x01é中"
MANY = 8
"""A quantifier with a higher limit counts as unbounded."""


@dataclass(frozen=True)
class Pump:
    """A text in three parts, of which the second is repeated."""

    prefix: str
    word: str
    suffix: str

    def text(self, times: int) -> str:
        """Return the text with the word repeated."""
        return self.prefix + self.word * times + self.suffix


class PumpStrings:
    """The texts for an expression; `most` limits the words for each quantifier."""

    def __init__(self, counter: StepCounter, most: int = 12) -> None:
        self._flags = counter.flags
        self._most = most
        self._random = Random(0)
        self._tree = list(counter.tree)
        self._characters = self._representatives(self._tree)

    def pumps(self) -> list[Pump]:
        """Return all texts, without duplicates."""
        pumps: dict[Pump, None] = {}
        all_words: list[str] = []
        for prefix, body in self._loops(self._tree, ""):
            words = self._words(body)
            mixed = [one + two for one, two in islice(product(words, all_words), self._most)]
            around = [prefix, *(prefix + word for word in words[:3]), *(word + prefix for word in words[:3])]
            all_words += words[:4]
            for word in [*words, *mixed, *around]:
                for before in {prefix, ""}:
                    for after in ("", self._unmatched, "\n" + self._unmatched):
                        pumps[Pump(before, word, after)] = None
        return [pump for pump in pumps if pump.word]

    # Characters

    def _representatives(self, tree: Sequence[Node]) -> dict[tuple[bool, ...], str]:
        """One character for each set of characters that the expression does not distinguish."""
        nodes = list(dict.fromkeys(map(_hashable, _singles(tree))))
        predicates = [predicate(_plain(node), self._flags) for node in nodes]
        characters = dict.fromkeys([*_mentioned(map(_plain, nodes)), *_COMMON])
        known: dict[tuple[bool, ...], str] = {}
        for character in characters:
            known.setdefault(tuple(accepts(character) for accepts in predicates), character)
        return known

    @property
    def _unmatched(self) -> str:
        """A character that the fewest parts match."""
        return self._characters[min(self._characters, key=sum)]

    # Words

    def _words(self, nodes: Sequence[Node]) -> list[str]:
        """Words that some nodes match, the shortest first."""
        words = [""]
        for operator, arguments in nodes:
            further = self._words_of(operator, arguments)
            words = self._some({one + two: None for one in words for two in further})
        return sorted(words, key=len)

    def _some(self, words: Iterable[str]) -> list[str]:
        known = sorted(words, key=len)
        few = self._most // 2
        rest = known[few:]
        return known[:few] + (rest if len(rest) <= few else self._random.sample(rest, few))

    def _words_of(self, operator: Any, arguments: Any) -> list[str]:
        if operator in SINGLE:
            accepts = predicate((operator, arguments), self._flags)
            return [character for character in self._characters.values() if accepts(character)]
        if operator is _constants.BRANCH:
            return self._some({word: None for branch in arguments[1] for word in self._words(list(branch))})
        if operator is _constants.SUBPATTERN:
            return self._words(list(arguments[3]))
        if operator is _constants.ATOMIC_GROUP:
            return self._words(list(arguments))
        if operator in _REPEATS:
            return self._repeated(*arguments)
        return [""]

    def _repeated(self, least: int, most: int, nodes: Any) -> list[str]:
        words = self._words(list(nodes))
        repeated = {word * least: None for word in words}
        if least < 2 <= most:
            repeated |= {one + two: None for one in words[:4] for two in words[:4]}
        if least == 0:
            repeated |= {"": None} | dict.fromkeys(words)
        return self._some(repeated)

    # Quantifiers

    def _loops(self, nodes: Sequence[Node], prefix: str) -> Iterator[tuple[str, list[Node]]]:
        """The unbounded quantifiers, each with a text that leads to it."""
        for operator, arguments in nodes:
            yield from self._loops_in(operator, arguments, prefix)
            prefix += next(iter(self._words([(operator, arguments)])), "")

    def _loops_in(self, operator: Any, arguments: Any, prefix: str) -> Iterator[tuple[str, list[Node]]]:
        if operator in _REPEATS and arguments[1] >= MANY:
            yield prefix, list(arguments[2])
        for inner in parts_of(operator, arguments):
            yield from self._loops(inner, prefix)


_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


def parts_of(operator: Any, arguments: Any) -> list[list[Node]]:
    """Return the sequences of nodes in a node."""
    if operator in _REPEATS:
        return [list(arguments[2])]
    if operator is _constants.BRANCH:
        return [list(branch) for branch in arguments[1]]
    if operator is _constants.SUBPATTERN:
        return [list(arguments[3])]
    if operator is _constants.ATOMIC_GROUP:
        return [list(arguments)]
    return [list(arguments[1])] if operator in (_constants.ASSERT, _constants.ASSERT_NOT) else []


def limits_of(nodes: Sequence[Node]) -> Iterator[int]:
    """Yield the limits of all quantifiers."""
    for operator, arguments in nodes:
        if operator in _REPEATS:
            yield arguments[1]
        for inner in parts_of(operator, arguments):
            yield from limits_of(inner)


def _singles(nodes: Sequence[Node]) -> Iterator[Node]:
    for operator, arguments in nodes:
        if operator in SINGLE:
            yield operator, arguments
        for inner in parts_of(operator, arguments):
            yield from _singles(inner)


def _hashable(node: Node) -> Node:
    return (node[0], tuple(node[1])) if isinstance(node[1], list) else node


def _plain(node: Node) -> Node:
    return (node[0], list(node[1])) if isinstance(node[1], tuple) else node


def _mentioned(nodes: Iterable[Node]) -> Iterator[str]:
    """The characters that an expression mentions, and those next to its ranges."""
    for operator, arguments in nodes:
        if operator in (_constants.LITERAL, _constants.NOT_LITERAL):
            yield chr(arguments)
        elif operator is _constants.IN:
            yield from _mentioned(arguments)
        elif operator is _constants.RANGE:
            first, last = arguments
            yield from map(chr, (first, last, max(0, first - 1), min(0x10FFFF, last + 1)))
