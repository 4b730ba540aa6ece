"""The JSON Schemas are generated from the tables of fields and the names of a list, and agree with the rules."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from conftest import REPOSITORY
from papertrail.core.fields import RECORD, REGISTRIES
from papertrail.pipeline.check import library_of
from papertrail.pipeline.names import names_of
from papertrail.records.schema_folder import has_schemas
from papertrail.scaffold.schema import SCHEMAS, schema_text
from support.golden import Golden
from support.projects import Project, problems, sources_of, write_tree

FORM_RULES = {"PT003", "PT101", "PT102", "PT103", "PT204"}
"""Rules that a schema can express."""


@pytest.mark.parametrize("name", SCHEMAS)
def test_committed_schema_is_current(name: str, golden: Golden) -> None:
    Draft7Validator.check_schema(json.loads(schema_text(name)))
    golden.check(schema_text(name), REPOSITORY / "schema" / f"{name}.schema.json")


def as_editors_read(text: str) -> Any:
    """Parse YAML with types, as editors do, except that they keep dates as text."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, date) else value

    return plain(yaml.safe_load(text))


def passes(name: str, text: str) -> bool:
    return bool(Draft7Validator(json.loads(schema_text(name))).is_valid(as_editors_read(text)))


VALID = {
    "least": "name: Tofu\ntopic: Training\n",
    "text that looks like something else": "name: NO\ntitle: 1.10\nvenue: 2019\ntopic: 1984\nremarks: true\n",
    "nothing after a name": "name: Tofu\ntitle:\nvenue:\ninstitutions:\nlinks:\ncustom:\ntopic: Training\n",
    "lists": "name: T\nauthors: [A, B]\ntopic: [A, B > C]\nremarks: [a, b]\n"
    "venue: [arXiv 1811.06965, {name: X 2019}]\n",
    "links as a list": "name: T\ntopic: A\nlinks:\n  - {label: Paper, url: https://example.com/a}\n",
    "dates": "name: T\ntopic: A\ndate: 2019\nadded: 2019-03-25\n",
    "a month": "name: T\ntopic: A\ndate: 2019-03\ntype: software\ncustom: {Objective: latency, Score: 3}\n",
}
INVALID = {
    "no name": "title: T\ntopic: A\n",
    "no topic": "name: T\n",
    "an empty name": 'name: ""\ntopic: A\n',
    "a name with nothing after it": "name:\ntopic: A\n",
    "a list as name": "name: [a, b]\ntopic: A\n",
    "a line break": 'name: "a\\nb"\ntopic: A\n',
    "an unknown field": "name: T\ntopic: A\ninstitution: NYU\n",
    "text for a list": "name: T\ntopic: A\ninstitutions: NYU\n",
    "a list of addresses": "name: T\ntopic: A\nlinks:\n  - https://example.com/p\n",
    "an unknown type": "name: T\ntopic: A\ntype: papre\n",
    "a wrong date": "name: T\ntopic: A\ndate: March 2019\n",
    "a month for a day": "name: T\ntopic: A\nadded: 2019-03\n",
    "a link without address": "name: T\ntopic: A\nlinks:\n  - {label: Paper}\n",
    "a part that venues do not have": "name: T\ntopic: A\nvenue: {name: X, year: 2019}\n",
    "nested text": "name: T\ntopic: A\ncustom: {a: [b]}\n",
    "an empty list": "name: T\ntopic: A\nkeywords: []\n",
    "a list": "- name: T\n",
}


@pytest.mark.parametrize("name", VALID)
def test_records_without_problems_are_valid(name: str) -> None:
    tree = f"=== papers/tofu.yml\n{VALID[name]}"
    assert not {problem.code for problem in problems(tree)} & FORM_RULES
    assert passes("paper", VALID[name])


@pytest.mark.parametrize("name", INVALID)
def test_records_of_the_wrong_form_are_invalid(name: str) -> None:
    tree = f"=== papers/tofu.yml\n{INVALID[name]}"
    assert {problem.code for problem in problems(tree)} & FORM_RULES
    assert not passes("paper", INVALID[name])


def test_real_records_and_registries_are_valid() -> None:
    for path in sorted((REPOSITORY / "papers").glob("*.yml")):
        schema = path.stem.removeprefix("_") if path.name in REGISTRIES else "paper"
        text = path.read_text(encoding="utf-8")
        assert passes(schema, text), path.name
        assert text.startswith(f"# yaml-language-server: $schema=../schema/{schema}.schema.json\n")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("topics", "- name: A\n  style: table\n"),
        ("topics", "- {name: A, topics: [{name: B, colums: [name]}]}\n"),
        ("venues", "- {full: A}\n"),
        ("institutions", "name: A\n"),
    ],
)
def test_registries_of_the_wrong_form_are_invalid(name: str, text: str) -> None:
    tree = f"=== papers/_{name}.yml\n{text}"
    assert {problem.code for problem in problems(tree)} & FORM_RULES
    assert not passes(name, text)


def test_examples_of_fields_are_valid() -> None:
    examples = "".join(f"{f.name}: {f.example}\n" for f in RECORD if f.name != "source")
    tree = f"=== papers/paper.yml\n{examples}\n=== papers/tofu.md\nNotes.\n"
    assert problems(tree) == ()
    assert passes("paper", examples)


# The names of a list

LIST = """\
=== papers/_topics.yml
- name: Training
  topics: [Data]
=== papers/_venues.yml
- {name: EuroSys}
- {name: ATC, renamed_to: EuroSys}
=== papers/_institutions/nyu.yml
name: NYU
=== papers/tofu.yml
name: Tofu
venue: EuroSys 2019
institutions: [NYU]
keywords: [graphs]
topic: Training > Data
"""


def list_in(folder: Path) -> Project:
    write_tree(folder, LIST)
    return Project(folder)


def schema_of(tree: str, name: str = "paper") -> Any:
    return json.loads(schema_text(name, names_of(library_of(sources_of(tree)))))


_GENERAL = ("entry", "language")
"""Definitions that do not depend on the list."""


def test_the_names_of_a_list_are_choices() -> None:
    def choices(name: str) -> dict[str, list[str]]:
        definitions = schema_of(LIST, name)["definitions"].items()
        return {field: schema["anyOf"][0]["enum"] for field, schema in definitions if field not in _GENERAL}

    assert choices("paper") == {
        "topic": ["Training", "Training > Data"],
        "venue": ["ATC", "EuroSys", "EuroSys 2019"],
        "institutions": ["NYU"],
        "keywords": ["graphs"],
    }
    assert choices("topics") == {"order": ["tofu"], "start": ["tofu"]}
    assert choices("venues") == choices("venue") == {"renamed_to": ["ATC", "EuroSys"]}
    assert choices("institutions") == choices("institution") == {"parent": ["NYU"]}


@pytest.mark.parametrize("text", [*VALID.values(), *INVALID.values()])
def test_names_do_not_change_what_is_valid(text: str) -> None:
    """The rules report unknown names, and a record may have a year for which there is no other paper."""
    schema = schema_of(LIST)
    Draft7Validator.check_schema(schema)
    assert Draft7Validator(schema).is_valid(as_editors_read(text)) == passes("paper", text)


def test_the_command_writes_the_schemas_with_names(tmp_path: Path) -> None:
    project = list_in(tmp_path)
    missing = project.run("schema", "--check")
    assert missing.status == 1
    assert "schema/paper.schema.json: outdated or missing; run `papertrail schema`\n" in missing.out
    assert not (project.root / "schema").exists()
    written = project.run("schema")
    assert written.out.splitlines() == [f"Wrote schema/{name}.schema.json" for name in SCHEMAS]
    assert "add the line /schema/ to .gitignore" in written.err
    assert json.loads(project.read("schema/paper.schema.json")) == schema_of(LIST)
    assert project.run("schema", "--check").status == 0
    assert project.run("schema").out == "All schemas are current\n"
    project.write("papers/tofu.yml", "name: Tofu\nkeywords: [other]\ntopic: Training > Data\n")
    assert project.run("schema", "--check").out.count("\n") == 1


def test_schemas_that_git_ignores_follow_the_list(tmp_path: Path) -> None:
    project = list_in(tmp_path)
    project.run("check", "--fix")
    assert not (project.root / "schema").exists()
    project.write(".gitignore", "*.log\n/schema/\n")
    project.run("check")
    assert not (project.root / "schema").exists(), "a check writes nothing"
    project.run("check", "--fix")
    assert '"Training > Data"' in project.read("schema/paper.schema.json")


def test_a_new_list_has_current_schemas_outside_git(tmp_path: Path) -> None:
    Project(tmp_path).run("init", "list")
    made = Project(tmp_path / "list")
    assert "/schema/\n" in made.read(".gitignore")
    assert made.run("schema", "--check").status == 0
    (made.root / "schema/paper.schema.json").unlink()
    assert has_schemas(made.root), "so that new records of a fresh clone refer to them, too"
