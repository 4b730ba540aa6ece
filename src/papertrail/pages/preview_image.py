"""The picture that other sites show next to a link: the papers of each year as bars, without text.

Most sites show no SVG, and text would need a font. It is one small PNG for all pages.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence

from papertrail.core import Catalog
from papertrail.pages.page import SiteFile

PREVIEW = "assets/preview.png"
WIDTH, HEIGHT = 1200, 630
"""The size that sites ask for."""
_MARGIN, _MOST_BARS, _WIDEST = 90, 40, 60
_LEAST = 6
"""Pixels of the lowest bar."""
_COLORS = b"\x40\x51\xb5\xff\xff\xff\x8c\x97\xd3"
"""Red, green and blue of the background, the bars and the baseline."""


def preview_file(catalog: Catalog) -> SiteFile:
    """Plan the picture of a site."""
    counts = {int(group.name): len(group.rows) for group in catalog.years}
    years = range(min(counts, default=0), max(counts, default=-1) + 1)
    return SiteFile(address=PREVIEW, make=lambda: preview_image([counts.get(year, 0) for year in years]))


def preview_image(counts: Sequence[int]) -> bytes:
    """Return a PNG with a bar for each of the last counts."""
    shown = counts[-_MOST_BARS:]
    step = min((WIDTH - 2 * _MARGIN) // max(len(shown), 1), 2 * _WIDEST)
    left = (WIDTH - step * len(shown)) // 2
    most, room = max(shown, default=0), HEIGHT - 2 * _MARGIN
    heights = [max(room * count // most, _LEAST) if count else 0 for count in shown]
    return _png(_lines(heights, left, step))


def _lines(heights: Sequence[int], left: int, step: int) -> Iterable[bytes]:
    """Yield the lines from top to bottom; each pixel is the number of a color."""
    foot = HEIGHT - _MARGIN
    gap = step // 4
    line = bytes(WIDTH)
    edges = {foot - height for height in heights}
    for y in range(HEIGHT):
        if y in edges:
            bars = (b"\1" * (step - gap) if foot - y <= height else bytes(step - gap) for height in heights)
            row = bytes(left) + b"".join(bar + bytes(gap) for bar in bars)
            line = row.ljust(WIDTH, b"\0")
        if y == foot:
            line = bytes(_MARGIN) + b"\2" * (WIDTH - 2 * _MARGIN) + bytes(_MARGIN)
        if y == foot + 4:
            line = bytes(WIDTH)
        yield line


def _png(lines: Iterable[bytes]) -> bytes:
    """Return the file of an image with a palette."""
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + line for line in lines), 9)
    chunks = ((b"IHDR", header), (b"PLTE", _COLORS), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
