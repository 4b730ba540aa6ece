"""How a list is written is inferred from all its entries."""

from __future__ import annotations

import pytest

from benchmarks.import_quality import read
from benchmarks.layouts import sample
from papertrail.readers.markdown.induction.reader import read_run

WORKS = [
    ("Ada Reel, Ben Spool", "Nets that Hold a Ship", "OSDI 2018"),
    ("Cleo Twine, Dov Yarn", "Sails in a Calm Sea", "SOSP 2019"),
    ("Ada Reel, Dov Yarn", "Anchors of Stone and Iron", "NSDI 2020"),
    ("Cleo Twine, Eli Hemp", "The Weight of a Wet Rope", "OSDI 2020"),
]


@pytest.mark.parametrize(
    ("form", "entry", "expected"),
    [
        # A word that no one knows is what its neighbors are in this place.
        ("- {1}, *{0}*", "- Storms of the North, *Marlin*", {"title": "Storms of the North", "authors": "Marlin"}),
        ("- {1}, *{2}*", "- Storms of the North, *Marlin*", {"title": "Storms of the North", "venue": "Marlin"}),
        ("- *{0}*, {1}", "- *Harbor Days*, Storms of the North",
         {"authors": "Harbor Days", "title": "Storms of the North"}),
    ],
)  # fmt: skip
def test_an_entry_is_read_like_the_others_of_its_list(form: str, entry: str, expected: dict[str, str]) -> None:
    others = [form.format(*work) for work in WORKS]
    assert values_in([*others, entry], entry) == expected


def test_an_entry_alone_is_read_by_what_it_looks_like() -> None:
    entry = "- *Harbor Days*, Storms of the North"
    others = [f"- *{authors}*, {title}" for authors, title, _ in WORKS]
    assert values_in([entry], entry) != values_in([*others, entry], entry)


@pytest.mark.parametrize(
    "form",
    [
        "- {1} [[Paper]](https://loom.example.org/1)\n  - {0}. {2}. {3}, 2015",
        "- {1} [[Paper]](https://loom.example.org/1)\n  - {0}, {2}, {3}, 2015.",
        '- **{1}** ([paper](https://loom.example.org/1))\n  - {0}, "{2}", {3} 2015',
        "- [{1}](https://loom.example.org/1)\n  - {0}, {2}, {3} (2015)",
    ],
)
def test_a_citation_below_a_name_has_the_title(form: str) -> None:
    works = [
        ("Ada Reel, Ben Spool", "Attentive Loom", "Cloth Recognition with Visual Attention", "ICLR"),
        ("Cleo Twine, Dov Yarn, Eli Hemp", "3D Shuttle", "Sketch-based Cloth Retrieval", "CVPR"),
        ("Fay Silk", "Twill", "A Fast Shuttle", "NeurIPS"),
    ]
    run = [form.format(*work) for work in works]
    for entry, (authors, name, title, venue) in zip(run, works, strict=True):
        values = values_in(run, entry)
        assert (values["name"], values["title"], values["authors"]) == (name, title, authors)
        assert values["venue"].startswith(venue)


@pytest.mark.parametrize("count", [3, 30, 150])
def test_lists_of_names_may_be_long(count: int) -> None:
    names = ", ".join(
        f"{first}da {last}"
        for first in "ABCDEFGHIJKLM"
        for last in ("Reel", "Spool", "Twine", "Yarn", "Hemp", "Silk", "Flax", "Felt", "Knot", "Wool", "Jute", "Lace")
    )
    authors = ", ".join(names.split(", ")[:count])
    entry = f"- **Sails in a Calm Sea** [[Code]](https://loom.example.org/1)\n  - {authors}\n  - SOSP 2019"
    expected = {"title": "Sails in a Calm Sea", "link": "Code", "authors": authors, "venue": "SOSP 2019"}
    assert values_in([entry], entry) == expected


def values_in(run: list[str], entry: str) -> dict[str, str]:
    return {piece.kind: piece.text for piece in read_run(run).entries[entry].pieces}


def test_lists_in_generated_layouts_are_read() -> None:
    results = [read(sample(seed)) for seed in range(100)]
    entries = sum(len(result.sample.works) for result in results)
    right = sum(result.right["all"] for result in results)
    assert right >= 0.97 * entries, f"{right} of {entries} entries are right in all fields"
