"""Spellings that are used and must not be (not collected: the code is to be mended first)."""

from __future__ import annotations

import pytest

from adoption.test_again import SPELLINGS, document

TABLE = SPELLINGS["markdown-table"]
ROW = SPELLINGS["html-table"]

USED = [
    # Where a record has an institution, any address at all passes.
    ("markdown-table", TABLE.replace("NYU", "[NYU](https://evil.example)")),
    ("markdown-table", TABLE.replace("NYU", "NYU ![](https://evil.example/i.png)")),
    ("html-table", ROW.replace("NYU", '<a href="https://evil.example">NYU</a>')),
    ("html-table", ROW.replace("NYU", 'NYU<img src="https://evil.example/x.png">')),
    ("markdown-table", TABLE + "![](https://evil.example/i.png)"),
    ("markdown-table", TABLE + '<img src="https://evil.example/i.png">'),
    # Only the first line of a row is read.
    ("markdown-table", TABLE + "\n\n# Tofu\n"),
    ("markdown-table", TABLE + "\n\n- Tofu\n"),
    ("markdown-table", TABLE + "\n```\nTofu\n"),
    ("markdown-table", TABLE + "\n\n---\n"),
    ("markdown-table", "---\n" + TABLE),
    # What opens and is not closed, or closes what is not open, swallows or breaks what follows.
    *(
        (style, raw + tag)
        for style, raw in SPELLINGS.items()
        if style != "html-table"
        for tag in ("<details>", "<div>", "</details>")
    ),
    *((style, raw + '<a href="https://example.com/p">') for style, raw in SPELLINGS.items() if style != "html-table"),
    ("html-table", ROW.replace("2019", "2019<details>")),
    # A line below a paragraph makes a heading of it, one behind a blank line a rule.
    ("paragraphs", SPELLINGS["paragraphs"] + "\n---\n"),
    ("paragraphs", SPELLINGS["paragraphs"] + "\n\n---\n"),
    # A no-break space: IndexError in words.is_venue (its text.strip(...) leaves it, text.split() does not).
    ("bullets", "\u00a0"),
    ("paragraphs", "\u00a0"),
    # An image that a reader's browser fetches, though the record has only a link there.
    ("bullets", SPELLINGS["bullets"] + "<img src=https://example.com/p>"),
]


@pytest.mark.parametrize(("style", "raw"), USED)
def test_it_is_not_used(style: str, raw: str) -> None:
    assert document(style, raw) == document(style, None)
