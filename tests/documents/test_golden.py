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
