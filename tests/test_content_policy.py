"""Nothing that papertrail writes into a page is blocked by a strict Content-Security-Policy.

`tests/browser/test_content_policy.py` shows it in a browser; these tests read the sources.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from conftest import REPOSITORY
from papertrail.pages.columns import SIZES, WEIGHTS
from support.content_policy import content_policy

SOURCES = sorted(
    path
    for folder in ("templates/site", "templates/assets", "src/papertrail/publishing", "src/papertrail/pages")
    for path in (REPOSITORY / folder).rglob("*")
    if path.suffix in (".html", ".j2", ".js", ".py")
)
INLINE = re.compile(
    r"""(?ix)
    [\s"'] style \s* = \s* \\?["']       # an attribute
    | <style
    | <script (?! [^>]* \b src= | [^>]* application/ld\+json)
    | \s on[a-z]+ \s* = \s* \\?["']
    | javascript:
    | setAttribute\( \s* ["'](?: style | on)
    | \b (?: eval | Function | insertAdjacentHTML | createContextualFragment ) \(
    | document\.write
    """
)


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<td class='x' STYLE = 'a'>",
        "<style>p {}</style>",
        "<script>run()</script>",
        '<a onclick="run()">',
        '<a href="javascript:void(0)">',
        'row.setAttribute("style", text)',
        "new Function(text)",
    ],
)
def test_inline_styles_and_scripts_are_found(text: str) -> None:
    assert INLINE.search(text)


@pytest.mark.parametrize("text", ['<script type="module" src="x.js"></script>', "bar.style.left = 0", "topic.style ="])
def test_what_a_policy_allows_is_not_found(text: str) -> None:
    assert not INLINE.search(text)


def test_no_source_of_pages_has_inline_styles_or_scripts() -> None:
    found = [f"{path.relative_to(REPOSITORY)}: {match[0]}" for path, match in _found()]
    assert not found, "\n".join(found)


def _found() -> Iterator[tuple[Path, re.Match[str]]]:
    assert len(SOURCES) > 50
    for path in SOURCES:
        yield from ((path, match) for match in INLINE.finditer(path.read_text(encoding="utf-8")))


def test_the_script_of_the_manual_allows_what_is_inline_in_pages(tmp_path: Path) -> None:
    page = tmp_path / "site/papers/tofu/index.html"
    page.parent.mkdir(parents=True)
    page.write_text(
        '<style>p {}</style><script src="x.js"></script><script id="c" type="application/json">{}</script>'
        "<script>é</script>\n<script>é</script>",
        encoding="utf-8",
    )
    directives = dict(part.strip().split(" ", 1) for part in content_policy(tmp_path).split(";"))
    digests = {text: base64.b64encode(sha256(text.encode()).digest()).decode() for text in ("p {}", "é")}
    assert directives["default-src"] == "'self'"
    assert directives["script-src"] == f"'self' 'sha256-{digests['é']}'"
    assert directives["style-src"] == f"'self' 'sha256-{digests['p {}']}'"


def test_columns_have_the_same_widths_on_screens_and_in_print() -> None:
    """The style sheet has the widths for screens, the page those for print."""
    css = (REPOSITORY / "templates/assets/css/10-papertrail.css").read_text(encoding="utf-8")
    cells = {field: f"{field}-cell" if field in ("title", "year", "authors") else field for field in WEIGHTS}
    cells |= {size: size for size in SIZES}
    on_screen = {
        field: re.search(rf"\.pt-table \.pt-{cell} {{\s*flex-grow: (\d+);", css) for field, cell in cells.items()
    }
    assert {field: match and int(match[1]) for field, match in on_screen.items()} == WEIGHTS | SIZES
