"""A source that is imported again: its changes are written, edits stay, and the rest is reported.

Each case in `again/` is a tree: the project, `first.*` and `second.*`, edits between the imports in `edited/` (an empty
file is deleted), and what must be the result in `after/`. `report` contains lines of the second report.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.importing import ImportOptions, ImportResult, InputFile, import_lists
from papertrail.templating.environment import environment
from support.projects import sources_of, tree_of

CASES = sorted((Path(__file__).parent / "again").glob("*.txt"))
TEMPLATES = environment(None)
HERE = Settings(root=Path("/nowhere"))

Tree = dict[str, str]


def imported(tree: Tree, name: str, text: str, **options: str | bool) -> ImportResult:
    chosen = ImportOptions(schema=False, **{"topic": "A", **options})  # type: ignore[arg-type]
    sources = sources_of("".join(f"=== {path}\n{content}" for path, content in tree.items()))
    return import_lists(sources, HERE, [InputFile(name=name, data=text.encode())], chosen, TEMPLATES)


def after(tree: Tree, result: ImportResult) -> Tree:
    return {path: text for path, text in {**tree, **result.files}.items() if path not in result.removed}


def edited(tree: Tree, edits: Tree) -> Tree:
    return {path: text for path, text in {**tree, **edits}.items() if text.strip()}


def below(folder: str, tree: Tree) -> Tree:
    return {path.removeprefix(folder): text for path, text in tree.items() if path.startswith(folder)}


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_second_import(case: Path) -> None:
    given_tree = tree_of(case.read_text(encoding="utf-8"))
    sources = {name.partition(".")[0]: text for name, text in given_tree.items() if "/" not in name and "." in name}
    suffix = next(name.partition(".")[2] for name in given_tree if name.startswith("first."))
    tree = below("papers/", given_tree)
    tree = {f"papers/{path}": text for path, text in tree.items()}
    tree = after(tree, imported(tree, f"list.{suffix}", sources["first"]))
    tree = edited(tree, below("edited/", given_tree))
    second = imported(tree, f"list.{suffix}", sources["second"], prune="prune" in case.stem)
    tree = after(tree, second)
    expected = below("after/", given_tree)
    assert {path: text for path, text in tree.items() if path in expected} == expected
    assert {path for path in tree if path.endswith(".yml") and "/_" not in path} <= set(expected)
    lines = second.reports[0].text().splitlines()
    assert [line for line in given_tree.get("report", "").splitlines() if f"  {line}" not in lines] == [], lines
    assert second.ok, second.checked.diagnostics
    again = imported(tree, f"list.{suffix}", sources["second"])
    assert dict(again.files) == {}
    assert again.reports[0].differences == 0


def item(id: str, **fields: object) -> dict[str, object]:
    return {"id": id, "type": "article-journal", "title": f"The work of {id}", **fields}


def csl(*items: dict[str, object]) -> str:
    return json.dumps(items)


ONE = "papers/the-work-of-one.yml"


def test_another_source_does_not_overwrite_what_the_first_one_contains() -> None:
    tree = after({}, imported({}, "a.json", csl(item("one", **{"container-title": "Old"}))))
    result = imported(tree, "b.json", csl(item("one", **{"container-title": "New"})))
    assert ONE not in result.files
    assert result.reports[0].decisions == (
        'the-work-of-one: conflicting venue: the record has "Old", this file has "New"',
    )
    tree = after(tree, result)
    changed = imported(tree, "a.json", csl(item("one", **{"container-title": "Newer"})))
    assert "venue: Newer" in changed.files[ONE]
    assert imported(after(tree, changed), "b.json", csl(item("one", **{"container-title": "New"}))).files == {}


def test_the_memory_has_neither_folders_nor_values() -> None:
    result = imported({}, "/home/jane/a.json", csl(item("one", keyword="secret")))
    memory = result.files["papers/_imports.json"]
    assert json.loads(memory).keys() == {"a.json"}
    assert "jane" not in memory
    assert "secret" not in memory


@pytest.mark.parametrize(
    "memory",
    ["", "[", "[]", "{", '{"list.json": []}', '{"list.json": {"the-work-of-one": []}}', "[" * 9999,
     '{"list.json": {"the-work-of-one": {"venue": "x"}}}', '{"list.json": {"the-work-of-one": {"venue": [[]]}}}',
     "<<<<<<< ours\n{}\n"],
)  # fmt: skip
def test_an_invalid_memory_is_ignored_with_a_message(memory: str) -> None:
    tree = after({}, imported({}, "list.json", csl(item("one", **{"container-title": "Old"}))))
    tree["papers/_imports.json"] = memory
    result = imported(tree, "list.json", csl(item("one", **{"container-title": "New"})))
    decisions = result.reports[0].decisions
    assert decisions[-1].startswith("_imports.json: ")
    assert any("conflicting venue" in decision for decision in decisions)
    assert ONE not in result.files


@pytest.mark.parametrize("change", [{}, {"papers/mine.yml": "name: Mine\ntopic: A\n"}])
def test_a_memory_of_records_that_do_not_exist_does_no_harm(change: Tree) -> None:
    tree = after({}, imported({}, "list.json", csl(item("one")))) | change
    tree["papers/_imports.json"] = '{"list.json": {"mine": {"title": "0123456789"}, "../x": {"key": "0123456789"}}}'
    result = imported(tree, "list.json", csl(item("one")), prune=True)
    assert result.removed == frozenset()
    assert list(result.files) == ["papers/_imports.json"]


def test_a_topic_that_the_list_does_not_have_is_an_error() -> None:
    tree = {"papers/_topics.yml": "- name: Training\n- name: Serving\n"}
    with pytest.raises(PapertrailError, match=r'unknown topic "Trainng"; did you mean "Training"\? Otherwise, add the'):
        imported(tree, "list.json", csl(item("one")), topic="Trainng")
    result = imported(tree, "list.json", csl(item("one")), topic="Trainng", new_topic=True)
    assert "Trainng" in result.files["papers/_topics.yml"]
    assert imported({}, "list.json", csl(item("one")), topic="Trainng").ok


def test_pruning_keeps_what_another_source_contains() -> None:
    items = [item("one", keyword="x, y"), item("two", keyword="x")]
    tree = after({}, imported({}, "a.json", csl(*items)))
    tree = after(tree, imported(tree, "b.json", csl(*items)))
    result = imported(tree, "a.json", csl(item("two")), prune=True)
    assert (result.removed, result.reports[0].gone) == (
        frozenset(), ("the-work-of-one (another source contains it)",),
    )  # fmt: skip
    assert "papers/the-work-of-two.yml" not in result.files


# Properties

TEXTS = st.none() | st.sampled_from(["Ash", "Elm: a tree", "no", "Oak, or not", "'Fir'"])
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "container-title": TEXTS, "publisher": TEXTS, "abstract": TEXTS, "note": TEXTS, "keyword": TEXTS,
        "volume": TEXTS, "DOI": st.sampled_from(["10.1000/1", "10.1000/2"]), "language": st.sampled_from(["de", "fr"]),
        "issued": st.sampled_from([{"date-parts": [[2019]]}, {"date-parts": [[2021, 3]]}]),
        "author": st.sampled_from([[{"family": "Doe", "given": "Jane"}], [{"family": "Roe", "given": "Jo"}]]),
        "URL": st.sampled_from(["https://example.org/a", "https://example.org/b"]),
    },
)  # fmt: skip
MINE = {
    "status": "in press", "awards": "[Mine]", "aliases": "[former]", "institutions": "[Mine]",
}  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(first=FIELDS, second=FIELDS, mine=st.sampled_from(sorted(MINE)))
def test_a_record_says_what_the_source_says_now_and_edits_stay(
    first: dict[str, object], second: dict[str, object], mine: str
) -> None:
    one, two = csl(item("one", **first)), csl(item("one", **second))
    tree = after({}, imported({}, "list.json", one))
    (fresh,) = imported({}, "list.json", two).checked.library.papers
    line = f"{mine}: {MINE[mine]}  # mine\n"
    has_own = f"\n{mine}:" in tree[ONE]
    if not has_own:
        tree[ONE] = "# first\n" + tree[ONE] + line + "# last\n"
    result = imported(tree, "list.json", two)
    (paper,) = result.checked.library.papers
    text = result.files.get(ONE, tree[ONE])
    assert has_own or all(part in text for part in ("# first\n", line, "# last\n"))
    for name in ("full_title", "authors", "abstract", "language"):
        assert getattr(paper, name) == getattr(fresh, name) or not getattr(fresh, name), name
    for name in ("venues", "keywords", "remarks", "ids"):
        assert set(getattr(fresh, name)) <= set(getattr(paper, name)), name
    assert {link.url for link in fresh.links} <= {link.url for link in paper.links}
    assert paper.year == fresh.year or not fresh.year
    again = imported(after(tree, result), "list.json", two)
    assert dict(again.files) == {}


def test_names_are_added_to_the_folder_of_a_registry() -> None:
    tree = {
        "papers/_venues.yml": "- {name: Kite Letters, kind: journal}\n",
        "papers/_venues/eurokites.yml": "# Since 1990.\nname: EuroKites\nkind: conference # in May\n",
        "papers/_venues/sail-days-2.yml": "name: Sail! Days\n",
        "papers/tofu.yml": "name: Tofu\ntopic: A\n",
    }
    venues = ("Eurokites", "Kite  letters", "Wind Days", "Sail? Days", "EuroKites")
    works = csl(*(item(f"w{number}", **{"container-title": name}) for number, name in enumerate(venues)))
    result = imported(tree, "a.json", works)
    assert result.ok
    assert {path: text for path, text in result.files.items() if path.startswith("papers/_venues")} == {
        "papers/_venues.yml": "- {name: Kite Letters, kind: journal, aliases: [Kite letters]}\n",
        "papers/_venues/eurokites.yml": (
            "# Since 1990.\nname: EuroKites\nkind: conference # in May\naliases: [Eurokites]\n"
        ),
        "papers/_venues/sail-days-2.yml": 'name: Sail! Days\naliases: ["Sail? Days"]\n',
        "papers/_venues/wind-days.yml": "name: Wind Days\n",
    }
    assert imported(after(tree, result), "a.json", works).files == {}
