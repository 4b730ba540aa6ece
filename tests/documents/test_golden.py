"""Whole documents in each of the four styles, compared with files that were written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from papertrail.core.fields import STYLES
from papertrail.documents import render_document
from papertrail.templating.environment import environment
from support.projects import checked

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("style", STYLES)
def test_document_is_as_written_by_hand(style: str) -> None:
    """No `--refresh` here: these files say what is wanted, not what came out."""
    found = checked((GOLDEN / "list.txt").read_text(encoding="utf-8"))
    assert found.diagnostics == ()
    text = render_document(found.catalog, found.catalog.lists[0], environment(None), style=style)
    assert text == (GOLDEN / f"{style}.md").read_text(encoding="utf-8")
