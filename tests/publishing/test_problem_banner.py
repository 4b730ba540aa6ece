"""Problems are shown on top of pages."""

from __future__ import annotations

import pytest

from papertrail.publishing.problem_banner import with_banner

BANNER = b'<div class="pt-problems" role="alert"><pre>papers/a.yml: &lt;b&gt;</pre></div>\n'
PROBLEMS = "papers/a.yml: <b>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'<body class="x"><header></header><article class="y">', b"<h1>A</h1></article></body>"),
        (b"<head></head><body>", b"<h1>A</h1></body>"),
        (b"", b"<h1>A</h1>"),
    ],
)
def test_problems_stand_before_the_content(before: bytes, after: bytes) -> None:
    assert with_banner(before + after, PROBLEMS) == before + BANNER + after
