"""The style and the scripts of the site, as files of it."""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.pages import SiteFile
from papertrail.scripts import joined
from papertrail.templating import scripts, stylesheet

STYLESHEET = "assets/papertrail.css"
SCRIPT = "assets/papertrail/papertrail.js"
"""All modules of `templates/assets/js/`, joined."""


def assets() -> Iterator[SiteFile]:
    """The stylesheet and the script."""
    yield SiteFile(address=STYLESHEET, content=stylesheet())
    yield SiteFile(address=SCRIPT, content=joined(scripts(), "papertrail.js"))
