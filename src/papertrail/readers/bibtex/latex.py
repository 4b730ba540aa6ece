"""LaTeX markup as plain text with formulas."""

from __future__ import annotations

import logging
import re
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexMathNode, LatexNode

from papertrail.text.math import Formula, escape_dollars, join_math, split_math

# The messages of the library are of no use to users.
logging.getLogger("pylatexenc").addHandler(logging.NullHandler())

_MARKUP = re.compile(r"[\\{}$~^]|--|``|''|<<|>>|[!?]`")
# Files from the web contain these unescaped. LaTeX would treat them as a comment or a column separator.
_UNESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)([%&])")
_DOLLAR = re.compile(r"(?<!\\)((?:\\\\)*)\$")
_PRICES = re.compile(r"(?<!\\)\$(?=[0-9])([^$]*+)(?<=\s)\$(?=[0-9])")
_LINKED = re.compile(r"\\(?:href|hyperref|textcolor)\s*\{[^{}]*\}")
_ESCAPED = re.compile(r"\\([_%&#~{}$])")
_LONGEST = 16_000
# Publishers write `<i>` and `&amp;` with these.
_SIGN = re.compile(r"\$\s?(\\less|\\greater|\\mathsemicolon|<|>)\s?\$")
_SIGNS = {"less": "<", "greater": ">", "textless": "<", "textgreater": ">", "mathsemicolon": ";", "copyright": "©"}
_MATH = "\x01"
"""The character around each formula while the rest becomes text. No file contains it."""


def text_of(latex: str, *, math: bool = True) -> str:
    """The plain text of LaTeX markup with its formulas; without `math`, these become text too. Very long or deeply
    nested text keeps its commands.

    >>> text_of(r"{M{\\"u}ller} \\& S{\\o}n: 50% of $k$-means")
    'Müller & Søn: 50% of $k$-means'
    """
    if not _MARKUP.search(latex):
        return latex
    try:
        if len(latex) > _LONGEST:
            return _without_braces(latex)
        return _with_formulas(_decoder(math).latex_to_text(_escaped(latex.replace(_MATH, ""))))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return _without_braces(latex)  # the library raises any of these for invalid LaTeX


def url_of(latex: str) -> str:
    r"""A URL without LaTeX markup.

    >>> url_of(r"\url{https://example.com/a\_b}")
    'https://example.com/a_b'
    """
    bare = _without_outer_braces(_ESCAPED.sub(r"\1", latex.strip()))
    return bare.removeprefix("\\url{").removesuffix("}").strip() if bare.startswith("\\url{") else bare


def _without_outer_braces(text: str) -> str:
    start, end = 0, len(text)
    while end - start > 1 and text[start] == "{" and text[end - 1] == "}":
        start, end = start + 1, end - 1
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
    return text[start:end]


def parts_of(latex: str, separators: str) -> list[str]:
    """The parts of a text, separated by any of some characters outside braces.

    >>> parts_of("a, {b, c}; d", ",;")
    ['a', '{b, c}', 'd']
    """
    parts, depth, start = [], 0, 0
    for match in re.finditer(rf"(?<!\\)[{{}}{re.escape(separators)}]", latex):
        if match[0] in "{}":
            depth = max(0, depth + (1 if match[0] == "{" else -1))
        elif depth == 0:
            parts.append(latex[start : match.start()].strip())
            start = match.end()
    return [*parts, latex[start:].strip()]


def _escaped(latex: str) -> str:
    text = _SIGN.sub(lambda sign: _SIGNS.get(sign[1][1:], sign[1]), latex) if "$" in latex else latex
    safe = _UNESCAPED.sub(r"\1\\\2", _LINKED.sub("", text))
    if "$" not in safe:
        return safe
    safe = _PRICES.sub(r"\\$\1\\$", safe)
    # With an unmatched dollar, only what is certainly a formula is one.
    return escape_dollars(split_math(safe)) if len(_DOLLAR.findall(safe)) % 2 else safe


def _with_formulas(text: str) -> str:
    """A text with formulas between placeholders, as a record has it."""
    parts: list[str | Formula] = []
    for number, part in enumerate(text.split(_MATH)):
        tex = " ".join(part.split())
        formula = Formula(tex.removeprefix("$").strip(), displayed=tex.startswith("$"))
        parts += [part] if number % 2 == 0 else [formula] if formula.tex else []
    return join_math(parts)


def _without_braces(latex: str) -> str:
    return re.sub(r"[{}]", "", latex)


class _Decoder(LatexNodes2Text):  # type: ignore[misc]
    """Keeps formulas as TeX, between placeholders."""

    def math_node_to_text(self, node: LatexNode) -> str:
        if not node.isNodeType(LatexMathNode):  # an environment
            return str(super().math_node_to_text(node))
        first, last = node.delimiters
        tex = node.latex_verbatim().removeprefix(first).removesuffix(last)
        return f"{_MATH}{'$' * (node.displaytype == 'display')}{tex}{_MATH}"


def _ensured(node: LatexNode) -> str:
    """The argument of `\\ensuremath`."""
    tex = node.nodeargd.argnlist[0].latex_verbatim()
    return f"{_MATH}{tex[1:-1] if tex.startswith('{') else tex}{_MATH}"


@cache
def _decoder(math: bool) -> LatexNodes2Text:
    known = get_default_latex_context_db()
    macros = [
        MacroTextSpec("url", simplify_repl="%s"),
        MacroTextSpec("LaTeX", simplify_repl="LaTeX"),
        MacroTextSpec("TeX", simplify_repl="TeX"),
        # The library knows the arguments of these, but drops their text.
        *(MacroTextSpec(name, simplify_repl="%s") for name in ("texttt", "mbox", "textsf", "textup", "textmd")),
        MacroTextSpec("verb", simplify_repl=lambda node: str(node.nodeargd.verbatim_text)),
        *(MacroTextSpec(name, simplify_repl=sign) for name, sign in _SIGNS.items()),
        # The library uses a modifier letter; LaTeX defines the macro as the ASCII character.
        MacroTextSpec("textasciicircum", simplify_repl="^"),
        MacroTextSpec("textasciitilde", simplify_repl="~"),
    ]
    if math:
        macros.append(MacroTextSpec("ensuremath", simplify_repl=_ensured))
    if math:
        macros.append(MacroTextSpec("ensuremath", simplify_repl=_ensured))
    known.add_context_category("papertrail", prepend=True, macros=macros)
    return (_Decoder if math else LatexNodes2Text)(latex_context=known, math_mode="text")
