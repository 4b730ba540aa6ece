"""The web links of a list, wherever they are written, and the list with other URLs in their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from papertrail.core.new_sites import SiteLink
from papertrail.curating.list_texts import ListTexts, file_root, in_file
from papertrail.editing.list_edit import ListEdit
from papertrail.pipeline.new_sites import TextFile, text_files
from papertrail.records.files import Sources
from papertrail.text.urls import fault_of
from papertrail.yaml.edit_texts import with_texts
from papertrail.yaml.nodes import scalars_of
from papertrail.yaml.source_map import Insertion, Source

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
_URL = re.compile(r"(?i)\bhttps?://[^\s<>\"'`{}|\\^\[\]]+")
_WHOLE = re.compile(r"(?i)https?://\S+")


def links_of_list(sources: Sources, is_selected: Callable[[str], bool]) -> dict[str, list[SiteLink]]:
    """Where each web URL is, in the selected files. URLs that differ in their fragments have their own entries."""
    found: dict[str, list[SiteLink]] = {}
    for path, file in text_files(sources).items():
        if is_selected(path):
            for link in dict.fromkeys(_links(file)):
                found.setdefault(link.url, []).append(link)
    return found


def _links(file: TextFile) -> Iterator[SiteLink]:
    if not file.is_yaml:
        lines: dict[str, int] = {}
        for number, line in enumerate(file.text.split("\n"), 1):
            for match in _URL.finditer(line):
                lines.setdefault(_trimmed(_plain(match[0])), number)
        yield from (SiteLink(file.path, lines.get(url, 1), url) for url in web_urls(file.text))
        return
    for node in scalars_of(file.root):
        yield from (SiteLink(file.path, file.line(node, url), url) for url in web_urls(node.text))


def web_urls(text: str) -> list[str]:
    """The web URLs that a text links to: a URL alone, or Markdown with links, HTML and plain URLs, without code.

    >>> web_urls("See [a](https://example.org/a), https://example.org/b_(c). `https://example.org/code`")
    ['https://example.org/a', 'https://example.org/b_(c)']
    """
    if "://" not in text:
        return []
    urls = [text] if _WHOLE.fullmatch(text) else _urls_in(_MARKDOWN.parse(text))
    return [url for url in urls if url[:4].lower() == "http" and not fault_of(url, internal=False)]


def _urls_in(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("link_open", "image"):
            yield str(token.attrs.get("href") or token.attrs.get("src") or "")
        elif token.type == "inline":
            yield from _urls_in(_without_link_texts(token.children or ()))
        elif token.type in ("text", "html_block", "html_inline") and not token.content.startswith("<!--"):
            yield from (_trimmed(_plain(match[0])) for match in _URL.finditer(token.content))


def _without_link_texts(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens outside links, with the starts of links: the text of a link is often its URL again."""
    inside = 0
    for token in tokens:
        inside += token.type == "link_open"
        if not inside or token.type in ("link_open", "image"):
            yield token
        inside -= token.type == "link_close"


def _plain(text: str) -> str:
    """A URL without the entity that HTML needs in it. Others, such as `&copy`, are usually names of parameters."""
    return text.replace("&amp;", "&")


def _trimmed(url: str) -> str:
    """A URL without punctuation and parentheses of the sentence around it (https://github.github.com/gfm/)."""
    end, unopened = len(url), url.count(")") - url.count("(")
    while end and (url[end - 1] in "?!.,:;*_~" or (url[end - 1] == ")" and unopened > 0)):
        unopened -= url[end - 1] == ")"
        end -= 1
    return url[:end]


# Replacing


def replaced_links(texts: ListTexts, urls: Mapping[str, str]) -> ListEdit:
    """The list with other URLs: in records and registries text by text, in notes and documents in the whole text.

    Texts in which a URL cannot be replaced without any other change stay as they are.
    """
    changed: dict[str, str] = {}
    for path, file in text_files(texts.sources).items():
        text = file.data.decode(errors="replace")
        may_have = "\\" in text or any(url in _plain(text) for url in urls)  # in quotes, a URL may have escapes
        if text.encode() != file.data or not may_have:
            continue
        if not file.is_yaml:
            changed[path] = _with_urls(text, urls)
            continue
        with in_file(path):
            changed[path] = _record_with_urls(text, urls)
    return texts.edit(changed)


def _record_with_urls(text: str, urls: Mapping[str, str]) -> str:
    """A record or registry with other URLs. Only if a URL is not written as it is read, its text is written again."""
    root, source = file_root(text), Source(text)
    new = {node: after for node in scalars_of(root) if (after := _with_urls(node.text, urls)) != node.text}
    insertions = [
        Insertion(source.start(node) + start, target, length)
        for node in new
        for start, length, target in _replacements(source.raw(node), urls)
    ]
    spliced = source.with_insertions(insertions)
    expected = [new.get(node, node.text) for node in scalars_of(root)]
    is_same = [node.text for node in scalars_of(file_root(spliced))] == expected
    return spliced if is_same else with_texts(text, root, new)


def _with_urls(text: str, urls: Mapping[str, str]) -> str:
    """A text that links to other URLs; unchanged if that cannot be done without any other change."""
    before = web_urls(text)
    if urls.keys().isdisjoint(before):
        return text
    if text in urls:
        return urls[text]
    parts, done = [], 0
    for start, length, target in _replacements(text, urls):
        parts += [text[done:start], target]
        done = start + length
    after = "".join([*parts, text[done:]])
    return after if web_urls(after) == [urls.get(url, url) for url in before] else text


def _replacements(text: str, urls: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Where URLs are in a text, how long they are written, and what replaces them."""
    for match in _URL.finditer(text):
        url = _trimmed(_plain(match[0]))
        if url in urls:
            is_escaped = match[0].startswith(escape(url, quote=False)) and "&" in url
            written = escape(url, quote=False) if is_escaped else url
            yield match.start(), len(written), escape(urls[url], quote=False) if is_escaped else urls[url]
