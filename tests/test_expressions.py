"""Every regular expression of the source takes linear time, whatever the text.

Steps are counted, not time (`support.regex_steps`). The texts are derived from each expression
(`support.pump_strings`). An expression that is used at any position of a text must be linear for the search of all its
matches: `a*b` takes quadratic time to not find a match in `aaaa`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from support.expressions import Expression, expressions
from support.pump_strings import Pump, PumpStrings, limits_of
from support.regex_steps import StepCounter, TooManySteps

SAMPLES = (
    ("f\"({'|'.join(map(re.escape, longest_first))})\"", r"(<!--a-->|<!--b-->)"),
    (r"f'(?<!\\\\)[{{}}{re.escape(separators)}]'", r"(?<!\\)[{},;]"),
    (r"f'\\b{year}\\b'", r"\b2019\b"),
    ("f'(?m)^ {{{item.end()}}}(?=>)'", r"(?m)^ {2}(?=>)"),
    (r"f'\\.{re.escape(target.name)}\\.[0-9a-f]{{16}}{re.escape(_SUFFIX)}'", r"\.a\.yml\.[0-9a-f]{16}\.tmp"),
    ("f'[{marks}{_LATER_MARKS}]{{4,}}'", "[\u0300-\u036f\u0483-\u0489]{4,}"),
)
"""Expressions that functions build, and an example of each."""

TRUSTED = {"papertrail/templating/script_module.py": "it reads the scripts of the site, which are part of the project"}
"""Modules that read no text of others."""

AT_FEW_POSITIONS = {
    "BULLET": "at the start of each line",
    "_BLANK_LINE": "at the start of each cell",
    "_CODE": "at each run of backticks, which is skipped if it matches nothing",
    "_COLON": "after each key",
    "_FIELD": "after each brace, which it does not contain",
    "_FLOW_COLON": "after each key",
    "_TARGET": "after each label in brackets, and it ends at the third parenthesis that is not closed",
}
"""Expressions that are matched at positions at which no other match passes, and these positions."""

REPETITIONS = 24
MOST_GROWTH = 6
"""Four times the text may take this many times the steps."""
FEW = 8
"""Steps per character that are few enough in any case."""
LIMIT = 200_000


def checked_expressions() -> list[Expression]:
    return [expression for expression in expressions(SAMPLES) if expression.path not in TRUSTED]


@pytest.mark.parametrize("path", dict.fromkeys(expression.path for expression in checked_expressions()))
def test_steps_grow_linearly(path: str) -> None:
    found = [expression for expression in checked_expressions() if expression.path == path]
    slow = [f"{expression}: {text}" for expression in found for text in _slow_texts(expression)]
    assert not slow, "\n".join(["more than linear:", *slow])


def _slow_texts(expression: Expression) -> Iterator[str]:
    uses = {"match"} if expression.name in AT_FEW_POSITIONS else expression.uses
    counter = StepCounter(expression.pattern, expression.flags)
    bound = max((limit for limit in limits_of(list(counter.tree)) if limit <= 100), default=0)
    for use in sorted(uses):
        for pump in PumpStrings(counter).pumps():
            times = max(REPETITIONS, 4 * bound // len(pump.word))
            if _is_slow(counter, use, pump, times):
                yield f"{use} in {pump.prefix!r} + {pump.word!r} * n + {pump.suffix!r}"
                return


def _is_slow(counter: StepCounter, use: str, pump: Pump, times: int) -> bool:
    text = pump.text(4 * times)
    steps = _steps(counter, use, text)
    if steps <= FEW * len(text):
        return False
    return steps > LIMIT or steps > MOST_GROWTH * _steps(counter, use, pump.text(times))


def _steps(counter: StepCounter, use: str, text: str) -> int:
    try:
        if use == "find":
            counter.find_all(text, LIMIT)
        else:
            counter.match(text, LIMIT, full=use == "full")
    except TooManySteps:
        pass
    return counter.steps


def test_the_counter_finds_what_re_finds() -> None:
    for expression in expressions(SAMPLES):
        counter = StepCounter(expression.pattern, expression.flags)
        compiled = re.compile(expression.pattern, expression.flags)
        for pump in PumpStrings(counter, most=3).pumps()[:20]:
            text = pump.text(2)
            spans = [match.span() for match in compiled.finditer(text)]
            assert counter.find_all(text, LIMIT) == spans, (expression, text)
            for match, is_full in ((compiled.match(text), False), (compiled.fullmatch(text), True)):
                span = match.span() if match else None
                assert counter.match(text, LIMIT, full=is_full) == span, (expression, text)


@pytest.mark.parametrize(
    ("use", "pattern"),
    [
        ("match", r"(?:a*)*b"),
        ("match", r"(?:a|a)*b"),
        ("match", r"(?:ab?|b?a)*c"),
        ("match", r"\s*,?\s*x"),
        ("match", r"a.*b.*c.*d"),
        ("full", r"(?:\w+|[-.])+"),
        ("full", r"[a-z]*[a-z0-9]*!"),
        ("find", r"\s+$"),
        ("find", r"\s*;"),
        ("find", r"<li[^>]*>"),
        ("find", r"<b>.*?</b>"),
        ("find", r"(?i)x+Y"),
        ("find", r"(a+)\1b"),
        ("find", r"(?=\w+;)\w"),
    ],
)
def test_slow_expressions_are_detected(use: str, pattern: str) -> None:
    assert list(_slow_texts(Expression("", 0, "", pattern, 0, {use})))


@pytest.mark.parametrize(
    ("use", "pattern"),
    [
        ("match", r"\s+$"),
        ("match", r"(?>a*)*b"),
        ("match", r"(?:a|b)*c"),
        ("full", r"(?:\w++|[-.])++"),
        ("find", r"(?<!\s)\s++$"),
        ("find", r"(?:(?<!\s)\s++)?+;"),
        ("find", r"<li[^<>]*+>"),
        ("find", r"(?s)<b>.*?(?:</b>|\Z)"),
        ("find", r"\w{2,60}"),
    ],
)
def test_linear_expressions_pass(use: str, pattern: str) -> None:
    assert not list(_slow_texts(Expression("", 0, "", pattern, 0, {use})))


def test_the_lists_above_are_up_to_date() -> None:
    found = expressions(SAMPLES)
    assert set(TRUSTED) <= {expression.path for expression in found}
    assert set(AT_FEW_POSITIONS) <= {expression.name for expression in found}
