"""What a package index shows of papertrail, and the files around a release."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml

from conftest import REPOSITORY
from papertrail import __version__


@pytest.fixture(scope="module")
def metadata() -> Message:
    """The metadata of the built wheel."""
    wheel = os.environ.get("PAPERTRAIL_WHEEL")
    if not wheel:
        pytest.skip("PAPERTRAIL_WHEEL names no wheel; .ci/run builds one")
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


def test_the_package_has_the_version_of_the_program(metadata: Message) -> None:
    assert metadata["Version"] == __version__
    assert f"\n## [{__version__}] - " in (REPOSITORY / "CHANGELOG.md").read_text("utf-8")


def test_the_description_shows_whole_outside_the_repository(metadata: Message) -> None:
    description = metadata.get_payload(decode=True)
    assert isinstance(description, bytes)
    links = re.findall(r"\]\(([^)]+)\)", description.decode())
    assert len(links) > 10
    assert all(link.startswith("https://") for link in links)
    paths = {re.sub(r"^https://example.com/papertrail/(blob|raw)/v[^/]+/", "", link) for link in links}
    assert not [path for path in paths if not path.startswith("https://") and not (REPOSITORY / path).exists()]


def test_files_for_services_name_what_exists() -> None:
    hooks = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["entry"] for hook in hooks] == ["papertrail check", "papertrail render --all"]
    updates = yaml.safe_load((REPOSITORY / ".github/dependabot.yml").read_text("utf-8"))["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"github-actions", "pip", "docker", "devcontainers"}
    container = json.loads((REPOSITORY / ".devcontainer/devcontainer.json").read_text("utf-8"))
    assert container["postCreateCommand"] in (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8").replace('"', "'")
    citation = yaml.safe_load((REPOSITORY / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert "version" not in citation, "only papertrail/__init__.py has it"


def test_the_container_installs_what_exists_as_a_user_without_rights() -> None:
    text = (REPOSITORY / "Dockerfile").read_text("utf-8")
    for path in re.findall(r"-r /source/(\S+)", text):
        assert (REPOSITORY / path).is_file()
    assert "\nUSER nobody\n" in text


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_a_template_repository_is_what_init_writes(tmp_path: Path) -> None:
    """And keeps its history."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin/papertrail"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m papertrail "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    paths = {"PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": str(REPOSITORY / "src")}

    def template(*arguments: str) -> int:
        command = ["bash", str(REPOSITORY / ".ci/template"), *arguments, "template", __version__]
        return subprocess.run(
            command, cwd=tmp_path, env=os.environ | paths, capture_output=True, check=False
        ).returncode

    (tmp_path / "template/.git").mkdir(parents=True)
    (tmp_path / "template/old.yml").touch()
    assert template("--check") == 1
    assert template() == 0
    assert template("--check") == 0
    assert not (tmp_path / "template/old.yml").exists()
    assert {path.name for path in (tmp_path / "template").iterdir()} > {".git", ".github", "mkdocs.yml", "papers"}
