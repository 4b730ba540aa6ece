"""Records that were imported and then edited: in their documents, only the edited values change."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from random import Random

import pytest

from benchmarks.layouts import sample
from campaigns.edits import HERE, TEMPLATES, Result, rendered, results_of
from papertrail.core.fields import STYLES
from papertrail.core.registries import Topic
from papertrail.importing import ImportOptions, InputFile, import_lists
from papertrail.pipeline.check import Checked
from papertrail.records.files import Sources
from support.golden import Golden

DOCUMENTS = sorted((Path(__file__).parent / "edits").glob("*.md"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.stem for path in DOCUMENTS])
def test_only_the_edited_value_changes_in_a_verbatim_entry(path: Path, golden: Golden) -> None:
    results = [*results_of(path.name, path.read_bytes(), Random(7), 9, verbatim=True)]
    assert all(result.is_only_entry for result in results)
    lines = [results[0].before, *map(describe, results)]
    golden.check("\n\n".join(lines) + "\n", path.with_suffix(".md.txt"))


def describe(result: Result) -> str:
    """A change, and what it made of the entry."""
    note = "" if result.is_read else " (not read like that)"
    return (
        f"## {result.field}{note}\n{result.after}" if result.before != result.after else f"## {result.field}: not shown"
    )


@pytest.mark.parametrize("seed", [2, 8, 11])
def test_an_edited_record_is_read_from_its_document(seed: int) -> None:
    for result in results_of("list.md", sample(seed).text.encode(), Random(seed), 1):
        assert result.is_only_entry, result
        assert result.is_read or "added" in result.field, result


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.stem for path in DOCUMENTS])
def test_a_list_with_another_style_shows_all_that_its_records_have(path: Path, style: str) -> None:
    checked = imported(path)
    topics = tuple(with_style(topic, style) for topic in checked.library.registries.topics or ())
    registries = replace(checked.library.registries, topics=topics)
    text = unescape(rendered(Checked(replace(checked.library, registries=registries), ()), "Tea")).translate(
        dict.fromkeys(map(ord, "\\*`"))
    )
    for paper in checked.library.papers:
        values = [
            *map(str, paper.authors),
            *paper.institutions,
            *(value for _, value in paper.custom),
            paper.date or "",
        ]
        values += [text for link in paper.links for text in (link.label, link.url)]
        values += [paper.name, *(venue.text for venue in paper.venues), *(remark[:9] for remark in paper.remarks)]
        assert [value for value in values if value not in text and value != "Paper"] == []


@cache
def imported(path: Path) -> Checked:
    """A list after its import."""
    files = [InputFile(name=path.name, data=path.read_bytes())]
    return import_lists(Sources(), HERE, files, ImportOptions(), TEMPLATES).checked


def with_style(topic: Topic, style: str) -> Topic:
    """A topic and its subtopics in a style."""
    return replace(topic, style=style, topics=tuple(with_style(below, style) for below in topic.topics))
