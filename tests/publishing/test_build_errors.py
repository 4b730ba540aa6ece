"""What a maintainer reads if MkDocs, a plugin, a hook script or a theme template fails."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from mkdocs.config.base import Config
from mkdocs.config.config_options import Plugins
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

from support.projects import MKDOCS_YML, Project

Make = Callable[[str], Project]

LIST = "=== papers/tofu.yml\nname: Tofu\ntopic: Training\n"
FAILS = "    open_this()\n\ndef open_this():\n    {}['x']\n"
CONFIG = MKDOCS_YML.replace("extra: {generator: false}\n", "")
TWICE = MKDOCS_YML.replace("papertrail]", "papertrail, papertrail: {papers: others}]")


def failed(made: Project, command: str = "build") -> str:
    """The message of a command that fails because of what the maintainer wrote."""
    result = made.run(*command.split())
    assert result.status == 2, result.err
    assert "Traceback" not in result.err
    assert "internal error" not in result.err
    assert not (made.root / "site").exists()
    return result.err


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("nav: 3", ":4: nav: Expected nav to be a list"),
        (
            "site_description: 2020-01-01",
            ":4: site_description: Expected type: text (put it in quotes) but",
        ),
        ("docs_dir: elsewhere", ":4: docs_dir: The path '"),
        ("hooks: [missing.py]", ":4: hooks: The path '"),
        ("extra_css: [3]", ": MkDocs failed: TypeError: "),
        (
            "markdown_extensions: [nope]",
            ":4: markdown_extensions: Failed to load extension 'nope'.",
        ),
        ("markdown_extensions: [toc: {slugify: x}]", ": MkDocs failed: TypeError: 'str' object is not callable; check"),
        ("edit_uri: http://[x\nrepo_url: https://example.org/", ":4: edit_uri is not a valid URL"),
        ("extra: {a: !!python/object/apply:sys.exit [0]}", ": MkDocs failed: SystemExit: 0"),
        ("extra: {a: !!python/object/apply:int [x]}", ": MkDocs failed: ValueError: invalid literal for int()"),
        ("extra: {a: !relative $nowhere/x}", ": Unknown prefix '$nowhere'"),
        (
            "extra: {a: !unknown x}",
            ": MkDocs encountered an error parsing the configuration file: could not",
        ),
    ],
)
def test_a_setting_that_mkdocs_does_not_accept(project: Make, setting: str, message: str) -> None:
    assert f" mkdocs.yml{message}" in failed(project(f"{LIST}=== mkdocs.yml\n{CONFIG}{setting}\n"))


def test_an_option_of_another_plugin_is_reported_with_its_line(project: Make) -> None:
    plugins = "plugins:\n  - papertrail\n  - search:\n      lang: 3\n"
    made = project(f"{LIST}=== mkdocs.yml\n{MKDOCS_YML.replace('plugins: [search, papertrail]', plugins.strip())}")
    for command in ("build", "serve", "render --out pages"):
        assert "papertrail: mkdocs.yml:6: plugins: Plugin 'material/search' option 'lang': " in failed(made, command)


@pytest.mark.parametrize(
    ("hook", "message"),
    [
        (
            f"def on_config(config):\n{FAILS}",
            "hooks.py:5: plugin \"hooks.py\" failed in on_config: KeyError: 'x'",
        ),
        (f"def on_startup(**kwargs):\n{FAILS}", 'hooks.py:5: plugin "hooks.py" failed in on_startup: '),
        (f"def on_shutdown():\n{FAILS}", 'hooks.py:5: plugin "hooks.py" failed in on_shutdown: '),
        (
            f"def on_page_markdown(markdown, **kwargs):\n{FAILS}",
            'hooks.py:5: plugin "hooks.py" failed in on_page_',
        ),
        (f"def on_post_build(config):\n{FAILS}", 'hooks.py:5: plugin "hooks.py" failed in on_post_build: '),
        (
            "def on_config(config):\n    open('/nowhere/x')\n",
            'hooks.py:2: plugin "hooks.py" failed in on_config: FileNot',
        ),
        (
            "def on_config(config):\n    raise SystemExit(0)\n",
            'hooks.py:2: plugin "hooks.py" failed in on_config: Sys',
        ),
        (
            "def on_config():\n    pass\n",
            'mkdocs.yml:5: plugin "hooks.py" failed in on_config: TypeError: on',
        ),
        ("def on_files(files, config):\n    return 3\n", "mkdocs.yml: MkDocs failed: TypeError: 'int' object is not"),
        (
            "def on_env(env, **kwargs):\n    return 3\n",
            "mkdocs.yml: MkDocs failed: AttributeError: 'int' object has no",
        ),
        ("\n1 / 0\n", "hooks.py:2: ZeroDivisionError: division by zero; fix this line"),
        ("import nowhere\n", "hooks.py:1: ModuleNotFoundError: No module named 'nowhere'; fix this line"),
        ("\ndef (\n", "hooks.py:2: SyntaxError: invalid syntax"),
        ("raise SystemExit(0)\n", "hooks.py:1: SystemExit: 0; fix this line"),
    ],
)
def test_a_hook_script_that_fails(project: Make, hook: str, message: str) -> None:
    made = project(f"{LIST}=== mkdocs.yml\n{MKDOCS_YML}hooks: [hooks.py]\n=== hooks.py\n{hook}")
    assert f"papertrail: {message}" in failed(made)


class NoOptions(Config):  # type: ignore[no-untyped-call]
    """Options of a plugin that has none."""


class Failing(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]
    """A plugin of someone else."""

    def on_nav(self, nav: object, **kwargs: object) -> None:
        raise ValueError("no\nnavigation")


class NotLoading(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]
    """A plugin that lacks something."""

    def __init__(self) -> None:
        raise ImportError("no module cairo")


@pytest.mark.parametrize(
    ("plugin", "message"),
    [
        (Failing, f"failed in on_nav: ValueError: no\\nnavigation ({__file__}:"),
        (NotLoading, f"cannot be loaded: ImportError: no module cairo ({__file__}:"),
    ],
)
def test_another_plugin_that_fails(
    project: Make,
    monkeypatch: pytest.MonkeyPatch,
    plugin: type[BasePlugin[NoOptions]],
    message: str,
) -> None:
    option = MkDocsConfig.plugins
    assert isinstance(option, Plugins)
    monkeypatch.setitem(option.installed_plugins, "other", SimpleNamespace(load=lambda: plugin))
    made = project(f"{LIST}=== mkdocs.yml\n{MKDOCS_YML.replace('papertrail]', 'papertrail, other]')}")
    assert f'papertrail: mkdocs.yml:3: plugin "other" {message}' in failed(made)


def test_an_error_of_papertrail_in_a_build_stays_an_internal_error(
    project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def divide(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("papertrail.publishing.site_files.SiteFiles.complete_navigation", divide)
    result = project(LIST).run("build")
    assert result.status == 2
    assert "internal error; please report it with the lines above" in result.err


def test_the_plugin_cannot_be_enabled_twice(project: Make) -> None:
    made = project(f"{LIST}=== mkdocs.yml\n{TWICE}")
    assert "papertrail: mkdocs.yml:3: plugin papertrail is enabled twice; a site has one list" in failed(made)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"], cwd=made.root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "plugin papertrail is enabled twice" in done.stderr
    assert "Traceback" not in done.stderr


# Templates of the theme


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("a\n{% if %}", ":2: Expected an expression, got 'end of statement block'"),
        ("{{ 1 / 0 }}", ":1: division by zero"),
        ("{{ a.b }}", ":1: 'a' is undefined"),
        ("{% extends 'main.html' %}", ":1: the template extends, includes or calls itself without end; remove the"),
        ("{% extends 'nowhere.html' %}", ':1: unknown template "nowhere.html"; correct its name'),
        ("{{ x | nowhere }}", ":1: No filter named 'nowhere'"),
        ("a\n\n\udcff", ":3: not UTF-8; save the file as UTF-8"),
        ("{{ " + "(" * 200 + ")" * 200 + " }}", ":1: "),
    ],
)
def test_an_error_in_a_theme_template(project: Make, template: str, message: str) -> None:
    made = project(f"{LIST}=== mkdocs.yml\n{MKDOCS_YML.replace('font: false', 'custom_dir: overrides')}")
    (made.root / "overrides").mkdir()
    (made.root / "overrides/main.html").write_bytes(template.encode(errors="surrogateescape"))
    assert f"papertrail: {made.root}/overrides/main.html{message}" in failed(made)


def test_a_setting_that_only_the_theme_reads(project: Make) -> None:
    made = project(f"{LIST}=== mkdocs.yml\n{MKDOCS_YML.replace('font: false', 'features: 3')}")
    assert re.search(
        r"material/templates/.*\.html:\d+: .*; check the settings of the theme in mkdocs.yml\n", failed(made)
    )
