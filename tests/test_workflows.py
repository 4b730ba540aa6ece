"""The workflows of new lists, run as they are written: the loop from a wrong record to the published site."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from support.repositories import NEEDS_GIT, commit_all, git
from support.workflows import CodeHost, environment_with_wheel

pytestmark = NEEDS_GIT


@pytest.fixture(scope="session")
def bin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs that workflows find."""
    return environment_with_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def host(tmp_path: Path, bin_folder: Path) -> CodeHost:
    """A code host with a repository whose branch is not called as one might guess."""
    host = CodeHost(tmp_path / "host", bin_folder)
    host.repository.mkdir(parents=True)
    git(host.repository, "init", "-q", "--bare", "-b", "trunk")
    return host


def papertrail(host: CodeHost, folder: Path, *arguments: str, status: int = 0) -> str:
    """Run the installed command as a person does."""
    env = {"PATH": f"{host.bin}:{os.environ['PATH']}", "HOME": str(host.folder)}
    command = [str(host.bin / "papertrail"), *arguments]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def desk(tmp_path: Path, host: CodeHost) -> Path:
    """The clone of a maintainer, with a new list that has been pushed."""
    desk = tmp_path / "desk"
    git(tmp_path, "clone", "-q", str(host.repository), str(desk))
    papertrail(host, desk, "init", "--name", "GPUs: a list")
    commit_all(desk, "Start the list")
    git(desk, "push", "-q", "origin", "trunk")
    return desk


def propose(desk: Path, host: CodeHost) -> str:
    """Push the current branch, and return the ref of the merge commit that GitHub would check."""
    git(desk, "push", "-q", "--force", "origin", "HEAD:refs/heads/proposal")
    head = git(desk, "rev-parse", "HEAD").strip()
    git(desk, "fetch", "-q", "origin", "trunk")
    tree = git(desk, "merge-tree", "--write-tree", "origin/trunk", head).split()[0]
    merge = git(desk, "commit-tree", tree, "-p", "origin/trunk", "-p", head, "-m", "Merge").strip()
    git(desk, "push", "-q", "--force", "origin", f"{merge}:refs/pull/1/merge")
    return "refs/pull/1/merge"


def test_the_first_push_builds_the_site_before_pages_are_enabled(desk: Path, host: CodeHost) -> None:
    host.pages = False
    build = host.run("publish", "build", "trunk")
    assert build.ok, build.log
    assert build.outputs == {"pages": "", "documents": ""}
    assert (build.folder / "pip").read_text("utf-8").splitlines() == [
        "-m pip install --only-binary :all: --require-hashes -r requirements.txt",
        "-m pip install --only-binary :all: --no-deps --no-build-isolation -r requirements.in",
    ]
    assert "::notice title=The site is not published yet::" in build.log
    assert "branches: [trunk]" in (desk / ".github/workflows/publish.yml").read_text(encoding="utf-8")
    host.pages = True
    build = host.run("publish", "build", "trunk")
    assert build.outputs == {"pages": "true", "documents": ""}
    page = (host.artifact("github-pages") / "lists/reading-list/index.html").read_text(encoding="utf-8")
    assert 'data-edit="add/?edit="' in page
    form = (host.artifact("github-pages") / "add/index.html").read_text(encoding="utf-8")
    assert 'edit="https://github.com/me/list/edit/trunk/"' in form
    assert 'href="https://me.github.io/list/lists/reading-list/"' in page


def test_the_loop_from_a_wrong_record_to_the_published_site(desk: Path, host: CodeHost) -> None:
    """A wrong record, annotations, the fix, the report, the merge, documents and site."""
    topics = desk / "papers/_topics.yml"
    topics.write_text(topics.read_text("utf-8").replace("  intro:", "  document: LIST.md\n  intro:"), "utf-8")
    (desk / "papers/old.yml").write_text("name: Old\ntopic: Reading List > Scheduling\nvenue: Nowhere 1999\n", "utf-8")
    commit_all(desk, "Keep a document, and add an old problem")
    git(desk, "push", "-q", "origin", "trunk")

    git(desk, "switch", "-q", "-c", "proposal")
    record = desk / "papers/salus.yml"
    record.write_text(
        "name: Salus\ntopic: reading list > scheduling\ndate: 2020-03\nvenue: OSDY 2020\n"
        "links: {Paper: https://doi.org.new.example/salus}\n", "utf-8",
    )  # fmt: skip
    commit_all(desk, "Add Salus")
    merge = propose(desk, host)
    check = host.run("check", "check", merge, "pull_request")
    assert not check.ok
    assert "::error file=papers/salus.yml,line=2" in check.log
    assert "::error file=papers/salus.yml,line=4" in check.log
    assert "file=papers/old.yml" not in check.log
    assert "papers/salus.yml" in check.summary
    assert "Salus" in check.summary
    assert "doi.org.new.example" in check.summary.partition("sites")[2]
    preview = host.artifact("preview")
    assert "papers/salus.yml:2: unknown topic" in (preview / "index.html").read_text("utf-8")
    assert (preview / "papers/tofu.html").is_file()

    papertrail(host, desk, "check", "--fix", status=1)  # the venue of the old paper stays unknown
    record.write_text(record.read_text("utf-8").replace("OSDY", "OSDI"), "utf-8")
    (desk / "papers/old.yml").write_text("name: Old\ntopic: Reading List > Scheduling\n", "utf-8")
    commit_all(desk, "Correct Salus")
    check = host.run("check", "check", propose(desk, host), "pull_request")
    assert check.ok, check.log
    assert "Salus" in check.summary
    assert "pt-problems" not in (preview / "index.html").read_text("utf-8")

    git(desk, "push", "-q", "origin", "HEAD:trunk")
    build = host.run("publish", "build", "trunk")
    assert build.ok, build.log
    assert build.outputs == {"pages": "true", "documents": "true"}
    assert (host.artifact("github-pages") / "papers/salus/index.html").is_file()
    documents = host.run("publish", "documents", "trunk")
    assert documents.ok, documents.log
    assert not (documents.folder / "pip").exists(), "nothing is installed where a token may write"
    assert "Salus" in git(host.repository, "show", "trunk:LIST.md")
    assert git(host.repository, "diff", "--name-only", "trunk^", "trunk") == "LIST.md\n"
    again = host.run("publish", "build", "trunk")
    assert again.outputs == {"pages": "true", "documents": ""}


def test_documents_of_an_earlier_commit_are_not_pushed(desk: Path, host: CodeHost) -> None:
    topics = desk / "papers/_topics.yml"
    topics.write_text(topics.read_text("utf-8").replace("  intro:", "  document: LIST.md\n  intro:"), "utf-8")
    before = commit_all(desk, "Keep a document")
    git(desk, "push", "-q", "origin", "trunk")
    assert host.run("publish", "build", "trunk").outputs["documents"] == "true"
    (desk / "papers/tofu.yml").unlink()
    commit_all(desk, "Remove Tofu")
    git(desk, "push", "-q", "origin", "trunk")
    late = host.run("publish", "documents", "trunk", sha=before)
    assert late.ok, late.log
    assert "The branch has a newer commit" in late.log
    assert host.commit("trunk^") == before


def test_the_pull_request_that_starts_a_list_is_checked(tmp_path: Path, host: CodeHost) -> None:
    desk = tmp_path / "desk"
    git(tmp_path, "clone", "-q", str(host.repository), str(desk))
    (desk / "README.md").write_text("# Papers\n", "utf-8")
    commit_all(desk, "Start")
    git(desk, "push", "-q", "origin", "HEAD:trunk")
    git(desk, "switch", "-q", "-c", "proposal")
    papertrail(host, desk, "init")
    commit_all(desk, "Use papertrail")
    check = host.run("check", "check", propose(desk, host), "pull_request")
    assert check.ok, check.log
    assert (host.artifact("preview") / "index.html").is_file()


def test_a_list_in_a_subfolder_needs_the_folder(tmp_path: Path, host: CodeHost) -> None:
    desk = tmp_path / "desk"
    git(tmp_path, "clone", "-q", str(host.repository), str(desk))
    papertrail(host, desk, "init", "lists/systems")
    (desk / "lists/systems/.github").rename(desk / ".github")
    for workflow in (desk / ".github/workflows").iterdir():
        text = workflow.read_text("utf-8")
        workflow.write_text(re.sub(r"(?m)^( +)task: .*$", r"\g<0>\n\1folder: lists/systems", text), "utf-8")
    topics = desk / "lists/systems/papers/_topics.yml"
    topics.write_text(topics.read_text("utf-8").replace("  intro:", "  document: LIST.md\n  intro:"), "utf-8")
    commit_all(desk, "Start the list")
    git(desk, "push", "-q", "origin", "HEAD:trunk")
    assert host.run("publish", "build", "trunk").outputs == {"pages": "true", "documents": "true"}
    assert host.run("publish", "documents", "trunk").ok
    assert "Tofu" in git(host.repository, "show", "trunk:lists/systems/LIST.md")
    git(desk, "switch", "-q", "-c", "proposal")
    (desk / "lists/systems/papers/salus.yml").write_text("nme: Salus\n", "utf-8")
    commit_all(desk, "Add Salus")
    check = host.run("check", "check", propose(desk, host), "pull_request")
    assert not check.ok
    assert "::error file=lists/systems/papers/salus.yml,line=1" in check.log
    assert (host.artifact("preview") / "index.html").is_file()


ISSUE = """\
### Link or identifier

_No response_

### Topic

{topic}

### Name

Salus $(touch pwned)

### Remarks

Good `code` "; touch pwned; echo "
"""


def gh_calls(host: CodeHost) -> str:
    """What `gh` was called with since the last time, and the texts."""
    calls = host.folder / "gh"
    text = calls.read_text("utf-8") if calls.exists() else ""
    calls.unlink(missing_ok=True)
    return text


def test_an_issue_becomes_a_pull_request(desk: Path, host: CodeHost) -> None:
    event = {"issue": {"number": 7, "title": "Add paper: $(touch pwned)", "body": ISSUE.format(topic="scheduling")}}
    record = host.run("add", "record", "trunk", "issues", event)
    assert record.ok, record.log
    propose = host.run("add", "propose", "trunk", "issues", event)
    assert propose.ok, propose.log
    changed = git(host.repository, "diff", "--name-only", "trunk", "papertrail/issue-7")
    assert changed == "papers/salus-touch-pwned.yml\n"
    assert "Salus $(touch pwned)" in git(host.repository, "show", f"papertrail/issue-7:{changed.strip()}")
    calls = gh_calls(host)
    assert calls.startswith("pr list\npr create\n")
    assert "Salus" in calls
    assert calls.endswith("Closes #7\n")
    assert not [*host.folder.rglob("pwned")]


def test_an_issue_that_is_not_clear_gets_a_reply(desk: Path, host: CodeHost) -> None:
    event = {"issue": {"number": 8, "title": "Add paper: x", "body": ISSUE.format(topic="</details> @everyone")}}
    assert host.run("add", "record", "trunk", "issues", event).ok
    propose = host.run("add", "propose", "trunk", "issues", event)
    assert propose.ok, propose.log
    comment, _, text = gh_calls(host).partition("\n")
    assert comment == "issue comment"
    assert '    papertrail: unknown topic "</details> @everyone"' in text
    assert git(host.repository, "branch", "--list", "papertrail/*") == ""


_SWEEP = """\
#!/bin/sh
echo "### papertrail $1"
[ $1 = links ] && exit @DEAD@
echo "@PROPOSAL@"
"""


@pytest.mark.parametrize(
    ("dead", "proposal", "number", "calls"),
    [
        (1, "", "", "issue list\nissue create\n### papertrail links\n"),
        (1, "#### x", "12", "issue list\nissue edit\n### papertrail links\n### papertrail update\n#### x\n"),
        (0, "#### x", "", "issue list\nissue create\n### papertrail update\n#### x\n"),
        (0, "", "12", "issue list\nissue close\n"),
        (0, "", "", "issue list\n"),
        (0, "<p>not checked: Crossref</p>", "12", "issue list\n"),
    ],
)
def test_upkeep_keeps_one_issue(desk: Path, host: CodeHost, dead: int, proposal: str, number: str, calls: str) -> None:
    """What the commands find is tested with them."""
    (host.folder / "bin").mkdir()
    for name in ("python", "gh"):
        (host.folder / "bin" / name).symlink_to(host.bin / name)
    program = host.folder / "bin/papertrail"
    program.write_text(_SWEEP.replace("@DEAD@", str(dead)).replace("@PROPOSAL@", proposal), "utf-8")
    program.chmod(0o755)
    host.bin, host.issue = program.parent, number
    sweep = host.run("upkeep", "sweep", "trunk", "schedule")
    assert sweep.ok, sweep.log
    assert "### papertrail update" in sweep.summary
    issue = host.run("upkeep", "issue", "trunk", "schedule")
    assert issue.ok, issue.log
    assert gh_calls(host) == calls


def test_the_loop_on_gitlab(tmp_path: Path, host: CodeHost) -> None:
    """A wrong record, its check and preview, then documents and site."""
    desk = tmp_path / "desk"
    git(tmp_path, "clone", "-q", str(host.repository), str(desk))
    papertrail(host, desk, "init", "--host", "gitlab")
    topics = desk / "papers/_topics.yml"
    topics.write_text(topics.read_text("utf-8").replace("  intro:", "  document: LIST.md\n  intro:"), "utf-8")
    base = commit_all(desk, "Start the list")
    git(desk, "push", "-q", "origin", "HEAD:trunk")
    git(desk, "switch", "-q", "-c", "proposal")
    (desk / "papers/salus.yml").write_text("nme: Salus\n", "utf-8")
    commit_all(desk, "Add Salus")
    git(desk, "push", "-q", "origin", "proposal")
    merge_request = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    status, log, clone = host.run_on_gitlab("papertrail-check", "proposal", merge_request)
    assert status == 1, log
    assert 'papers/salus.yml:1:1: error[PT103]: unknown field "nme"' in log
    assert "papers/salus.yml" in (clone / "report.md").read_text("utf-8")
    assert "pt-problems" in (clone / "site/index.html").read_text("utf-8")

    status, log, clone = host.run_on_gitlab("pages", "trunk", {})
    assert status == 0, log
    page = (clone / "public/lists/reading-list/index.html").read_text("utf-8")
    assert 'data-edit="add/?edit="' in page
    assert 'edit="https://gitlab.example/me/list/-/edit/trunk/"' in (clone / "public/add/index.html").read_text("utf-8")
    status, log, clone = host.run_on_gitlab("papertrail-documents", "trunk", {})
    assert status == 0, log
    git(host.repository, "config", "receive.advertisePushOptions", "true")
    status, log, _ = host.run_on_gitlab("papertrail-commit", base, {}, [clone / "documents.patch"])
    assert status == 0, log
    assert git(host.repository, "log", "--format=%s", "trunk") == "Update the documents\nStart the list\n"
    assert "Tofu" in git(host.repository, "show", "trunk:LIST.md")
