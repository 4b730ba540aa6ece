"""Entries that are read wrongly (not collected: the code is to be mended first)."""

from __future__ import annotations

import pytest

from papertrail.importers.markdown import read_again


@pytest.mark.parametrize(
    "word",
    [
        "Models",
        "Data",
        "Code",
        "Benchmark",
        "Demo",
        "Review",
        "Project",
        "Weights",
        "Dataset",
        "Video",
        "Report",
        "Website",
        "Blog",
    ],
)
@pytest.mark.parametrize(
    "after", [" (EuroSys 2019)", ". *EuroSys 2019*.", ", EuroSys 2019", " [[code]](https://example.com/c)"]
)
def test_a_title_may_end_like_a_label(word: str, after: str) -> None:
    """`words.is_label` takes any text that ends in such a word for a label, however long."""
    found = read_again(f"- [Serving Very Large {word}](https://example.com/p){after}", "bullets", ())
    assert found
    assert found.name == f"Serving Very Large {word}"


def test_the_stop_behind_two_authors_is_no_part_of_a_name() -> None:
    found = read_again(
        "- **Batching Requests**. Jane Doe, John Roe. *EuroSys 2019*. [[Paper]](https://example.com/p)", "bullets", ()
    )
    assert found
    assert found.authors == ("Jane Doe", "John Roe")


def test_title_authors_and_venue_each_end_in_a_stop() -> None:
    """Nothing is marked, and all of it is taken for authors; the stop behind the title is no part of it."""
    found = read_again(
        "- Tofu: A Title. Jane Doe, John Roe, Max Poe. OSDI 2020. [[Paper]](https://example.com/p)", "bullets", ()
    )
    assert found
    assert (found.title, found.authors) == ("Tofu: A Title", ("Jane Doe", "John Roe", "Max Poe"))
    assert [venue.text for venue in found.venues] == ["OSDI 2020"]
