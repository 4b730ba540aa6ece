"""The maintainer's own pages: lists and citations in them are replaced with finished HTML.

An extension of Python-Markdown stashes the HTML as other raw HTML is, so neither Markdown nor other plugins interpret
it. It has placeholders for the root of the site, because Markdown does not know the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from papertrail.inserts import BlockInsert, Insert, inserts_in
from papertrail.pages import ROOT, PageInserts, SiteInserts
from papertrail.publishing.host import get_plugin_logger

log = get_plugin_logger(__name__)

_FINAL_HEADING = re.compile(r"(?m)^#{1,6}[ \t][^\n]*\s*\Z")
_CITED = re.compile(r'href="#(?P<anchor>ref:(?P<id>[^"]{1,300}))"')
_PRIORITY = 29
"""After white space is normalized and snippets are included, and before fenced blocks become code."""


def with_targets(html: str, site: SiteInserts) -> str:
    """Return a page whose citations have targets: excerpts of other pages lack the bibliography, but not the papers."""

    def target(link: re.Match[str]) -> str:
        url = None if f'id="{link["anchor"]}"' in html else site.paper_url(link["id"])
        return f'href="{url}"' if url else link[0]

    return _CITED.sub(target, html) if '"#ref:' in html else html


def rooted(html: str, url: str) -> str:
    """Return the HTML of the page at a URL without placeholders."""
    return html.replace(ROOT, "../" * url.count("/") or "./")


def _has_text(line: str) -> bool:
    return line.strip(" \t>") != ""


Put = Callable[[str], str]
"""Takes finished HTML, and returns what stands for it in Markdown."""


class PapersExtension(Extension):  # type: ignore[misc]
    """Replaces the lists and citations of a page; `site` gives what renders them."""

    def __init__(self, site: Callable[[], SiteInserts]) -> None:
        super().__init__()
        self._site = site

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - a name of Python-Markdown
        """Register the extension."""
        md.preprocessors.register(_Papers(md, self._site), "papertrail", _PRIORITY)


class _Papers(Preprocessor):  # type: ignore[misc]
    def __init__(self, md: Markdown, site: Callable[[], SiteInserts]) -> None:
        super().__init__(md)
        self._site = site

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines of a page with placeholders."""
        return with_papers("\n".join(lines), self._site, self._put).split("\n")

    def _put(self, html: str) -> str:
        return str(self.md.htmlStash.store(html))


def with_papers(text: str, site: Callable[[], SiteInserts], put: Put) -> str:
    """Return Markdown with what stands for its lists and citations, and a bibliography of the works that it cites."""
    inserts = inserts_in(text)
    if not inserts:
        return text
    page = site().on_page(inserts)
    return "".join([*_parts(text, inserts, page, put), *_closing(text, page, put)])


def _closing(text: str, page: PageInserts, put: Put) -> Iterator[str]:
    """Yield the bibliography with a heading, unless the page ends with one."""
    if closing := page.closing():
        yield "\n\n" if _FINAL_HEADING.search(text) else f"\n\n## {page.title}\n\n"
        yield put(closing.strip())


def _parts(text: str, inserts: list[Insert], page: PageInserts, put: Put) -> Iterator[str]:
    at = 0
    for insert in inserts:
        html = page.html(insert)
        if html is None:
            problem = text[insert.start : insert.end].strip().partition("\n")[0]
            log.warning("%s shows no papers; run `papertrail check` for what is wrong", problem)
            continue
        yield text[at : insert.start]
        at = insert.end
        finished = put(html.strip())
        yield _block(text, insert, finished) if isinstance(insert, BlockInsert) else finished
    yield text[at:]


def _block(text: str, block: BlockInsert, finished: str) -> str:
    """Return what stands for a block, with blank lines between it and other text."""
    last, following = max(block.start - 1, 0), text.find("\n", block.end + 1)
    before = text[text.rfind("\n", 0, last) + 1 : last]
    after = text[block.end + 1 : following if following >= 0 else len(text)]
    blank = block.prefix.rstrip()
    lines = [f"{block.prefix}{line}" for line in finished.split("\n")]
    return "\n".join([blank] * _has_text(before) + lines + [blank] * _has_text(after))
