"""The Markdown of notes: CommonMark with tables and strikethrough, without HTML, in bounded time.

Every address makes a link here: which of them are written as one is decided where that is done, and the others are
told with their place. For that each link and image knows where in its paragraph it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, image, link
from markdown_it.token import Token

from papertrail.core.limits import NOTES_CELLS, NOTES_PARAGRAPH

InlineRule = Callable[[StateInline, bool], bool]

BEYOND = "beyond"
"""Where a parse tells, in its environment, the line of the first table that is not read as one, nor any after it."""

# Long enough for any tag, short enough to be looked for at each of many `<`.
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,30}(?:[\s/][^<>]{0,300})?>|<!--|<!DOCTYPE", re.IGNORECASE)


def grammar() -> MarkdownIt:
    """A reader of the Markdown of notes."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    markdown.core.ruler.at("inline", _inline)
    markdown.block.ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
    rules = markdown.inline.ruler
    for name, rule in (("link", link), ("image", image), ("autolink", autolink)):
        rules.at(name, _placed(rule))
    rules.after("autolink", "raw_html", _raw_html)
    return markdown


def _placed(rule: InlineRule) -> InlineRule:
    """The same rule; the link or image that it makes says from where to where it is written."""

    def placed(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        found = rule(state, silent)
        if found and not silent:
            at = before if state.tokens[before].type in ("link_open", "image") else before + 1  # text may come first
            state.tokens[at].meta["at"] = (start, state.pos)
        return found

    return placed


def _raw_html(state: StateInline, silent: bool) -> bool:
    """A tag or the beginning of a comment: text, but text of its own, so that it can be told."""
    found = _TAG.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("raw_html", "", 0)
        token.content = found[0]
        token.meta["at"] = found.span()
    state.pos = found.end()
    return True


def _inline(state: StateCore) -> None:
    """Read the text of each paragraph, but for one so long that this could take time."""
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
    """A table, unless all tables together then have too many cells: short rows are filled up to the width of the
    first, so that a few kilobytes can make millions of them.
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
