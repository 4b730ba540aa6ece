"""Formulas: where they start and end, and their MathML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from papertrail.text import math
from papertrail.text.markdown import html_inline, html_math, markdown_inline, markdown_text, plain_inline, remark_text
from papertrail.text.math import LONGEST, MOST, Formula, join_math, mathml, split_math
from papertrail.text.strings import UNPRINTABLE
from support.mathml import ELEMENTS, assert_mathml


def formulas_in(text: str) -> list[str]:
    return [part.source for part in split_math(text) if isinstance(part, Formula)]


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("Sorting $n$ keys in $O(n \\log n)$", ["$n$", "$O(n \\log n)$"]),
        ("H$_2$O at 2$\\times$ the speed", ["$_2$", "$\\times$"]),
        ("$$\\sum_i x_i$$ displayed", ["$$\\sum_i x_i$$"]),
        ("$$ x $$", ["$$ x $$"]),
        ("a $\\$5$ note", ["$\\$5$"]),
        ("code hosts: $`x_i`$", ["$`x_i`$"]),
        ("map $f: X \\to Y$", ["$f: X \\to Y$"]),
        ("10$) [a](https://shelf.example.org) (20$)", []),
        ("costs $5", []),
        ("costs $5 and $6", []),
        ("from US$5 to US$6", []),
        ("5$ or 6 $", []),
        ("\\$x\\$ and \\\\$y$", ["$y$"]),
        ("$ $ $$ $$$ $", []),
        ("$x", []),
        (f"${'x' * LONGEST}$", [f"${'x' * LONGEST}$"]),
        (f"${'x' * (LONGEST + 1)}$", []),
    ],
)
def test_where_formulas_start_and_end(text: str, formulas: list[str]) -> None:
    assert formulas_in(text) == formulas
    inline = [t.content for t in _tokens(text) if t.type == "math"]
    assert inline == formulas, "in Markdown too"


def _tokens(text: str) -> list[Token]:
    from papertrail.text.markdown import _MARKDOWN

    return _MARKDOWN.parseInline(text)[0].children or []


def test_a_text_has_a_limited_number_of_formulas() -> None:
    text = "$x$ " * (2 * MOST)
    assert len(formulas_in(text)) == MOST
    assert html_inline(text, math=True).count("<math>") == MOST
    assert html_math(text).count("<math>") == MOST


@given(st.lists(st.text("$\\ x5`\n"), max_size=3).map("".join))
def test_only_escapes_are_lost_when_a_text_is_split(text: str) -> None:
    joined = "".join(part if isinstance(part, str) else part.source for part in split_math(text))
    assert joined.replace("\\", "") == text.replace("\\", "")


@given(st.lists(st.text("$ x5a") | st.sampled_from(["x", "x_1", "\\alpha"]).map(Formula), max_size=4))
def test_joined_parts_split_into_the_same_formulas(parts: list[str | Formula]) -> None:
    found = [part for part in split_math(join_math(parts)) if isinstance(part, Formula) and mathml(part)]
    digits = [re.sub(r"\d+$", "", part.tex) for part in found]
    assert [tex for tex in digits if tex] == [re.sub(r"\d+$", "", p.tex) for p in parts if isinstance(p, Formula)]


# MathML


class Checked(HTMLParser):
    """Fails on anything that is no MathML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        assert not UNPRINTABLE.search(html)
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS, tag
        assert_mathml(tag, attrs)
        self.open.append(tag)
        assert len(self.open) < 50

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def content(tex: str) -> str:
    """The MathML of a formula without what is around it."""
    html = mathml(Formula(tex))
    assert html is not None
    Checked(html)
    return html.partition("<semantics><mrow>")[2].partition("</mrow><annotation")[0]


def test_a_formula_is_mathml_with_its_tex() -> None:
    assert content("x_i") == "<msub><mi>x</mi><mi>i</mi></msub>"
    assert '<annotation encoding="application/x-tex">a&lt;b</annotation>' in str(mathml(Formula("a<b")))
    assert str(mathml(Formula("x", displayed=True))).startswith('<math display="block">')


def test_names_of_functions_have_the_spaces_of_tex() -> None:
    assert '<mi>n</mi><mo lspace="0.167em" rspace="0.167em">log</mo><mi>n</mi>' in content(r"O(n \log n)")
    assert '<msub><mo lspace="0" rspace="0.167em">log</mo><mn>2</mn></msub><mi>n</mi>' in content(r"(\log_2 n)")


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\mathbf{x1}", "𝐱𝟏"),
        (r"\mathbb{RN}", "ℝℕ"),
        (r"\mathcal{AH}", "𝒜ℋ"),
        (r"\mathfrak{C}", "ℭ"),
        (r"\boldsymbol{\alpha}", "𝜶"),
        (r"\mathbf{é}", "é"),
    ],
)
def test_styles_of_letters_are_characters_as_browsers_know_no_others(tex: str, text: str) -> None:
    assert re.sub("<[^>]*>", "", content(tex)) == text


@pytest.mark.parametrize(
    "tex",
    [
        r"\unknown{x}", r"\href{javascript:alert(1)}{x}", r"\class{a}{x}", r"\style{color:red}{x}", r"\unicode{x3c}",
        r"\def\a{\a\a}\a", r"\newcommand{\a}{x}\a", r"\begin{unknown}x\end{unknown}", r"\text{\input x}", "^^5cinput",
        "a % b", "a # b", "a & b", "x^", "{", r"\frac1", "x" * (LONGEST + 1), "{" * 60 + "x" + "}" * 60,
        r"\sqrt" * 100, "^" * LONGEST, r"\rule{99em}{99em}",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_shown_as_typed(tex: str) -> None:
    formula = Formula(tex)
    assert mathml(formula) is None
    assert math.math_html(formula).startswith("<code>$")


@pytest.mark.parametrize(
    ("tex", "html"),
    [
        (r"\text{<script>alert(1)</script>}", "<mtext>&lt;script&gt;alert(1)&lt;/script&gt;</mtext>"),
        (r"\color{red}x", "<mstyle><mi>x</mi></mstyle>"),
        (r"\hspace{99em}x", "<mspace></mspace><mi>x</mi>"),
        (r"\hspace{-2em}x", "<mspace></mspace><mi>x</mi>"),
        (r"\not= b", "<mo>≠</mo><mi>b</mi>"),
        (r"\rlap{over}x", "<mpadded><mtext>over</mtext></mpadded><mi>x</mi>"),
        (r"\raise 9em x", None),
    ],
)
def test_formulas_can_only_be_formulas(tex: str, html: str | None) -> None:
    assert html is None or content(tex) == html


TEX = [
    "{", "}", "^", "_", "&", "\\\\", "\\left(", "\\right)", "\\frac", "\\sqrt", "\\text{<b>}", "\\mathbf", "\\log",
    "\\begin{matrix}", "\\end{matrix}", "\\color{red}", "\\hspace{9em}", "\\not", "'", "x", "1.5", " ", "<", "\"", "é",
    "\\overline", "\\mathrm{ab}", "\\sum", "\\limits", "\\big", "\u202e", "\\genfrac(){2pt}0", "\\smash", "\\&#x3c;",
]  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(TEX), max_size=30).map("".join))
def test_any_formula_gives_only_mathml(tex: str) -> None:
    html = mathml(Formula(tex))
    if html is not None:
        Checked(html)
        assert len(html) < 400 + 120 * len(tex)


# Texts with formulas


def test_plain_text_and_remarks_show_formulas() -> None:
    assert html_math(r"<b> $x$ \$5") == f"&lt;b&gt; {mathml(Formula('x'))} $5"
    assert html_inline("*a $b* c$*", math=True) == f"<em>a {mathml(Formula('b* c'))}</em>"
    assert html_inline("`$x$` \\$x\\$", math=True) == "<code>$x$</code> $x$"
    assert html_inline("$a<b$") == "$a&lt;b$", "HTML of documents has formulas as typed"
    assert plain_inline("*needs* $x_1*y_1*$") == "needs $x_1*y_1*$"


@pytest.mark.parametrize(
    ("text", "document", "cell"),
    [
        ("a_ $x_i$", r"a\_ $x_i$", None),
        ("costs $5 and $6", r"costs \$5 and \$6", None),
        (r"\$5\$ $x$", r"\$5\$ $x$", None),
        ("$a < b$", "$a < b$", None),
        ("$a<b$", "$`a<b`$", None),
        ("$[0](x)$", "$`[0](x)`$", None),
        ("$|x|$", "$|x|$", r"$\|x\|$"),
        (r"$\|x\|$", r"$\|x\|$", r"$\Vert x\Vert $"),
        (r"$\text{`<b>}$", r"\$\\text{\`&lt;b&gt;}\$", None),
    ],
)  # fmt: skip
def test_documents_have_formulas_as_typed_unless_they_could_be_markup(
    text: str, document: str, cell: str | None
) -> None:
    assert markdown_text(text) == document
    assert markdown_text(text, cell=True) == (cell or document)
    assert markdown_inline(remark_text(text)) == document
    assert markdown_inline(remark_text(text), cell=True) == (cell or document)
