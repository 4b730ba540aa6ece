"""Style sheets: what would delay the first rows of every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SHEETS = sorted((Path(__file__).parents[1] / "templates" / "assets" / "css").glob("*.css"))


def split(text: str, separators: str) -> list[str]:
    """The parts of a selector that the given characters separate outside brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character in separators and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def selectors(css: str) -> Iterator[str]:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"@[^{;]*[{;]", "", css)
    for rule in re.findall(r"[^{}]+(?=\{)", css):
        yield from split(" ".join(rule.split()), ",")


def anonymous(css: str) -> list[str]:
    """The selectors whose last part begins with no class, tag or attribute, but with alternatives."""
    return [one for one in selectors(css) if split(one, " >+~")[-1].startswith((":is(", ":where(", ":not("))]


def test_selectors_are_split() -> None:
    css = "/* a { } */ @media (min-width: 1em) { a > :is(b, c):hover, d:not(e, f) { x: y } } g :not(h) { x: y }"
    assert list(selectors(css)) == ["a > :is(b, c):hover", "d:not(e, f)", "g :not(h)"]
    assert anonymous(css) == ["a > :is(b, c):hover", "g :not(h)"]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_browser_finds_each_rule_by_a_name(sheet: Path) -> None:
    # It looks up rules by the class, tag or attribute in their last part; other rules it tries on every element.
    assert anonymous(sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_icons_are_no_images(sheet: Path) -> None:
    assert "url(" not in sheet.read_text(encoding="utf-8")
