"""LaTeX markup as plain text."""

from __future__ import annotations

import logging
import re
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

# The messages of the library are of no use to users.
logging.getLogger("pylatexenc").addHandler(logging.NullHandler())

_MARKUP = re.compile(r"[\\{}$~^]|--|``|''|<<|>>|[!?]`")
# Files from the web contain these unescaped. LaTeX would treat them as a comment or a column separator.
_UNESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)([%&])")
_DOLLAR = re.compile(r"(?<!\\)((?:\\\\)*)\$")
_LINKED = re.compile(r"\\(?:href|hyperref|textcolor)\s*\{[^{}]*\}")
_ESCAPED = re.compile(r"\\([_%&#~{}$])")
_LONGEST = 16_000


def text_of(latex: str) -> str:
    """The plain text of LaTeX markup. Very long or deeply nested text keeps its commands.

    >>> text_of(r"{M{\\"u}ller} \\& S{\\o}n: 50% of $k$-means")
    'Müller & Søn: 50% of k-means'
    """
    if not _MARKUP.search(latex):
        return latex
    try:
        return _decoder().latex_to_text(_escaped(latex)) if len(latex) <= _LONGEST else _without_braces(latex)
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
    safe = _UNESCAPED.sub(r"\1\\\2", _LINKED.sub("", latex))
    # A single dollar sign is a price.
    return _DOLLAR.sub(r"\1\\$", safe) if len(_DOLLAR.findall(safe)) % 2 else safe


def _without_braces(latex: str) -> str:
    return re.sub(r"[{}]", "", latex)


@cache
def _decoder() -> LatexNodes2Text:
    known = get_default_latex_context_db()
    macros = [
        MacroTextSpec("url", simplify_repl="%s"),
        MacroTextSpec("LaTeX", simplify_repl="LaTeX"),
        MacroTextSpec("TeX", simplify_repl="TeX"),
        # The library uses a modifier letter; LaTeX defines the macro as the ASCII character.
        MacroTextSpec("textasciicircum", simplify_repl="^"),
        MacroTextSpec("textasciitilde", simplify_repl="~"),
    ]
    known.add_context_category("papertrail", prepend=True, macros=macros)
    return LatexNodes2Text(latex_context=known, math_mode="text")
