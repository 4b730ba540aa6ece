"""The format and size of images, from their first bytes.

A web server uses the name of a file and a browser its contents, so both are checked. SVG is not supported: opened
directly, an SVG file is a page that can run scripts on the site.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from papertrail.core.limits import IMAGE_BYTES, IMAGE_SIDE

IMAGE_KINDS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WebP"}
"""Formats of images by the ending of their name."""

_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of the segments that contain the size (ITU T.81, table B.1)."""


class Size(NamedTuple):
    """An image's size in pixels."""

    width: int
    height: int


def kind_of_name(path: str) -> str | None:
    """The format of an image according to its name."""
    match = re.search(r"\.[A-Za-z]{1,5}$", path)
    return IMAGE_KINDS.get(match[0].lower()) if match else None


def is_image_name(path: str) -> bool:
    """Whether the name of a file is that of a supported image."""
    return kind_of_name(path) is not None


def image_size(path: str, data: bytes) -> Size | None:
    """The size of an image, or None if it cannot be published."""
    return None if fault_of_image(path, data) else _size(data)[1]


def fault_of_image(path: str, data: bytes) -> tuple[str, str] | None:
    """Why an image cannot be published, and how to fix it. `data` may be cut one byte after `limits.IMAGE_BYTES`."""
    named = kind_of_name(path)
    if named is None:
        return "unsupported image format", "save the image as PNG, JPEG, GIF or WebP"
    if len(data) > IMAGE_BYTES:
        return f"image is larger than {IMAGE_BYTES // 1024:,} KiB", "reduce its size, or link to it on another site"
    kind, size = _size(data)
    if size is None or not size.width or not size.height:
        return f"file is not a {named} image, despite its name", f"save the image as {named}"
    if kind != named:
        ending = next(ending for ending, known in IMAGE_KINDS.items() if known == kind)
        return f"file is a {kind} image, but its name says {named}", f"rename it to end in {ending}"
    if max(size) > IMAGE_SIDE:
        return f"image is wider or higher than {IMAGE_SIDE:,} pixels", "reduce its size"
    return None


def _size(data: bytes) -> tuple[str, Size | None]:
    """Format and size, from the first bytes."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR" and len(data) >= 24:
        return "PNG", Size(_number(data[16:20]), _number(data[20:24]))
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        return "GIF", Size(_little(data[6:8]), _little(data[8:10]))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP", _webp(data)
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG", _jpeg(data)
    return "", None


_FILL = re.compile(rb"\xff+")
"""Any number of fill bytes can precede a marker."""


def _jpeg(data: bytes) -> Size | None:
    """Skip to the segment that contains the size."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        at += len(_FILL.match(data, at)[0]) - 1  # type: ignore[index]
        if at + 9 > len(data):
            break
        marker = data[at + 1]
        if marker in _JPEG_FRAMES:
            return Size(_number(data[at + 7 : at + 9]), _number(data[at + 5 : at + 7]))
        at += 2 + _number(data[at + 2 : at + 4])
    return None


def _webp(data: bytes) -> Size | None:
    """The three forms of https://developers.google.com/speed/webp/docs/riff_container."""
    form = data[12:16]
    if form == b"VP8X" and len(data) >= 30:
        return Size(_little(data[24:27]) + 1, _little(data[27:30]) + 1)
    if form == b"VP8L" and len(data) >= 25 and data[20] == 0x2F:
        bits = _little(data[21:25])
        return Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if form == b"VP8 " and len(data) >= 30 and data[23:26] == b"\x9d\x01\x2a":
        return Size(_little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF)
    return None


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")
