"""The search finds what brute force finds, in the same order, and its figures hold. Scripts run in Node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpus import write_list
from benchmarks.search_quality import catalog_of, figures, indexes_of, with_search
from browser import features
from browser.brute_force import BrowseQuery, expected_result
from browser.test_browse_counts import FINDS
from papertrail.core import Catalog
from support.node import needs_node, run, write_modules


def words(*words: str, field: str | None = None, phrase: bool = False, excluded: bool = False) -> dict[str, Any]:
    """A term with words."""
    return {"words": list(words), "field": field, "phrase": phrase, "excluded": excluded, "years": None}


def years(first: int | None, last: int | None, *, excluded: bool = False) -> dict[str, Any]:
    """A term with a range of years."""
    return {**words(excluded=excluded), "years": [first, last]}


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all modules of the scripts."""
    return with_search(write_modules(tmp_path_factory.mktemp("modules")))


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The generated list with everything that filters know of."""
    project = tmp_path_factory.mktemp("features") / "list"
    features.write(project)
    return catalog_of(project)


QUERIES: dict[str, list[list[dict[str, Any]]]] = {
    "": [],
    "nsdi  2024": [[words("nsdi")], [words("2024")]],
    "all-reduce": [[words("all", "reduce")]],
    "-graph": [[words("graph", excluded=True)]],
    "- -- !": [],
    '"Data Parallel"': [[words("data", "parallel", phrase=True)]],
    '-"a b"': [[words("a", "b", phrase=True, excluded=True)]],
    '"not closed': [[words("not")], [words("closed")]],
    'a"b c"': [[words("a", "b")], [words("c")]],
    '""': [],
    "a OR b c": [[words("a"), words("b")], [words("c")]],
    "a OR b OR -c": [[words("a"), words("b"), words("c", excluded=True)]],
    "a or b": [[words("a")], [words("or")], [words("b")]],
    "OR a": [[words("or")], [words("a")]],
    "a OR": [[words("a")], [words("or")]],
    "a OR OR b": [[words("a"), words("or")], [words("b")]],
    "author:Zaharia": [[words("zaharia", field="author")]],
    'AUTHOR:"Matei Zaharia"': [[words("matei", "zaharia", field="author", phrase=True)]],
    "-venue:nsdi": [[words("nsdi", field="venue", excluded=True)]],
    "author:": [[words("author")]],
    'topic:"': [[words("topic")]],
    "nobody:knows": [[words("nobody", "knows")]],
    "year:2019": [[years(2019, 2019)]],
    "year:2019-2021": [[years(2019, 2021)]],
    "year:2021-2019": [[years(2019, 2021)]],
    "-year:2019-": [[years(2019, None, excluded=True)]],
    "year:-2019": [[years(None, 2019)]],
    'year:"2019"': [[years(2019, 2019)]],
    "year:19": [[words("year", "19")]],
    "https://doi.org/10.1145/3341301": [[words("10", "1145", "3341301")]],
    "https://example.org/": [[words("https", "example", "org")]],
}


@needs_node
def test_every_query_is_parsed_and_none_is_an_error(modules: Path) -> None:
    script = """\
import { parseSearch } from "./search-query.js";
return data.map((query) => parseSearch(query).map((clause) => clause.map(({ text, ...term }) => term)));
"""
    for query, clauses in zip(QUERIES, run(modules, script, list(QUERIES)), strict=True):
        assert clauses == QUERIES[query], query


@needs_node
def test_a_term_of_a_query_can_be_removed_and_replaced(modules: Path) -> None:
    script = """\
import { parseSearch, withoutTerm, withWord } from "./search-query.js";
return data.map(([query, clause, term]) => {
  const found = parseSearch(query)[clause][term];
  return [withoutTerm(query, found), withWord(query, found, "new")];
});
"""
    cases = {
        ("a b c", 1, 0): ["a c", "a new c"],
        ('"a b" c', 0, 0): ["c", "new c"],
        ("a OR b c", 0, 0): ["b c", "new OR b c"],
        ("a OR b", 0, 1): ["a", "a OR new"],
        ("a", 0, 0): ["", "new"],
    }
    assert run(modules, script, list(cases)) == list(cases.values())


@needs_node
def test_the_search_finds_what_brute_force_finds_in_the_same_order(modules: Path, catalog: Catalog) -> None:
    script = """\
import { orderedBest, papersOf } from "./quality.js";
const papers = papersOf(data);
const idsOf = (found) => found.map((i) => papers.id(i));
return data.queries.map((query) => idsOf(orderedBest(papers, query)));
"""
    finds = [find for find in FINDS if find != "- +"]
    found = run(modules, script, {**indexes_of(catalog), "queries": finds})
    for find, ids in zip(finds, found, strict=True):
        [(_, expected)] = expected_result(catalog, BrowseQuery(find=find), {}).groups or [("", [])]
        assert ids == expected, find


@needs_node
def test_papers_are_found_first_by_name_author_venue_and_year(tmp_path: Path) -> None:
    write_list(tmp_path / "list", 300)
    (tmp_path / "modules").mkdir()
    for figure in figures(catalog_of(tmp_path / "list"), tmp_path / "modules"):
        assert figure.first >= 0.95, figure
        assert figure.first_five >= 0.99, figure
