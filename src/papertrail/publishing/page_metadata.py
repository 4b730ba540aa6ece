"""What the theme and other programs read about a page: title, description, table of contents, metadata tags."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import islice

from papertrail.pages import PREVIEW, Page, PageOptions, PlannedPage
from papertrail.publishing.host import MkDocsConfig, MkDocsPage, TableOfContents
from papertrail.publishing.navigation import table_of_contents, theme_text
from papertrail.publishing.social_tags import first_paragraph, social_tags
from papertrail.templating.words import Words

_HOME = "index.md"
# About as many as a window shows: each further one delays the page.
_FIRST_ROWS = 10
_ROW = re.compile(r'<(?:tr|li)\b[^<>]* id="([^"]+)" data-paper=')


def name_page(target: MkDocsPage, page: Page, words: Words) -> None:
    """Give a page of MkDocs the title and description of a page of papertrail."""
    # The theme writes titles and descriptions into its HTML without escaping them.
    title = title_of(page, words)
    if "title" not in vars(target):  # the navigation has not given it one
        target.title = title
    target.meta["description"] = theme_text(page.description)
    target.meta["search"] = {"exclude": True}  # the index gets entries of papertrail's own, see `search`
    if page.address != _HOME:
        target.meta["title"] = title


def link_headings(target: MkDocsPage, page: Page) -> None:
    """Give a page of MkDocs the table of contents of a page of papertrail."""
    target.toc = TableOfContents(table_of_contents(page))
    target.present_anchor_ids = anchors(page)


def describe_page(target: MkDocsPage, html: str, site_name: str) -> None:
    """Give a page without a description its first paragraph as one."""
    if "description" not in target.meta:
        target.meta["description"] = theme_text(first_paragraph(html) or f"{target.title}, {site_name}")


def anchors(page: Page) -> set[str]:
    """Return the anchors that links may lead to."""
    return {heading.anchor for heading in page.headings}


def head_of(page: Page, options: PageOptions, config: MkDocsConfig) -> str:
    """Return the metadata tags of a page of papertrail."""
    tags = _social_tags(
        title_of(page, options.words), theme_text(page.description), options.absolute(page.address), config
    )
    return tags + _wait_for_rows(page.html) + page.head


def _wait_for_rows(html: str) -> str:
    """Return a tag that lets the browser show nothing before the first rows are there.

    It would show half a row while it still loads the rest, and then move its cells.
    """
    ids = [row[1] for row in islice(_ROW.finditer(html), _FIRST_ROWS)]
    return f'<link rel="expect" href="#{ids[-1]}" blocking="render">\n' if ids else ""


def head_of_other(page: MkDocsPage, config: MkDocsConfig) -> str:
    """Return the metadata tags of a page that the maintainer wrote."""
    return _social_tags(str(page.title or ""), str(page.meta.get("description") or ""), page.canonical_url, config)


def with_head(html: str, head: str, script: str) -> str:
    """Return a page with more tags in its head, and with papertrail's script."""
    # The script does not stand at the end with those of the theme: it is small and must not wait for them.
    head += f'<script async src="{escape(script)}"></script>\n'
    return html.replace("</head>", f"{head}</head>", 1)


def title_of(page: Page | PlannedPage, words: Words) -> str:
    """Return the title of a page as HTML; the home page is named by its function."""
    return words.gettext("Home") if page.address == _HOME else theme_text(page.title)


def _social_tags(title: str, description: str, url: str | None, config: MkDocsConfig) -> str:
    return social_tags(
        title=unescape(title),
        description=unescape(description or config.site_description or ""),
        site_name=config.site_name,
        url=url,
        image=f"{config.site_url.rstrip('/')}/{PREVIEW}" if config.site_url else None,
    )
