"""The builders that papertrail is measured against, and what they have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Builder:
    """A way of making the site of a list."""

    name: str
    folder: Path
    """Where its commands are run."""
    build: tuple[str, ...]
    """The command that builds the site."""
    output: Path
    """The folder of the built site."""
    caches: tuple[Path, ...] = ()
    """What else a build leaves behind that would make the next one faster."""
    serve: Callable[[int], tuple[str, ...]] | None = None
    """The command that serves the site at a port of this machine and follows changes; None where it is not measured."""
    runs: int | None = None
    """The most runs that its figures are worth; None for as many as are asked for."""
    note: str = ""
    """What it does otherwise than the others."""


def with_options(settings: str, **options: bool) -> str:
    """The text of an `mkdocs.yml` with options of the plugin.

    >>> with_options("plugins:\\n  - search\\n  - papertrail\\n", fast=False)
    'plugins:\\n  - search\\n  - papertrail: {fast: false}\\n'
    """
    told = ", ".join(f"{name}: {str(value).lower()}" for name, value in options.items())
    start = settings.index("\n  - papertrail") + 1
    end = settings.index("\n", start)
    return f"{settings[:start]}  - papertrail: {{{told}}}{settings[end:]}"
