"""The stylesheet and the scripts of the site."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from papertrail.pages import SiteFile
from papertrail.pages.browse_options import ASKED_SCRIPT
from papertrail.publishing.script_contract import contract_modules
from papertrail.publishing.search import WORKER, WORKER_PAPERS
from papertrail.templating.environment import scripts, stylesheet
from papertrail.templating.script_bundle import bundle, single_script
from papertrail.templating.script_words import translated_scripts
from papertrail.templating.words import ENGLISH, Words

STYLESHEET = "assets/papertrail.css"
SCRIPT = "assets/papertrail/papertrail.js"
"""The modules of `templates/assets/js/` that every page needs, bundled. `_LAZY` are loaded later.

This script runs on every site, also on one that is opened from the disk, whose other scripts are modules and do not: it
then hides what needs them."""
FRAME_WORKER = "assets/papertrail/iframe-worker.js"
"""Starts the theme's search on sites that are opened from the disk. Material and its plugins know it by its name."""

_ASKED, _SCRIPT, _WORKER, _WORKER_PAPERS = "asked.js", "papertrail.js", "search-worker.js", "search-papers.js"
_LAZY = ("browse.js", "add.js", "cite-styles.js", "index-page.js", "reading.js", "row-details.js", "take-rows.js")


def assets(words: Words = ENGLISH) -> Iterator[SiteFile]:
    """Yield the files of the stylesheet and the scripts."""
    yield SiteFile(address=STYLESHEET, make=stylesheet)
    modules = _modules(words)
    yield _asked(modules)
    for name, text in bundle(modules, _SCRIPT, *_LAZY).items():
        yield SiteFile(address=f"assets/papertrail/{name}", make=partial(str, text))
    yield SiteFile(address=WORKER, make=partial(str, bundle(modules, _WORKER)[_WORKER]))
    yield SiteFile(address=WORKER_PAPERS, make=partial(single_script, modules, _WORKER_PAPERS))


def offline_assets(files: Iterable[SiteFile], words: Words = ENGLISH) -> Iterator[SiteFile]:
    """Yield the same for a site that can be opened from the disk, where browsers load no modules and fetch no files.

    Each of `files` that scripts fetch also becomes a script.
    """
    yield SiteFile(address=STYLESHEET, make=stylesheet)
    modules = _modules(words, offline=True)
    yield _asked(modules)
    yield SiteFile(address=SCRIPT, make=partial(single_script, modules, _SCRIPT, *_LAZY))
    yield SiteFile(address=FRAME_WORKER, make=partial(str, bundle(modules, "iframe-worker.js")["iframe-worker.js"]))
    for file in files:
        if file.fetched:
            yield SiteFile(address=f"{file.address}.js", make=partial(_as_script, file), weight=file.weight)


def _modules(words: Words, *, offline: bool = False) -> dict[str, str]:
    return translated_scripts(scripts(), words) | contract_modules(words, offline=offline)


def _asked(modules: Mapping[str, str]) -> SiteFile:
    return SiteFile(address=ASKED_SCRIPT, make=partial(single_script, modules, _ASKED))


def _as_script(file: SiteFile) -> str:
    """A script that passes the text of a file to `templates/assets/js/site-files.js`."""
    return f"papertrailFile = {json.dumps(file.content.decode(), ensure_ascii=False)};\n"
