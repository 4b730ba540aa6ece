"""LaTeX markup as plain text."""

from __future__ import annotations

import logging
import re
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

# The messages of the library are of no use to users.
logging.getLogger("pylatexenc").addHandler(logging.NullHandler())

_SPELLED = re.compile(r"[\\{}$~^]|--|``|''|<<|>>|[!?]`")
# Files from the web contain these unescaped. LaTeX would treat them as a comment or a column separator.
_LEFT_BARE = re.compile(r"(?<!\\)((?:\\\\)*)([%&])")
_DOLLAR = re.compile(r"(?<!\\)((?:\\\\)*)\$")
_LINKED = re.compile(r"\\(?:href|hyperref|textcolor)\s*\{[^{}]*\}")
_ESCAPED = re.compile(r"\\([_%&#~{}$])")
_LONGEST = 16_000


def text_of(spelled: str) -> str:
    """The plain text of LaTeX markup. Very long or deeply nested text keeps its commands.

    >>> text_of(r"{M{\\"u}ller} \\& S{\\o}n: 50% of $k$-means")
    'Müller & Søn: 50% of k-means'
    """
    if not _SPELLED.search(spelled):
        return spelled
    try:
        return _decoder().latex_to_text(_made_safe(spelled)) if len(spelled) <= _LONGEST else _bare(spelled)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return _bare(spelled)  # the library raises any of these for invalid LaTeX


def url_of(spelled: str) -> str:
    r"""A URL without LaTeX markup.

    >>> url_of(r"\url{https://example.com/a\_b}")
    'https://example.com/a_b'
    """
    bare = _ESCAPED.sub(r"\1", spelled.strip())
    while bare.startswith("{") and bare.endswith("}"):
        bare = bare[1:-1].strip()
    return bare.removeprefix("\\url{").removesuffix("}").strip() if bare.startswith("\\url{") else bare


def parts_of(spelled: str, signs: str) -> list[str]:
    """The parts of a text, separated by any of some characters outside braces.

    >>> parts_of("a, {b, c}; d", ",;")
    ['a', '{b, c}', 'd']
    """
    parts, depth, start = [], 0, 0
    for found in re.finditer(rf"(?<!\\)[{{}}{re.escape(signs)}]", spelled):
        if found[0] in "{}":
            depth = max(0, depth + (1 if found[0] == "{" else -1))
        elif depth == 0:
            parts.append(spelled[start : found.start()].strip())
            start = found.end()
    return [*parts, spelled[start:].strip()]


def _made_safe(spelled: str) -> str:
    safe = _LEFT_BARE.sub(r"\1\\\2", _LINKED.sub("", spelled))
    # A single dollar sign is a price.
    return _DOLLAR.sub(r"\1\\$", safe) if len(_DOLLAR.findall(safe)) % 2 else safe


def _bare(spelled: str) -> str:
    return re.sub(r"[{}]", "", spelled)


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
