"""Count the steps of a regular expression: a backtracking matcher that works as `re` does, and counts.

`re` itself has no step counter. This matcher walks the same parse tree, tries the same alternatives in the same order,
and so takes as many steps as `re`, up to a constant factor. It returns the same matches, which tests verify.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from support.recursion import deep_recursion

Node = tuple[Any, Any]
"""An operator and its arguments, as in the parse trees of `re`."""
_Matcher = Callable[[int], int | None]
"""Matches at a position, and returns the end of the whole match, or None."""

SINGLE = frozenset({_constants.LITERAL, _constants.NOT_LITERAL, _constants.ANY, _constants.IN, _constants.CATEGORY})
"""Operators that match one character."""


class TooManySteps(Exception):  # noqa: N818 - it is no error
    """The limit of steps is reached."""


class StepCounter:
    """An expression that counts the steps of its matches."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.tree = _parser.parse(pattern, flags)
        self.flags = self.tree.state.flags
        self.steps = 0
        self._most = 0
        self._text = ""
        self._groups: dict[int, tuple[int, int]] = {}
        self._is_full = False
        self._empty_at: int | None = None
        """Where an empty match was found, and another one does not count."""
        self._match = self._sequence(list(self.tree), self._accept)

    # What tests call

    def match(self, text: str, most: int, *, full: bool = False) -> tuple[int, int] | None:
        """Match at the start of a text; raises `TooManySteps` after `most` steps."""
        self._start(text, most, is_full=full)
        with deep_recursion():
            end = self._match(0)
        return None if end is None else (0, end)

    def find_all(self, text: str, most: int) -> list[tuple[int, int]]:
        """Find all matches, as `finditer` does; raises `TooManySteps` after `most` steps."""
        self._start(text, most, is_full=False)
        spans: list[tuple[int, int]] = []
        position = 0
        with deep_recursion():
            while position <= len(text):
                self._groups.clear()
                self._empty_at = position if spans and spans[-1] == (position, position) else None
                end = self._match(position)
                if end is not None:
                    spans.append((position, end))
                position = position + 1 if end is None else end
        return spans

    def _start(self, text: str, most: int, *, is_full: bool) -> None:
        self.steps, self._most, self._text, self._is_full = 0, most, text, is_full
        self._empty_at = None
        self._groups.clear()

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self._most:
            raise TooManySteps

    def _accept(self, position: int) -> int | None:
        is_too_short = self._is_full and position < len(self._text)
        return None if is_too_short or position == self._empty_at else position

    # From trees to matchers

    def _sequence(self, nodes: Sequence[Node], following: _Matcher) -> _Matcher:
        for operator, arguments in reversed(nodes):
            following = self._node(operator, arguments, following)
        return following

    def _node(self, operator: Any, arguments: Any, following: _Matcher) -> _Matcher:
        if operator in SINGLE:
            return self._single((operator, arguments), following)
        build: Callable[[Any, _Matcher], _Matcher] = {
            _constants.AT: self._at,
            _constants.BRANCH: self._branch,
            _constants.SUBPATTERN: self._group,
            _constants.GROUPREF: self._reference,
            _constants.ATOMIC_GROUP: self._atomic,
            _constants.ASSERT: self._look_around,
            _constants.ASSERT_NOT: self._not_around,
            _constants.MAX_REPEAT: self._greedy,
            _constants.MIN_REPEAT: self._lazy,
            _constants.POSSESSIVE_REPEAT: self._possessive,
        }[operator]
        return build(arguments, following)

    def predicate(self, node: Node) -> Callable[[str], bool]:
        """Whether a node matches a character."""
        return predicate(node, self.flags)

    def _single(self, node: Node, following: _Matcher) -> _Matcher:
        accepts = self.predicate(node)

        def match(position: int) -> int | None:
            self._step()
            if position < len(self._text) and accepts(self._text[position]):
                return following(position + 1)
            return None

        return match

    def _at(self, where: Any, following: _Matcher) -> _Matcher:
        anchor = _compiled((_constants.AT, where), self.flags)

        def match(position: int) -> int | None:
            self._step()
            return following(position) if anchor.match(self._text, position) else None

        return match

    def _branch(self, arguments: Any, following: _Matcher) -> _Matcher:
        branches = [self._sequence(list(branch), following) for branch in arguments[1]]

        def match(position: int) -> int | None:
            for branch in branches:
                self._step()
                if (end := branch(position)) is not None:
                    return end
            return None

        return match

    def _group(self, arguments: Any, following: _Matcher) -> _Matcher:
        number, added, removed, nodes = arguments
        before, self.flags = self.flags, (self.flags | added) & ~removed
        starts: list[int] = []

        def close(position: int) -> int | None:
            start, outer = starts.pop(), self._groups.get(number)
            self._groups[number] = start, position
            end = following(position)
            if end is None:
                self._groups.pop(number)
                self._groups |= {} if outer is None else {number: outer}
            starts.append(start)
            return end

        inner = self._sequence(list(nodes), following if number is None else close)
        self.flags = before
        if number is None:
            return inner

        def match(position: int) -> int | None:
            starts.append(position)
            end = inner(position)
            starts.pop()
            return end

        return match

    def _reference(self, number: int, following: _Matcher) -> _Matcher:
        def match(position: int) -> int | None:
            start, end = self._groups.get(number, (0, -1))
            for _ in range(start, end + 1):
                self._step()
            text = self._text[start:end]
            return following(position + end - start) if end >= 0 and self._text.startswith(text, position) else None

        return match

    def _alone(self, nodes: Any) -> _Matcher:
        """A matcher of some nodes that ignores what follows."""
        return self._sequence(list(nodes), lambda position: position)

    def _atomic(self, nodes: Any, following: _Matcher) -> _Matcher:
        inner = self._alone(nodes)

        def match(position: int) -> int | None:
            end = inner(position)
            return None if end is None else following(end)

        return match

    def _around(self, arguments: Any) -> Callable[[int], bool]:
        direction, nodes = arguments
        inner = self._alone(nodes)
        back = nodes.getwidth()[0] if direction < 0 else 0
        return lambda position: position >= back and inner(position - back) is not None

    def _look_around(self, arguments: Any, following: _Matcher) -> _Matcher:
        is_around = self._around(arguments)
        return lambda position: following(position) if is_around(position) else None

    def _not_around(self, arguments: Any, following: _Matcher) -> _Matcher:
        is_around = self._around(arguments)
        return lambda position: None if is_around(position) else following(position)

    # Quantifiers

    def _greedy(self, arguments: Any, following: _Matcher) -> _Matcher:
        least, most, nodes = arguments
        if len(nodes) == 1 and nodes[0][0] in SINGLE:
            return self._greedy_single(least, most, nodes[0], following)
        return self._loop(arguments, following, is_greedy=True)

    def _greedy_single(self, least: int, most: int, node: Node, following: _Matcher) -> _Matcher:
        accepts = self.predicate(node)

        def match(position: int) -> int | None:
            end, limit = position, min(len(self._text), position + most)
            while end < limit and accepts(self._text[end]):
                self._step()
                end += 1
            for last in range(end, position + least - 1, -1):
                self._step()
                if (result := following(last)) is not None:
                    return result
            return None

        return match

    def _lazy(self, arguments: Any, following: _Matcher) -> _Matcher:
        least, most, nodes = arguments
        if len(nodes) == 1 and nodes[0][0] in SINGLE:
            return self._lazy_single(least, most, nodes[0], following)
        return self._loop(arguments, following, is_greedy=False)

    def _lazy_single(self, least: int, most: int, node: Node, following: _Matcher) -> _Matcher:
        accepts = self.predicate(node)

        def match(position: int) -> int | None:
            limit = min(len(self._text), position + most)
            first = position + least
            while True:
                self._step()
                if position >= first and (result := following(position)) is not None:
                    return result
                if position >= limit or not accepts(self._text[position]):
                    return None
                position += 1

        return match

    def _loop(self, arguments: Any, following: _Matcher, *, is_greedy: bool) -> _Matcher:
        least, most, nodes = arguments
        rounds: list[tuple[int, int]] = []
        """The number of each open round, and where it started."""

        def again(position: int, count: int) -> int | None:
            rounds.append((count + 1, position))
            end = body(position)
            rounds.pop()
            return end

        def attempt(position: int, count: int, last: int) -> int | None:
            self._step()
            if count < least:
                return again(position, count)
            may_repeat = count < most and position != last
            if is_greedy and may_repeat and (end := again(position, count)) is not None:
                return end
            if (end := following(position)) is not None:
                return end
            return again(position, count) if not is_greedy and may_repeat else None

        def after(position: int) -> int | None:
            count, last = rounds.pop()
            end = attempt(position, count, last)
            rounds.append((count, last))
            return end

        body = self._sequence(list(nodes), after)
        return lambda position: attempt(position, 0, -1)

    def _possessive(self, arguments: Any, following: _Matcher) -> _Matcher:
        least, most, nodes = arguments
        body = self._alone(nodes)

        def match(position: int) -> int | None:
            count = 0
            while count < most:
                self._step()
                end = body(position)
                if end is None or (end == position and count >= least):
                    break
                position, count = end, count + 1
            return following(position) if count >= least else None

        return match


def predicate(node: Node, flags: int) -> Callable[[str], bool]:
    """Whether a node that matches one character matches a certain one."""
    compiled = _compiled(node, flags)
    known: dict[str, bool] = {}

    def accepts(character: str) -> bool:
        if character not in known:
            known[character] = compiled.fullmatch(character) is not None
        return known[character]

    return accepts


def _compiled(node: Node, flags: int) -> re.Pattern[str]:
    state = _parser.State()
    state.flags = flags
    state.str = ""
    compiled: re.Pattern[str] = _compiler.compile(_parser.SubPattern(state, [node]), flags)
    return compiled
