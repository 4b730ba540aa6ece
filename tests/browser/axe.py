"""Accessibility checks by axe."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

COLOUR_RULES = ("color-contrast", "link-in-text-block")
"""The default rules whose result depends on the colour scheme."""


# Rows outside the window have no size before that.
_LAID_OUT = """() => {
    const rows = document.querySelector("papertrail-browse.pt-browse ~ .pt-rows, .pt-browse-top ~ .pt-rows");
    return !rows?.querySelector(":is(tr, li)[data-paper]:not(.pt-laid)");
}"""


def violations(page: Page, *rules: str) -> str:
    """What axe reports about the page, for a person to read.

    It checks its default rules and the size of targets, or the given rules.
    """
    page.wait_for_function(_LAID_OUT)
    chosen = {"runOnly": list(rules)} if rules else {"rules": {"target-size": {"enabled": True}}}
    options = {"resultTypes": ["violations"], **chosen}
    lines = []
    for violation in Axe().run(page, options=options).response["violations"]:
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            why = " ".join(node["failureSummary"].split())
            lines += [f"    {' '.join(node['html'].split())[:160]}", f"        {why}"]
    return "\n".join(lines)


def violations_in_both_schemes(page: Page) -> str:
    """What axe reports about the page, and about the colours of the other scheme."""
    first = violations(page)
    switch_scheme(page)
    second = violations(page, *COLOUR_RULES)
    switch_scheme(page)
    return "\n".join(filter(None, [first, second]))


def switch_scheme(page: Page) -> None:
    """Switch between light and dark as the theme's own button does, without a trace in the storage."""
    scheme = page.evaluate("document.body.dataset.mdColorScheme")
    page.locator(f"[name=__palette]:not([data-md-color-scheme={scheme}])").dispatch_event("click")
    page.wait_for_function(
        """scheme => document.body.dataset.mdColorScheme !== scheme
            && !document.body.hasAttribute("data-md-color-switching")""",
        arg=scheme,
    )
    page.evaluate("localStorage.removeItem(`${__md_scope.pathname}.__palette`)")
