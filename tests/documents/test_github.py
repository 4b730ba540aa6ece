"""Documents as GitHub shows them: `cmarkgfm` is its parser."""

from __future__ import annotations

import re
from html import unescape

import pytest

from papertrail.core.fields import STYLES
from papertrail.documents import render_document
from papertrail.templating.environment import environment
from readers.data.validity import own_catalog
from support.html import Shown


@pytest.mark.parametrize("style", STYLES)
def test_each_name_and_link_is_shown_without_raw_markdown(style: str) -> None:
    cmarkgfm = pytest.importorskip("cmarkgfm")
    catalog = own_catalog()
    for section in catalog.lists:
        text = render_document(catalog, section, environment(None), style=style)
        html = cmarkgfm.github_flavored_markdown_to_html(text, options=cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE)
        shown = " ".join(Shown(html).text.split())
        urls = {unescape(url) for url in re.findall(r'href="([^"]*)"', html)}
        assert not re.search(r"\]\(|\*\*|\|\s*\||^#", shown), style
        for row in catalog.rows:
            if any(path[0] == section.topic.name for path in row.paper.topics):
                assert row.paper.name in shown or row.paper.full_title in shown
                assert {link.url for link in row.paper.links} <= urls
