"""Links of the built pages: each leads to an existing page or element, and those of a row have distinct names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from browser.browsing import show_all, wait_until_ready
from browser.sites import Site
from browser.views import PHONE_DARK, ContextOf, watched


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


# The rows and lines of a page whose links or buttons share a name; trees repeat the names of topics.
_SHARED_NAMES = """root => {
  const nameOf = (link) => (link.ariaLabel ?? link.textContent).replace(/\\s+/g, " ").trim();
  return [...root.querySelectorAll(".papertrail :is(tr, li)")].flatMap((row) => {
    const names = row.closest(".pt-tree") ? [] : [...row.querySelectorAll("a[href], button")].map(nameOf);
    const shared = names.filter((name, i) => !name || names.indexOf(name) !== i);
    return shared.length ? [[row.dataset.paper ?? row.textContent, ...shared]] : [];
  });
}"""
_ON_ALL_PAGES = f"""async addresses => {{
  const sharedNames = {_SHARED_NAMES};
  const pages = addresses.map(async (address) => {{
    const html = await (await fetch(`/${{address}}`)).text();
    return [address, sharedNames(new DOMParser().parseFromString(html, "text/html"))];
  }});
  return (await Promise.all(pages)).filter(([, rows]) => rows.length);
}}"""


@pytest.mark.parametrize("fixture", ["site", "hostile_site", "features_site"])
def test_links_of_a_row_have_distinct_names(
    request: pytest.FixtureRequest, context_of: ContextOf, fixture: str
) -> None:
    site: Site = request.getfixturevalue(fixture)
    with watched(context_of(PHONE_DARK), site) as reader:
        page = reader.open("browse/?group=year")
        wait_until_ready(page)
        show_all(page)
        assert page.locator("[data-paper] a").count() > 30
        assert page.evaluate(f"({_SHARED_NAMES})(document)") == []
        reader.assert_no_faults()
        assert page.evaluate(_ON_ALL_PAGES, site.addresses()) == []
