"""The command `papertrail export`."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from exporters import readers
from papertrail.exporters import EXPORTS
from support.projects import Project

Make = Callable[[str], Project]

LIST = """\
=== papers/_topics.yml
- name: Training
  topics: [Memory, Parallelism]
- Serving
=== papers/tofu.yml
name: Tofu
topic: [Training > Parallelism, Training > Memory]
=== papers/gist.yml
name: Gist
topic: Training > Memory
=== papers/orca.yml
name: Orca
topic: Serving
"""


def ids(reading_list: Project, *args: str) -> list[str]:
    result = reading_list.run("export", *args)
    assert (result.status, result.err) == (0, "")
    return [paper["id"] for paper in json.loads(result.out)["papers"]]


def test_export_prints_each_paper_of_a_list_once(project: Make) -> None:
    reading_list = project(LIST)
    assert ids(reading_list) == ["gist", "tofu", "orca"]
    assert ids(reading_list, "--list", "Training") == ids(reading_list, "--list", "training") == ["gist", "tofu"]
    assert ids(reading_list, "--list", "Training > Parallelism") == ["tofu"]


def test_unknown_list_is_an_error(project: Make) -> None:
    result = project(LIST).run("export", "--list", "Trainign")
    assert (result.status, result.out) == (2, "")
    assert 'unknown list "Trainign"; did you mean "Training"?' in result.err


def test_export_supports_all_formats(project: Make) -> None:
    reading_list = project(LIST)
    out = {form: reading_list.run("export", "--format", form, "--list", "Training").out for form in EXPORTS}
    assert out["json"] == reading_list.run("export", "--list", "Training").out
    assert [entry["key"] for entry in readers.bibtex_entries(out["bibtex"])] == ["gist", "tofu"]
    assert [item["id"] for item in readers.csl_items(out["csl-json"])] == ["gist", "tofu"]
    assert [row["id"] for row in readers.csv_rows(out["csv"])] == ["gist", "tofu"]
    assert [record["id"] for record in readers.ris_records(out["ris"])] == ["gist", "tofu"]


@pytest.mark.parametrize(
    ("form", "nothing"),
    [
        ("json", '{"version": 1, "papers": []}\n'),
        ("bibtex", ""),
        ("csl-json", "[]\n"),
        ("ris", ""),
        (
            "csv",
            "id,name,title,type,authors,venue,year,institutions,links,remarks,keywords,topics,added,custom,"
            "date,status,doi,arxiv,isbn,volume,number,pages,publisher,language,awards,abstract,series,edition,address,editors\n",
        ),
    ],
)
def test_empty_list_gives_a_valid_file(project: Make, form: str, nothing: str) -> None:
    assert project("=== papers/_topics.yml\n- Training\n").run("export", "--format", form).out == nothing
