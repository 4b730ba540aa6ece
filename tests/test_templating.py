"""Which template is used, what it escapes, and how an error in it is reported."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from papertrail.templating.environment import environment, template_errors, template_message


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_a_project_template_extends_the_default_of_the_same_name(tmp_path: Path) -> None:
    write(tmp_path, "site/home.html.j2", '{% extends "default/site/home.html.j2" %}{% block counts %}own{% endblock %}')
    template = environment(tmp_path).get_template("site/home.html.j2")
    assert "counts" in template.blocks
    assert template.filename == str(tmp_path / "site/home.html.j2")
    assert environment(tmp_path).get_template("bullets.md.j2").filename != str(tmp_path / "bullets.md.j2")


def test_templates_of_pages_escape_and_those_of_documents_do_not(tmp_path: Path) -> None:
    write(tmp_path, "a.html.j2", "{{ text }}")
    write(tmp_path, "a.md.j2", "{{ text }}|{{ text | html }}")
    templates = environment(tmp_path)
    assert templates.get_template("a.html.j2").render(text="<b>") == "&lt;b&gt;"
    assert templates.get_template("a.md.j2").render(text="<b>") == "<b>|&lt;b&gt;"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("a\n{{ missing }}", "a.html.j2:2: 'missing' is undefined"),
        ("a\n{% if %}", "a.html.j2:2: Expected an expression, got 'end of statement block'"),
        ("a\n\n{{ 1 + 'a' }}", "a.html.j2:3: unsupported operand type(s) for +: 'int' and 'str'"),
        ("{{ 1 // 0 }}", "a.html.j2:1: integer division or modulo by zero"),
    ],
)
def test_an_error_in_a_template_is_reported_with_its_line(tmp_path: Path, template: str, message: str) -> None:
    write(tmp_path, "a.html.j2", template)
    with pytest.raises(jinja2.TemplateError) as error, template_errors():
        environment(tmp_path).get_template("a.html.j2").render()
    assert template_message(error.value) == f"{tmp_path}/{message}"


def test_an_error_outside_of_templates_is_not_reported_as_one_of_theirs() -> None:
    with pytest.raises(TypeError), template_errors():
        raise TypeError
