"""The result of a reader: entries with their lines, and text that was not understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from papertrail.core import Paper
from papertrail.core.errors import PapertrailError


class NotAList(PapertrailError):  # noqa: N818 - it describes the file, not a failure
    """The file does not contain a list of papers. The message gives the reason."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry of a file, as a paper without an id."""

    paper: Paper
    start: int
    """The first line, counted from 0."""
    end: int
    """The line after the last one."""
    raw: str = ""
    """The source text."""
    key: str = ""
    """The name of the entry in the file, such as a citation key, if it has one."""
    institution_urls: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """URLs of institutions, by name."""
    venue_names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Full names of venue series, by their short names."""
    doubts: tuple[str, ...] = ()
    """Messages about values that need a review."""
    not_kept: tuple[str, ...] = ()
    """Values that do not fit into a record, each as `field: value`."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Text that is neither an entry nor part of the prose around entries."""

    line: int
    """The first line, counted from 1."""
    text: str
