"""How well the search finds papers: `python -m benchmarks.search_quality [--json] [FOLDER | COUNT ...]` in `tests`.

Each FOLDER is a list, and each COUNT a generated list of that many papers: this repository's list, 500 and 10000 where
both are left out. The queries are made from the papers, the same in each run:

- *name*: the exact name of a paper;
- *author and year*: the last word of the family name of its first author, and its year;
- *venue and year*: its last venue, and the year of that;
- *wrong letter*: its name with another letter in the middle of its longest word, if that has at least four letters.

The rank of a paper is the number of papers that are shown before it and are no equals of it, plus 1. Equals have the
same name; the same first author and year; the same venue and year: the query cannot tell them apart. The search runs
in Node with the site's own modules, and with all words that it loads, also those of abstracts.
"""

from __future__ import annotations

import argparse
import json
import random
import string
import sys
import tempfile
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.corpus import write_list
from papertrail.core import Catalog, Paper
from papertrail.core.authors import authors_of
from papertrail.pages.index.filters import facet_index, text_index
from papertrail.pages.index.words import word_index
from papertrail.pages.page import PageOptions
from papertrail.pipeline.check import check_from_disk
from papertrail.records.config_file import load_settings
from support.node import run, write_modules

REPOSITORY = Path(__file__).parents[2]
KINDS = ("name", "author and year", "venue and year", "wrong letter")
MOST_PAPERS = 500
"""Papers of a list that queries are made from."""
SEED = 17
_SHOWN = 50
"""Papers of a result that are compared, in addition to equals."""

_SEARCH = """\
import { orderedBest, papersOf } from "./quality.js";
const papers = papersOf(data);
return data.queries.map((query) => orderedBest(papers, query).slice(0, data.shown));
"""
_MODULE = """\
import { ordered } from "./grouping.js";
import { PaperIndex } from "./paper-index.js";
import { Search } from "./search.js";
import { readWords } from "./abstract-words.js";
export function papersOf({ facets, texts, words }) {
  const papers = new PaperIndex(facets);
  papers.fill(texts);
  papers.search = new Search(papers);
  if (words) papers.search.add(readWords(words, papers.count));
  return papers;
}
export function orderedBest(papers, query) {
  const found = papers.search.find(query);
  return found ? ordered(papers, { shown: found.points, found }, "best") : [];
}
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A query that should find a paper, or an equal of it, first."""

    kind: str
    text: str
    paper: int
    """The number of the paper in the list."""
    key: Hashable
    """What its equals share with it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """How often queries of one kind find their paper first, and among the first five."""

    kind: str
    count: int
    first: float
    first_five: float


def catalog_of(project: Path) -> Catalog:
    """Return the checked list of a project."""
    return check_from_disk(load_settings(project / "mkdocs.yml")).catalog


def queries_of(papers: Sequence[Paper]) -> Iterator[Query]:
    """Yield the queries of a list, of every kind that its papers have the values for."""
    rng = random.Random(SEED)
    numbers = range(len(papers))
    for number in sorted(rng.sample(numbers, min(MOST_PAPERS, len(papers)))):
        paper = papers[number]
        for kind in KINDS:
            key = _keys(paper)[kind]
            text = _text(paper, kind, rng)
            if text and key:
                yield Query(kind=kind, text=text, paper=number, key=key)


def _keys(paper: Paper) -> dict[str, Hashable | None]:
    author = _first_author(paper)
    dated = _dated_venue(paper)
    name = paper.name.casefold()
    return {
        "name": name,
        "author and year": (author.casefold(), paper.year) if author and paper.year else None,
        "venue and year": (dated[0].casefold(), dated[1]) if dated else None,
        "wrong letter": name,
    }


def _text(paper: Paper, kind: str, rng: random.Random) -> str:
    if kind == "author and year":
        return f"{_first_author(paper)} {paper.year}"
    if kind == "venue and year":
        return " ".join(map(str, _dated_venue(paper) or ()))
    return paper.name if kind == "name" else _with_wrong_letter(paper.name, rng)


def _first_author(paper: Paper) -> str:
    people = authors_of(paper.authors).people
    return (people[0].family or people[0].name).rpartition(" ")[2] if people else ""


def _dated_venue(paper: Paper) -> tuple[str, int] | None:
    venue = paper.venues[-1] if paper.venues else None
    year = venue and (venue.year or paper.year)
    return (venue.series, year) if venue and year else None


def _with_wrong_letter(name: str, rng: random.Random) -> str:
    """Return a name with a typing error; empty for a name that has no word of ASCII letters that is long enough."""
    words = name.split(" ")
    word = max((word for word in words if word.isascii() and word.isalpha()), key=len, default="")
    if len(word) < 4:
        return ""
    middle = len(word) // 2
    other = rng.choice([letter for letter in string.ascii_lowercase if letter != word[middle].lower()])
    words[words.index(word)] = word[:middle] + other + word[middle + 1 :]
    return " ".join(words)


def figures(catalog: Catalog, folder: Path) -> list[Figure]:
    """Return the figure of each kind; the scripts run in `folder`."""
    papers = catalog.papers
    queries = list(queries_of(papers))
    by_key = defaultdict[tuple[str, Hashable], set[int]](set)
    for number, paper in enumerate(papers):
        for kind, key in _keys(paper).items():
            by_key[kind, key].add(number)
    results = _results(catalog, [query.text for query in queries], folder)
    ranks = defaultdict[str, list[int | None]](list)
    for query, shown in zip(queries, results, strict=True):
        ranks[query.kind].append(_rank(shown, by_key[query.kind, query.key]))
    return [_figure(kind, ranks[kind]) for kind in KINDS if ranks[kind]]


def _rank(shown: Sequence[int], equals: set[int]) -> int | None:
    """Return the rank of a paper among those shown; None if neither it nor an equal is shown."""
    return next((rank for rank, number in enumerate(shown, 1) if number in equals), None)


def _figure(kind: str, ranks: Sequence[int | None]) -> Figure:
    return Figure(
        kind=kind,
        count=len(ranks),
        first=sum(rank == 1 for rank in ranks) / len(ranks),
        first_five=sum(rank is not None and rank <= 5 for rank in ranks) / len(ranks),
    )


def _results(catalog: Catalog, queries: Sequence[str], folder: Path) -> list[list[int]]:
    """Return the numbers of the papers that the search shows first for each query."""
    data = {**indexes_of(catalog), "queries": queries, "shown": _SHOWN}
    results: list[list[int]] = run(with_search(write_modules(folder)), _SEARCH, data)
    return results


def indexes_of(catalog: Catalog) -> dict[str, Any]:
    """Return the parsed index of a list."""
    options = PageOptions(site_name="Search")
    indexes = {
        "facets": facet_index(catalog.rows, catalog, options),
        "texts": text_index(catalog.rows, options),
        "words": word_index(catalog.rows),
    }
    return {name: json.loads(text) for name, text in indexes.items()}


def with_search(modules: Path) -> Path:
    """Add the module `quality.js`, which searches an index, to a folder of modules."""
    (modules / "quality.js").write_text(_MODULE, encoding="utf-8")
    return modules


def main(arguments: Sequence[str]) -> None:
    """Print a table for each list."""
    reader = argparse.ArgumentParser(prog="benchmarks.search_quality", description="Measures what the search finds.")
    reader.add_argument("lists", nargs="*", metavar="FOLDER | COUNT", default=[str(REPOSITORY), "500", "10000"])
    reader.add_argument("--json", action="store_true", help="print all figures as JSON")
    given = reader.parse_args(arguments)
    found = []
    for name in given.lists:
        with tempfile.TemporaryDirectory() as temporary:
            project = Path(name)
            if name.isdecimal():
                write_list(project := Path(temporary) / "list", int(name))
            catalog = catalog_of(project)
            (modules := Path(temporary) / "modules").mkdir()
            found += [(name, len(catalog.papers), figure) for figure in figures(catalog, modules)]
    if given.json:
        rows = [{"list": name, "papers": count, **_members(figure)} for name, count, figure in found]
        print(json.dumps(rows, indent=2))
        return
    print(f"{'list':24}{'papers':>8}  {'queries':18}{'count':>6}{'first':>9}{'first 5':>9}")
    for name, count, figure in found:
        shares = f"{figure.first:>9.1%}{figure.first_five:>9.1%}"
        print(f"{Path(name).name or name:24}{count:>8,}  {figure.kind:18}{figure.count:>6}{shares}")


def _members(figure: Figure) -> dict[str, object]:
    return {
        "queries": figure.kind, "count": figure.count, "first": figure.first, "first five": figure.first_five,
    }  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
