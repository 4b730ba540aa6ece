"""Whole documents in each style, compared with handwritten files."""

from __future__ import annotations

from pathlib import Path

import pytest

from papertrail.core.fields import STYLES
from papertrail.documents import render_document
from papertrail.templating.environment import environment
from support.projects import checked

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("style", STYLES)
def test_document_matches_handwritten_file(style: str) -> None:
    """No `--refresh` here: these files define the expected result."""
    result = checked((GOLDEN / "list.txt").read_text(encoding="utf-8"))
    assert result.diagnostics == ()
    text = render_document(result.catalog, result.catalog.lists[0], environment(None), style=style)
    assert text == (GOLDEN / f"{style}.md").read_text(encoding="utf-8")


TABLE = """\
=== papers/_topics.yml
- name: Lamps
  style: STYLE
  columns: [name, venue, year, Fuel, keywords, link Code, {field: link Shop, header: Buy}]
=== papers/argand.yml
name: Argand
title: A lamp with a chimney
venue: LampConf
date: 2010
links: {Paper: https://lamp.example.org/1, Code: https://code.example.org/1}
keywords: [glass, wick]
custom: {Fuel: oil}
topic: Lamps
=== papers/davy.yml
name: Davy
venue: LampConf 2015
topic: Lamps
"""


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (
            "bullets",
            r"""# Lamps

- Davy (*LampConf 2015*)
- A lamp with a chimney (*LampConf*, 2010) [[Paper]](https://lamp.example.org/1) [[Code]](https://code.example.org/1)
  - Fuel: oil
  - Keywords: glass, wick
""",
        ),
        (
            "paragraphs",
            r"""# Lamps
Davy (*LampConf 2015*)

A lamp with a chimney (*LampConf*, 2010) [[Paper]](https://lamp.example.org/1) [[Code]](https://code.example.org/1)
Fuel: oil
Keywords: glass, wick
""",
        ),
    ],
)
def test_entries_keep_the_columns_of_a_table_whose_style_changes(style: str, expected: str) -> None:
    result = checked(TABLE.replace("STYLE", style))
    assert result.ok
    assert render_document(result.catalog, result.catalog.lists[0], environment(None)) == expected
