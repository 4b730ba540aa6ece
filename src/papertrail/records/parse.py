"""Read one YAML file: bytes to text and nodes."""

from __future__ import annotations

from typing import NamedTuple

from papertrail.core.diagnostics import FILE_START, Diagnostic
from papertrail.core.limits import Limits
from papertrail.yaml.decode import decode
from papertrail.yaml.nodes import Root
from papertrail.yaml.parse import parse_despite_errors

_SHORTEN = "shorten it; put long reading notes into a Markdown file, and name that file in `notes`"


class ParsedFile(NamedTuple):
    """The contents of a YAML file."""

    text: str
    """Empty if the file could not be decoded."""
    root: Root
    """None if the file is empty or could not be parsed. After a syntax error whose fix is known, it is the root of the
    fixed file."""
    diagnostics: tuple[Diagnostic, ...]
    """Problems of its encoding or its syntax."""


def parse_file(path: str, data: bytes, limits: Limits) -> ParsedFile:
    """Decode and parse a file. `path` is only used in the diagnostics."""
    if len(data) > limits.bytes:
        return ParsedFile("", None, (too_large(path, limits.bytes),))
    text, diagnostics = decode(path, data)
    if text is None:
        return ParsedFile("", None, tuple(diagnostics))
    root, more = parse_despite_errors(path, text, limits)
    return ParsedFile(text, root, (*diagnostics, *more))


def too_large(path: str, most: int, help: str = _SHORTEN) -> Diagnostic:
    """The diagnostic for a file of more than `most` bytes."""
    return Diagnostic(
        path=path,
        span=FILE_START,
        code="PT001",
        message=f"the file is larger than {most // 1024:,} KiB",
        help=help,
    )


def empty_file(path: str, help: str) -> Diagnostic:
    """The diagnostic for a record, or for the file of an entry, without fields. Other registries can be empty."""
    return Diagnostic(
        path=path,
        span=FILE_START,
        code="PT003",
        message="the file is empty",
        help=help,
    )
