"""Ten contributors who add papers and venues at the same time, with git as it is: nothing that they add conflicts."""

from __future__ import annotations

import os
import random
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from papertrail.pipeline.check import check_from_disk
from papertrail.records.config_file import load_settings
from support.projects import Project

LIST = "# Bridges\n\n## Long\n\n{}\n## Short\n\n{}"
ENTRY = "- [{} bridge](https://bridge.example.org/{}). {}\n"
ORDERS = 20


@dataclass(frozen=True)
class Contribution:
    """A new paper and its venue, which may be new."""

    name: str
    venue: str
    topic: str = "Bridges > Long"
    institution: str | None = None


CONTRIBUTIONS = (
    Contribution("Arch", "SpanConf"),  # three venues that are neighbors in the alphabet
    Contribution("Beam", "SpanCong"),
    Contribution("Cable", "SpanConh"),
    Contribution("Draw", "Rope Days"),  # the same venue
    Contribution("Eye", "Rope Days"),
    Contribution("Foot", "Rope Days", "Bridges > Short"),
    Contribution("Girder", "Ärö 桥 Workshop", institution="School of Ropes"),
    Contribution("Hinge", "C++ for Bridges", institution="School of Rocks"),
    Contribution("Iron", "Zipline"),
    Contribution("Jetty", "TruckConf", "Bridges > Short", institution="School of Ropes"),
)


BIBTEX = """@inproceedings{{{0.name}, title={{{0.name} bridge}}, booktitle={{{0.venue}}}, year={{2020}},
  affiliation={{{1}}}, url={{https://bridge.example.org/{0.name}}}}}
"""


def add(clone: Path, contribution: Contribution) -> None:
    """Add a paper as a contributor does, from BibTeX."""
    file = clone.parent / f"{contribution.name}.bib"
    file.write_text(BIBTEX.format(contribution, contribution.institution or ""), encoding="utf-8")
    result = Project(clone).run("add", str(file), "--topic", contribution.topic)
    assert result.status == 0, result.err


def git(folder: Path, *arguments: str) -> str:
    settings = {"HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    identity = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", "-c", "core.fsync=none", "-c", "gc.auto=0", "-c", "merge.stat=false", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **settings, **identity},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    return done.stdout


@pytest.fixture(scope="module")
def merged_by(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clone of a maintainer, with the branches of all contributors."""
    folder = tmp_path_factory.mktemp("contributors")
    maintainer = folder / "maintainer"
    maintainer.mkdir()
    git(folder, "init", "-q", "--bare", "-b", "main", "shared.git")
    git(folder, "clone", "-q", "shared.git", "maintainer")
    entries = [ENTRY.format(f"{name}", number, f"SpanDays {2019 - number}") for number, name in enumerate("PQRSTUVW")]
    readme = LIST.format("".join(entries[:4]), "".join(entries[4:]))
    (maintainer / "README.md").write_text(readme, encoding="utf-8")
    assert Project(maintainer).run("import", "README.md", "--into", ".").status == 0
    git(maintainer, "add", "-A")
    git(maintainer, "commit", "-qm", "Start the list")
    git(maintainer, "push", "-q", "origin", "HEAD:main")
    for contribution in CONTRIBUTIONS:
        clone = folder / contribution.name
        git(folder, "clone", "-q", "shared.git", str(clone))
        add(clone, contribution)
        git(clone, "add", "-A")
        git(clone, "commit", "-qm", f"Add {contribution.name}")
        git(clone, "push", "-q", "origin", f"HEAD:{contribution.name}")
    git(maintainer, "fetch", "-q")
    return maintainer


def test_contributions_merge_in_any_order_without_a_conflict(merged_by: Path) -> None:
    project = load_settings(merged_by / "mkdocs.yml")
    chance, trees = random.Random(7), set()
    for _ in range(ORDERS):
        git(merged_by, "checkout", "-q", "-B", "merged", "origin/main")
        for contribution in chance.sample(CONTRIBUTIONS, len(CONTRIBUTIONS)):
            git(merged_by, "merge", "-q", "--no-edit", f"origin/{contribution.name}")
            assert check_from_disk(project).diagnostics == ()
        trees.add(git(merged_by, "rev-parse", "HEAD^{tree}"))
    assert len(trees) == 1


def test_the_document_is_rendered_after_the_merges(merged_by: Path) -> None:
    project = Project(merged_by)
    git(merged_by, "checkout", "-q", "-B", "merged", "origin/main")
    git(merged_by, "merge", "-q", *(f"origin/{contribution.name}" for contribution in CONTRIBUTIONS))
    stale = project.run("render", "--all", "--check")
    assert (stale.status, stale.err) == (
        1,
        "README.md is out of date\nupdate the documents with: papertrail render --all\n",
    )
    assert project.run("render", "--all").status == 0
    assert project.run("render", "--all", "--check").status == 0
    long, short = project.read("README.md").split("## Short")
    assert long.index("Iron bridge") < long.index("[P bridge]") < long.index("[S bridge]")
    assert short.index("Foot bridge") < short.index("Jetty bridge") < short.index("[T bridge]")
