"""Pages put together from the theme's shells: byte for byte those that the theme would have made."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from support.projects import Project
from support.sites import differences

Make = Callable[[str], Project]

NAMES = ["A & B", "{{ 6 * 7 }}", 'Say "cheese"', "O'Clock", "中文 système", "<b>Bold</b>", "Two  spaces", "100% [x](y)"]

RECORDS = "".join(
    f"=== papers/p{number}.yml\nname: {name!r}\n"
    f"title: '{word * 3} & <i>{word}</i>'\n"
    f"authors: [A. Üthor, B. Ody]\nvenue: {venue} {year}\ninstitutions: [{institution}]\n"
    f"links: {{Paper: https://example.com/{number}?a=1&b=2}}\n"
    f"remarks: See *this* and `{{that}}`.\nkeywords: [tensors, größe]\n"
    f"topic: Training > {topic}\nadded: 2024-01-0{number + 1}\n"
    for number, (word, name, venue, year, institution, topic) in enumerate(
        zip(
            ["Ant", "Bear", "Cow", "Dog", "Eel", "Fox", "Gnu", "Hen"],
            [name.replace("'", "’") if "'" in name else name for name in NAMES],
            ["EuroSys", "OSDI", "学会", "R&D Days"] * 2,
            [2019, 2020] * 4,
            ["MIT", "学校", "AT&T"] * 3,
            ["Parallelism", "Mémoire", "Q & A"] * 3,
            strict=False,
        )
    )
)

LIST = f"""\
{RECORDS}=== papers/noted.yml
name: Noted
topic: Serving
notes: noted.md
aliases: [older, oldest]
=== papers/noted.md
# What & how

## Deeper

See [the other](p1.yml).
=== docs/about.md
# About

Of [a paper](papers/p1.md), [its venue](venues/eurosys.md#papers), [data](papers.bib) and [a list](lists/training.md).
=== hooks.py
import mkdocs.plugins

rendered = []

def on_env(env, config, files):
    rendered.clear()
    found = env.get_template
    def get_template(name, *args, **more):
        if name == "main.html":
            rendered.append(name)
        return found(name, *args, **more)
    env.get_template = get_template

@mkdocs.plugins.event_priority(-200)
def on_post_build(config):
    from pathlib import Path
    Path(config.config_file_path).with_name("rendered.txt").write_text(str(len(rendered)))
"""

OVERRIDES = """\
=== overrides/main.html
{% extends "base.html" %}
{% block extrahead %}{% if page %}
<meta name="of" content="{{ page.title | e }} at {{ page.url }} and {{ page.abs_url }} in {{ page.file.src_uri }}">
<a href="https://share.example/?u={{ page.canonical_url | urlencode }}&t={{ page.title | urlencode }}">share</a>
<a href="{{ 'venues/eurosys/2019/' | url }}">a favourite</a>
{% endif %}{% endblock %}
"""

PLUGINS = """\
  - search
  - tags
  - macros: {on_error_fail: true}
"""


def settings(*, fast: bool, directories: bool = True, plugins: str = "  - search\n", more: str = "") -> str:
    return (
        "site_name: A & B\nsite_url: https://example.com/sub/\n"
        f"use_directory_urls: {str(directories).lower()}\n"
        f"plugins:\n{plugins}  - papertrail: {{fast: {str(fast).lower()}, split: 3}}\nhooks: [hooks.py]\n"
        + (more or "theme: {name: material, font: false}\n")
    )


def both(made: Project, **more: object) -> tuple[Path, int, int]:
    """Build the fast way and the ordinary way, compare, and say how often the theme was rendered."""
    counts = []
    for fast in (False, True):
        made.write("mkdocs.yml", settings(fast=fast, **more))  # type: ignore[arg-type]
        result = made.run("build", "--strict")
        assert result.status == 0, result.err
        counts.append(int(made.read("rendered.txt")))
        if not fast:
            (made.root / "site").rename(made.root / "ordinary")
    assert differences(made.root / "ordinary", made.root / "site") == []
    return made.root / "site", counts[0], counts[1]


@pytest.mark.parametrize("directories", [True, False])
def test_pages_are_those_that_the_theme_makes(project: Make, directories: bool) -> None:
    site, ordinarily, fast = both(project(LIST), directories=directories)
    pages = len(list(site.rglob("*.html")))
    assert ordinarily == pages
    assert fast < pages, "the shells were used"


def test_overrides_plugins_and_links_between_pages(project: Make) -> None:
    theme = "theme: {name: material, font: false, custom_dir: overrides, features: [navigation.path]}\n"
    site, ordinarily, fast = both(project(LIST + OVERRIDES), plugins=PLUGINS, more=theme)
    assert fast < ordinarily
    assert 'content="A &amp;amp; B at papers/p0/' in (site / "papers/p0/index.html").read_text()


def test_the_theme_is_rendered_no_more_often_for_more_papers(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papertrail.publishing.publication.processes", lambda: 1)

    def count(papers: int) -> int:
        made = project("".join(f"=== papers/x{n}.yml\nname: X{n}\nvenue: OSDI 2020\ntopic: T\n" for n in range(papers)))
        made.write("hooks.py", LIST.partition("=== hooks.py\n")[2])
        made.write("mkdocs.yml", settings(fast=True))
        assert made.run("build").status == 0
        return int(made.read("rendered.txt"))

    assert count(50) == count(100)


def test_a_theme_that_is_not_understood_is_rendered_for_each_page(project: Make) -> None:
    """It looks at what a page holds, which a shell cannot know."""
    odd = """\
=== overrides/main.html
{% extends "base.html" %}
{% block extrahead %}{% if page %}{{ page.content | length }}{% endif %}{% endblock %}
"""
    theme = "theme: {name: material, font: false, custom_dir: overrides}\n"
    made = project(LIST + odd)
    both(made, more=theme)
    assert "pages are made one by one, as the theme makes another page of" in made.run("build").err


def test_other_plugins_that_handle_pages_are_told(project: Make) -> None:
    made = project(
        LIST + "=== more.py\ndef on_post_page(output, page, config):\n    return output + str(len(output))\n"
    )
    text = settings(fast=True).replace("[hooks.py]", "[hooks.py, more.py]")
    made.write("mkdocs.yml", text)
    result = made.run("build", "--strict")
    assert result.status == 0, result.err
    assert "pages are made one by one, as more.py may change finished pages" in result.err
    pages = len(list((made.root / "site").rglob("*.html")))
    assert int(made.read("rendered.txt")) == pages
    assert re.search(r"</html>\n?\d+$", made.read("site/papers/p1/index.html"))


def test_one_process_or_two_make_no_difference(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = project(
        "".join(f"=== papers/x{n}.yml\nname: X{n}\nvenue: OSDI {2000 + n % 20}\ntopic: T\n" for n in range(90))
    )
    for jobs in (1, 2):
        monkeypatch.setattr("papertrail.publishing.publication.processes", lambda jobs=jobs: jobs)
        assert made.run("build", "--strict").status == 0
        (made.root / "site").rename(made.root / f"by{jobs}")
    assert differences(made.root / "by1", made.root / "by2") == []
