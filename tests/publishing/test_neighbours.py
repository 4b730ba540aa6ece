"""The plugins of the table in `docs/manual/plugins.md` work next to papertrail, before it and after it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import mkdocs
import pytest

from support.links import dead_links
from support.projects import Project
from support.repositories import commit_all

Make = Callable[[str], Project]

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual" / "plugins.md"
ROW = re.compile(r"(?m)^\| \[`(?P<name>[^`]+)`\]\(\S+\) \| (?P<tried>[\d.]+) \| (?P<fast>yes|no) \|.*\|$")
ROWS = {match["name"]: match for match in ROW.finditer(MANUAL.read_text(encoding="utf-8"))}

LIST = """\
=== papers/tofu.yml
name: Tofu
title: Very Large Models
authors: [M. Wang]
venue: EuroSys 2019
links: {Paper: https://example.com/tofu}
topic: [Training > Parallelism, Serving]
added: 2024-01-02
=== papers/odd.yml
name: "{{ 6 * 7 }} & more"
topic: Serving
aliases: [older]
added: 2024-01-02
"""
LINKS = "[Paper](papers/tofu.md), [its row](lists/training.md#tofu), [venue](venues/eurosys.md), [data](papers.bib)\n"
ABOUT = f"=== docs/about.md\n# About\n\n{LINKS}"
CONFIG = """\
=== mkdocs.yml
site_name: A List
site_url: https://example.org/
theme: {name: material, font: false}
extra: {generator: false}
plugins:
"""


def read(site: Path, path: str) -> str:
    """A file without the indents of its lines."""
    return re.sub(r"\n\s+", "\n", (site / path).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Neighbour:
    """How a site uses a plugin, and what the site must then have."""

    options: str = "{}"
    tree: str = ABOUT
    contains: tuple[tuple[str, str], ...] = ()
    """Paths of files of the site, and what they contain."""
    lacks: tuple[tuple[str, str], ...] = ()
    """Likewise, and what they must not contain."""
    environment: tuple[tuple[str, str], ...] = ()


TOFU = "papers/tofu/index.html"
LANGUAGES = """{docs_structure: %s, languages: [
      {locale: en, name: English, default: true, build: true}, {locale: fr, name: Français, build: true}]}"""
TRANSLATED = (
    ("fr/papers/tofu/index.html", "Very Large Models"),
    ("fr/papers/tofu/index.html", 'lang="fr"'),
    ("fr/papers/tofu/index.html", 'href="https://example.org/fr/papers/tofu/"'),
    ("fr/papers/tofu/index.html", 'href="../../../papers/tofu/" hreflang="en"'),
    (TOFU, 'href="../../fr/papers/tofu/" hreflang="fr"'),
    ("fr/browse/index.html", "Parcourir"),
    ("fr/about/index.html", "À propos"),
    ("about/index.html", ">About</h1>"),
    ("search/entries.json", '"location":"fr/papers/tofu/"'),
    ("search/entries.json", '"location":"papers/tofu/"'),
    ("fr/feed.xml", "https://example.org/fr/papers/tofu/"),
    ("sitemap.xml", "https://example.org/fr/papers/tofu/"),
)
NEIGHBOURS = {
    "awesome-nav": Neighbour(
        tree=f"{ABOUT}=== docs/.nav.yml\nnav: [index.md, Us: about.md, lists, '*']\n",
        contains=((TOFU, "\nUs\n"),),
    ),
    "literate-nav": Neighbour(
        tree=f"{ABOUT}=== docs/SUMMARY.md\n"
        "- [Start](index.md)\n- [A list](lists/training.md)\n- [A paper](papers/tofu.md)\n- [Us](about.md)\n",
        contains=((TOFU, "\nUs\n"), (TOFU, "\nA paper\n"), (TOFU, "\nStart\n")),
    ),
    "section-index": Neighbour(
        tree=f"=== docs/guide/index.md\n# A guide\n=== docs/guide/more.md\n# More\n{ABOUT}",
        contains=(
            (TOFU, '<a href="../../guide/" class="md-nav__link'),
            (TOFU, "\nTraining\n"),
            (TOFU, "\nVenues\n"),
        ),
    ),
    "redirects": Neighbour(
        "{redirect_maps: {old.md: papers/tofu.md, older/list.md: lists/training.md}}",
        contains=(("old/index.html", "../papers/tofu/"),),
    ),
    "rss": Neighbour(contains=(("feed_rss_created.xml", "https://example.org/papers/tofu/"),)),
    "i18n": Neighbour(
        LANGUAGES % "suffix",
        f"{ABOUT}=== docs/about.fr.md\n# À propos\n\n{LINKS}",
        contains=TRANSLATED,
    ),
    "i18n folder": Neighbour(
        LANGUAGES % "folder",
        f"=== docs/en/about.md\n# About\n\n{LINKS}=== docs/fr/about.md\n# À propos\n\n{LINKS}"
        "=== docs/en/index.md\n# Start\n=== docs/fr/index.md\n# Accueil\n",
        contains=(*TRANSLATED, ("index.html", ">Start</h1>"), ("fr/index.html", ">Accueil</h1>")),
        lacks=(("index.html", "\nEn\n"), ("fr/index.html", "\nFr\n")),
    ),
    "mike": Neighbour(
        environment=(("MIKE_DOCS_VERSION", "1.0"),),
        contains=(
            (TOFU, '<link rel="canonical" href="https://example.org/1.0/papers/tofu/">'),
            (TOFU, '<meta property="og:url" content="https://example.org/1.0/papers/tofu/">'),
            (TOFU, '<meta property="og:image" content="https://example.org/1.0/assets/'),
            ("feed.xml", "https://example.org/1.0/papers/tofu/"),
        ),
    ),
    "blog": Neighbour(
        tree="=== docs/blog/posts/new.md\n---\ndate: 2024-01-02\n---\n# News\n\nOf [a paper](../../papers/tofu.md).\n"
        "=== docs/blog/index.md\n# Blog\n",
        contains=(("blog/2024/01/02/news/index.html", "../papers/tofu/"), (TOFU, "\nBlog\n")),
        lacks=((TOFU, "\nNews\n"),),
    ),
    "tags": Neighbour(
        tree=f"=== docs/about.md\n---\ntags: [us]\n---\n# About\n\n{LINKS}"
        "=== docs/tags.md\n# Tags\n\n<!-- material/tags -->\n",
        contains=(("tags/index.html", "../about/"),),
    ),
    "macros": Neighbour(
        tree=f"=== docs/about.md\n# About\n\n{{{{ 6 * 7 }}}}\n\n{LINKS}",
        contains=(("about/index.html", "<p>42</p>"),),
        lacks=(("papers/odd/index.html", "42 &amp; more"),),
    ),
    "meta": Neighbour(
        tree=f"{ABOUT}=== docs/.meta.yml\nhide: [navigation]\n",
        contains=(
            (
                TOFU,
                'data-md-type="navigation" hidden>',
            ),
        ),
    ),
    "git-revision-date-localized": Neighbour("{type: iso_date}", contains=((TOFU, "2001-02-03"),)),
    "git-authors": Neighbour(contains=((TOFU, "a@example.com"),)),
    "exclude": Neighbour(
        "{glob: drafts/*}",
        "=== docs/about.md\n# About\n\nOf [a paper](papers/tofu.md).\n=== docs/drafts/new.md\n# New\n",
    ),
    "exclude-search": Neighbour(
        "{exclude: [about.md]}",
        contains=(("search/entries.json", "Very Large Models"),),
        lacks=(("search/entries.json", '"location":"about/"'),),
    ),
    "llmstxt": Neighbour(
        "{sections: {Papers: ['papers/*.md']}}",
        contains=(
            ("llms.txt", "- [Tofu](https://example.org/papers/tofu/index.md)"),
            ("papers/tofu/index.md", "Very Large Models"),
        ),
    ),
    "print-site": Neighbour(contains=(("print_page/index.html", "Very Large Models"),)),
    "offline": Neighbour(
        contains=(("papers/tofu.html", 'href="../lists/training.html'), ("search/search_index.js", "Very Large Models"))
    ),
    "privacy": Neighbour("{assets: false}"),
    "minify": Neighbour("{minify_html: true}"),
    "glightbox": Neighbour(contains=((TOFU, "glightbox.min.css"),)),
    "include-markdown": Neighbour(
        tree=f"=== docs/about.md\n# About\n\n{{% include-markdown 'part.txt' %}}\n=== docs/part.txt\n{LINKS}",
    ),
    "table-reader": Neighbour(
        tree=f"=== docs/about.md\n# About\n\n{{{{ read_csv('docs/some.csv') }}}}\n\n{LINKS}"
        "=== docs/some.csv\nA,B\n7,8\n",
        contains=(("about/index.html", '<td style="text-align: right;">7</td>'),),
    ),
    "gen-files": Neighbour(
        "{scripts: [gen.py]}",
        "=== gen.py\nimport mkdocs_gen_files\nwith mkdocs_gen_files.open('made/new.md', 'w') as file:\n"
        "    print('# New\\n\\nOf [a paper](../papers/tofu.md).', file=file)\n",
        contains=(("made/new/index.html", "../../papers/tofu/"),),
    ),
    "group": Neighbour(
        "{enabled: true, plugins: [meta]}",
        f"{ABOUT}=== docs/.meta.yml\nhide: [navigation]\n",
        contains=((TOFU, 'data-md-type="navigation" hidden>'),),
    ),
    "social": Neighbour(contains=((TOFU, "https://example.org/assets/images/social/papers/tofu.png"),)),
}
IN_GIT = ("rss", "git-revision-date-localized", "git-authors", "mike")
UNLINKED = "print_page/"
"""A page of plugin "print-site", whose links to pages that are not in the navigation lead nowhere."""
NEEDS_LAST = ("print-site",)
"""Plugins that require themselves to be the last one."""


def require(plugin: str) -> None:
    """Skip the test if a plugin is not installed."""
    installed = {entry.name.removeprefix("material/") for entry in entry_points(group="mkdocs.plugins")}
    if plugin not in installed:
        pytest.skip(f"{plugin} is not installed; it comes with the extra [plugins]")


def prepare_cards(root: Path) -> None:
    """Put a font where plugin "social" finds it, so that it fetches none. Skip the test without what it draws with."""
    try:
        import_module("cairosvg")
        import_module("PIL")
    except (ImportError, OSError) as error:
        pytest.skip(f"social cannot draw cards: {error}; it needs cairo and the extra [plugins]")
    folder = root / ".cache" / "plugin" / "social" / "fonts" / "Roboto"
    folder.mkdir(parents=True)
    shutil.copy(next((Path(mkdocs.__file__).parent / "themes").rglob("*.ttf")), folder / "Regular.ttf")


def cases() -> Iterator[object]:
    for name, row in ROWS.items():
        for order in ("after",) if name in NEEDS_LAST else ("before", "after"):
            # A plugin that disables the fast build makes no difference between the two.
            for fast in (True, False) if row["fast"] == "yes" or order == "after" else (True,):
                yield pytest.param(name, order, fast, id=f"{name}-{order}-{'fast' if fast else 'slow'}")


def test_the_table_has_the_plugins_of_this_test() -> None:
    assert sorted(ROWS) == sorted(NEIGHBOURS)


@pytest.mark.parametrize(("name", "order", "fast"), [*cases()])
def test_a_site_with_another_plugin(
    project: Make, monkeypatch: pytest.MonkeyPatch, name: str, order: str, fast: bool
) -> None:
    plugin, neighbour = name.split()[0], NEIGHBOURS[name]
    require(plugin)
    other, own = f"  - {plugin}: {neighbour.options}\n", f"  - papertrail: {{fast: {str(fast).lower()}}}\n"
    made = project(
        LIST + neighbour.tree + CONFIG + "  - search\n" + (other + own if order == "before" else own + other)
    )
    if "docs/en/" in neighbour.tree:
        (made.root / "docs" / "about.md").unlink()
    if name == "social":
        prepare_cards(made.root)
    if name in IN_GIT:
        commit_all(made.root, date="2001-02-03T04:05:06Z")
    for variable, value in neighbour.environment:
        monkeypatch.setenv(variable, value)
    built = made.run("build", "--strict")
    assert built.status == 0, built.err
    site = made.root / "site"
    assert [link for link in dead_links(site) if not link.startswith(UNLINKED)] == []
    if fast:
        assert ("fast build disabled" not in built.err) == (ROWS[name]["fast"] == "yes"), built.err
    if name != "offline":  # which changes the URLs
        assert re.search('<a href="?\\.\\./\\.\\.[" ].*md-nav__link', read(site, TOFU)), "home is in the navigation"
    for path, text in neighbour.contains:
        assert text in read(site, path), path
    for path, text in neighbour.lacks:
        assert text not in read(site, path), path


def test_papertrail_in_a_group(project: Make) -> None:
    """`papertrail check` and `build` find its options there."""
    made = project(LIST + ABOUT + CONFIG + "  - group: {enabled: true, plugins: [search, papertrail: {fast: false}]}\n")
    assert made.run("check").status == 0
    built = made.run("build", "--strict")
    assert built.status == 0, built.err
    assert dead_links(made.root / "site") == []


def test_a_language_without_papers_leaves_those_of_the_others_alone(project: Make) -> None:
    """Plugin "i18n" builds it last, at the root of the site if nothing moves its files."""
    require("i18n")
    languages = LANGUAGES.replace("{docs", "{fallback_to_default: false, docs") % "suffix"
    french = f"=== docs/index.fr.md\n# Accueil\n{CONFIG}  - search\n  - papertrail\n  - i18n: {languages}\n"
    made = project(LIST + ABOUT + french)
    built = made.run("build", "--strict")
    assert built.status == 0, built.err
    site = made.root / "site"
    assert dead_links(site) == []
    assert not (site / "fr" / "papers").exists()
    assert '"topic":"Topic"' in read(site, "assets/papertrail/browse.js")


HOOKS = """\
=== hooks.py
def on_config(config):
    config.use_directory_urls = False
    config.site_url = "https://example.org/new"

def on_files(files, config):
    files.remove(files.get_file_from_path("papers/older.md"))
    files.remove(files.get_file_from_path("papers.ris"))

def on_nav(nav, config, files):
    assert nav.homepage.file.abs_src_path.endswith("mkdocs.yml")
    assert files.get_file_from_path("papers/tofu.md").abs_src_path.endswith("tofu.yml")
"""


@pytest.mark.parametrize("fast", ["true", "false"])
def test_changes_by_a_hook_apply_to_all_pages(project: Make, fast: str) -> None:
    made = project(f"{LIST}{ABOUT}{HOOKS}{CONFIG}  - papertrail: {{fast: {fast}}}\nhooks: [hooks.py]\n")
    built = made.run("build", "--strict")
    assert built.status == 0, built.err
    site = made.root / "site"
    assert dead_links(site) == ["data.html -> ./papers.ris"]
    assert not (site / "papers" / "older.html").exists()
    assert '<link rel="canonical" href="https://example.org/new/papers/tofu.html">' in read(site, "papers/tofu.html")
    assert "https://example.org/new/papers/tofu.html" in read(site, "feed.xml")
