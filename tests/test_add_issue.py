"""`papertrail add --issue`: a record from an issue of the form "Add a paper", whose text is untrusted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from papertrail.core.fields import RECORD
from papertrail.lookup.issue_form import LABELS, issue_answers
from papertrail.scaffold.new_list import NewList
from papertrail.scaffold.origin import Origin
from support.projects import Project

Make = Callable[[str], Project]

LIST = """\
=== papers/_topics.yml
- {name: Training, topics: [Parallelism, Scheduling]}
=== papers/_venues.yml
- {name: OSDI, full: Symposium on Operating Systems Design and Implementation}
=== papers/tofu.yml
name: Tofu
topic: Training > Parallelism
"""


def issue(**answers: str) -> str:
    """The text of an issue, as GitHub writes it."""
    return "".join(f"### {label}\n\n{answers.get(field, '_No response_')}\n\n" for field, label in LABELS.items())


def add(project: Project, text: str) -> tuple[int, str]:
    """Add the paper of an issue. Returns the status, and what was printed."""
    (project.root / "issue.md").write_text(text, encoding="utf-8", newline="")
    result = project.run("add", "--issue", "issue.md")
    return result.status, result.out + result.err


def test_the_form_has_the_labels_that_are_read() -> None:
    form = yaml.safe_load(NewList(origin=Origin("papertrail")).files()[".github/ISSUE_TEMPLATE/add-paper.yml"])
    assert [(part["id"], part["attributes"]["label"]) for part in form["body"]] == [*LABELS.items()]
    assert {*LABELS} - {"source"} <= {field.name for field in RECORD}
    assert all(isinstance(text, str) and text for part in form["body"] for text in part["attributes"].values())
    assert [part["id"] for part in form["body"] if part.get("validations") == {"required": True}] == ["topic"]
    assert form["title"].startswith("Add paper:")


def test_a_described_paper_becomes_a_record(project: Make) -> None:
    made = project(LIST)
    text = issue(
        topic="scheduling",
        name="Salus",
        title="Fine-Grained GPU Sharing",
        authors="Peifeng Yu\n- Mosharaf Chowdhury",
        venue="OSDI 2020",
        links="https://example.org/salus\nCode: https://example.org/code",
        keywords="GPU, sharing",
        remarks="- *Shares* a GPU.\n- Fast & small.",
    )
    status, printed = add(made, text.replace("\n", "\r\n"))
    assert status == 0, printed
    record = yaml.load(made.read("papers/salus.yml"), yaml.BaseLoader)
    assert record.pop("added")
    assert record == {
        "name": "Salus",
        "title": "Fine-Grained GPU Sharing",
        "authors": ["Peifeng Yu", "Mosharaf Chowdhury"],
        "venue": "OSDI 2020",
        "links": {"Paper": "https://example.org/salus", "Code": "https://example.org/code"},
        "keywords": ["GPU", "sharing"],
        "remarks": ["*Shares* a GPU.", "Fast & small."],
        "topic": "Training > Scheduling",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Hello, please add Salus.", 'no answers of the form "Add a paper"'),
        (issue(topic="scheduling"), "the issue names no paper; fill in its link or identifier, or its title"),
        (issue(topic="Skeduling", title="Salus"), 'unknown topic "Skeduling"; did you mean'),
        (issue(source="papers/tofu.yml", topic="scheduling"), "no identifier of a paper"),
        (issue(source="/etc/passwd", topic="scheduling"), "no identifier of a paper"),
        (issue(source="-", topic="scheduling"), "no identifier of a paper"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(project: Make, text: str, message: str) -> None:
    made = project(LIST)
    status, printed = add(made, text)
    assert status != 0
    assert message in printed
    assert "root:" not in printed
    assert sorted(path.name for path in (made.root / "papers").iterdir()) == ["_topics.yml", "_venues.yml", "tofu.yml"]


def test_hostile_answers_are_values(project: Make) -> None:
    made = project(LIST)
    status, printed = add(
        made,
        issue(
            topic="scheduling",
            name="../../x\x1b[31m",
            title="$(touch pwned) `id` ${{ github.token }} <script>\n::error::x",
            remarks="### Topic\n\nTraining > Parallelism\n\n### Nothing\n\n<img src=x>",
        ),
    )
    assert status == 0, printed
    assert "<img src=x>" not in printed.partition("warning")[0]
    assert "::error::" not in {line[:9] for line in printed.splitlines()}
    (record,) = {path.name for path in Path(made.root, "papers").iterdir()} - {"_topics.yml", "_venues.yml", "tofu.yml"}
    values = yaml.load(made.read(f"papers/{record}"), yaml.BaseLoader)
    assert values["topic"] == "Training > Scheduling"
    assert values["title"].startswith("$(touch pwned)")
    assert values["remarks"][0] == "### Topic"
    assert not (made.root / "pwned").exists()


def test_fields_without_an_answer_are_omitted() -> None:
    assert issue_answers(issue(name="A", title="_No response_")) == {"name": "A"}


def test_sources_and_issues_exclude_each_other(project: Make) -> None:
    made = project(LIST)
    assert "Missing argument 'SOURCE...'" in made.run("add").err
    made.write("issue.md", issue(name="A"))
    assert "--issue names the paper" in made.run("add", "1811.06965", "--issue", "issue.md").err
