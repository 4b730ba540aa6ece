"""The format and size of images, from their first bytes.

A web server uses the name of a file and a browser its contents, so both are checked. SVG is not supported: opened
directly, an SVG file is a page that can run scripts on the site.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from papertrail.core.limits import IMAGE_BYTES, IMAGE_PARTS, IMAGE_PIXELS, IMAGE_SIDE

IMAGE_KINDS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WebP"}
"""Formats of images by the ending of their name."""

_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of the segments that contain the size (ITU T.81, table B.1)."""


class Size(NamedTuple):
    """An image's size in pixels."""

    width: int
    height: int


def is_image_name(path: str) -> bool:
    """Whether the name of a file is that of a supported image."""
    match = re.search(r"\.[A-Za-z]{1,5}$", path)
    return match is not None and match[0].lower() in IMAGE_KINDS


@dataclass(frozen=True)
class ImageFile:
    """An image in the records folder. Its header is parsed once."""

    path: str
    """Relative to the project."""
    data: bytes = field(repr=False)
    """The contents, which may be cut one byte after `limits.IMAGE_BYTES`."""

    @cached_property
    def fault(self) -> tuple[str, str] | None:
        """Why the image cannot be published, and how to fix it."""
        return fault_of_name(self.path) or self._fault_of_data(IMAGE_KINDS[_ending(self.path)])

    @property
    def size(self) -> Size | None:
        """The size of the image, or None if it cannot be published."""
        return None if self.fault else self._header.size

    @cached_property
    def _header(self) -> _Header:
        return _header(self.data)

    def _fault_of_data(self, named: str) -> tuple[str, str] | None:
        if len(self.data) > IMAGE_BYTES:
            return f"image is larger than {IMAGE_BYTES // 1024:,} KiB", "reduce its size, or link to it on another site"
        kind, size, parts = self._header
        if parts > IMAGE_PARTS:
            return f"image has more than {IMAGE_PARTS:,} parts before the picture", f"save the image again as {kind}"
        if size is None or not size.width or not size.height:
            return f"file is not a {named} image, despite its name", f"save the image as {named}"
        if kind != named:
            ending = next(ending for ending, known in IMAGE_KINDS.items() if known == kind)
            return f"file is a {kind} image, but its name says {named}", f"rename it to end in {ending}"
        if max(size) > IMAGE_SIDE:
            return f"image is wider or higher than {IMAGE_SIDE:,} pixels", "reduce its size"
        if size.width * size.height > IMAGE_PIXELS:
            return f"image has more than {IMAGE_PIXELS:,} pixels", "reduce its size"
        return None


def fault_of_name(path: str) -> tuple[str, str] | None:
    """Why a file is not an image that can be published, according to its name."""
    return None if is_image_name(path) else ("unsupported image format", "save the image as PNG, JPEG, GIF or WebP")


def _ending(path: str) -> str:
    return path[path.rindex(".") :].lower()


class _Header(NamedTuple):
    """What the first bytes of an image contain."""

    kind: str
    size: Size | None
    parts: int = 0
    """Parts before the size, counted up to `limits.IMAGE_PARTS` and one more."""


def _header(data: bytes) -> _Header:
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR" and len(data) >= 24:
        return _Header("PNG", Size(_number(data[16:20]), _number(data[20:24])))
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 13:
        return _gif(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _Header("WebP", _webp(data))
    return _jpeg(data) if data.startswith(b"\xff\xd8\xff") else _Header("", None)


def _gif(data: bytes) -> _Header:
    """Skip to the first frame, as browsers show all of a frame that is larger than its screen."""
    screen = Size(_little(data[6:8]), _little(data[8:10]))
    at, parts = 13 + (6 << (data[10] & 7) if data[10] & 0x80 else 0), 0
    while data[at : at + 1] == b"!" and parts <= IMAGE_PARTS:
        at += 2
        while data[at : at + 1] > b"\0" and parts <= IMAGE_PARTS:
            at, parts = at + 1 + data[at], parts + 1
        at, parts = at + 1, parts + 1
    if data[at : at + 1] != b",":
        return _Header("GIF", screen, parts)
    left, top, width, height = (_little(data[start : start + 2]) for start in range(at + 1, at + 9, 2))
    return _Header("GIF", Size(max(screen.width, left + width), max(screen.height, top + height)), parts)


_FILL = re.compile(rb"\xff+")
"""Any number of fill bytes can precede a marker."""


def _jpeg(data: bytes) -> _Header:
    """Skip to the segment that contains the size."""
    at, parts = 2, 0
    while at + 9 <= len(data) and data[at] == 0xFF and parts <= IMAGE_PARTS:
        at += len(_FILL.match(data, at)[0]) - 1  # type: ignore[index]
        if at + 9 > len(data):
            break
        if data[at + 1] in _JPEG_FRAMES:
            return _Header("JPEG", Size(_number(data[at + 7 : at + 9]), _number(data[at + 5 : at + 7])), parts)
        at, parts = at + 2 + _number(data[at + 2 : at + 4]), parts + 1
    return _Header("JPEG", None, parts)


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
