"""Convert plain text and remarks to HTML and Markdown.

Remarks are CommonMark without HTML and images, and with links only to URLs that `papertrail.text.urls` allows. Values
of records become markup here and nowhere else; reading notes become markup in `papertrail.notes`. Both kinds of text
may contain formulas (`papertrail.text.math`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from papertrail.text.math import MOST, Formula, formula_at, math_html, split_math
from papertrail.text.strings import UNPRINTABLE
from papertrail.text.urls import fault_of, is_safe

# A remark without these characters is plain text, as most are. This check is 20 times faster than parsing.
_MARKED = re.compile(r"[*_`\[\\<&$]")
_SPECIAL = re.compile("[&<>'\"]")
_TO_ESCAPE = re.compile(r"[\\`*\[\]<>|~$]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
_AT_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+=](?=[-+=\s]|$)|:(?=\s))|^(\s*\d{1,9})([.)])(?=\s|$)")
# Formulas are in Markdown as typed, except if a program that knows no formulas could find HTML or a link in them.
_ACTIVE = re.compile(r"<[A-Za-z/!?]|&#?\w+;|\]\s*[(\[:]")
_PIPE = re.compile(r"(\\\\)|\\\||\|")
_AS_ENTITY = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_PARENTHESIS = re.compile("[()]")
_NOT_IN_URL = re.compile(r"[\s<>|`\\]")
_STRAY = re.compile(r"(?<!\s)\*|\*(?!\s|$)|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)")


def _inline(*, images: bool = False, join: bool = True) -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False})
    if not images:
        markdown.disable("image")
    if not join:
        markdown.disable("text_join")  # keeps an escaped \* separate from text
    markdown.validateLink = _may_be_linked  # type: ignore[method-assign]
    add_math(markdown)
    return markdown


def add_math(markdown: MarkdownIt, most: int = MOST) -> None:
    """Let a parser find formulas: tokens of type `math` with the formula as `meta`, at most `most` in a text."""

    def math(state: StateInline, silent: bool) -> bool:
        formula = formula_at(state.src, state.pos) if state.src[state.pos] == "$" else None
        count = state.env.get("formulas", 0)
        if formula is None or state.pos + len(formula.source) > state.posMax or count >= most:
            return False
        if not silent:
            state.env["formulas"] = count + 1
            token = state.push("math", "", 0)
            token.content, token.meta["formula"] = formula.source, formula
        state.pos += len(formula.source)
        return True

    markdown.inline.ruler.before("escape", "math", math)


def _may_be_linked(url: str) -> bool:
    return fault_of(url, internal=False) is None


_MARKDOWN = _inline()
_UNJOINED = _inline(join=False)
_EVERYTHING = _inline(images=True)
_EVERYTHING.validateLink = lambda url: True  # type: ignore[method-assign]


def html_text(text: str) -> str:
    """Escape plain text for HTML elements and quoted attributes."""
    return escape(text, quote=True) if _SPECIAL.search(text) else text  # most texts need no escaping


def html_math(text: str) -> str:
    """Render plain text with formulas as HTML for elements.

    >>> html_math("<b> costs $5")
    '&lt;b&gt; costs $5'
    """
    if "$" not in text:
        return html_text(text)
    return "".join(math_html(part) if isinstance(part, Formula) else html_text(part) for part in split_math(text))


def shown_text(text: str) -> str:
    """Return text from Markdown on one line, without characters that no file may contain.

    An entity such as `&#10;` or `&#x202e;` can stand for any character.
    """
    return UNPRINTABLE.sub("", text.replace("\n", " ").replace("\t", " "))


def inert(html: str) -> str:
    """Make HTML inert for macros, snippets and attribute lists: escaped HTML may still contain `{{`.

    >>> inert("<b>{{ 1 }}</b>")
    '<b>&#123;&#123; 1 &#125;&#125;</b>'
    """
    return html.replace("{", "&#123;").replace("}", "&#125;")


_INTERPRETED = re.compile(r"(<[^<>]*>|&#?\w+;)|[\\`*_~^|$:@!+\[\](]")
_IN_TAG = str.maketrans({character: f"&#{ord(character)};" for character in "\\`[]$"})
"""What Markdown may interpret even in a tag."""


def one_line(html: str) -> str:
    """Return HTML as one line that is the same within a paragraph of Markdown.

    >>> one_line('<a href="a_b">*a_b*</a>')
    '<a href="a_b">&#42;a&#95;b&#42;</a>'
    """
    kept = _INTERPRETED.sub(lambda match: match[1].translate(_IN_TAG) if match[1] else f"&#{ord(match[0])};", html)
    return kept.replace("\n", " ")


@lru_cache(maxsize=16_384)  # a remark is rendered for its row and for two indexes
def html_inline(text: str, *, math: bool = False) -> str:
    """Render a remark as HTML, its formulas as MathML or as typed.

    >>> html_inline("*Data* <b> `a|b`")
    '<em>Data</em> &lt;b&gt; <code>a|b</code>'
    """
    if not _MARKED.search(text):
        return html_text(text)
    simple = _simple(text)
    if simple is not None:
        return "".join(_HTML[kind](part, url) for kind, part, url in simple)
    return "".join(
        math_html(t.meta["formula"]) if math and t.type == "math" else _html(t) for t in _tokens(_MARKDOWN, text)
    )


def _html(token: Token) -> str:
    match token.type:
        case "text" | "text_special" | "math":
            return html_text(token.content)
        case "code_inline":
            return f"<code>{html_text(token.content)}</code>"
        case "link_open":
            return f'<a href="{html_text(str(token.attrs["href"]))}">'
        case "softbreak" | "hardbreak":
            return " "
        case _:  # em, strong and closing links have the same name in HTML
            return f"<{'/' if token.nesting < 0 else ''}{token.tag}>"


def plain_inline(text: str) -> str:
    """Return a remark as plain text, without markup."""
    simple = _simple(text)
    if simple is not None:
        return "".join(part for _, part, _ in simple)
    return "".join(t.content or " " * (t.type in ("softbreak", "hardbreak")) for t in _tokens(_MARKDOWN, text))


def markdown_text(text: str, *, cell: bool = False) -> str:
    """Escape plain text for Markdown, except for its formulas; `cell` for cells of tables.

    >>> markdown_text("__init__ and a|b <T> snake_case")
    '\\\\_\\\\_init\\\\_\\\\_ and a\\\\|b &lt;T&gt; snake_case'
    """
    if "$" not in text:
        return _escaped(text)
    return "".join(_formula(part, cell) if isinstance(part, Formula) else _escaped(part) for part in split_math(text))


def remark_text(text: str) -> str:
    """Return plain text as a remark that shows it, with the same formulas."""
    return "".join(part.source if isinstance(part, Formula) else _escaped(part) for part in split_math(text))


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda m: _AS_ENTITY.get(m[0]) or "\\" + m[0], text)


def _formula(formula: Formula, cell: bool) -> str:
    """Return a formula for a document: as typed, or in code, which code hosts read as a formula too."""
    tex = (
        _PIPE.sub(lambda found: found[1] or ("\\|" if found[0] == "|" else "\\Vert "), formula.tex)
        if cell
        else formula.tex
    )
    if "`" in tex:
        return _escaped(formula.source)
    return formula._replace(tex=tex, coded=formula.coded or bool(_ACTIVE.search(tex))).source


def markdown_start(markdown: str) -> str:
    """Escape `#`, `-`, `1.` and so on at the start of a line, where they would start a heading or a list."""
    return _AT_LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[3]}\\{m[4]}", markdown, count=1)


@lru_cache(maxsize=4096)
def markdown_inline(text: str, *, cell: bool = False) -> str:
    """Render a remark as Markdown that looks the same everywhere; `cell` for cells of tables.

    The original emphasis marks are kept.
    """
    if not _MARKED.search(text):
        return _escaped(text)
    simple = _simple(text)
    if simple is not None:
        return "".join(_simple_markdown(kind, part, url, cell) for kind, part, url in simple)
    parts: list[str] = []
    links: list[str] = []
    for token in _tokens(_MARKDOWN, text):
        if token.type == "link_open":
            links.append(str(token.attrs["href"]))
            parts.append("[")
        elif token.type == "link_close":
            parts.append(f"]({markdown_url(links.pop())})")
        else:
            parts.append(_markdown(token, cell))
    return "".join(parts)


def _simple_markdown(kind: str, part: str, url: str | None, cell: bool) -> str:
    match kind:
        case "code":
            return _code(part, "`", cell)
        case "url":
            return f"[{_escaped(part)}]({markdown_url(url or '')})"
        case _:
            return f"{_MARKUP[kind]}{_escaped(part)}{_MARKUP[kind]}"


def _code(code: str, markup: str, cell: bool) -> str:
    space = " " if code.startswith("`") or code.endswith("`") else ""
    shown = code.replace("|", "\\|") if cell else code
    return f"{markup}{space}{shown}{space}{markup}"


def _markdown(token: Token, cell: bool) -> str:
    match token.type:
        case "text" | "text_special":
            return _escaped(token.content)
        case "math":
            return _formula(token.meta["formula"], cell)
        case "code_inline":
            return _code(token.content, token.markup, cell)
        case "softbreak" | "hardbreak":
            return " "
        case _:
            return token.markup


def markdown_url(url: str) -> str:
    """Return a URL for `[label](url)`, with unbalanced parentheses percent-encoded."""
    depth = 0
    for sign in _PARENTHESIS.findall(url):
        depth += 1 if sign == "(" else -1
        if depth < 0:
            break
    paired = url if depth == 0 else url.replace("(", "%28").replace(")", "%29")
    return _NOT_IN_URL.sub(lambda m: quote(m[0], safe=""), paired)


def html_url(url: str) -> str:
    """Return a URL for a quoted attribute; `#` for an unsafe URL."""
    return html_text(url if is_safe(url) else "#")


def has_stray_marks(text: str) -> bool:
    """Whether a remark has an unescaped `*` or `_` that is not markup."""
    if "*" not in text and "_" not in text:
        return False
    if _simple(text) is not None:
        return False
    # Markup, escapes and code become a letter, to keep the neighbours of the remaining marks.
    left_over = "".join(t.content if t.type == "text" else "x" for t in _tokens(_UNJOINED, text))
    return _STRAY.search(left_over) is not None


def images_in(text: str) -> bool:
    """Whether a remark has an image, which would not be shown."""
    return "![" in text and any(t.type == "image" for t in _tokens(_EVERYTHING, text))


def links_in(text: str) -> list[str]:
    """Return the URLs of all links in a remark, including unsafe ones."""
    simple = _simple(text)
    if simple is not None and "![" not in text:  # an image is not a link, but matches as one
        return [url for _, _, url in simple if url]
    return [str(t.attrs["href"]) for t in _tokens(_EVERYTHING, text) if t.type == "link_open"]


# CommonMark requires the semicolon of an entity, and forbids spaces in an autolink.
# https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references, #autolinks
_NO_ENTITY = r"&(?!#?\w+;)"
_NO_AUTOLINK = "<(?![^<> ]*>)"
_PLAIN = rf"(?:[^*_`\[\]\\<&$]++|{_NO_ENTITY}|{_NO_AUTOLINK})+"
_MARKED_UP = rf"(?=[^\W_]){_PLAIN}(?<=[^\W_])"
_BEFORE, _AFTER = r"(?<![^ (])", r"(?=[ .,;:!?)]|$)"
_SIMPLE = re.compile(
    rf"(?P<text>{_PLAIN})"
    r"|`(?P<code>[^` ](?:[^`]*[^` ])?)`(?!`)"
    rf"|{_BEFORE}\*(?P<em>{_MARKED_UP})\*{_AFTER}"
    rf"|{_BEFORE}\*\*(?P<strong>{_MARKED_UP})\*\*{_AFTER}"
    rf"|\[(?P<link>{_PLAIN})\]\((?P<url>https?://[a-z0-9][a-z0-9.-]*(?:/[A-Za-z0-9._~/=+-]*)?)\)"
)
_HTML: dict[str, Callable[[str, str | None], str]] = {
    "text": lambda part, url: html_text(part),
    "code": lambda part, url: f"<code>{html_text(part)}</code>",
    "em": lambda part, url: f"<em>{html_text(part)}</em>",
    "strong": lambda part, url: f"<strong>{html_text(part)}</strong>",
    "url": lambda part, url: f'<a href="{url}">{html_text(part)}</a>',
}


_MARKUP = {"text": "", "em": "*", "strong": "**"}


@lru_cache(maxsize=1024)  # several rules ask for the same remark
def _simple(text: str) -> tuple[tuple[str, str, str | None], ...] | None:
    """Split a remark into parts whose markup is unambiguous; None if it needs the parser.

    A part has a key of `_HTML`, its text and its URL. This works for most remarks, and is fast.
    """
    if not text.isprintable():
        return None
    parts, place, end = [], 0, len(text)
    while place < end:
        part = _SIMPLE.match(text, place)
        if part is None:
            return None
        kind = str(part.lastgroup)
        parts.append((kind, part["link"] if kind == "url" else part[kind], part["url"]))
        place = part.end()
    return tuple(parts)


def _tokens(markdown: MarkdownIt, text: str) -> list[Token]:
    tokens = markdown.parseInline(text)[0].children or []
    for token in tokens:
        token.content = shown_text(token.content)
    return tokens
