"""What every reader of a source gives: entries with their place, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from papertrail.core import Paper
from papertrail.core.errors import PapertrailError


class NotAList(PapertrailError):  # noqa: N818 - it is a finding about the source, not a fault
    """A source that is no list of papers; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a source, as a paper without an id."""

    paper: Paper
    start: int
    """Its first line; the first of the source is 0."""
    end: int
    """The line after its last one."""
    raw: str = ""
    """How it is spelled there."""
    institution_urls: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Addresses that its institutions are linked with, by name."""
    doubts: tuple[str, ...] = ()
    """What a person should look at."""
    not_kept: tuple[str, ...] = ()
    """Fields of the source that a record has no place for, each as `field: value`."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A piece of the source that is neither an entry nor part of the text around entries."""

    line: int
    """Its first line; the first of the source is 1."""
    text: str
