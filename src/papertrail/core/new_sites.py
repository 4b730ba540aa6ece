"""Sites that a changed list links to, and the list before the change did not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class SiteLink(NamedTuple):
    """A link in a file of the list."""

    path: str
    """Relative to the project."""
    line: int
    """Counted from 1."""
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NewSite:
    """A site that the list did not link to before."""

    name: str
    """The name of the host in ASCII, with its port if it is not the usual one."""
    warnings: tuple[str, ...]
    """Why a reviewer should take a closer look."""
    count: int
    """The number of links to it."""
    links: tuple[SiteLink, ...]
    """The first links in the order of the files, at most one per line."""
