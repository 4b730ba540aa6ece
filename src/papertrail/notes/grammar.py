"""The Markdown of notes: CommonMark with tables, strikethrough and formulas, without HTML, in bounded time.

The parser accepts every URL. Invalid URLs are reported by a rule and not rendered, so each link and image keeps its
position in its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, image, link
from markdown_it.token import Token

from papertrail.core.limits import NOTES_CELLS, NOTES_FORMULAS, NOTES_PARAGRAPH
from papertrail.inserts import citation_at
from papertrail.text.markdown import add_math

InlineRule = Callable[[StateInline, bool], bool]

BEYOND = "beyond"
"""Key in the environment of a parse: the line of the first table that exceeds the limit and is not parsed."""

# Long enough for any tag, and short enough to search for at each of many `<`.
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,30}(?:[\s/][^<>]{0,300})?>|<!--|<!DOCTYPE", re.IGNORECASE)


def grammar(*, html: bool = False) -> MarkdownIt:
    """A parser of the Markdown of notes. With `html`, HTML has tokens of its own instead of being text."""
    markdown = MarkdownIt("commonmark", {"html": html}).enable(["table", "strikethrough"])
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    markdown.core.ruler.at("inline", _inline)
    markdown.block.ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
    rules = markdown.inline.ruler
    for name, rule in (("link", link), ("image", image), ("autolink", autolink)):
        rules.at(name, _with_position(rule))
    if not html:
        rules.after("autolink", "raw_html", _raw_html)
    rules.before("link", "citation", _citation)
    add_math(markdown, NOTES_FORMULAS)
    return markdown


def _with_position(rule: InlineRule) -> InlineRule:
    """The same rule, which also stores the position of the link or image in its token."""

    def rule_with_position(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        matched = rule(state, silent)
        if matched and not silent:
            at = before if state.tokens[before].type in ("link_open", "image") else before + 1  # text may come first
            state.tokens[at].meta["at"] = (start, state.pos)
        return matched

    return rule_with_position


def _raw_html(state: StateInline, silent: bool) -> bool:
    """A tag or the start of a comment, which is text, but has its own token so that it can be reported."""
    match = _TAG.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("raw_html", "", 0)
        token.content = match[0]
        token.meta["at"] = match.span()
    state.pos = match.end()
    return True


def _citation(state: StateInline, silent: bool) -> bool:
    """A citation of papers, such as `[@tofu]`."""
    found = citation_at(state.src, state.pos, state.posMax) if state.src[state.pos] == "[" else None
    if found is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content, token.meta["citation"] = found.text, found
    state.pos = found.end
    return True


def _inline(state: StateCore) -> None:
    """Parse the text of each paragraph, except if it is too long to be parsed quickly."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if len(token.content) > NOTES_PARAGRAPH:
            text = Token("text", "", 0)
            text.content = token.content
            token.children.append(text)
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table, unless all tables together would have too many cells. Short rows are filled to the width of the first
    row, so that a few kilobytes could create millions of cells.
    """
    if BEYOND in state.env or not table(state, start, end, True):
        return False
    if silent:
        return True
    last = next((line for line in range(start, end) if state.isEmpty(line)), end)
    width = state.src.count("|", state.bMarks[start + 1], state.eMarks[start + 1]) + 1
    state.env["cells"] = state.env.get("cells", 0) + width * (last - start)
    if state.env["cells"] <= NOTES_CELLS:
        return table(state, start, end, False)
    state.env[BEYOND] = start
    return False
