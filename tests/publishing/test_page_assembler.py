"""Pages assembled from shells have the bytes that the theme would render."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from papertrail.publishing.theme_shell import Shell
from support.projects import Project
from support.sites import differences

Make = Callable[[str], Project]

NAMES = ["A & B", "{{ 6 * 7 }}", 'Say "cheese"', "O'Clock", "中文 système", "<b>Bold</b>", "Two  spaces", "100% [x](y)"]

WAIVED = "  # papertrail: allow PT406 the marks are part of it"

RECORDS = "".join(
    f"=== papers/p{number}.yml\nname: {name!r}{WAIVED if '<' in name else ''}\n"
    f"title: '{word * 3} & <i>{word}</i>'{WAIVED}\n"
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


def built(made: Project, *, fast: bool, **more: object) -> str:
    """Build a project, and return what the command prints."""
    made.write("mkdocs.yml", settings(fast=fast, **more))  # type: ignore[arg-type]
    result = made.run("build", "--strict")
    assert result.status == 0, result.err
    return result.err


def compared(made: Project, **more: object) -> str:
    """Build a project without and with the fast build, and compare the sites. Return what the fast build prints."""
    built(made, fast=False, **more)
    (made.root / "site").rename(made.root / "slow")
    assert int(made.read("rendered.txt")) == len(list((made.root / "slow").rglob("*.html"))), "the theme renders all"
    err = built(made, fast=True, **more)
    assert differences(made.root / "slow", made.root / "site") == []
    return err


@pytest.fixture
def assembled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], int]:
    """Counts the pages that are filled into shells, in all processes."""
    log = tmp_path / "assembled"
    filled = Shell.filled

    def logged(self: Shell, values: Mapping[str, str]) -> bytes:
        with log.open("ab") as opened:
            opened.write(b".")
        return filled(self, values)

    monkeypatch.setattr(Shell, "filled", logged)
    return lambda: log.stat().st_size if log.exists() else 0


@pytest.mark.parametrize("directories", [True, False])
def test_assembled_pages_equal_those_of_the_theme(
    project: Make, assembled: Callable[[], int], directories: bool
) -> None:
    assert "fast build disabled" not in compared(project(LIST), directories=directories)
    assert assembled() > 0


def test_overrides_and_plugins_see_assembled_pages_as_usual(project: Make, assembled: Callable[[], int]) -> None:
    theme = "theme: {name: material, font: false, custom_dir: overrides, features: [navigation.path]}\n"
    made = project(LIST + OVERRIDES)
    assert "fast build disabled" not in compared(made, plugins=PLUGINS, more=theme)
    assert assembled() > 0
    assert 'content="A &amp;amp; B at papers/p0/' in made.read("site/papers/p0/index.html")


def test_more_papers_do_not_need_more_renderings_of_the_theme(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papertrail.publishing.bulk_writer.process_count", lambda: 1)

    def count(papers: int) -> int:
        made = project("".join(f"=== papers/x{n}.yml\nname: X{n}\nvenue: OSDI 2020\ntopic: T\n" for n in range(papers)))
        made.write("hooks.py", LIST.partition("=== hooks.py\n")[2])
        built(made, fast=True)
        return int(made.read("rendered.txt"))

    assert count(50) == count(100)


def test_a_theme_that_computes_with_the_content_renders_every_page(project: Make) -> None:
    """The length of the content differs from page to page, which a shell cannot express."""
    odd = """\
=== overrides/main.html
{% extends "base.html" %}
{% block extrahead %}{% if page %}{{ page.content | length }}{% endif %}{% endblock %}
"""
    theme = "theme: {name: material, font: false, custom_dir: overrides}\n"
    assert 'fast build disabled: the theme renders page "' in compared(project(LIST + odd), more=theme)


def test_plugins_that_modify_pages_disable_the_fast_build(project: Make) -> None:
    made = project(
        LIST + "=== more.py\ndef on_post_page(output, page, config):\n    return output + str(len(output))\n"
    )
    text = settings(fast=True).replace("[hooks.py]", "[hooks.py, more.py]")
    made.write("mkdocs.yml", text)
    result = made.run("build", "--strict")
    assert result.status == 0, result.err
    assert 'fast build disabled: plugin "more.py" modifies rendered pages' in result.err
    pages = len(list((made.root / "site").rglob("*.html")))
    assert int(made.read("rendered.txt")) == pages
    assert re.search(r"</html>\n?\d+$", made.read("site/papers/p1/index.html"))


def test_one_process_and_two_write_the_same_site(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = project(
        "".join(f"=== papers/x{n}.yml\nname: X{n}\nvenue: OSDI {2000 + n % 20}\ntopic: T\n" for n in range(90))
    )
    for jobs in (1, 2):
        monkeypatch.setattr("papertrail.publishing.bulk_writer.process_count", lambda jobs=jobs: jobs)
        assert made.run("build", "--strict").status == 0
        (made.root / "site").rename(made.root / f"by{jobs}")
    assert differences(made.root / "by1", made.root / "by2") == []
