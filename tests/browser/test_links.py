"""Links between the built pages: each leads to an existing page, and each anchor to an element on it.

These tests read the built files and need no browser.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from browser.sites import Site


@dataclass
class Anatomy(HTMLParser):
    """The ids of a page and the URLs on it."""

    ids: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            elif name in ("href", "src") and value:
                self.addresses.append(value)


@pytest.fixture(scope="module", params=["site", "hostile_site"])
def anatomies(request: pytest.FixtureRequest) -> dict[str, Anatomy]:
    """The ids and URLs of each page, by its full URL."""
    site: Site = request.getfixturevalue(request.param)
    anatomies = {}
    for address in site.addresses():
        path = site.root / address
        if path.is_dir():
            path /= "index.html"
        anatomy = Anatomy()
        anatomy.feed(path.read_text(encoding="utf-8"))
        anatomies[site.url(address)] = anatomy
    assert len(anatomies) > 30
    return anatomies


def test_internal_links_and_anchors_have_targets(anatomies: dict[str, Anatomy], site: Site, hostile_site: Site) -> None:
    served = next(s for s in (site, hostile_site) if s.url("") in anatomies)
    files = {path.relative_to(served.root).as_posix() for path in served.root.rglob("*")}
    broken = []
    for page, anatomy in anatomies.items():
        for address in anatomy.addresses:
            whole, fragment = urldefrag(urljoin(page, address))
            target, fragment = unquote(whole.partition("?")[0]), unquote(fragment)
            if not target.startswith(f"{served.origin}/"):
                continue
            if target not in anatomies and target.removeprefix(f"{served.origin}/") not in files:
                broken.append(f"{page}: {address} does not exist")
            elif fragment and fragment not in anatomies[target].ids:
                broken.append(f"{page}: no element {fragment!r} on {target}")
    assert not broken, "\n".join(broken)


def test_ids_are_unique_on_each_page(anatomies: dict[str, Anatomy]) -> None:
    twice = {
        page: sorted(id for id, count in Counter(anatomy.ids).items() if count > 1)
        for page, anatomy in anatomies.items()
    }
    assert not {page: ids for page, ids in twice.items() if ids}


def test_no_url_could_run_code(anatomies: dict[str, Anatomy]) -> None:
    schemes = {urlsplit(address).scheme for anatomy in anatomies.values() for address in anatomy.addresses}
    assert schemes <= {"", "http", "https", "mailto"}
