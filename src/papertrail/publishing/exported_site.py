"""What the project of a site generator is written from, and what depends on the generator."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from papertrail.core.settings import Settings
from papertrail.pages import Page, PageOptions, PlannedPage
from papertrail.publishing.host import File, MkDocsConfig
from papertrail.publishing.publication import Publication

ExportedFile = tuple[str, str | bytes]
"""A path in the project, and its content."""


@dataclass(frozen=True, kw_only=True)
class ExportedSite:
    """A site that another generator builds."""

    settings: Settings
    config: MkDocsConfig
    publication: Publication
    own: Mapping[str, File]
    """The maintainer's files in the folder of pages, by address."""
    navigation: list[Any]
    """In the form of `nav` in `mkdocs.yml`."""

    @cached_property
    def page_paths(self) -> frozenset[str]:
        """The paths of all pages, to which the navigation leads."""
        return frozenset([*self.publication.pages, *(file.src_uri for file in self.own.values())])

    @property
    def options(self) -> PageOptions:
        """What the pages depend on."""
        return self.publication.options


@dataclass(frozen=True, kw_only=True)
class Builder:
    """A site generator."""

    pages: str
    """The folder of its pages, ending in `/`; empty for the project itself."""
    files: str
    """The folder of all other files."""
    page: Callable[[ExportedSite, PlannedPage, Page, str], str]
    """Returns a page as a Markdown file; the text is HTML for its head."""
    own_page: Callable[[str, str, PageOptions], str] = lambda text, address, options: text
    """Returns a page of the maintainer, given with its address."""
    put: Callable[[str], str]
    """Returns HTML as part of a Markdown file."""
    project: Callable[[ExportedSite], Iterator[ExportedFile]]
    """Yields the settings and the templates."""
    path_of: Callable[[str], str] = str
    """Returns the path of the page at an address."""
    linked: Callable[[str, str, PageOptions], str] = lambda html, address, options: html
    """Returns the HTML of the page at an address with links as the generator resolves them."""
    directory_urls: bool | None = None
    """The form of its URLs, see `PageOptions`; None for that of the settings."""
    runs_plugins: bool = False
    """Whether it runs the plugins of MkDocs."""


PLAIN_STYLES = Path(__file__).parent / "hugo" / "static" / "site.css"
"""A plain look for generators without a theme that papertrail's styles know."""
_START = re.compile(r"---[ \t]*\n")


def front_matter(values: Mapping[str, object], end: str = "---\n\n") -> str:
    """Return the metadata at the start of a page.

    Characters are not escaped: YAML rejects the pair of `\\\\u` escapes with which JSON writes an emoji, and a
    generator that cannot parse the front matter treats it as Markdown.
    """
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items() if value]
    return f"---\n{''.join(lines)}{end}"


def with_front_matter(text: str, values: Mapping[str, object]) -> str:
    """Return a page with more metadata, except what it has already."""
    start = _START.match(text)
    if start is None:
        return front_matter(values) + text
    given = text[start.end() :]
    keys = re.findall(r"(?m)^([\w-]+):", given.partition("\n---")[0])
    return front_matter({key: value for key, value in values.items() if key not in keys}, end="") + given


def nav_entry(item: Any) -> tuple[str | None, Any]:
    """Return the title of an entry of the navigation, if it has one, and its target: a path, a URL, or entries."""
    return next(iter(item.items())) if isinstance(item, dict) else (None, item)
