"""References in five styles, which a script writes from the CSL-JSON of a paper's page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from papertrail.exporters import export_text
from papertrail.exporters.citation_styles import reference_in
from support.golden import Golden
from support.node import needs_node, run, write_modules
from support.projects import checked

STYLES = ("APA", "IEEE", "ACM", "Chicago", "Harvard")
LIST = """\
=== papers/_venues.yml
- {name: EuroSys, full: European Conference on Computer Systems, kind: conference}
- {name: TPDS, full: IEEE Transactions on Parallel and Distributed Systems, kind: journal}
- {name: arXiv, kind: preprint}
=== papers/conference.yml
name: Tofu
title: "Supporting Very Large Models using Automatic Dataflow Graph Partitioning"
authors: [Minjie Wang, Chien-chin Huang, Jinyang Li]
venue: EuroSys 2019
links: {Paper: "https://doi.org/10.1145/3302424.3303953"}
publication: {pages: 26:1--26:17, publisher: ACM}
topic: T
=== papers/journal.yml
name: Scheduling?
authors: [Jean-Luc Picard, "van der Berg, Ada"]
venue: TPDS 2020
publication: {volume: 31, number: 4, pages: 12-34}
topic: T
=== papers/preprint.yml
name: Horovod
authors: [Alexander Sergeev]
venue: arXiv 1802.05799
topic: T
=== papers/software.yml
name: A Library
type: software
authors: [{organization: The Library Project}]
links: {Code: "https://example.org/library"}
topic: T
=== papers/many.yml
name: Many
authors: [A One, B Two, C Three, D Four, E Five, F Six, G Seven, H Eight, I Nine, J Ten, K Eleven, L Twelve, M Xu, N Y,
  O Z, P Q, Q R, R S, S T, T U, U V, V W]
venue: EuroSys 2021
topic: T
=== papers/others.yml
name: Others
authors: [Ada Lovelace, et al.]
topic: T
=== papers/bare.yml
name: Bare
topic: T
"""
SCRIPT = """\
import { reference } from "./cite-styles.js";
return data.items.map((item) => data.styles.map((style) => `${style}: ${reference(item, style)}`));
"""


@pytest.fixture(scope="module")
def references(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    catalog = checked(LIST).catalog
    items = json.loads(export_text("csl-json", catalog.rows, catalog))
    modules = write_modules(tmp_path_factory.mktemp("scripts"))
    return list(run(modules, SCRIPT, {"items": items, "styles": STYLES}))


@needs_node
def test_references_are_written_as_each_style_demands(references: list[list[str]], golden: Golden) -> None:
    text = "\n\n".join("\n".join(lines) for lines in references) + "\n"
    golden.check(text, Path(__file__).parent / "golden" / "styles.txt")


@needs_node
def test_references_have_no_gaps(references: list[list[str]]) -> None:
    for line in (line for lines in references for line in lines):
        for wrong in ("undefined", "null", "  ", " ,", "..", "( ", "()", ",,", " .", "“”", "‘’"):
            assert wrong not in line.replace(" . . . ", " "), line


@pytest.mark.parametrize("style", ["APA", "IEEE"])
def test_bibliographies_of_pages_have_the_same_references(style: str) -> None:
    catalog = checked(LIST).catalog
    written = [reference_in(style.lower(), paper, catalog.venue_names).text for paper in catalog.papers]
    golden = (Path(__file__).parent / "golden" / "styles.txt").read_text(encoding="utf-8")
    assert [f"{style}: {text}" for text in written] == [line for line in golden.split("\n") if line.startswith(style)]


def test_citations_in_prose_name_one_or_two_authors_or_the_first() -> None:
    catalog = checked(LIST).catalog
    references = {paper.id: reference_in("apa", paper, catalog.venue_names) for paper in catalog.papers}
    assert {id: f"{reference.authors}, {reference.year}" for id, reference in references.items()} == {
        "conference": "Wang et al., 2019",
        "journal": "Picard & van der Berg, 2020",
        "preprint": "Sergeev, 2018",
        "software": "The Library Project, None",
        "many": "One et al., 2021",
        "others": "Lovelace et al., None",
        "bare": "Bare, None",
    }
