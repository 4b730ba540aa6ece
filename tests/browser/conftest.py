"""One browser and two built sites for all tests of this folder.

Without Chromium these tests are skipped, and fail where the environment has `PAPERTRAIL_REQUIRE_BROWSER=1`.
With `PAPERTRAIL_PICTURES=FOLDER` a picture of every kind of page is written there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from browser import features, hostile
from browser.sites import REPO_URL, Site, built_and_served, chromium, copy_of_the_repository, launch
from browser.views import DESKTOP_LIGHT, TIMEOUT, VIEWS, ContextOf, View, Watched, watched, without_scripts


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    executable = chromium()
    if executable is None:
        reason = "no Chromium at /usr/bin/chromium nor in PATH; install it (apt-get install chromium)"
        if os.environ.get("PAPERTRAIL_REQUIRE_BROWSER") == "1":
            pytest.fail(f"{reason}: PAPERTRAIL_REQUIRE_BROWSER=1 demands it", pytrace=False)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = launch(playwright, executable)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def context_of(browser: Browser) -> Iterator[ContextOf]:
    """A context for a view, made once."""
    made: dict[View, BrowserContext] = {}

    def get(view: View) -> BrowserContext:
        if view not in made:
            width, height = view.size
            made[view] = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=view.scheme, reduced_motion="reduce"
            )
            made[view].set_default_timeout(TIMEOUT)
        return made[view]

    yield get
    for context in made.values():
        context.close()


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The list of this repository, with instant navigation."""
    project = copy_of_the_repository(tmp_path_factory.mktemp("real") / "list", features=("navigation.instant",))
    with built_and_served(project, REPO_URL=REPO_URL) as served:
        yield served


@pytest.fixture(scope="package")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A list whose every text wants to be run."""
    project = tmp_path_factory.mktemp("hostile") / "list"
    hostile.write(project)
    with built_and_served(project, REPO_URL=REPO_URL) as served:
        yield served


@pytest.fixture(scope="package")
def features_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A generated list with all that filters know of, with instant navigation."""
    project = tmp_path_factory.mktemp("features") / "list"
    features.write(project)
    with built_and_served(project, REPO_URL=REPO_URL) as served:
        yield served


@pytest.fixture(params=VIEWS, ids=str)
def view(request: pytest.FixtureRequest) -> View:
    """Each window size with each colour scheme."""
    found = request.param
    assert isinstance(found, View)
    return found


@pytest.fixture
def reader(view: View, context_of: ContextOf, site: Site) -> Iterator[Watched]:
    """A reader of the site, through each view in turn."""
    with watched(context_of(view), site) as page:
        yield page


@pytest.fixture
def desktop(context_of: ContextOf, site: Site) -> Iterator[Watched]:
    """A reader of the site at a desk."""
    with watched(context_of(DESKTOP_LIGHT), site) as page:
        yield page


@pytest.fixture
def scriptless(browser: Browser, site: Site, view: View) -> Iterator[Watched]:
    """A reader of the site whose browser runs no scripts."""
    with without_scripts(browser, site, view) as page:
        yield page


@pytest.fixture
def picture(view: View) -> Callable[[Watched, str], None]:
    """Saves a picture of the page where `PAPERTRAIL_PICTURES` names a folder."""
    folder = os.environ.get("PAPERTRAIL_PICTURES")

    def save(page: Watched, name: str) -> None:
        if folder:
            page.page.screenshot(path=Path(folder) / f"{name.replace(' ', '-')}-{view}.png")

    return save
