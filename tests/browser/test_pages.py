"""Every kind of page, in two window sizes and both colour schemes: it fits, is quiet, and axe finds nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from browser.sites import Site
from browser.views import DESKTOP_DARK, DESKTOP_LIGHT, PHONE_DARK, PHONE_LIGHT, Watched


def kinds(site: Site) -> dict[str, str]:
    """One address for each kind of page, and all lists."""
    lists = [address for address in site.addresses() if address.startswith("lists/")]
    manual = min((site.project / "docs").rglob("*.md")).relative_to(site.project / "docs").as_posix()
    own = re.sub(r"(?:index|README)?\.md$", "/", manual).lstrip("/").replace("//", "/")
    return {
        "home": "",
        **{f"list {number}": address for number, address in enumerate(lists, 1)},
        "venues": "venues/",
        "venue": "venues/eurosys/",
        "institutions": "institutions/",
        "institution with a parent": "institutions/msra/",
        "institution with members": "institutions/microsoft/",
        "years": "years/",
        "year": "years/2019/",
        "manual": own,
        "not found": "404.html",
    }


def test_pages_fit_the_window_and_neither_complain_nor_call_other_hosts(
    reader: Watched, picture: Callable[[Watched, str], None]
) -> None:
    for kind, address in kinds(reader.site).items():
        page = reader.open(address)
        page.wait_for_load_state("networkidle" if kind == "home" else "load")
        if excess := reader.overflow():
            reader.faults.append(f"{kind}: {excess} pixels wider than the window")
        picture(reader, kind)
    assert not reader.faults, "\n".join(reader.faults)


def findings(page: Page) -> str:
    """What axe says of the page with its default rules, for a person to read."""
    lines = []
    for violation in Axe().run(page).response["violations"]:
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            why = " ".join(node["failureSummary"].split())
            lines += [f"    {' '.join(node['html'].split())[:160]}", f"        {why}"]
    return "\n".join(lines)


AXE_KINDS = ("home", "list 1", "list 2", "institutions", "year", "manual", "not found")


@pytest.mark.parametrize("view", [DESKTOP_LIGHT, PHONE_DARK], ids=str)
@pytest.mark.parametrize("kind", AXE_KINDS)
def test_axe_finds_nothing(reader: Watched, kind: str) -> None:
    assert not findings(reader.open(kinds(reader.site)[kind]))


@pytest.mark.parametrize("view", [DESKTOP_DARK, PHONE_LIGHT], ids=str)
def test_axe_finds_nothing_in_the_other_views_of_a_table(reader: Watched) -> None:
    assert not findings(reader.open(kinds(reader.site)["list 1"]))


@pytest.mark.parametrize("view", [DESKTOP_DARK, DESKTOP_LIGHT], ids=str)
def test_axe_finds_nothing_while_the_search_is_open(reader: Watched) -> None:
    page = reader.open("")
    page.keyboard.press("/")
    reader.search("tofu")
    assert not findings(page)
