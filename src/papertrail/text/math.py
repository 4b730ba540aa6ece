r"""Formulas in texts: `$x_i$` inline and `$$x_i$$` displayed, as TeX writes them, and their MathML.

A dollar starts a formula if no white space follows it. The formula ends at the next dollar, before which there is no
white space and after which there is no digit; otherwise the first dollar is text, as in `from $5 to $6`. `\$` is
always a dollar. URLs are never in a formula.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from papertrail.text.strings import UNPRINTABLE

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LONGEST = 500
"""Characters of a formula. A longer one is text."""
MOST = 50
"""Formulas of a text. Further ones are text: MathML is much longer than TeX."""
_WIDE = 20
"""Signs of a formula that may be wider than its column. Such a formula scrolls, with the keyboard too."""
_DEPTH = 40
"""Elements within one another."""

_SIGN = r"(?:[^$\\:]|:(?!//)|\\[\s\S])"
_FORMULA = (
    rf"\$(?![\s$])({_SIGN}{{0,{LONGEST - 1}}}(?:[^\s$\\:]|:(?!//)|\\[\s\S]))\$(?![0-9])"
    rf"|\$\$(?!\s*\$)({_SIGN}{{1,{LONGEST}}})\$\$"
)
TOKEN = rf"\\[\s\S]|{_FORMULA}"
"""The pattern of an escaped character or a formula. Python and JavaScript read it alike."""
_TOKEN = re.compile(TOKEN)


class Formula(NamedTuple):
    """A formula in a text."""

    tex: str
    displayed: bool = False
    """Whether it is on its own line."""
    coded: bool = False
    """Whether it is in code, as in "$`x_i`$"; code hosts offer this because of the marks of Markdown."""

    @property
    def source(self) -> str:
        """The formula with its dollars."""
        dollars, code = "$$" if self.displayed else "$", "`" if self.coded else ""
        return f"{dollars}{code}{self.tex}{code}{dollars}"


def formula_at(text: str, position: int) -> Formula | None:
    """Return the formula that starts at an unescaped dollar."""
    found = _TOKEN.match(text, position)
    return _formula(found) if found and found[0][0] == "$" else None


def _formula(found: re.Match[str]) -> Formula:
    tex = found[1] or found[2]
    coded = len(tex) > 2 and tex[0] == tex[-1] == "`"
    return Formula(tex[1:-1] if coded else tex, displayed=found[2] is not None, coded=coded)


def split_math(text: str, most: int = MOST) -> list[str | Formula]:
    r"""Split a text into plain parts and formulas; `\$` in a plain part becomes a dollar.

    >>> split_math(r"From $x_i$ to \$5")
    ['From ', Formula(tex='x_i', displayed=False, coded=False), ' to $5']
    """
    if "$" not in text:
        return [text]
    parts: list[str | Formula] = []
    start, count = 0, 0
    for found in _TOKEN.finditer(text):
        if found[0][0] == "$" and count < most:
            parts += [_plain(text[start : found.start()]), _formula(found)]
            start, count = found.end(), count + 1
    return [part for part in (*parts, _plain(text[start:])) if part]


def _plain(text: str) -> str:
    return re.sub(r"\\([\s\S])", lambda found: "$" if found[1] == "$" else found[0], text) if "\\$" in text else text


def change_formulas(text: str, change: Callable[[str], str]) -> str:
    """Return a text with each formula, including its dollars, changed."""
    return _TOKEN.sub(lambda found: change(found[0]) if found[0][0] == "$" else found[0], text)


def join_math(parts: list[str | Formula]) -> str:
    r"""Return plain parts and formulas as one text, which `split_math` splits into the same formulas.

    >>> join_math(["$5-6$ or ", Formula("x"), "2"])
    '\\$5-6\\$ or $x2$'
    """
    joined: list[str | Formula] = []
    for part in parts:
        last = joined[-1] if joined else ""
        if isinstance(part, str) and isinstance(last, Formula):
            text = part.lstrip("0123456789")  # a digit must not follow the dollar
            joined[-1] = last._replace(tex=last.tex + part.removesuffix(text))
            part = text
        if part:
            joined.append(part)
    simple = "".join(part.source if isinstance(part, Formula) else part for part in joined)
    if _understood(split_math(simple, len(simple))) == _understood(joined):
        return simple
    return escape_dollars(joined)


def escape_dollars(parts: list[str | Formula]) -> str:
    """Return plain parts, with their dollars escaped, and formulas as one text."""
    return "".join(part.source if isinstance(part, Formula) else part.replace("$", "\\$") for part in parts)


def _understood(parts: list[str | Formula]) -> list[Formula]:
    return [part for part in parts if isinstance(part, Formula) and mathml(part)]


# MathML. The elements that the library returns are not trusted: only those that are listed here are written.

_REFUSED = {
    "\\DeclareMathOperator", "\\class", "\\def", "\\href", "\\newcommand", "\\newenvironment", "\\rule",
    "\\style", "\\tag", "\\unicode", "\\verb",
}  # fmt: skip
"""Commands that define others or are no mathematics."""
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)|[\s\S])")
_ENVIRONMENT = re.compile(r"\\begin\s*+\{([^{}]*+)")
_OTHER_SYNTAX = re.compile(r"\^\^|[%#]")
"""Characters by their codes, comments and parameters."""
_PARTS = {
    "mfrac": 2, "mover": 2, "mroot": 2, "msub": 2, "msubsup": 3, "msup": 2, "munder": 2, "munderover": 3,
}  # fmt: skip
"""The number of parts of elements that have a certain number."""
_TEXTS = frozenset(("mi", "mn", "mo", "mtext"))
_ELEMENTS = _TEXTS.union(_PARTS) | {
    "menclose", "mpadded", "mphantom", "mrow", "mspace", "msqrt", "mstyle", "mtable", "mtd", "mtr",
}  # fmt: skip
_FLAG = re.compile("true|false")
_LENGTH = re.compile(r"[0-2]?(?:\.[0-9]+)?(?:em|ex|px)|0")  # a negative one could move a formula over other text
_FLAGS = ("stretchy", "fence", "separator", "symmetric", "largeop", "movablelimits", "accent", "accentunder")
_LENGTHS = ("width", "height", "depth", "lspace", "rspace", "minsize", "maxsize", "linethickness")
_ATTRIBUTES = {
    **dict.fromkeys((*_FLAGS, "displaystyle"), _FLAG),
    **dict.fromkeys(_LENGTHS, _LENGTH),
    "form": re.compile("prefix|infix|postfix"),
    "scriptlevel": re.compile("[0-2]"),
    "columnalign": re.compile("left|center|right"),
    "notation": re.compile("(?:up|down)diagonalstrike|updiagonalstrike downdiagonalstrike|horizontalstrike|box"),
}
_SPACES = {"thinmathspace": "0.167em", "mediummathspace": "0.222em", "thickmathspace": "0.278em"}
_THIN = _SPACES["thinmathspace"]
_NOT = "&#x029F8;"
"""The slash of `\\not`, which the library puts over the next sign."""
_VARIANTS = {
    "bold": "BOLD", "italic": "ITALIC", "bold-italic": "BOLD ITALIC", "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT", "bold-script": "BOLD SCRIPT", "fraktur": "FRAKTUR", "bold-fraktur": "BOLD FRAKTUR",
    "sans-serif": "SANS-SERIF", "bold-sans-serif": "SANS-SERIF BOLD", "monospace": "MONOSPACE",
}  # fmt: skip
"""The name in Unicode of each style of letters: browsers do not support the attribute."""
_TAG = re.compile("<[^<>]*+>")
_CHARACTER = re.compile("&#x([0-9A-Fa-f]{1,6});")
_LETTER = re.compile("(?:(?:LATIN|GREEK) )?(CAPITAL|SMALL|DIGIT)(?: LETTER)? (.+)")


@lru_cache(maxsize=4096)
def mathml(formula: Formula) -> str | None:
    """Return a formula as MathML with its TeX as an annotation; None if it is not understood.

    >>> mathml(Formula("x"))
    '<math><semantics><mrow><mi>x</mi></mrow><annotation encoding="application/x-tex">x</annotation></semantics></math>'
    """
    from latex2mathml.converter import Converter  # only texts with formulas need it

    tex, displayed = formula.tex, formula.displayed
    if len(tex) > LONGEST or not _is_known(tex):
        return None
    try:
        root = Converter(display="block" if displayed else "inline").convert_to_element(tex)
        content = "".join(_html(child, _DEPTH) for child in root)
    except Exception:  # the library raises errors of many kinds for invalid TeX
        return None
    display = ' display="block"' if displayed else ""
    focus = ' tabindex="0"' if len(_TAG.sub("", content)) > _WIDE else ""
    annotation = f'<annotation encoding="application/x-tex">{_shown(tex.strip())}</annotation>'
    return f"<math{display}{focus}><semantics>{content}{annotation}</semantics></math>"


def _is_known(tex: str) -> bool:
    """Whether a formula has only commands and environments of mathematics."""
    names = {f"\\{name}" for name in (*_COMMAND.findall(tex), *_ENVIRONMENT.findall(tex)) if name}
    return names <= _known_commands() and not _OTHER_SYNTAX.search(_COMMAND.sub(" ", tex))


@cache
def _known_commands() -> frozenset[str]:
    from latex2mathml import commands
    from latex2mathml.symbols_parser import SYMBOLS

    constants = vars(commands).values()
    names = {name for names in constants if isinstance(names, tuple | dict) for name in names}
    return frozenset(names.union(SYMBOLS, (name for name in constants if isinstance(name, str)))) - _REFUSED


def math_html(formula: Formula) -> str:
    """Return a formula as HTML: as MathML, or as typed if it is not understood."""
    return mathml(formula) or f"<code>{_shown(formula.source)}</code>"


def _shown(text: str) -> str:
    return escape(UNPRINTABLE.sub("", text.replace("\n", " ")))


def _html(element: Element, depth: int, spaces: tuple[str, str] = (_THIN, _THIN)) -> str:
    """Return an element as HTML; `spaces` are those around it in its row if it is the name of a function."""
    if depth == 0 or len(element) != _PARTS.get(element.tag, len(element)):
        raise ValueError("too deep, or an argument is missing")
    tag = element.tag if element.tag in _ELEMENTS else "mrow"
    if tag in _TEXTS and len(element) == 0:
        return _text_html(element, spaces)
    children = list(_negated(element))
    if tag in _PARTS:
        inner = [_html(child, depth - 1, spaces if at == 0 else ("0", "0")) for at, child in enumerate(children)]
    else:
        inner = [_html(child, depth - 1, _spaces(children, at)) for at, child in enumerate(children)]
    return _tagged("mrow" if tag in _TEXTS else tag, _attributes(element), "".join(inner))


def _negated(row: Element) -> Iterator[Element]:
    """The elements of a row, with `\\not` as a part of the sign after it."""
    stroke = False
    for child in row:
        if "".join(child.itertext()) == _NOT and child.tag == "mpadded":
            stroke = True
            continue
        if stroke and child.text:
            child.text += "\u0338"
        stroke = False
        yield child


def _text_html(element: Element, spaces: tuple[str, str]) -> str:
    """Return an identifier, a number, an operator or a text as HTML."""
    raw = _CHARACTER.sub(lambda found: chr(int(found[1], 16)), element.text or "")
    raw = unicodedata.normalize("NFC", raw)  # a sign and the stroke of its negation
    if element.tag != "mtext" and (raw in ("&", "#") or (raw[:1] == "\\" and len(raw) > 1)):
        raise ValueError("an unknown command")
    variant = _VARIANTS.get(element.get("mathvariant", ""))
    text = "".join(_styled(sign, variant) for sign in raw)
    tag, attributes = element.tag, _attributes(element)
    if tag in ("mi", "mo") and len(text) > 1 and text.replace("\u2009", "").isalpha():
        tag = "mo"  # only operators have spaces around them
        attributes |= {"lspace": spaces[0], "rspace": spaces[1]}
    return _tagged(tag, attributes, _shown(text))


def _styled(sign: str, variant: str | None) -> str:
    """Return a letter or a digit in a style, such as `\\mathbf`."""
    found = _LETTER.fullmatch(unicodedata.name(sign, "")) if variant else None
    if found is None:
        return sign
    older = str(variant).replace("FRAKTUR", "BLACK-LETTER")  # letters that Unicode had before the others
    for name in (f"MATHEMATICAL {variant} {found[1]} {found[2]}", f"{older} {found[1]} {found[2]}"):
        with suppress(KeyError):
            return unicodedata.lookup(name)
    return sign


def _tagged(tag: str, attributes: dict[str, str], content: str) -> str:
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{written}>{content}</{tag}>"


def _spaces(row: list[Element], at: int) -> tuple[str, str]:
    """Return the spaces around the name of a function as in TeX: none next to operators and parentheses."""
    before = _THIN if at > 0 and row[at - 1].tag != "mo" else "0"
    return before, _THIN if at + 1 < len(row) and row[at + 1].tag != "mo" else "0"


def _attributes(element: Element) -> dict[str, str]:
    if element.tag == "mpadded":  # which moves its content over other text
        return {}
    values = {name: _SPACES.get(value, value) for name, value in element.attrib.items() if name in _ATTRIBUTES}
    kept = {name: value for name, value in values.items() if _ATTRIBUTES[name].fullmatch(value)}
    upright = element.tag == "mi" and element.get("mathvariant") == "normal"
    return {**kept, "mathvariant": "normal"} if upright else kept
