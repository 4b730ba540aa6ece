"""Limits on the harm of a pull request: time, memory, logs, folders. Each case was possible once."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from papertrail.core import Link, Paper, Row
from papertrail.core.limits import DIAGNOSTICS_OF_FILE, ITEMS, TOPIC_DEPTH
from papertrail.pages import PageOptions
from papertrail.pipeline.last_good import LastGood
from papertrail.reporters import github_report, json_report, summary, text_report
from papertrail.text.markdown import html_url
from papertrail.text.strings import unique_slugs
from support.projects import MKDOCS_YML, Project, checked, problems, report, sources_of

Make = Callable[[str], Project]

GOOD = "=== papers/good.yml\nname: Good\ntopic: A\n"


def codes(tree: str) -> set[str]:
    return {problem.code for problem in problems(tree)}


# Markup and logs


def test_an_emoji_does_not_break_the_front_matter(project: Make) -> None:
    made = project("=== papers/a.yml\nname: A\ntopic: '[click](javascript:alert(1)) 🙂'\n")
    assert made.run("render", "--out", "pages").status == 0
    (page,) = (made.root / "pages/docs/lists").glob("*.md")
    assert page.read_text(encoding="utf-8").startswith('---\ntitle: "[click](javascript:alert(1)) 🙂"\n')


def test_titles_are_inert_in_front_matter_and_theme(project: Make) -> None:
    made = project("=== papers/a.yml\nname: A\ntopic: '{{ 6 * 7 }} <b>'\n")
    assert made.run("render", "--out", "pages").status == 0
    front = next((made.root / "pages/docs/lists").glob("*.md")).read_text()
    assert 'title: "&#123;&#123; 6 * 7 &#125;&#125; &lt;b&gt;"' in front
    assert made.run("build", "--strict").status == 0
    assert "{{" not in next((made.root / "site/lists").glob("*/index.html")).read_text().partition("<script")[0]


def test_no_workflow_command_of_the_old_form_is_printed() -> None:
    """GitHub's runner acts on `##[command]` anywhere in a line."""
    found = checked("=== papers/a.yml\nname: A\ntopic: A\nremarks: 'x ##[stop-commands]t *a '\n##[error]y: z\n")
    texts = found.library.texts
    said = found.diagnostics
    for text in (text_report(said, texts), json_report(said), github_report(said), summary(said, texts, 1)):
        assert said
        assert "##[" not in text


def test_urls_are_checked_again_when_they_are_written() -> None:
    row = Row(paper=Paper(id="a", name="A"), path="papers/a.yml")
    assert html_url("javascript:alert(1)") == "#"
    assert PageOptions(site_name="A").link_url(row, Link(label="P", url="javascript:alert(1)")) is None


def test_commands_to_copy_are_safe_to_paste(project: Make) -> None:
    made = project("=== papers/a.yml\nname: A\ntopic: $(touch pwned)\n")
    said = made.run("render", "--check", "README.md").err
    assert "papertrail render '$(touch pwned)' --write README.md" in said


# Settings and folders


@pytest.mark.parametrize("options", ["{papers: docs/papers}", "{papers: .}", "{papers: x, templates: x/t}"])
def test_the_records_folder_must_not_overlap_other_folders(project: Make, options: str) -> None:
    result = project(f"=== mkdocs.yml\nplugins:\n  - papertrail: {options}\n").run("check")
    assert result.status == 2


def test_a_missing_records_folder_is_reported(project: Make) -> None:
    made = project(f"{GOOD}=== mkdocs.yml\nplugins:\n  - papertrail: {{papers: papres}}\n")
    result = made.run("build")
    assert result.status == 2
    assert 'folder "papres" not found' in result.err


def test_settings_may_be_inherited(project: Make) -> None:
    made = project(f"{GOOD}=== base.yml\n{MKDOCS_YML}=== mkdocs.yml\nINHERIT: base.yml\n")
    assert made.run("check").out == "1 paper, no problems\n"
    assert made.run("build", "--strict").status == 0


def test_paths_work_in_a_project_behind_a_symbolic_link(project: Make, tmp_path: Path) -> None:
    made = project(GOOD)
    (tmp_path / "link").symlink_to(made.root)
    assert Project(tmp_path / "link").run("check", "papers/good.yml").status == 0


def test_unusual_folders_are_reported(project: Make) -> None:
    made = project(GOOD)
    deep = made.root / "papers" / "/".join(["d"] * 40)
    deep.mkdir(parents=True)
    (made.root / "papers" / "x.yml").mkdir()
    (made.root / "papers" / "a\n::error::x").mkdir()
    (made.root / "papers" / "a\n::error::x" / "b.yml").write_text("name: B\ntopic: A\n")
    not_utf8 = made.root / "papers" / os.fsdecode(b"\xff")
    not_utf8.mkdir()
    (not_utf8 / "c.yml").write_text("name: C\ntopic: A\n")
    result = made.run("check")
    assert result.status == 1
    assert "nested more than 20 levels deep" in result.out
    assert "papers/x.yml:1:1: error[PT001]: a folder has the name of a file" in result.out
    assert result.out.count("contains an invisible character") == 1
    assert result.out.count("is not valid UTF-8") == 1
    assert made.run("build").status == 1


def test_an_early_date_does_not_fail_a_build(project: Make) -> None:
    made = project("=== papers/a.yml\nname: A\ntopic: A\nadded: 1900-01-01\n")
    made.write("mkdocs.yml", f"{MKDOCS_YML}site_url: https://example.com/\n")
    assert made.run("build", "--strict").status == 0


def test_relative_links_keep_what_follows_the_path(project: Make) -> None:
    made = project(
        "=== papers/a.yml\nname: A\ntopic: A\nlinks: {P: '../docs/my%20file.pdf#page=2'}\n=== docs/my file.pdf\nx\n"
    )
    assert made.run("build", "--strict").status == 0
    assert 'href="../../my%20file.pdf#page=2"' in made.read("site/lists/a/index.html")
    assert "(docs/my%20file.pdf#page=2)" in made.run("render", "--style", "bullets").out


def test_a_paper_cannot_take_the_anchor_of_a_section() -> None:
    assert codes("=== papers/s-b.yml\nname: A\ntopic: A > B\n") == {"PT104"}


# Amounts


def test_lists_that_are_too_long_are_rejected() -> None:
    many = ", ".join(f"I{n}" for n in range(ITEMS + 1))
    for field in ("institutions", "venue", "keywords", "aliases", "topic"):
        tree = f"=== papers/a.yml\nname: A\ntopic: A\n{field}: [{many}]\n".replace("topic: A\ntopic", "topic")
        assert "PT101" in codes(tree), field
    assert codes(f"=== papers/a.yml\nname: A\ntopic: A\nauthors: [{many}]\n") == set(), "papers have many authors"
    assert codes("=== papers/a.yml\nname: A\ntopic: " + " > ".join(["x"] * (TOPIC_DEPTH + 1))) == {"PT201"}


def test_only_the_first_problems_of_a_file_are_listed() -> None:
    said = report("=== papers/a.yml\nname: A\ntopic: A\n" + "".join(f"x{n}: y\n" for n in range(500)))
    assert said.count("error[PT103]") == DIAGNOSTICS_OF_FILE + 1
    assert "400 more problems in this file" in said


def test_slugs_of_thousands_of_similar_names_are_found_quickly() -> None:
    slugs = unique_slugs(f"x{'!' * (n % 7)}{'.' * (n // 7)}" for n in range(20_000))
    assert len(set(slugs.values())) == 20_000


HOSTILE = {
    "entries without end": ("_venues.yml", "- a\n" * 2_000_000),
    "names without end": ("_institutions.yml", "".join(f"- i{n}\n" for n in range(150_000))),
    "a chain of new names": (
        "_venues.yml",
        "".join(f"- {{name: v{n}, renamed_to: v{n + 1}}}\n" for n in range(50_000)),
    ),
    "columns without end": ("_topics.yml", "- name: A\n  columns: [" + "name, " * 150_000 + "name]\n"),
    "introductions without end": (
        "_topics.yml",
        "".join(f"- {{name: T{n}, intro: '{'*a ' * 1200}'}}\n" for n in range(1900)),
    ),
    "brackets": ("_topics.yml", "[" * 1_000_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_registry_takes_bounded_time_and_memory(project: Make, name: str) -> None:
    """The limits are the system's: a run that passes them is ended, and the test fails."""
    file, text = HOSTILE[name]
    made = project("=== papers/a.yml\nname: A\nvenue: [v0 2020]\ninstitutions: [nobody]\ntopic: A\n")
    made.write(f"papers/{file}", text)
    limit = 1024 << 20
    done = subprocess.run(
        [sys.executable, "-m", "papertrail", "check"], cwd=made.root, capture_output=True, text=True, check=False,
        timeout=30, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr[-500:]
    assert len(done.stdout) < 200_000


def test_a_large_file_is_not_read_completely(project: Make) -> None:
    made = project(GOOD)
    with (made.root / "papers" / "large.yml").open("wb") as file:
        file.truncate(1 << 34)
    made.write("papers/_lists/a.md", "x" * (1024 * 1024 + 1))
    result = made.run("check")
    assert "papers/large.yml:1:1: error[PT001]: the file is larger than 64 KiB" in result.out
    assert "papers/_lists/a.md:1:1: error[PT001]: the file is larger than 1,024 KiB" in result.out


# While serving


def test_a_broken_record_does_not_change_the_settings_of_its_topic() -> None:
    tree = "=== papers/_topics.yml\n- {name: A, style: bullets, order: [bad, good]}\n"
    recovered = LastGood().recover(sources_of(tree + GOOD + "=== papers/bad.yml\nnaem: B\n"))
    assert recovered.sound.catalog.lists[0].topic.style == "bullets"


def test_reports_do_not_depend_on_the_hash_seed() -> None:
    record = "name: A\ntopic: A\nremarks: '[a](doi:10.1234/aaa) [b](doi:10.1234/bbb) [c](doi:10.1234/ccc)'\n"
    code = (
        "from papertrail.pipeline.check import check\nfrom papertrail.records.files import Sources\n"
        f"found = check(Sources(records=(('papers/a.yml', {record.encode()!r}),)))\nprint(found.diagnostics)"
    )
    said = set()
    for seed in "1234":
        env = {**os.environ, "PYTHONHASHSEED": seed}
        said.add(subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True).stdout)
    assert len(said) == 1


def test_the_total_length_of_remarks_is_limited() -> None:
    remarks = ", ".join(["'" + "x" * 3000 + "'"] * 3)
    found = checked(f"=== papers/a.yml\nname: A\ntopic: T\nremarks: [{remarks}]\n").diagnostics
    assert [problem.message for problem in found] == ["remarks are longer than 8,000 characters in total"]


def test_a_paper_with_hundreds_of_authors_creates_no_author_pages() -> None:
    names = ", ".join(f"Author {n}" for n in range(101))
    records = "".join(f"=== papers/p{n}.yml\nname: P{n}\nauthors: [{names}]\ntopic: T\n" for n in range(2))
    assert checked(records).catalog.authors == ()


def test_many_authors_in_one_text_create_no_author_pages() -> None:
    names = ", ".join(f"Author {chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(101))
    records = "".join(f"=== papers/p{n}.yml\nname: P{n}\nauthors: {names}\ntopic: T\n" for n in range(2))
    assert checked(records).catalog.authors == ()
