"""The stylesheet and the scripts of the site."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from papertrail.pages import SiteFile
from papertrail.publishing.script_contract import contract_modules
from papertrail.publishing.search import WORKER
from papertrail.templating.environment import scripts, stylesheet
from papertrail.templating.script_bundle import bundle

STYLESHEET = "assets/papertrail.css"
SCRIPT = "assets/papertrail/papertrail.js"
"""The modules of `templates/assets/js/` that every page needs, bundled; Browse's other modules are a second file."""


def assets() -> Iterator[SiteFile]:
    """Yield the files of the stylesheet and the scripts."""
    yield SiteFile(address=STYLESHEET, make=stylesheet)
    modules = scripts() | contract_modules()
    for name, text in bundle(modules, "papertrail.js", "browse.js").items():
        yield SiteFile(address=f"assets/papertrail/{name}", make=partial(str, text))
    worker = bundle(modules, "search-worker.js")["search-worker.js"]
    yield SiteFile(address=WORKER, make=partial(str, worker))
