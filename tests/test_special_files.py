"""Links, pipes and unreadable files among records, pages, templates and theme files: named, and never read."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from papertrail.records import files, walk
from papertrail.records.config_file import load_settings
from papertrail.runtime.safe_folder import SafeFolder, opened_folder
from support.projects import Project, write_tree

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
Make = Callable[[str], Project]

MKDOCS_YML = """\
=== mkdocs.yml
site_name: A List
theme: {name: material, font: false, custom_dir: overrides}
plugins: [search, papertrail]
extra: {generator: false}
"""
TREE = f"""\
{MKDOCS_YML}=== papers/tofu.yml
name: Tofu
topic: Training
=== overrides/extra.txt
Extra.
"""
LINK, SPECIAL = "symbolic links are not followed", "not a regular file"


@pytest.fixture
def made(project: Make) -> Project:
    """A project, and next to it a file and a folder that are no business of its readers."""
    made = project(TREE)
    outside = made.root.parent / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("SECRET")
    return made


def link(made: Project, path: str, target: str) -> None:
    file = made.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.symlink_to(target)


LINKS = {
    "a page": ("docs/page.md", "../../outside/secret.md"),
    "a file next to the pages": ("docs/secret.txt", "../../outside/secret.md"),
    "a page inside the project": ("docs/other.md", "about.md"),
    "a page that is not there": ("docs/gone.md", "nothing.md"),
    "a page that leads to itself": ("docs/loop.md", "loop.md"),
    "a folder of pages": ("docs/more", "../../outside"),
    "a folder of pages that contains itself": ("docs/again", "."),
    "a folder that is hidden": ("docs/.hidden", "../../outside"),
    "a record that leads to itself": ("papers/loop.yml", "loop.yml"),
    "a folder that leads to itself": ("papers/a", "a"),
    "notes": ("papers/tofu.md", "../../outside/secret.md"),
    "a registry": ("papers/_topics.yml", "../../outside/secret.md"),
    "the document of a list": ("papers/_lists/training.md", "../../../outside/secret.md"),
    "the folder of documents": ("papers/_lists", "../../outside"),
    "a file of no kind": ("papers/tofu.pdf", "../../outside/secret.md"),
    "a template": ("templates/bullets.md.j2", "../../outside/secret.md"),
    "a folder of templates": ("templates/site", "../../outside"),
    "all templates": ("templates", "../outside"),
    "a file of the theme": ("overrides/secret.txt", "../../outside/secret.md"),
}


@pytest.mark.parametrize("name", LINKS)
def test_a_link_is_reported_by_its_path(made: Project, name: str) -> None:
    path, target = LINKS[name]
    link(made, path, target)
    made.write("papers/orca.yml", "naem: Orca\n")
    result = made.run("check")
    assert result.status == 1
    assert f"{path}:1:1: error[PT001]: {LINK}\n" in result.out
    assert "papers/orca.yml:1:1" in result.out, "the rest is checked too"


def test_mkdocs_itself_publishes_no_link(made: Project) -> None:
    links = [LINKS[name] for name in ("a page", "a folder of pages that contains itself", "a file of the theme")]
    for path, target in links:
        link(made, path, target)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"], cwd=made.root, capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0
    for path, _ in links:
        assert f"{path}:1:1: error[PT001]: {LINK}" in done.stderr
    assert not (made.root / "site").exists()


def test_a_link_in_the_project_is_not_imported(made: Project) -> None:
    (made.root.parent / "outside/list.md").write_text(
        "# More\n\n- [Orca](https://example.com/orca), OSDI 2022\n- [Gist](https://example.com/gist), ISCA 2018\n"
    )
    link(made, "list.md", "../outside/list.md")
    result = made.run("import", "list.md")
    assert (result.status, result.err) == (
        2, "papertrail: list.md is a symbolic link in the project; import the file that it points to\n"
    )  # fmt: skip
    assert made.run("import", "../outside/list.md").status == 0


def test_a_theme_outside_the_project_may_have_links(made: Project) -> None:
    (made.root.parent / "theme").mkdir()
    (made.root.parent / "theme/more.txt").symlink_to("../outside/secret.md")
    made.write("mkdocs.yml", made.read("mkdocs.yml").replace("overrides", "../theme"))
    assert made.run("check").status == 0
    assert made.run("build").status == 0


def test_a_hidden_link_is_refused_where_it_would_be_published(made: Project) -> None:
    """By default MkDocs does not publish hidden files, so that a link among them harms nobody."""
    link(made, "docs/.well-known", "../../outside/secret.md")
    assert made.run("check").status == 0
    made.write("mkdocs.yml", f"{made.read('mkdocs.yml')}exclude_docs: '!.*'\n")
    result = made.run("build")
    assert result.status == 2
    assert not (made.root / "site").exists()


@pytest.mark.parametrize("folder", ["papers", "docs", "templates", "overrides"])
def test_a_folder_that_is_a_link_is_reported(made: Project, folder: str) -> None:
    (made.root / folder).mkdir(exist_ok=True)
    (made.root / folder).rename(made.root / "elsewhere")
    link(made, folder, "elsewhere")
    result = made.run("check")
    assert result.status == 1
    assert f"{folder}:1:1: error[PT001]: {LINK}\n" in result.out


def test_a_folder_that_leads_through_a_link_is_reported(made: Project) -> None:
    (made.root.parent / "outside/papers").mkdir()
    link(made, "lists", "../outside")
    made.write("mkdocs.yml", made.read("mkdocs.yml").replace("papertrail]", "papertrail: {papers: lists/papers}]"))
    assert f"lists:1:1: error[PT001]: {LINK}\n" in made.run("check").out


@pytest.mark.parametrize("folder", ["papers", "docs", "templates", "overrides"])
def test_a_folder_that_is_a_file_is_reported(made: Project, folder: str) -> None:
    shutil.rmtree(made.root / folder, ignore_errors=True)
    made.write(folder, "")
    result = made.run("check")
    assert result.status == 1
    assert f"{folder}:1:1: error[PT001]: not a folder\n" in result.out


@pytest.mark.parametrize(
    "path", ["papers/pipe", "papers/tofu.md", "docs/page.md", "templates/bullets.md.j2", "overrides/main.html"]
)
def test_a_pipe_is_reported_and_not_waited_for(made: Project, path: str) -> None:
    (made.root / path).parent.mkdir(exist_ok=True)
    os.mkfifo(made.root / path)
    for command in ("check", "build", "render", "export"):
        result = made.run(command)
        assert result.status == 1
        assert f"{path}:1:1: error[PT001]: {SPECIAL}\n" in result.out + result.err
    made.write("more.md", "# More\n\n- [Orca](https://example.com/orca)\n")
    result = made.run("import", "more.md")
    assert (result.status, result.out) == (2, "")
    assert path in result.err


def test_a_socket_is_reported(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made.root)  # the path of a socket may not be long
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind("docs/socket")
        assert f"docs/socket:1:1: error[PT001]: {SPECIAL}\n" in made.run("check").out


def test_a_folder_with_the_name_of_a_file_is_reported(made: Project) -> None:
    for name in ("orca.yml", "tofu.md", "figure.png", "_topics.yml"):
        (made.root / "papers" / name).mkdir()
    (made.root / "docs/page.md").mkdir()
    out = made.run("check").out
    assert out.count("error[PT001]: a folder has the name of a file") == 4


def test_a_file_in_place_of_the_folder_of_documents_is_reported(made: Project) -> None:
    made.write("papers/_lists", "# Training\n")
    assert "papers/_lists:1:1: error[PT001]: not a folder" in made.run("check").out


# Files that cannot be read


def test_a_file_that_cannot_be_opened_is_an_error(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fails, for any file that a list consists of."""
    paths = ["docs/about.md", "overrides/extra.txt", "papers/_lists/training.md", "papers/_topics.yml", "papers/a.png"]
    paths += ["papers/tofu.md", "papers/tofu.yml", "templates/bullets.md.j2"]
    for path in paths:
        made.write(path, "")

    def fails(folder: SafeFolder, name: str) -> tuple[int, int]:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(SafeFolder, "_open", fails)
    result = made.run("check")
    assert result.status == 1
    for path in paths:
        assert f"{path}:1:1: error[PT001]: cannot read the file: Input/output error\n" in result.out
    assert result.out.count("help: check the disk") == len(paths)


def test_a_folder_that_cannot_be_read_is_an_error(made: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("papers/old/orca.yml", "docs/more/page.md", "templates/site/row.html.j2"):
        made.write(path, "")
    entries = SafeFolder.entries

    def fails(folder: SafeFolder) -> list[os.DirEntry[str]]:
        if folder.path.endswith(("old", "more", "site")):
            raise PermissionError(13, "Permission denied")
        return entries(folder)

    monkeypatch.setattr(SafeFolder, "entries", fails)
    result = made.run("check")
    assert result.status == 1
    for path in ("papers/old", "docs/more", "templates/site"):
        assert f"{path}:1:1: error[PT001]: cannot read the folder: Permission denied\n" in result.out
    assert result.out.count("help: check its permissions") == 3


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="the system has no permissions of this kind")
@pytest.mark.parametrize("path", ["papers", "papers/old", "docs", "docs/more", "docs/about.md", "overrides"])
def test_what_others_may_not_read_is_an_error(path: str) -> None:
    """Outside pytest's folder, into which only its owner may look: root reads as nobody here."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        write_tree(root, f"{TREE}=== papers/old/orca.yml\nname: Orca\n=== docs/more/page.md\n# More\n")
        (root / path).chmod(0)
        was = os.geteuid()
        try:
            os.seteuid(was or 65534)
            found = files.read(load_settings(root / "mkdocs.yml"))
        finally:
            os.seteuid(was)
            (root / path).chmod(0o755)
    errors = [(error.path, error.message.partition(": ")[2]) for error in found.read_errors]
    assert errors == [(path, "Permission denied")]


# Files that change meanwhile


def test_a_file_that_becomes_a_link_is_not_followed(made: Project) -> None:
    """Between the listing of a folder and the reading of its files."""
    for file in walk.walk(made.root, "papers"):
        (made.root / file.path).unlink()
        link(made, file.path, "../../outside/secret.md")
        assert file.bytes(100) == file.tested() == walk.LINK


def test_a_file_that_becomes_a_pipe_is_not_waited_for(made: Project) -> None:
    for file in walk.walk(made.root, "papers"):
        (made.root / file.path).unlink()
        os.mkfifo(made.root / file.path)
        assert file.bytes(100) == file.tested() == walk.NOT_A_FILE


def test_a_folder_that_becomes_a_link_is_not_followed(made: Project) -> None:
    with opened_folder(str(made.root)) as root, root.subfolder("docs") as folder:
        (made.root / "docs").rename(made.root / "elsewhere")
        link(made, "docs", "../outside")
        assert [entry.name for entry in folder.entries()] == ["about.md"]
        assert folder.read("about.md") == b"# About\n"
        with pytest.raises(OSError, match="docs"), root.subfolder("docs"):
            pass
