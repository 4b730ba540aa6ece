"""The style and the scripts of the site, as files of it."""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.pages import SiteFile
from papertrail.templating import scripts, stylesheet

STYLESHEET = "assets/papertrail.css"
SCRIPT = "assets/papertrail/papertrail.js"
"""The module that imports the others."""


def assets() -> Iterator[SiteFile]:
    """The stylesheet and the scripts."""
    yield SiteFile(address=STYLESHEET, content=stylesheet())
    folder = SCRIPT.rpartition("/")[0]
    for name, text in scripts().items():
        yield SiteFile(address=f"{folder}/{name}", content=text)
