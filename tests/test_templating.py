"""Which template is used, what it escapes, and how an error in it is reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest

from papertrail.templating.environment import environment, template_errors, template_message
from papertrail.templating.unused import unused_templates
from support.projects import Project


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
        ("a\n{{ missing }}", "2: 'missing' is undefined"),
        ("a\n{% if %}", "2: Expected an expression, got 'end of statement block'"),
        ("a\n\n{{ 1 + 'a' }}", "3: unsupported operand type(s) for +: 'int' and 'str'"),
        ("{{ 1 // 0 }}", "1: integer division or modulo by zero"),
        ("{{ missing | html }}", "1: 'missing' is undefined"),
        ("{{ 'a'.size | md_inline }}", "1: 'str object' has no attribute 'size'"),
        ("{{ 'a' | html(1, 2) }}", "1: html_text() takes 1 positional argument but 3 were given"),
        ("{{ 'a' | nowhere }}", "1: No filter named 'nowhere'."),
        ("{{ 'a'.index('b') }}", "1: substring not found"),
        ("{{ fails() }}", "1: KeyError 'a'"),
        ("{{ 'a' * 10**18 }}", "1: the template needs more memory than there is"),
        (
            "{% extends 'a.html.j2' %}",
            "1: the template extends, includes or calls itself without end; remove the circle",
        ),
        ("a\n{% include 'a.html.j2' %}", "2: the template extends, includes or calls itself without end"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "1: the template extends, includes or calls itself"),
        ("{% extends 'missing.j2' %}", '1: unknown template "missing.j2"; correct its name'),
        ("{% import 'missing.j2' as x %}", '1: unknown template "missing.j2"; correct its name'),
        ("{{ 10**5000 }}", "1: cannot compile the template: Exceeds the limit"),
        ("{{ " + "(" * 300 + "1" + ")" * 300 + " }}", "1: cannot compile the template: it is nested too deeply"),
        ("{% if a %}" * 150 + "{% endif %}" * 150, "1: cannot compile the template: too many levels of indentation"),
        ("a\n\udcff", "2: not UTF-8; save the file as UTF-8"),
    ],
)
def test_an_error_in_a_template_is_reported_with_its_line(tmp_path: Path, template: str, message: str) -> None:
    (tmp_path / "a.html.j2").write_bytes(template.encode(errors="surrogateescape"))
    with pytest.raises(jinja2.TemplateError) as error, template_errors():
        environment(tmp_path).get_template("a.html.j2").render(fails=lambda: dict[str, str]()["a"])
    assert template_message(error.value).startswith(f"{tmp_path}/a.html.j2:{message}")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (Path.mkdir, "not a file; rename or remove it"),
        (
            lambda path: path.symlink_to("nowhere"),
            "symbolic links are not followed; replace the link with the file or folder it points to",
        ),
    ],
)
def test_a_template_must_be_a_file(tmp_path: Path, make: Callable[[Path], None], message: str) -> None:
    make(tmp_path / "bullets.md.j2")
    with pytest.raises(jinja2.TemplateError) as error:
        environment(tmp_path).get_template("bullets.md.j2")
    assert template_message(error.value) == f"{tmp_path}/bullets.md.j2:1: {message}"


def test_an_unreadable_folder_of_templates_is_not_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)  # as for a user without permissions
    with pytest.raises(jinja2.TemplateError, match="cannot read the folder of templates; check its permissions"):
        environment(tmp_path)


def test_an_error_that_a_project_template_causes_in_a_default_one_names_both(tmp_path: Path) -> None:
    write(tmp_path, "a.html.j2", "{% import 'site/macros.html.j2' as macros with context %}\n{{ macros.brief(1) }}")
    with pytest.raises(jinja2.TemplateError) as error, template_errors():
        environment(tmp_path).get_template("a.html.j2").render(paper_url=str)
    assert template_message(error.value).endswith(f" (used by {tmp_path}/a.html.j2:2)")


def test_an_error_outside_of_templates_is_not_reported_as_one_of_theirs() -> None:
    with pytest.raises(TypeError), template_errors():
        raise TypeError


def test_an_error_in_a_default_template_is_one_of_papertrail(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write(tmp_path, "default.html.j2", "{{ fails() }}")
    monkeypatch.setattr("papertrail.templating.environment.default_templates", lambda: tmp_path)
    with pytest.raises(IndexError), template_errors():
        environment(None).get_template("default.html.j2").render(fails=[].pop)


def test_a_document_template_with_an_error(project: Callable[[str], Project]) -> None:
    made = project("=== papers/tofu.yml\nname: Tofu\ntopic: Training\n=== templates/bullets.md.j2\n\n{{ 'a' + 1 }}\n")
    result = made.run("render", "--style", "bullets")
    assert result.status == 2
    file = made.root / "templates/bullets.md.j2"
    assert result.err == f'papertrail: {file}:2: can only concatenate str (not "int") to str\n'
    made.write("templates/bullets.md.j2", '{{ "\\ud800" }}')
    assert "writes characters that UTF-8 lacks" in made.run("render", "--style", "bullets").err


# Templates without an effect


def test_templates_and_blocks_without_an_effect(tmp_path: Path) -> None:
    extends = '{% extends "default/site/home.html.j2" %}\n'
    write(tmp_path, "site/home.html.j2", extends + "{% block leed %}{% block inner %}{% endblock %}{% endblock %}")
    write(tmp_path, "site/hoem.html.j2", extends + "{% block lead %}{% endblock %}")
    write(tmp_path, "bullets.md.j2", "{% include 'part.j2' %}{% block own %}{% endblock %}")
    write(tmp_path, "part.j2", "a")
    write(tmp_path, "paragraphs.md.j2", "{% if %}")
    write(tmp_path, "html-table.md.j2", '{% extends "html-table.md.j2" %}{% block a %}{% endblock %}')
    messages = list(unused_templates(environment(tmp_path), tmp_path))
    assert [message.partition("? ")[0] for message in messages] == [
        f'{tmp_path}/site/hoem.html.j2: no page or document uses this template; did you mean "site/home.html.j2"',
        f'{tmp_path}/site/home.html.j2:2: block "leed" has no effect; did you mean "lead"',
    ]
    assert list(unused_templates(environment(tmp_path / "missing"), tmp_path / "missing")) == []


def test_a_build_names_a_template_without_an_effect(project: Callable[[str], Project]) -> None:
    made = project("=== papers/tofu.yml\nname: Tofu\ntopic: Training\n=== templates/bulets.md.j2\na\n")
    assert 'bulets.md.j2: no page or document uses this template; did you mean "bullets.md.j2"' in made.run("build").err
    assert made.run("build", "--strict").status == 0, "other plugins may use the folder"
