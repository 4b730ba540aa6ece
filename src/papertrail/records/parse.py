"""From the bytes of one file to its text and nodes."""

from __future__ import annotations

from typing import NamedTuple

from papertrail.core.diagnostics import FILE_START, Diagnostic
from papertrail.core.limits import Limits
from papertrail.yaml.decode import decode
from papertrail.yaml.nodes import Root
from papertrail.yaml.parse import parse

_SHORTEN = "shorten it; long reading notes belong into a file of their own, named under `notes`"


class ParsedFile(NamedTuple):
    """What a YAML file holds."""

    text: str
    """Empty where it could not be decoded."""
    root: Root
    """None where it could not be parsed."""
    diagnostics: tuple[Diagnostic, ...]
    """What is wrong with its bytes or its syntax."""


def parse_file(path: str, data: bytes, limits: Limits) -> ParsedFile:
    """Decode and parse a file. `path` is for the diagnostics only."""
    if len(data) > limits.bytes:
        return ParsedFile("", None, (too_large(path, limits.bytes),))
    text, faults = decode(path, data)
    if text is None:
        return ParsedFile("", None, tuple(faults))
    root, more = parse(path, text, limits)
    return ParsedFile(text, root, (*faults, *more))


def too_large(path: str, most: int, help: str = _SHORTEN) -> Diagnostic:
    """The diagnostic for a file of more than `most` bytes."""
    return Diagnostic(
        path=path,
        span=FILE_START,
        code="PT001",
        message=f"the file is larger than {most // 1024:,} KiB",
        help=help,
    )
