"""Where new lists install papertrail from."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from papertrail import __version__
from papertrail.core.errors import PapertrailError
from papertrail.scaffold.new_list import NewList
from papertrail.scaffold.origin import Origin, origin_of, parsed_origin
from support.projects import Project

COMMIT = "0123456789abcdef0123456789abcdef01234567"
HASH = "ab" * 32
GIT = {"vcs": "git", "commit_id": COMMIT, "requested_revision": "main"}
VERSION = f"mkdocs-papertrail=={__version__}"


@pytest.mark.parametrize(
    ("direct_url", "requirement"),
    [
        ({"url": "https://github.com/o/papertrail.git", "vcs_info": GIT}, f"git+https://github.com/o/papertrail.git@{COMMIT}"),
        ({"url": "https://user:secret@git.example/p", "vcs_info": GIT}, f"git+https://git.example/p@{COMMIT}"),
        ({"url": "ssh://git@git.example/p", "vcs_info": GIT}, f"git+ssh://git@git.example/p@{COMMIT}"),
        ({"url": "https://git.example/p", "vcs_info": GIT, "subdirectory": "py"}, f"git+https://git.example/p@{COMMIT}#subdirectory=py"),
        ({"url": "https://h.example/p.whl", "archive_info": {"hashes": {"sha256": HASH}}}, f"https://h.example/p.whl#sha256={HASH}"),
        ({"url": "https://h.example/p.whl", "archive_info": {"hash": f"sha256={HASH}"}}, f"https://h.example/p.whl#sha256={HASH}"),
    ],
)  # fmt: skip
def test_what_the_installer_recorded_is_installed(direct_url: dict[str, Any], requirement: str) -> None:
    assert origin_of(direct_url) == Origin(f"mkdocs-papertrail @ {requirement}")


@pytest.mark.parametrize(
    "direct_url",
    [
        {"url": "file:///home/me/papertrail", "dir_info": {"editable": True}},
        {"url": "file:///home/me/papertrail", "vcs_info": GIT},
        {"url": "file:///home/me/papertrail.whl", "archive_info": {"hashes": {"sha256": HASH}}},
        {"url": "https://h.example/a b;c", "archive_info": {}},
    ],
)
def test_what_workflows_cannot_reach_is_replaced_by_the_version(direct_url: dict[str, Any]) -> None:
    origin = origin_of(direct_url)
    assert origin.requirement == VERSION
    assert f"papertrail was installed from {direct_url['url']}, which workflows cannot reach" in origin.note
    assert "--from" in origin.note


@pytest.mark.parametrize(
    ("source", "requirement"),
    [
        ("1.2.0", "mkdocs-papertrail==1.2.0"),
        ("==1.2.0rc1", "mkdocs-papertrail==1.2.0rc1"),
        ("mkdocs-papertrail==1.2.0", "mkdocs-papertrail==1.2.0"),
        (f"git+https://git.example/p@{COMMIT}", f"mkdocs-papertrail @ git+https://git.example/p@{COMMIT}"),
        ("git+https://git.example/p@v1.2.0", "mkdocs-papertrail @ git+https://git.example/p@v1.2.0"),
        (f"https://h.example/p.whl#sha256={HASH}", f"mkdocs-papertrail @ https://h.example/p.whl#sha256={HASH}"),
    ],
)
def test_a_pinned_source_is_installed(source: str, requirement: str) -> None:
    assert parsed_origin(source) == Origin(requirement)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("git+https://git.example/p", "is not pinned; add the 40 digits of a commit"),
        ("git+https://git.example/p@main", "is not pinned"),
        ("git+https://git.example/p@0123456", "is not pinned"),
        ("https://h.example/p.whl", "has no hash; use a version such as 0.1.0"),
        (f"http://h.example/p.whl#sha256={HASH}", "cannot be installed; use a version"),
        (f"git+https://me:secret@git.example/p@{COMMIT}", "has a password or token, which would be in the list"),
        (f"git+https://t0ken@git.example/p@{COMMIT}", "has a password or token"),
        ("1.2.0\n--index-url=x", "is no version, URL or file; use a version"),
        (f"https://h.example/p.whl#sha256={HASH}\n-e .", "is not a URL that can be installed from"),
        (">=1.0", "is no version, URL or file"),
        ("latest", "is no version, URL or file"),
    ],
)
def test_a_source_that_is_not_pinned_is_refused(tmp_path: Path, source: str, message: str) -> None:
    with pytest.raises(PapertrailError) as error:
        parsed_origin(source)
    assert message in str(error.value)
    assert "secret" not in str(error.value)
    result = Project(tmp_path).run("init", "--from", source)
    assert result.status == 2
    assert not list(tmp_path.iterdir())


def test_a_local_repository_is_installed_in_a_form_that_every_pip_reads() -> None:
    origin = parsed_origin(f"git+file:///srv/papertrail@{COMMIT}")
    assert origin.requirement == f"git+file:///srv/papertrail@{COMMIT}"
    assert origin.note


def test_a_file_is_installed_with_its_hash_and_a_note(tmp_path: Path) -> None:
    wheel = tmp_path / "p.whl"
    wheel.write_bytes(b"wheel")
    origin = parsed_origin(str(wheel))
    digest = hashlib.sha256(b"wheel").hexdigest()
    assert origin.requirement == f"mkdocs-papertrail @ {wheel.as_uri()}#sha256={digest}"
    assert "only machines with this file can do" in origin.note


@pytest.mark.parametrize(
    ("url", "action", "jobs"),
    [
        ("git+https://github.com/o/p.git", f"o/p@{COMMIT}", f"https://raw.githubusercontent.com/o/p/{COMMIT}/gitlab-ci.yml"),
        ("git+https://gitlab.example/g/s/p", None, f"https://gitlab.example/g/s/p/-/raw/{COMMIT}/gitlab-ci.yml"),
        ("git+https://git.example/p", None, None),
    ],
)  # fmt: skip
def test_workflows_refer_to_the_steps_in_the_repository_or_have_a_copy(
    url: str, action: str | None, jobs: str | None
) -> None:
    origin = Origin(f"mkdocs-papertrail @ {url}@{COMMIT}")
    on_github, on_gitlab = NewList(origin=origin).files(), NewList(origin=origin, host="gitlab").files()
    check = yaml.safe_load(on_github[".github/workflows/check.yml"])["jobs"]["check"]["steps"][-1]["uses"]
    assert check == (action or "./.github/actions/papertrail")
    assert (".github/actions/papertrail/action.yml" in on_github) == (action is None)
    included = yaml.safe_load(on_gitlab[".gitlab-ci.yml"])["include"]
    assert included == [{"remote": jobs} if jobs else {"local": "/.gitlab/papertrail.yml"}]
    assert (".gitlab/papertrail.yml" in on_gitlab) == (jobs is None)


def test_the_workflows_the_hook_and_the_readme_install_the_same() -> None:
    requirement = f"mkdocs-papertrail @ git+https://git.example/p@{COMMIT}"
    files = NewList(origin=Origin(requirement)).files()
    assert files["requirements.in"].decode().splitlines()[-1] == requirement
    hooks = yaml.safe_load(files[".pre-commit-config.yaml"])["repos"][0]["hooks"]
    assert hooks[0]["additional_dependencies"] == [requirement]
    assert "pip install -r requirements.in" in files["README.md"].decode()
    assert not [path for path, data in files.items() if b"@" in data and b"@PAPERTRAIL@" in data]
