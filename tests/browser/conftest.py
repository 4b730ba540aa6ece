"""One browser and three built sites for all tests in this package.

The tests are skipped where Chromium is not installed. With `PAPERTRAIL_REQUIRE_BROWSER=1` they fail instead.
With `PAPERTRAIL_PICTURES=FOLDER` they save a screenshot of each kind of page there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from browser import features, hostile
from browser.sites import REPO_URL, Site, built_and_served, chromium, copy_of_the_repository, launch
from browser.views import DESKTOP_LIGHT, VIEWS, ContextOf, View, Watched, new_context, watched


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    executable = chromium()
    if executable is None:
        reason = "no Chromium at /usr/bin/chromium nor in PATH; install it (apt-get install chromium)"
        if os.environ.get("PAPERTRAIL_REQUIRE_BROWSER") == "1":
            pytest.fail(f"{reason}: PAPERTRAIL_REQUIRE_BROWSER=1 requires it", pytrace=False)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = launch(playwright, executable)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def context_of(browser: Browser) -> Iterator[ContextOf]:
    """The context of a view, created once."""
    contexts: dict[View, BrowserContext] = {}

    def get(view: View) -> BrowserContext:
        if view not in contexts:
            contexts[view] = new_context(browser, view)
            # Stays open: opening the first page of a context takes twice as long as opening another one.
            contexts[view].new_page()
        return contexts[view]

    yield get
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The list of this repository, with instant navigation."""
    project = copy_of_the_repository(tmp_path_factory.mktemp("real") / "list", features=("navigation.instant",))
    with built_and_served(project, REPO_URL=REPO_URL) as served:
        yield served


@pytest.fixture(scope="package")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A list in which every text tries to run as code."""
    project = tmp_path_factory.mktemp("hostile") / "list"
    hostile.write(project)
    with built_and_served(project, REPO_URL=REPO_URL) as served:
        yield served


@pytest.fixture(scope="package")
def features_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A generated list with values for every filter, with instant navigation."""
    project = tmp_path_factory.mktemp("features") / "list"
    features.write(project)
    with built_and_served(project, REPO_URL=REPO_URL) as served:
        yield served


@pytest.fixture(params=VIEWS, ids=str)
def view(request: pytest.FixtureRequest) -> View:
    """Each window size and each colour scheme once."""
    view = request.param
    assert isinstance(view, View)
    return view


@pytest.fixture
def reader(view: View, context_of: ContextOf, site: Site) -> Iterator[Watched]:
    """A page of the site in each view."""
    with watched(context_of(view), site) as page:
        yield page


@pytest.fixture
def desktop(context_of: ContextOf, site: Site) -> Iterator[Watched]:
    """A page of the site in a wide window."""
    with watched(context_of(DESKTOP_LIGHT), site) as page:
        yield page


@pytest.fixture
def scriptless(context_of: ContextOf, site: Site, view: View) -> Iterator[Watched]:
    """A page of the site with JavaScript turned off."""
    with watched(context_of(view.scriptless), site) as page:
        yield page


@pytest.fixture(scope="package")
def picture() -> Callable[[Watched, str], None]:
    """Saves a screenshot of the page if `PAPERTRAIL_PICTURES` is set."""
    folder = os.environ.get("PAPERTRAIL_PICTURES")

    def save(reader: Watched, name: str) -> None:
        if folder:
            reader.page.screenshot(path=Path(folder) / f"{name.replace(' ', '-')}.png")

    return save
