"""A short version of the campaign."""

from __future__ import annotations

from campaigns.serve import run


def test_the_server_survives_any_request() -> None:
    findings = run(requests=400, seed=2)
    assert findings.faults == []
    assert findings.counts["status 200"] > 20
    assert findings.counts["status 400"] > 20
