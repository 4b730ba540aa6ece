"""A short version of the campaign."""

from __future__ import annotations

import pytest

from campaigns.fuzz import READERS, run


@pytest.mark.parametrize("name", READERS)
def test_any_text_is_read_or_refused(name: str) -> None:
    findings = run(examples=12, seed=3, names=[name])
    assert findings.faults == []
    assert findings.coverage[name] > 0.25
