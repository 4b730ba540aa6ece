"""`papertrail serve` as a process of its own, with real changes of files."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable

import pytest

from support.projects import MKDOCS_YML, Project
from support.serving import free_port, serving

Make = Callable[[str], Project]

SOUND = "=== papers/tofu.yml\nname: Tofu\ntopic: Training\n"
LIST = f"{SOUND}=== papers/bad.yml\nname: Bad\ntopik: Training\n"


def test_a_broken_file_never_stops_the_site(project: Make) -> None:
    made = project(f"{LIST}=== .gitignore\n/schema/\n")
    with serving(made.root) as server:
        page = server.fetch("lists/training/")
        assert "<strong>Bad</strong>" not in page, "it has no good version yet"
        assert "papers/bad.yml:2:1: error[PT103]" in server.problems("about/"), "on top of every page"

        made.write("papers/bad.yml", "name: Good\ntopic: Training\n")
        page = server.wait_for_page("lists/training/", lambda text: "<strong>Good</strong>" in text)
        assert "pt-problems" not in page

        made.write("papers/bad.yml", "name: [\n")
        page = server.wait_for_page("lists/training/", lambda text: "pt-problems" in text)
        assert "<strong>Good</strong>" in page, "its last good version"
        assert "error[PT003]" in page

        made.write("papers/new.yml", "name: New\nkeywords: [fresh]\ntopic: Training\n")
        page = server.wait_for_page("lists/training/", lambda text: "<strong>New</strong>" in text)
        assert "<strong>Good</strong>" in page
        assert "error[PT003]" in page
        assert '"fresh"' in made.read("schema/paper.schema.json"), "schemas that git ignores follow the list"
        made.write("papers/bad.yml", "name: Good\ntopic: Training\n")
        server.wait_for_page("lists/training/", lambda text: "pt-problems" not in text)
        assert server.log.count("error[PT103]") == 1, "each problem is logged once"
        assert server.log.count("error[PT003]") == 1
        assert "Traceback" not in server.log


def test_templates_that_are_created_while_serving_are_followed(project: Make) -> None:
    made = project(SOUND)
    with serving(made.root) as server:
        assert "Watching folders for changes: 'papers', 'templates'" in server.log
        assert "Watching paths for changes: 'docs', 'mkdocs.yml'" in server.log
        own = '{% extends "default/site/list.html.j2" %}{% block body %}{{ super() }}<p>Own words</p>{% endblock %}'
        made.write("templates/site/list.html.j2", own)
        server.wait_for_page("lists/training/", lambda text: "Own words" in text)
        made.write("templates/site/list.html.j2", own.replace("Own", "Other"))
        server.wait_for_page("lists/training/", lambda text: "Other words" in text)

        made.write("templates/site/list.html.j2", "{{ missing.to }}")
        server.wait_for_problems("list.html.j2:1: 'missing' is undefined")
        assert "Other words" in server.fetch("lists/training/"), "the pages of the last sound templates"
        made.write("papers/tofu.yml", "name: Soy\ntopic: Training\n")
        (made.root / "templates/site/list.html.j2").unlink()
        page = server.wait_for_page("lists/training/", lambda text: "<strong>Soy</strong>" in text)
        assert "pt-problems" not in page
        assert server.log.count("list.html.j2:1") == 1


def test_a_broken_configuration_keeps_the_last_good_site(project: Make) -> None:
    made = project(SOUND)
    with serving(made.root) as server:
        for broken, problem in (
            ("site_name: [\n", "mkdocs.yml"),
            (f"{MKDOCS_YML}nav: 3\n", "mkdocs.yml:5: nav: Expected nav to be a list"),
            (f"{MKDOCS_YML}copyright: 2020-13-45\n", 'mkdocs.yml:5: "2020-13-45" is not a valid date'),
            (MKDOCS_YML.replace("papertrail]", "papertrail: {split: 0}]"), 'option "split"'),
            (MKDOCS_YML.replace(", papertrail]", "]"), "papertrail is not enabled"),
        ):
            made.write("mkdocs.yml", broken)
            server.wait_for_problems(problem)
            assert "<strong>Tofu</strong>" in server.fetch("lists/training/")
            assert server.problems("about/") == server.problems()
            assert server.log.count(server.problems().splitlines()[-1]) == 1, "each problem is logged once"
        made.write("papers/tofu.yml", "name: Soy\ntopic: Training\n")
        page = server.wait_for_page("lists/training/", lambda text: "<strong>Soy</strong>" in text)
        assert "pt-problems" in page, "the list is followed while the configuration is broken"
        made.write("mkdocs.yml", MKDOCS_YML.replace("A List", "Another List"))
        page = server.wait_for_page("lists/training/", lambda text: "Another List" in text)
        assert "pt-problems" not in page


def test_a_broken_theme_keeps_the_last_good_site(project: Make) -> None:
    main = '{% extends "base.html" %}\n'
    made = project(f"{SOUND}=== overrides/main.html\n{main}")
    made.write("mkdocs.yml", MKDOCS_YML.replace("font: false", "font: false, custom_dir: overrides"))
    with serving(made.root) as server:
        for broken, problem in (
            ("{% block announce %}{{ missing.to }}{% endblock %}", "overrides/main.html:2: 'missing' is undefined"),
            ("{% if %}", "overrides/main.html:2: Expected an expression"),
            ("{% block announce %}{{ 1 + 'a' }}{% endblock %}", "overrides/main.html:2: unsupported operand"),
        ):
            made.write("overrides/main.html", main + broken)
            server.wait_for_problems(problem)
            assert "<strong>Tofu</strong>" in server.fetch("lists/training/")
            assert server.log.count(problem) == 1
        made.write("overrides/main.html", main + "{% block announce %}Own words{% endblock %}")
        page = server.wait_for_page("lists/training/", lambda text: "Own words" in text)
        assert "pt-problems" not in page
        assert "Traceback" not in server.log


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("foo", 'invalid address "foo"; use HOST:PORT, such as 127.0.0.1:8001'),
        ("127.0.0.1", 'invalid address "127.0.0.1"; use HOST:PORT, such as 127.0.0.1:8001'),
        ("127.0.0.1:99999", 'invalid port "99999"; use a number from 1 to 65535'),
        ("127.0.0.1:x", 'invalid port "x" in address "127.0.0.1:x"; use a number, such as 8001'),
        (
            "host:port:x",
            'invalid host "host:port" in address "host:port:x"; use localhost or an IP address, such as 127.0.0.1',
        ),
    ],
)
def test_an_invalid_address_is_an_error(project: Make, address: str, message: str) -> None:
    result = project(SOUND).run("serve", "-a", address)
    assert result.status == 2
    assert result.err == f"papertrail: {message}\n"


@pytest.mark.parametrize("in_configuration", [False, True])
def test_an_address_in_use_is_an_error(project: Make, in_configuration: bool) -> None:
    made = project(SOUND)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        if in_configuration:
            made.write("mkdocs.yml", f"{MKDOCS_YML}dev_addr: {address}\n")
        result = made.run("serve", *([] if in_configuration else ["-a", address]))
    assert result.status == 2
    assert result.err == (
        f"papertrail: cannot serve on {address}: Address already in use; use another address, such as "
        "`papertrail serve -a 127.0.0.1:8001`\n"
    )


MANY = "".join(
    f"=== papers/p{n}.yml\nname: P{n}\nremarks: Of {n}\nvenue: OSDI {2000 + n % 5}\ntopic: Training\n"
    "added: 2024-01-01\n"
    for n in range(12)
)
PAGES = [
    *("", "browse/", "lists/training/", "venues/osdi/", "venues/osdi/2001/", "years/2001/", "papers/p1/", "papers/p6/"),
    *("recent/", "statistics/", "about/", "search/search_index.json", "search/entries.json", "papers.json", "feed.xml"),
    *("assets/texts/lists/training.json", "sitemap.xml", "lists/training/papers.bib"),
]


def everything(fetch: Callable[[str], str]) -> dict[str, str]:
    """All pages, without the script of the server, whose numbers change."""
    return {path: re.sub(r"livereload\(\d+, \d+\)", "", fetch(path)) for path in PAGES}


def test_a_change_yields_the_same_site_as_a_new_start(project: Make) -> None:
    """Pages are rendered on request. MkDocs builds the site again only if its own pages are affected."""
    made, port = project(MANY), free_port()
    with serving(made.root, port) as server:
        fetch, wait_for_page = server.fetch, server.wait_for_page
        assert "Of 1" in fetch("papers/p1/")
        made.write("papers/p1.yml", made.read("papers/p1.yml").replace("Of 1", "Seen at once").replace("2001", "2003"))
        wait_for_page("papers/p1/", lambda text: "Seen at once" in text)
        edited = everything(fetch)
        assert server.log.count("Building documentation") == 1, "at the start only"
        assert "Seen at once" in edited["search/entries.json"]
        assert "Seen at once" in edited["lists/training/"]
        made.write("docs/about.md", "# About\n\nMore of [P1](papers/p1.md).\n")
        wait_for_page("about/", lambda text: "More of" in text)
        made.write("docs/about.md", "# About\n")
        wait_for_page("about/", lambda text: "More of" not in text)
        version = re.search(r"livereload\((\d+), \d+\)", fetch("lists/training/"))
        assert version
        made.write("papers/q.yml", "name: Q\ntopic: Training\n")
        assert int(fetch(f"livereload/{version[1]}/1")) > int(version[1]), "open pages reload"
        assert "papers/q/" in fetch("lists/training/"), "at once"
        assert "papers/q/" in fetch("sitemap.xml")
        (made.root / "papers/q.yml").unlink()
        wait_for_page("lists/training/", lambda text: "papers/q/" not in text)
        with pytest.raises(OSError, match="404"):
            fetch("papers/q/")
        assert everything(fetch) == edited
        assert "Traceback" not in server.log
    with serving(made.root, port) as server:
        assert everything(server.fetch) == edited
