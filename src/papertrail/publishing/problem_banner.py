"""Shows problems on top of every served page."""

from __future__ import annotations

import re
from html import escape

_CONTENT_START = re.compile(rb"<(?:article|body)\b[^<>]*+>")


def with_banner(html: bytes, problems: str) -> bytes:
    """Return a page with problems before its content.

    >>> with_banner(b"<body><h1>A list</h1></body>", "<bad>")
    b'<body><div class="pt-problems" role="alert"><pre>&lt;bad&gt;</pre></div>\\n<h1>A list</h1></body>'
    """
    starts = list(_CONTENT_START.finditer(html))
    position = starts[-1].end() if starts else 0
    banner = f'<div class="pt-problems" role="alert"><pre>{escape(problems)}</pre></div>\n'
    return html[:position] + banner.encode() + html[position:]
