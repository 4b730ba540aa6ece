"""Source as a remark: inline Markdown without HTML, images and what a remark may not link to."""

from __future__ import annotations

import re
from html import unescape

from papertrail.readers.markdown.tokens import tokens
from papertrail.text.markdown import markdown_text, markdown_url
from papertrail.text.urls import fault_of

_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "code": "`"}


def as_remark(text: str, *, html: bool = False) -> str:
    """A remark that says what a stretch of source says, in one line.

    In Markdown it stays as it was typed, but for tags; HTML becomes Markdown.

    >>> as_remark("<em>Data</em> &amp; <b>model</b> parallelism<br>a_b", html=True)
    '*Data* & **model** parallelism a_b'
    """
    found, place = [], 0
    for token in tokens(text, html=html):
        found.append(_text(text[place : token.start], html))
        source = text[token.start : token.end]
        place = token.end
        if token.kind == "tag":
            name = token.name.removeprefix("/")
            found.append(_MARKS.get(name, " " if name in ("br", "li", "p", "ul", "ol", "div") else ""))
        elif token.kind == "image":
            found.append(markdown_text(text[slice(*token.label)]))
        elif token.kind == "link" and (token.images or fault_of(token.url, internal=False)):
            found.append(
                _text(text[slice(*token.label)], html) if token.label[1] > token.label[0] else markdown_text(token.url)
            )
        elif token.kind == "link" and (html or source.startswith("<")):
            label = as_remark(text[slice(*token.label)], html=html) or markdown_text(token.url)
            found.append(f"[{label}]({markdown_url(token.url)})")
        else:
            found.append(source)
    found.append(_text(text[place:], html))
    return " ".join("".join(found).split())


def _text(text: str, html: bool) -> str:
    if not html:
        return text
    return markdown_text(unescape(text)) if re.search(r"[\\`*_\[\]<>&|~$]", text) else text
