"""`papertrail report` compares a branch with a base in git, and nothing in its Markdown acts."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from papertrail.core.settings import Settings
from papertrail.pipeline.check import library_of
from papertrail.reporters.changes import changes_json, changes_markdown
from papertrail.reviewing import list_changes
from support.golden import Golden
from support.projects import Project, sources_of, write_tree
from support.repositories import NEEDS_GIT, commit_all, git

CASES = Path(__file__).parent / "cases"
SETTINGS = Settings(root=Path())


def _branch(root: Path, case: str) -> Project:
    """A repository with a tree on `main`, and another one on a branch, which is not committed."""
    before, after = case.split("----------\n")
    write_tree(root, before)
    (root / ".gitignore").write_text("/site/\n", encoding="utf-8")
    commit_all(root)
    git(root, "checkout", "-q", "-b", "change")
    shutil.rmtree(root / "papers")
    write_tree(root, after)
    return Project(root)


@NEEDS_GIT
@pytest.mark.parametrize("case", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_the_report_is_as_expected(case: Path, tmp_path: Path, golden: Golden) -> None:
    project = _branch(tmp_path, case.read_text(encoding="utf-8"))
    result = project.run("report", "main")
    assert (result.status, result.err) == (0, "")
    golden.check(result.out, case.with_suffix(".md"))
    assert json.loads(project.run("report", "main", "--format", "json").out).keys() >= {"papers", "topics", "pages"}


def test_nothing_in_the_report_of_a_hostile_change_acts() -> None:
    before, after = (CASES / "hostile.txt").read_text(encoding="utf-8").split("----------\n")
    changes = list_changes(sources_of(before), sources_of(after), SETTINGS)
    cmarkgfm = pytest.importorskip("cmarkgfm")
    unsafe = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
    html = cmarkgfm.github_flavored_markdown_to_html(changes_markdown(changes), options=unsafe)
    assert re.findall(r"<(?:a|img|script|!--)\b.*?>", html) == []
    shown = re.sub(r"<(code|pre)>.*?</\1>", "", html, flags=re.DOTALL)
    texts = re.split(r"<[^<>]*>", shown)
    acting = r"@\w|#\d|\bGH-\d|https?:|www\.|:\w+:|\b[0-9a-f]{7}|\$\S|!\d|~\w"
    assert [text for text in texts if re.search(acting, text)] == []
    assert html.count("<table") == html.count("</table>")


def test_the_report_is_cut_to_the_size_of_a_comment() -> None:
    records = "".join(f"=== papers/p{n}.yml\nname: {'N' * 300}{n}\ntopic: Training\nyear: 1\n" for n in range(400))
    changes = list_changes(sources_of(""), sources_of(records), SETTINGS)
    text = changes_markdown(changes)
    assert 30_000 < len(text.encode()) <= 65_000
    omitted = re.search(r"\*\*([0-9,]+) entries are omitted", text)
    assert omitted
    assert text.endswith("`--format json` has all.**\n")
    shown = len(re.findall(r"<p><code>papers/p|error\[PT103\]|<li>", text))
    assert shown + int(omitted[1].replace(",", "")) == 400 + 400 + 1 + len(changes.pages) + len(changes.lists)
    assert text.count("<pre>") == text.count("</pre>") == 1
    assert len(json.loads(changes_json(changes))["papers"]) == 400


def test_a_renamed_paper_without_an_alias_is_found_by_its_work() -> None:
    before = "=== papers/a.yml\nname: A\ntitle: One title of a work\ntopic: T\n"
    changes = list_changes(sources_of(before), sources_of(before.replace("a.yml", "b.yml")), SETTINGS)
    assert [(change.kind, change.fields) for change in changes.papers] == [("renamed", ())]
    assert not library_of(sources_of(before)).read_errors


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ("entry: {bullets: '- {name'}", "<ul> <li>Tofu</li> </ul>"),
        ("entry: {bullets: '- <script> {name}'}", "<ul> <li> Tofu</li> </ul>"),
        ("entry: {bullets: '- <b><i>{name}'}", "<ul> <li><b><i>Tofu</i></b></li> </ul>"),
        ("marker: '*'", "<ul> <li>Tofu</li> </ul>"),
    ],
)
def test_rows_of_any_pattern_are_shown(settings: str, shown: str) -> None:
    """A change may break the pattern of its list, or hide rows with it."""
    topics = f"=== papers/_topics.yml\n- {{name: Training, style: bullets, {settings}}}\n"
    after = f"{topics}=== papers/tofu.yml\nname: Tofu\ntopic: Training\n"
    text = changes_markdown(list_changes(sources_of(""), sources_of(after), SETTINGS))
    assert f"</p>\n{shown}\n" in text


@NEEDS_GIT
@pytest.mark.parametrize(
    ("revision", "error"),
    [
        ("no-such-branch", 'git knows no revision "no-such-branch"'),
        ("--output=x", 'git knows no revision "--output=x"'),
    ],
)
def test_an_unknown_revision_is_an_error(revision: str, error: str, tmp_path: Path) -> None:
    project = _branch(tmp_path, "=== papers/a.yml\nname: A\ntopic: T\n----------\n")
    result = project.run("report", "--", revision)
    assert result.err.startswith(f"papertrail: {error}")
    assert (result.status, result.out) == (2, "")


@NEEDS_GIT
def test_a_shallow_clone_says_what_to_do(tmp_path: Path) -> None:
    project = _branch(tmp_path / "whole", "=== papers/a.yml\nname: A\ntopic: T\n----------\n")
    commit_all(project.root)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{project.root}", "clone")
    result = Project(tmp_path / "clone").run("report", "origin/main")
    assert "this clone is shallow; run `git fetch --unshallow`" in result.err
    assert result.status == 2


@NEEDS_GIT
def test_outside_a_repository_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    write_tree(tmp_path, "=== papers/a.yml\nname: A\ntopic: T\n")
    result = Project(tmp_path).run("report", "main")
    assert "is not in a git repository" in result.err
    assert result.status == 2
