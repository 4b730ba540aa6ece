"""The theme's page of placeholders is parsed into a shell."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest
from jinja2 import Environment

from papertrail.publishing.theme_shell import html_placeholder, path_placeholder, shell_of, text_placeholder
from papertrail.publishing.writer import Writer

TITLE = text_placeholder("title")
FILTERS = ["title", "title | striptags", "title | e", "title | striptags | e", "title | urlencode"]


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("title", ["Tofu", "A &amp; B", "  &lt;b&gt; &#123;x&#125; ", "Ä &quot;中&quot;"])
def test_a_value_is_filtered_like_its_placeholder(filters: str, title: str) -> None:
    template = Environment(autoescape=False).from_string(f"<title>{{{{ {filters} }}}}</title>")
    shell = shell_of(template.render(title=TITLE.text), [TITLE])
    assert shell is not None
    assert shell.filled({"title": title}).decode() == template.render(title=title)


@pytest.mark.parametrize("filters", ["name", "name | urlencode", "name | urlencode | urlencode"])
def test_a_part_of_a_url_is_filtered_like_its_placeholder(filters: str) -> None:
    name = path_placeholder("name")
    template = Environment(autoescape=False).from_string(f"<a href='/{{{{ {filters} }}}}/'>")
    shell = shell_of(template.render(name=name.text), [name])
    assert shell is not None
    assert shell.filled({"name": "größe"}).decode() == template.render(name="größe")


@pytest.mark.parametrize("filters", ["title | upper | lower", "title | truncate(12)", "title | replace('amp', 'x')"])
def test_an_unknown_filter_yields_no_shell(filters: str) -> None:
    template = Environment(autoescape=False).from_string(f"<title>{{{{ {filters} }}}}</title>")
    assert shell_of(template.render(title=TITLE.text), [TITLE]) is None


def test_placeholders_in_values_are_not_replaced() -> None:
    name, content = path_placeholder("name"), html_placeholder("content")
    shell = shell_of(f"{quote(name.text)} {name.text} {content.text}", [name, content])
    assert shell is not None
    filled = shell.filled({"name": "größe", "content": f"{name.text} {escape('<')}"})
    assert filled.decode() == f"{quote('größe')} größe {name.text} &lt;"


def test_a_file_that_is_linked_to_the_previous_build_is_never_modified(tmp_path: Path) -> None:
    before, new = tmp_path / "before", tmp_path / "new"
    (before / "a").mkdir(parents=True)
    (before / "a/same.html").write_bytes(b"same")
    (before / "a/other.html").write_bytes(b"other")
    writer = Writer(new, before)
    for content in (b"same", b"new!"):
        writer.put("a/same.html", content)
        writer.put("a/other.html", content)
        assert (new / "a/same.html").samefile(before / "a/same.html") == (content == b"same")
    assert (before / "a/same.html").read_bytes() == b"same"
    assert (new / "a/same.html").read_bytes() == b"new!"
    writer.put("a/same.html", b"same")
    assert (new / "a/same.html").read_bytes() == b"same"
