"""Reports: the excerpt, its underline, and no control of a terminal or a workflow."""

from __future__ import annotations

import json

from papertrail.core.diagnostics import Diagnostic, Span
from papertrail.reporters import count_line, github_report, json_report, summary, text_report


def problem(span: Span, message: str = "wrong", path: str = "papers/a.yml") -> Diagnostic:
    return Diagnostic(path=path, span=span, code="PT101", message=message, help="fix it")


def excerpt(line: str, column: int, end: int) -> list[str]:
    text = text_report([problem(Span(1, column, 1, end))], {"papers/a.yml": line})
    return text.splitlines()[1:3]


def test_the_span_is_underlined() -> None:
    assert excerpt("name: Tofu", 7, 11) == ["  1 | name: Tofu", "    |       ^^^^"]


def test_wide_characters_take_two_columns() -> None:
    assert excerpt("name: 中文 x", 10, 11) == ["  1 | name: 中文 x", "    |            ^"]


def test_tabs_and_controls_take_one_column() -> None:
    assert excerpt("a\tb\x1bc", 5, 6) == ["  1 | a b·c", "    |     ^"]


def test_a_long_line_is_cut_around_the_span() -> None:
    shown, under = excerpt("a" * 500 + "BAD" + "c" * 500, 501, 504)
    assert len(shown) < 120
    assert shown[under.index("^") : under.rindex("^") + 1] == "BAD"
    assert shown.endswith("…")


def test_a_span_of_several_lines_is_underlined_on_its_first_line() -> None:
    text = text_report([problem(Span(1, 3, 2, 4))], {"papers/a.yml": "a [b,\n c]\n"})
    assert text.splitlines()[1:3] == ["  1 | a [b,", "    |   ^^^"]


def test_a_span_past_the_end_of_its_line_has_one_mark() -> None:
    assert excerpt("ab", 3, 4) == ["  1 | ab", "    |   ^"]


def test_a_file_without_text_has_no_excerpt() -> None:
    assert text_report([problem(Span(1, 1, 1, 1))], {}) == "papers/a.yml:1:1: error[PT101]: wrong\n  help: fix it\n\n"


def test_control_characters_are_escaped() -> None:
    hostile = problem(Span(1, 1, 1, 2), message="\x1b[31mred", path="papers/\x1b]0;x\x07\n::error::.yml")
    text = text_report([hostile], {hostile.path: "\x1b[2J"})
    assert text.splitlines()[0] == "papers/\\x1b]0;x\\x07\\n::error::.yml:1:1: error[PT101]: \\x1b[31mred"
    assert "\x1b" not in text + json_report([hostile]) + github_report([hostile])
    assert github_report([hostile]).count("\n") == 1


def test_json_is_ascii() -> None:
    text = json_report([problem(Span(1, 1, 1, 2), message="é\u202e\x7f")])
    assert text.isascii()
    assert "\x7f" not in text
    assert json.loads(text)["diagnostics"][0]["message"] == "é\u202e\x7f"


def test_workflow_commands_are_escaped() -> None:
    said = github_report([problem(Span(3, 2, 3, 9), message="100%, a:b", path="papers/a,b:c.yml")])
    assert said == (
        "::error file=papers/a%2Cb%3Ac.yml,line=3,col=2,title=PT101%3A 100%25%2C a%3Ab,endColumn=8::fix it\n"
    )


def test_the_fence_of_the_summary_is_longer_than_any_in_a_record() -> None:
    found = [problem(Span(1, 1, 1, 2))]
    text = summary(found, {"papers/a.yml": "`````` <script>"}, 1)
    assert text.startswith("### papertrail: 1 paper, 1 error\n\n```````text\n")
    assert summary([], {}, 2) == "### papertrail: 2 papers, no problems\n\n"


def test_counts() -> None:
    one = problem(Span(1, 1, 1, 1))
    assert count_line([], 1234) == "1,234 papers, no problems"
    assert count_line([one, one], 1) == "1 paper, 2 errors"
