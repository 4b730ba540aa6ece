"""Images of a single colour, as small as their format allows."""

from __future__ import annotations

import zlib


def image(kind: str, width: int, height: int) -> bytes:
    """An image, or at least its header with the format and the size."""
    return {"PNG": _png, "GIF": _gif, "JPEG": _jpeg, "WebP": _webp}[kind](width, height)


def _png(width: int, height: int) -> bytes:
    """A complete white image, which browsers can show."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    rows = (b"\x00" + b"\xff" * ((width + 7) // 8)) * height if width * height < 10**7 else b""
    parts = chunk(b"IHDR", size + bytes([1, 0, 0, 0, 0])), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _gif(width: int, height: int) -> bytes:
    return b"GIF89a" + width.to_bytes(2, "little") + height.to_bytes(2, "little") + b"\x00\x00\x00;"


def _jpeg(width: int, height: int) -> bytes:
    """With a comment before the frame, as in photos of cameras."""
    comment = b"\xff\xfe\x00\x04hi"
    frame = b"\xff\xc2\x00\x0b\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\x01\x01\x11\x00"
    return b"\xff\xd8" + comment + frame + b"\xff\xd9"


def _webp(width: int, height: int) -> bytes:
    data = b"VP8X" + (10).to_bytes(4, "little") + bytes(4)
    data += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + (len(data) + 4).to_bytes(4, "little") + b"WEBP" + data
