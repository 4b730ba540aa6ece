"""What the pages and the scripts both know: each side reads what the other writes. Scripts run in Node."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from browser import features
from papertrail.core import Catalog, Paper
from papertrail.core.authors import names_of
from papertrail.pages.browse_options import FACETS, GROUPS, HAS, SORTS
from papertrail.pages.group_pages import axes_of
from papertrail.pages.index.filters import facet_index, has_code, text_index
from papertrail.pages.index.packing import FIRST_PAIR, packed
from papertrail.pages.page import PageOptions
from papertrail.pages.rows import soft_breaks
from papertrail.pipeline.check import check_from_disk
from papertrail.publishing.script_contract import CONTRACT
from papertrail.records.config_file import load_settings
from papertrail.templating.environment import scripts
from papertrail.text.markdown import html_inline
from papertrail.text.math import Formula, split_math
from papertrail.text.words import WORD
from support.node import needs_node, run, write_modules


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all modules of the scripts."""
    return write_modules(tmp_path_factory.mktemp("modules"))


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The generated list with everything that filters know of."""
    project = tmp_path_factory.mktemp("features") / "list"
    features.write(project)
    return check_from_disk(load_settings(project / "mkdocs.yml")).catalog


def test_every_constant_is_used_by_a_script() -> None:
    imported = {
        (file, name.strip())
        for text in scripts().values()
        for names, file in re.findall(r'import \{([^}]*)\} from "\./([^"]+)"', text)
        for name in names.split(",")
    }
    assert not [(file, name) for file in CONTRACT for name in CONTRACT[file] if (file, name) not in imported]


def test_the_facets_of_queries_on_pages_are_known_to_the_scripts(catalog: Catalog) -> None:
    groups = [(axis, group) for axis in axes_of(catalog) for group in axis.groups]
    queries = [axis.browse_query(group) for axis, group in groups]
    assert {(query or "").partition("=")[0] for query in queries} <= {*FACETS, "year"}
    assert len(queries) > 20


@needs_node
def test_numbers_are_read_as_they_were_packed(modules: Path) -> None:
    numbers = [*range(300), *range(FIRST_PAIR - 300, FIRST_PAIR + 300), 2 * FIRST_PAIR, 2**20, 2**25 - 1]
    script = 'import { unpackNumbers } from "./unpack.js";\nreturn [...unpackNumbers(data)];'
    assert run(modules, script, packed(numbers)) == numbers


@needs_node
def test_both_sides_take_the_same_characters_for_words(modules: Path) -> None:
    signs = [chr(code) for code in (*range(0xD800), *range(0xE000, 0x11000), 0x1F600, 0x20000, 0x10FFFF)]
    script = 'import { isWord } from "./tokens.js";\nreturn data.map(isWord);'
    is_word = re.compile(WORD).match
    assert run(modules, script, signs) == [bool(is_word(sign)) for sign in signs]


@needs_node
def test_both_sides_break_names_at_the_same_places(modules: Path) -> None:
    names = [
        "Tofu",
        "SwapAdvisor",
        "GPU/CPU",
        "snake_case",
        "a/B_cD",
        "ÉmileStraße",
        "ΑβΓ",
        "ǅx",
        "ªA",
        "ⅷⅧ",
        "1A",
        "/",
        "",
    ]
    script = """\
import { softBreaks } from "./index-rows.js";
return data.map((name) => softBreaks(name).map((part) => part.tag ? `<${part.tag}>` : part).join(""));
"""
    assert run(modules, script, names) == [str(soft_breaks(name)) for name in names]


@needs_node
def test_both_sides_find_the_same_formulas(modules: Path) -> None:
    texts = [
        r"$x$ and \$5 to $y$", r"\\$z$", "$ x$ $x $ $x$5", "$$a$$ $$ $$", "$`b`$", "from $5 to $6", r"$a\$b$ $",
        "é $𝒙$",
        f"${'x' * 500}$ ${'x' * 501}$", "$x$$y$",
    ]  # fmt: skip
    parts = [split_math(text) for text in texts]
    formulas = {part.source: "html" for split in parts for part in split if isinstance(part, Formula)}
    script = """\
import { splitFormulas } from "./formulas.js";
return data.texts.map((text) => splitFormulas(text, data.formulas).filter(([part]) => part));
"""
    found = run(modules, script, {"texts": texts, "formulas": formulas})
    assert found == [[[p.source, "html"] if isinstance(p, Formula) else [p] for p in split] for split in parts]


@needs_node
def test_every_grouping_and_every_order_is_implemented(modules: Path, catalog: Catalog) -> None:
    script = """\
import { facetsOf } from "./facets.js";
import { grouped, ordered } from "./grouping.js";
import { marks } from "./marks.js";
import { PaperIndex } from "./paper-index.js";
import { Search } from "./search.js";
import { formatQuery, parseQuery } from "./url-query.js";
const papers = new PaperIndex(data.facets);
papers.fill(data.texts);
const facets = facetsOf(papers, marks, null, { fresh: new Set() });
const page = { facets, options: { group: data.groups, sort: data.sorts } };
const found = new Search(papers).find("memory OR x");
const all = { shown: new Uint8Array(papers.count).fill(1), found };
const order = ordered(papers, all, data.sorts[0]);
const groups = (group) => grouped(papers, facets, parseQuery("", page), group, order);
return {
  groups: data.groups.map((group) => groups(group).length),
  sorts: data.sorts.map((sort) => ordered(papers, all, sort)),
  queries: [...data.groups.map((name) => `?group=${name}`), ...data.sorts.map((name) => `?sort=${name}`)].map(
    (query) => formatQuery(parseQuery(query, page), page, query),
  ),
  facets: facets.map(({ key, title }) => [key, title]),
  has: facets.find(({ key }) => key === "has").names,
};
"""
    data = {**indexes(catalog), "groups": list(GROUPS), "sorts": list(SORTS)}
    result = run(modules, script, data)
    assert all(result["groups"])
    assert all(sorted(order) == list(range(features.COUNT)) for order in result["sorts"])
    assert len({tuple(order) for order in result["sorts"]}) == len(SORTS)
    not_default = [f"?group={name}" for name in list(GROUPS)[1:]], [f"?sort={name}" for name in list(SORTS)[1:]]
    assert result["queries"] == ["", *not_default[0], "", *not_default[1]]
    assert dict(result["facets"]) == {**FACETS, "field.Cluster": "Cluster"}
    assert result["has"] == list(HAS)


def indexes(catalog: Catalog) -> dict[str, Any]:
    options = PageOptions(site_name="A List")
    return {
        "facets": json.loads(facet_index(catalog.rows, catalog, options)),
        "texts": json.loads(text_index(catalog.rows, options)),
    }


@needs_node
def test_an_index_holds_what_its_papers_say(modules: Path, catalog: Catalog) -> None:
    script = """\
import { PaperIndex } from "./paper-index.js";
const papers = new PaperIndex(data.facets);
papers.fill(data.texts);
const named = ({ names, lists }, i) => Array.from(lists.at(i), (at) => names[at]);
return Array.from({ length: papers.count }, (_, i) => ({
  id: papers.id(i),
  name: papers.name(i),
  title: papers.title(i),
  remarks: papers.remarks(i),
  topics: named(papers.topic, i),
  venues: named(papers.venue, i),
  institutions: named(papers.institution, i),
  authors: named(papers.author, i),
  keywords: named(papers.keyword, i),
  type: named(papers.type, i),
  year: papers.yearOf(i),
  added: named(papers.added, i),
  links: papers.links(i).map(([label]) => label),
  has: papers.has[i],
  language: papers.language[i] ?? null,
  awards: named(papers.award, i),
  identifiers: named(papers.identifier, i),
  custom: papers.custom.flatMap((column) => named(column, i).map((value) => [column.field, value])),
}));
"""
    read = run(modules, script, indexes(catalog))
    paths = [section.path for root in catalog.lists for section in root.walk()]
    assert read == [_content(row.paper, paths) for row in catalog.rows]


def _content(paper: Paper, paths: list[tuple[str, ...]]) -> dict[str, object]:
    title = paper.title if paper.title and paper.title != paper.name else ""
    return {
        "id": paper.id,
        "name": paper.name,
        "title": title,
        "remarks": [html_inline(remark, math=True) for remark in paper.remarks],
        "topics": [" > ".join(path) for path in sorted(paper.topics, key=paths.index)],
        "venues": [venue.text for venue in paper.venues],
        "institutions": list(paper.institutions),
        "authors": list(names_of(paper.authors)),
        "keywords": list(paper.keywords),
        "type": [paper.type],
        "year": paper.year or 0,
        "added": [paper.added] if paper.added else [],
        "links": [link.label for link in paper.links],
        "has": has_code(paper) + 2 * bool(paper.notes) + 4 * bool(paper.abstract),
        "language": paper.language,
        "awards": list(paper.awards),
        "identifiers": [f"{scheme}:{value}" for scheme, value in paper.ids],
        "custom": [list(pair) for pair in paper.custom],
    }
