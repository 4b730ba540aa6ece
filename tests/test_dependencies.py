"""The dependencies that pyproject.toml declares, and the file that locks them for the workflows of new lists."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from conftest import REPOSITORY

SCAFFOLD = REPOSITORY / "src" / "papertrail" / "scaffold" / "files"
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DECLARED = [Requirement(text) for text in PROJECT["dependencies"]]
EXTRA = [Requirement(text) for text in PROJECT["optional-dependencies"]["lsp"]]
"""What only the language server imports; a list installs it without a lock."""
PYTHONS = ("3.11.0", "3.11.9", "3.12.4", "3.13.1", "3.14.0")
PLATFORMS = ("linux", "darwin", "win32")
PIN = re.compile(r"(?P<requirement>[a-z0-9-]+==[^\s;\\]+(?: ; [^\\]+)?) \\\n(?P<hashes>(?:    --hash=\S+(?: \\)?\n)+)")


def imported(path: Path) -> Iterator[str]:
    """The top-level modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").partition(".")[0]


def locked() -> list[tuple[Requirement, list[str]]]:
    """The pins of the lock with their hashes. Fails at a line that is neither a pin nor a hash nor a comment."""
    text = (SCAFFOLD / "requirements.txt").read_text(encoding="utf-8")
    lines = re.sub(r"(?m)^#.*\n", "", text)
    assert not PIN.sub("", lines), "lines that are not understood"
    return [(Requirement(match["requirement"]), match["hashes"].split()) for match in PIN.finditer(lines)]


def test_every_imported_package_is_declared() -> None:
    files = {path: set(imported(path)) for path in (REPOSITORY / "src").rglob("*.py")}
    of_server = {requirement.name for requirement in EXTRA}
    assert {path.parent.name for path, modules in files.items() if modules & of_server} == {"lsp"}
    others = set().union(*files.values()) - sys.stdlib_module_names - {"papertrail"} - of_server
    distributions = packages_distributions()
    used = {canonicalize_name(name) for module in others for name in distributions[module]}
    # The theme is not imported, but it is the default theme of a new list.
    assert {canonicalize_name(requirement.name) for requirement in DECLARED} == used | {"mkdocs-material"}


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_has_one_allowed_version_of_each_dependency(python: str, platform: str) -> None:
    environment = {"python_full_version": python, "python_version": python[:4], "sys_platform": platform}
    pins: dict[str, Version] = {}
    for requirement, _ in locked():
        if requirement.marker is None or requirement.marker.evaluate(environment):
            (specifier,) = requirement.specifier
            assert specifier.operator == "=="
            assert canonicalize_name(requirement.name) not in pins
            pins[canonicalize_name(requirement.name)] = Version(specifier.version)
    outdated = [str(wanted) for wanted in DECLARED if pins[canonicalize_name(wanted.name)] not in wanted.specifier]
    assert not outdated, "run `.ci/lock`"


def test_the_lock_has_a_hash_of_each_file_and_no_address() -> None:
    assert len(locked()) > 20
    for requirement, hashes in locked():
        assert requirement.url is None
        values = [value for value in hashes if value != "\\"]
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", value) for value in values), requirement
        assert len(values) == len(set(values)) > 0


def test_the_lock_has_what_builds_papertrail() -> None:
    """The workflows install papertrail of a commit without build isolation."""
    build = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    assert {Requirement(text).name for text in build} <= {requirement.name for requirement, _ in locked()}


def test_dependabot_updates_actions_and_packages() -> None:
    config = yaml.safe_load((SCAFFOLD / ".github/dependabot.yml").read_text(encoding="utf-8"))
    assert [update["package-ecosystem"] for update in config["updates"]] == ["github-actions", "pip"]
    actions, packages = config["updates"]
    assert actions["directories"] == ["/", "/.github/actions/*"]
    assert packages["directory"] == "/"


def test_the_conda_recipe_agrees_with_the_package() -> None:
    recipe = yaml.safe_load((REPOSITORY / "packaging/conda-forge/recipe.yaml").read_text(encoding="utf-8"))
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = PROJECT["dependencies"], project["build-system"]["requires"], PROJECT["scripts"]
    run, host, scripts = ([re.sub("(?=>=)", " ", text, count=1) for text in texts] for texts in wanted)
    assert recipe["requirements"]["run"] == ["python >=${{ python_min }}", *run]
    assert recipe["requirements"]["host"] == ["python ${{ python_min }}.*", "pip", *host]
    assert f">={recipe['context']['python_min']}" == PROJECT["requires-python"]
    assert recipe["build"]["python"]["entry_points"] == [f"{name} = {PROJECT['scripts'][name]}" for name in scripts]
    described = recipe["package"]["name"], recipe["about"]["summary"], recipe["about"]["license"]
    assert described == (PROJECT["name"], PROJECT["description"], PROJECT["license"])
    assert [recipe["about"]["license_file"]] == PROJECT["license-files"]


def test_pythons_and_systems_of_the_package_are_those_of_the_workflow() -> None:
    workflow = yaml.safe_load((REPOSITORY / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    matrix = workflow["jobs"]["new-list"]["strategy"]["matrix"]
    systems = {"ubuntu-latest": "POSIX", "macos-latest": "MacOS", "windows-latest": "Microsoft :: Windows"}
    stated = {name for name in PROJECT["classifiers"] if re.match("Operating System|.*Python :: 3[.]", name)}
    assert stated == {
        *(f"Programming Language :: Python :: {python}" for python in matrix["python"]),
        *(f"Operating System :: {systems[system]}" for system in matrix["os"]),
    }
