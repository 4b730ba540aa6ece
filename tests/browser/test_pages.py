"""Every kind of page, in two window sizes and both colour schemes: it fits, it is quiet, and axe finds nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser.sites import Site
from browser.views import Watched


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
        "page of the manual": own,
        "page not found": "404.html",
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


@pytest.mark.parametrize(
    "kind",
    [
        "home",
        "list 1",
        "list 2",
        "list 3",
        "venues",
        "institution with a parent",
        "page of the manual",
        "page not found",
    ],
)
def test_axe_finds_nothing(reader: Watched, kind: str) -> None:
    page = reader.open(kinds(reader.site)[kind])
    findings = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
        + "\n".join(
            f"    {node['html'][:160]}\n      {node['failureSummary']}" for node in violation["nodes"]
        )
        for violation in Axe().run(page).response["violations"]
    ]
    assert not findings, "\n".join(findings)


def test_axe_finds_nothing_while_the_search_is_open(reader: Watched) -> None:
    page = reader.open("")
    page.keyboard.press("/")
    page.locator(".md-search__input").fill("tofu")
    page.locator(".md-search-result__item").first.wait_for()
    findings = [
        (v["id"], [n["html"][:160] for n in v["nodes"]]) for v in Axe().run(page).response["violations"]
    ]
    assert not findings, "\n".join(map(str, findings))
