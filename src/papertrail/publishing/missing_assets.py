"""Finds files that `mkdocs.yml` names for every page, such as the logo, but that the site does not have."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from papertrail.publishing.host import MkDocsConfig
from papertrail.records.config_file import position_of
from papertrail.text.strings import quoted

_HELP = "add the file to the docs folder, or correct the path"


def missing_assets(config: MkDocsConfig) -> Iterator[str]:
    """Yield a message for each missing file. Call it when the site is written: plugins may create such files."""
    for what, keys, url in _assets(config):
        parts = urlsplit(url)
        path = unquote(parts.path)
        if parts.scheme or parts.netloc or not path or path.startswith("/"):
            continue
        if not (Path(config.site_dir) / path).is_file():
            position = position_of(Path(os.path.relpath(config.config_file_path)), *keys)
            yield f"{position}: {what} {quoted(url, 120)} not found; {_HELP}"


def _assets(config: MkDocsConfig) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """What each file is, the keys that lead to it, and its URL."""
    for name in ("logo", "favicon"):
        url = config.theme.get(name)
        if isinstance(url, str):
            yield name, ("theme", name), url
    for url in config.extra_css:
        yield "style sheet", ("extra_css", url), url
    scripts = map(str, config.extra_javascript)
    yield from (("script", ("extra_javascript", script), script) for script in scripts)
