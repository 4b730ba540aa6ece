"""`papertrail build --preview`: a site of the files without errors. `tests/browser/test_from_disk.py` opens one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.projects import Project

Make = Callable[[str], Project]

TOFU = "=== papers/tofu.yml\nname: Tofu\ntopic: Training\n"


def banner(made: Project) -> str:
    """The note on top of the home page."""
    _, start, rest = made.read("site/index.html").partition('<div class="pt-problems" role="alert"><pre>')
    return rest.partition("</pre>")[0] if start else ""


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("papers/zico.yml\nname: [\n", "papers/zico.yml:1: "),
        ("papers/_topics.yml\n- {nme: Training}\n", "papers/_topics.yml:1: unknown field &quot;nme&quot;"),
        ("papers/zico.yml\nname: Tofu\ntopic: Training\nnotes: zico.md\n", "papers/zico.yml:3: "),
        ('papers/zico.yml\nname: A\ntopic: B\n"<img src=x>": c\n', "papers/zico.yml:3: unknown field &quot;&lt;img "),
    ],
)
def test_files_with_errors_are_omitted_and_reported(project: Make, broken: str, line: str) -> None:
    made = project(f"{TOFU}=== {broken}")
    result = made.run("build", "--preview")
    assert result.status == 0
    assert "This preview omits the files with errors:\npapers/" in result.err
    assert banner(made).startswith("This preview omits the files with errors:\n")
    assert line in banner(made)
    assert (made.root / "site/papers/tofu.html").is_file()
    assert not (made.root / "site/papers/zico.html").exists()


def test_only_the_first_errors_are_on_the_pages(project: Make) -> None:
    made = project(TOFU + "".join(f"=== papers/p{n}.yml\nname: P{n}\n" for n in range(30)))
    assert made.run("build", "--preview").status == 0
    assert banner(made).endswith("\nand 20 more")
    assert len(banner(made).splitlines()) == 12


def test_a_list_without_errors_has_no_note(project: Make) -> None:
    made = project(f"{TOFU}venue: Unregistered 99\n")
    assert made.run("build", "--preview").status == 0
    assert banner(made) == ""
    assert made.run("build").status == 0
    assert (made.root / "site/papers/tofu/index.html").is_file(), "the next build is as always"


def test_strict_previews_are_refused(project: Make) -> None:
    result = project(TOFU).run("build", "--preview", "--strict")
    assert (result.status, result.err) == (
        2,
        "papertrail: --preview shows problems on its pages; it cannot be used with --strict\n",
    )


def test_a_link_among_the_pages_is_not_published(project: Make) -> None:
    made = project(f"{TOFU}=== docs/about.md\n# About\n")
    (made.root / "docs/hosts.md").symlink_to("/etc/hosts")
    result = made.run("build", "--preview")
    assert result.status == 2
    assert "docs/hosts.md" in result.err
    assert not (made.root / "site").exists()
