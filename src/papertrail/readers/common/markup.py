"""HTML, JATS and character entities in the values of data files, as plain text or inline Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5

from papertrail.text.markdown import markdown_url, remark_text
from papertrail.text.strings import one_line
from papertrail.text.urls import fault_of

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"(?s)<(/?)((?:jats:|mml:)?[A-Za-z][A-Za-z0-9-]{0,30})((?:[\s/][^<>]*+)?)>|<!--.*?(?:-->|\Z)")
_HREF = re.compile(r"""\shref\s?=\s?["']([^"'\s]{1,2000})["']""")
_PARAGRAPH = re.compile(r"\n\s*\n")

_INLINE = frozenset("i b em strong sub sup sc scp span u s tt small italic bold underline code a math".split())  # noqa: SIM905
_BLOCKS = frozenset(
    "p div br hr li ul ol dl dt dd h1 h2 h3 h4 h5 h6 blockquote pre table tbody thead tr td th sec title".split()  # noqa: SIM905
)
_ALL = _INLINE | _BLOCKS
_ALONE = frozenset({"br", "hr"})
_EMPHASIS = {"b": "**", "strong": "**", "bold": "**", "i": "*", "em": "*", "italic": "*"}
_SIGNS = "0123456789+-=()"
_SHIFTED = {"sub": str.maketrans(_SIGNS, "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"), "sup": str.maketrans(_SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")}

_Part = tuple[str, re.Match[str] | None]
"""A text, and the tag around it and nothing else."""


def plain_of(text: str) -> str:
    """A text of one paragraph without entities and tags for emphasis.

    >>> plain_of("Growth of <i>E. coli</i> in H<sub>2</sub>O &amp; air"), plain_of("a < b and <div>")
    ('Growth of E. coli in H₂O & air', 'a < b and <div>')
    """
    return "".join(map(_shifted, _parts(_characters(text), _INLINE)))


def paragraphs_of(text: str) -> str:
    """A text without tags, with a blank line between its paragraphs."""
    parts = "".join(_characters(_shifted(part)) for part in _parts(text, _ALL))
    return "\n\n".join(line for paragraph in _PARAGRAPH.split(parts) if (line := one_line(plain_of(paragraph))))


def markdown_of(text: str) -> str:
    """Inline Markdown for a text that may be HTML, such as the notes of Zotero; other text is escaped.

    >>> markdown_of("<div><p>My <b>note</b>&nbsp;here</p></div>"), markdown_of("a*b <c>")
    ('My **note** here', 'a\\\\*b &lt;c&gt;')
    """
    parts = [(_characters(piece), tag) for piece, tag in _parts(text, _ALL)]
    around = [" ", *(piece or " " for piece, _ in parts), " "]
    marked = (_marked(part, around[n][-1:] + around[n + 2][:1]) for n, part in enumerate(parts))
    return one_line("".join(marked))


def _marked(part: _Part, neighbours: str) -> str:
    """A text as Markdown, with the marks of the tag around it where Markdown recognizes them."""
    piece, tag = part
    text = remark_text(_shifted(part))
    name = tag[2].lower() if tag else ""
    if tag and name == "a" and text.strip() and (href := _HREF.search(tag[3])):
        url = unescape(href[1])
        return f"[{text.strip()}]({markdown_url(url)})" if fault_of(url, internal=False) is None else text
    is_word = piece[:1].isalnum() and piece[-1:].isalnum() and not any(map(str.isalnum, neighbours))
    mark = _EMPHASIS.get(name, "") if is_word else ""
    return f"{mark}{text}{mark}"


def _parts(text: str, names: frozenset[str]) -> Iterator[_Part]:
    """The text between the tags with some names, and a blank line for each block."""
    start, opened = 0, None
    for tag in _tags(text, names) if "<" in text else ():
        yield text[start : tag.start()], opened if opened and tag[1] and tag[2].lower() == opened[2].lower() else None
        if (tag[2] or "").lower().removeprefix("jats:") in _BLOCKS:
            yield "\n\n", None
        start, opened = tag.end(), tag if tag[2] and not tag[1] else None
    yield text[start:], None


def _tags(text: str, names: frozenset[str]) -> list[re.Match[str]]:
    """The tags that are markup: both tags of a pair, line breaks and comments."""
    tags = [tag for tag in _TAG.finditer(text) if not tag[2] or _is_known(tag[2].lower(), names)]
    opened: dict[str, list[int]] = {}
    kept = {n for n, tag in enumerate(tags) if not tag[2] or tag[2].lower() in _ALONE}
    for number, tag in enumerate(tags):
        same = opened.setdefault((tag[2] or "").lower(), [])
        if not tag[1]:
            same.append(number)
        elif same:
            kept |= {number, same.pop()}
    return [tags[number] for number in sorted(kept)]


def _is_known(name: str, names: frozenset[str]) -> bool:
    return name in names or name.startswith(("jats:", "mml:"))


def _shifted(part: _Part) -> str:
    """The text, with `2` as `₂` inside `<sub>` if there are such characters for all of it."""
    text, tag = part
    table = _SHIFTED.get(tag[2].lower().rpartition(":")[2]) if tag else None
    return text.translate(table) if table and all(ord(sign) in table for sign in text) else text


def _characters(text: str) -> str:
    """A text with characters instead of entities, also where they are escaped twice."""
    for _ in range(3):
        decoded = _ENTITY.sub(_character, text) if "&" in text else text
        if decoded == text:
            break
        text = decoded
    return text


def _character(entity: re.Match[str]) -> str:
    return unescape(entity[0]) if entity[0][1] == "#" else html5.get(entity[0][1:], entity[0])
