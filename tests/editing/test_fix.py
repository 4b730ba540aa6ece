"""`check --fix` makes safe changes, touches no other byte, and loses nothing."""

from __future__ import annotations

# ruff: noqa: E501 - trees on one line
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.core.diagnostics import Diagnostic
from papertrail.core.fixes import Fix, Span, TextEdit, smallest_edit
from papertrail.editing.fix import FixedList, LocatedFix, fix_list
from papertrail.editing.tidy import canonical_url, tidy_changes
from papertrail.pipeline.check import Checked, check
from papertrail.records.files import Sources
from support.projects import Project, sources_of
from support.repositories import NEEDS_GIT, commit_all

Make = Callable[[str], Project]


def changes_for(checked: Checked, sources: Sources) -> Iterator[LocatedFix]:
    yield from tidy_changes(checked, sources, lambda: {"papers/dated.yml": "2020-02-03"}, "2026-01-02")
    yield from (LocatedFix(d.path, d.span.line, d.fix) for d in checked.diagnostics if d.fix)


def fixed(sources: Sources) -> FixedList:
    return fix_list(sources, check, changes_for)


TREE = """\
=== papers/_topics.yml
- name: Training
=== papers/_venues.yml
- {name: EuroSys, aliases: [ACM EuroSys]}
- SC
- S C A
=== papers/_institutions.yml
- UC Berkeley
"""
RECORD = {
    "a venue in another case": ("venue: Eurosys 2019", "venue: EuroSys 2019"),
    "an alias with spaces, in quotes": ("venue: 'acm  eurosys 2019'  # A", "venue: 'ACM EuroSys 2019'  # A"),
    "a venue with a sign after the year": ("venue: [EuroSys 2019., SC 20]", "venue: [EuroSys 2019, SC 20]"),
    "a venue of a mapping": ("venue: {name: EUROSYS'19}", "venue: {name: EuroSys'19}"),
    "a venue that may be another": ("venue: EuroSis 2019", None),
    "a venue with a long year": ("venue: EuroSys 20199", None),
    "an institution": ('institutions:\n  - "uc berkeley" # x\n  - UC Berkeley', 'institutions:\n  - "UC Berkeley" # x\n  - UC Berkeley'),
    "a date": ("date: 2019/3/5", "date: 2019-03-05"),
    "a date in words": ("date:   March 2019   # c", "date:   2019-03   # c"),
    "a date of two meanings": ("date: 3.5.2019", None),
    "a stray quote": ('title: A title"', "title: A title"),
    "an unquoted colon": ("title: Tofu: a study # c", 'title: "Tofu: a study" # c'),
    "an unclosed quote": ('title: "A study', 'title: "A study"'),
    "a colon instead of an equals sign": ("title = A", None),
    "an arXiv id as a link": ("links: {Paper: arXiv:1811.06965}", "links: {Paper: https://arxiv.org/abs/1811.06965}"),
    "a link to arXiv": ("links: {arXiv: http://www.arxiv.org/pdf/1811.06965v2.pdf}", "links: {arXiv: https://arxiv.org/abs/1811.06965v2}"),
    "a link to a PDF": ("links:\n  PDF: http://arxiv.org/pdf/1811.06965v2", "links:\n  PDF: https://arxiv.org/pdf/1811.06965v2"),
    "a DOI": ("links: [{label: DOI, url: 'http://dx.doi.org/10.1145/A(1)'}]", "links: [{label: DOI, url: 'https://doi.org/10.1145/A(1)'}]"),
    "a dead waiver": ("date: 2019 # papertrail: allow PT304 no", "date: 2019"),
    "a dead code of a waiver": (
        "venue: EuroSys 2010 # papertrail: allow PT301, PT304 later\nlinks: {Paper: https://arxiv.org/abs/1811.06965}",
        "venue: EuroSys 2010 # papertrail: allow PT304 later\nlinks: {Paper: https://arxiv.org/abs/1811.06965}",
    ),
    "a waiver on its own line": ("# papertrail: allow PT304 no\ndate: 2019", "date: 2019"),
    "a waiver in a file with an error": ('# papertrail: allow PT403 b\nremarks: "C* algebra"', None),
    "a waiver on another line": ("# papertrail: allow PT304 b\nvenue: EuroSys 2010\nlinks: {Paper: https://arxiv.org/abs/1811.06965}", None),
    "a waiver in a text": ("title: 'about # papertrail: allow PT304'", None),
}  # fmt: skip


@pytest.mark.parametrize("form", ["LF", "CRLF", "BOM", "open end"])
@pytest.mark.parametrize("case", RECORD)
def test_a_record_is_fixed_and_no_other_byte_changes(case: str, form: str) -> None:
    before, after = RECORD[case]
    rest = "# comment\t\nname:   Tofu  \ntopic: Training\nremarks: [  a,b ]\n"
    old, new = f"{rest}{before}\n", f"{rest}{after or before}\n"
    if form == "open end":
        old, new = old.rstrip("\n"), new.rstrip("\n")

    def encode(text: str) -> bytes:
        text = text.replace("\n", "\r\n") if form == "CRLF" else text
        return text.encode("utf-8-sig" if form == "BOM" else "utf-8")

    sources = sources_of(TREE)
    result = fixed(Sources(records=(("papers/tofu.yml", encode(old)),), registries=sources.registries))
    written = result.edit.texts.get("papers/tofu.yml", encode(old).decode()).encode()
    assert written == encode(new)
    assert bool(result.changes) == (after is not None)
    if after is not None:
        assert result.checked.diagnostics == ()


LISTS = {
    "file names": (
        "=== papers/Tofu.yaml\nname: T\ntopic: Training\n=== papers/_topics.yml\n- {name: Training, order: [x-y, Tofu]}\n"
        "=== papers/x-y.yml\nname: X\ntopic: Training\n",
        {"papers/tofu.yml": "name: T\ntopic: Training\n", "papers/_topics.yml": "- {name: Training, order: [x-y, tofu]}\n"},
    ),
    "a name that is taken": (
        "=== papers/Tofu.yml\nname: T\ntopic: Training\n=== papers/tofu.yaml\nname: U\ntopic: Training\n"
        "=== papers/sub/A.yml\nname: A\ntopic: Training\n=== papers/sub/a.yml/file.txt\n",
        {},
    ),
    "a topic in another case": (
        "=== papers/_topics.yml\n- {name: Training, topics: [Data, data sets]}\n=== papers/x.yml\nname: X\n"
        "topic: [training > Data, Training > dataSets, Training > Date]\n",
        {"papers/x.yml": "name: X\ntopic: [Training > Data, Training > data sets, Training > Date]\n"},
    ),
    "gone ids": (
        "=== papers/_topics.yml\n- name: Training\n  order:\n    # first\n    - y  # why\n    - gone-for-good\n    - x\n"
        "    - x\n    - vanished-too # v\n  start: [long-gone-paper]\n=== papers/x.yml\nname: X\ntopic: Training\n"
        "=== papers/y.yml\nname: Y\ntopic: Training\n",
        {"papers/_topics.yml": "- name: Training\n  order:\n    # first\n    - y  # why\n    - x\n"},
    ),
    "an id whose record may be unreadable": (
        "=== papers/_topics.yml\n- {name: Training, order: [gone-for-good]}\n=== papers/x.yml\nname: X\ntopics: Training\n", {},
    ),
    "a waiver that another error may need": (
        "=== papers/x.yml\nname: X\ntitle: A long title of a work # papertrail: allow PT302 another work\ntopic: T\n"
        "=== papers/y.yml\ntitle: A long title of a\ntopic: T\n", {},
    ),
    "an id that may be misspelled": (
        "=== papers/_topics.yml\n- {name: Training, order: [tofo]}\n=== papers/tofu.yml\nname: T\ntopic: Training\n", {},
    ),
    "a former id": (
        "=== papers/_topics.yml\n- {name: Training, start: [bean]}\n=== papers/tofu.yml\nname: T\naliases: [bean]\n"
        "topic: Training\n",
        {"papers/_topics.yml": "- {name: Training, start: [tofu]}\n"},
    ),
    "an order that repeats sort": (
        "=== papers/_topics.yml\n- name: Training\n  order: [a, b] # by name\n  sort: name\n=== papers/a.yml\nname: A\n"
        "topic: Training\n=== papers/b.yml\nname: B\ntopic: Training\n",
        {"papers/_topics.yml": "- name: Training\n  sort: name\n"},
    ),
    "missing days": (
        "=== papers/a.yml\nname: A\ntopic: T\nadded: 2019-01-01\n=== papers/b.yml\nname: B\nadded: 2019-01-01\ntopic: T\n"
        "=== papers/c.yml\nname: C\nadded: 2019-01-01\ntopic: T\n=== papers/dated.yml\nname: D\ntopic: T\n"
        "=== papers/e.yml\n{name: E, topic: T}",
        {"papers/dated.yml": "name: D\ntopic: T\nadded: 2020-02-03\n", "papers/e.yml": "{name: E, topic: T, added: 2026-01-02}"},
    ),
    "days are not used": ("=== papers/a.yml\nname: A\ntopic: T\n=== papers/b.yml\nname: B\ntopic: T\n", {}),
    "a venue in many records": (
        "=== papers/_venues.yml\n- EuroSys\n" + "".join(f"=== papers/p{n}.yml\nname: P{n}\nvenue: eurosys 201{n}\ntopic: T\n" for n in range(6)),
        {f"papers/p{n}.yml": f"name: P{n}\nvenue: EuroSys 201{n}\ntopic: T\n" for n in range(6)},
    ),
    "a sorted registry with a new entry": (
        "=== papers/_venues.yml\n# top\n\n# first\n- \u00c1A\n- Bb\n- cC\n# about D\n- name: Dd\n  url: https://d.example/\n- Ee\n- Ff\n- Gg\n"
        "- Hh\n\n# about\n# Cd\n- {name: Cd} # new\n- Aa",
        {"papers/_venues.yml": "# top\n\n- Aa\n# first\n- \u00c1A\n- Bb\n- cC\n# about\n# Cd\n- {name: Cd} # new\n# about D\n- name: Dd\n  url: https://d.example/\n"
         "- Ee\n- Ff\n- Gg\n- Hh\n"},
    ),
    "a registry in any order": ("=== papers/_venues.yml\n" + "".join(f"- {name}\n" for name in "HBADCFEGKIJ"), {}),
}  # fmt: skip


@pytest.mark.parametrize("case", LISTS)
def test_a_list_is_fixed(case: str) -> None:
    tree, texts = LISTS[case]
    result = fixed(sources_of(tree))
    assert dict(result.edit.texts) == texts
    renamed = {"papers/Tofu.yaml"} if case == "file names" else set()
    assert result.edit.removed == renamed


def test_canonical_urls() -> None:
    for label, url in (("Paper", "https://arxiv.org/html/1811.06965"), ("DOI", "https://doi.org/about"),
                       ("Paper", "https://arxiv.org.example/abs/1811.06965"), ("Paper", "http://arxiv.org/list/cs"),
                       ("Paper", "http://arxiv.org/abs/1811.06965?context=cs")):  # fmt: skip
        assert canonical_url(label, url) == url
    assert canonical_url("x", "HTTP://ArXiv.org/PDF/hep-th/9901001v1") == "https://arxiv.org/abs/hep-th/9901001v1"


@pytest.mark.parametrize("data", [b"name: \xff\n", b"name: A\n# " + b"x" * 100_000])
def test_a_file_that_was_not_read_as_a_whole_is_not_renamed(data: bytes) -> None:
    assert not fixed(Sources(records=(("papers/Tofu.yml", data),))).edit


# Together


PARTS = ("venue: Eurosys 2019.", 'title: "Tofu', "title: Tofu: b", "date: 2019/3/5 # papertrail: allow PT304 x, y",
         "links: {Paper: http://arxiv.org/pdf/1811.06965, DOI: 'http://dx.doi.org/10.1/x'}", 'name: Tofu"', "\tname: a",
         "institutions: [uc berkeley, UC  Berkeley]", "topic: Training", "topic: [Training, training]", "# a: b",
         "remarks:\n- one\n -two", "authors:\n  -A. B.", "keywords: [a, 'b']", "name: |\n  x", "added: 5 May 2020",
         "venue:\n  - {name: euro sys 20, url: doi.org/10.1/x}", "custom: {a: 1}", "aliases: [B, b]", "", "---")  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.lists(st.sampled_from(PARTS), max_size=7), min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_fixing_is_idempotent_and_keeps_what_it_does_not_edit(files: list[list[str]], newline: str, bom: bool) -> None:
    texts = [
        "\ufeff" * bom + newline.join([*parts, ""]).replace("\n", newline).replace("\r\r", "\r") for parts in files
    ]
    records = tuple((f"papers/{'P' if n == 1 else 'p'}{n}.yml", text.encode()) for n, text in enumerate(texts))
    sources = Sources(records=records, registries=sources_of(TREE).registries)
    before = check(sources)
    result = fixed(sources)
    assert not any(d.fix for d in result.checked.diagnostics if not _is_blocked(d, result.checked))
    after = dict(records) | {path: text.encode() for path, text in result.edit.texts.items()}
    again = fixed(
        Sources(
            records=tuple((p, d) for p, d in after.items() if p not in result.edit.removed),
            registries=sources.registries,
        )
    )
    assert not again.edit
    assert sum(d.severity == "error" for d in result.checked.diagnostics if d.code == "PT003") <= sum(
        d.code == "PT003" for d in before.diagnostics
    )
    for path, data in records:
        new = after.get(path.lower() if path in result.edit.removed else path, b"").decode()
        assert _letters(new) >= _letters(data.decode()) or result.changes
        assert new.startswith("\ufeff") == bom
        assert ("\r\n" in new) == ("\r\n" in data.decode())
        assert not re.search(r"(?<!\r)\n" if newline == "\r\n" else r"\r", new)


def _is_blocked(diagnostic: Diagnostic, checked: Checked) -> bool:
    """Whether a fix would rename a file to a name that is taken, or delete something despite other errors."""
    return diagnostic.fix is not None and bool(diagnostic.fix.rename or (diagnostic.fix.deletes and not checked.ok))


def _letters(text: str) -> set[str]:
    return {letter for letter in text if letter.isalnum()}


def edits_of(text: str, edits: list[tuple[Fix, ...]]) -> str:
    """The text of a file after fixes that are offered in rounds."""
    rounds = iter(edits)
    checked = check(Sources())
    sources = Sources(records=(("papers/a.yml", text.encode()),))
    result = fix_list(
        sources, lambda _: checked, lambda *_: [LocatedFix("papers/a.yml", 1, f) for f in next(rounds, ())]
    )
    return result.edit.texts.get("papers/a.yml", text)


def fix(*edits: tuple[int, int, str]) -> Fix:
    return Fix(label="x", edits=tuple(TextEdit("papers/a.yml", Span(1, a, 1, b), text) for a, b, text in edits))


def test_fixes_that_touch_are_not_made_in_one_round() -> None:
    assert edits_of("abcdef", [(fix((1, 3, "XY")), fix((3, 4, "no")), fix((5, 6, "e!")))]) == "XYcde!f"
    assert edits_of("abcdef", [(fix((1, 3, "XY")), fix((2, 2, "no")), fix((6, 7, "F"), (1, 2, "no")))]) == "XYcdef"


def test_the_smallest_edit() -> None:
    for old, new in (("a\nb\nc", "a\nc"), ("", "x"), ("aa", "aaa"), ("a\n\nb", "a\nb"), ("é\nö", "é\nöö\n")):
        edit = smallest_edit("papers/a.yml", old, new)
        assert edits_of(old, [(Fix(label="x", edits=(edit,)),)]) == new


# The command


def test_the_command_prints_what_it_fixed_and_what_is_left(project: Make) -> None:
    made = project("=== papers/Tofu.yml\nname: Tofu\ndate: 2019/3/5\nyear: 2019\ntopic: Training\n")
    before = (made.root / "papers/Tofu.yml").read_bytes()
    result = made.run("check", "--diff")
    assert result.status == 1
    assert "+date: 2019-03-05\n" in result.out
    assert (made.root / "papers/Tofu.yml").read_bytes() == before
    result = made.run("check", "--fix")
    assert result.status == 1
    assert result.out.startswith(
        'papers/Tofu.yml:1: fixed: rename the file to tofu.yml\npapers/tofu.yml:2: fixed: write "2019-03-05"\n'
        "papers/tofu.yml:3:1: error[PT103]"
    )
    assert [path.name for path in (made.root / "papers").iterdir()] == ["tofu.yml"]
    assert made.run("check", "--fix").out.count("fixed") == 0


def test_a_diff_cannot_control_a_workflow(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    made = project("=== papers/a.yml\nname: A\ntitle: '##[error]'\ndate: 2019/3/5\ntopic: T\n")
    assert "##[" in made.run("check", "--diff").out
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert "##[" not in made.run("check", "--diff").out


def test_only_selected_files_are_fixed(project: Make) -> None:
    made = project("".join(f"=== papers/{id}.yml\nname: A{id}\ndate: 2019/3/5\ntopic: T\n" for id in "ab"))
    made.run("check", "--fix", "papers/a.yml")
    assert "2019-03-05" in (made.root / "papers/a.yml").read_text()
    assert "2019/3/5" in (made.root / "papers/b.yml").read_text()


@NEEDS_GIT
def test_only_changed_files_are_fixed_and_get_their_day(project: Make) -> None:
    made = project(
        "".join(f"=== papers/{id}.yml\nname: A{id}\ndate: 2019/3/5\ntopic: T\nadded: 2019-01-01\n" for id in "ab")
    )
    commit_all(made.root)
    made.write("papers/c.yml", "name: C\ndate: 2018/1/1\ntopic: T\n")
    commit_all(made.root, date="2020-05-06T00:00:00Z")
    made.run("check", "--fix", "--changed-since", "HEAD~1")
    assert (made.root / "papers/c.yml").read_text() == "name: C\ndate: 2018-01-01\ntopic: T\nadded: 2020-05-06\n"
    assert "2019/3/5" in (made.root / "papers/b.yml").read_text()


def test_the_file_of_an_entry_is_renamed(project: Make) -> None:
    made = project(
        "=== papers/_venues/Wrong.yml\nname: EuroSys\n=== papers/_venues/x.yml\nname: SOSP\n=== papers/_venues/sosp.yml\nname: OSDI\n"
    )
    made.run("check", "--fix")
    assert sorted(path.name for path in (made.root / "papers/_venues").iterdir()) == [
        "eurosys.yml",
        "osdi.yml",
        "sosp.yml",
    ]
    assert (made.root / "papers/_venues/sosp.yml").read_text() == "name: SOSP\n"


def test_links_are_not_fixed(project: Make, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yml"
    outside.write_text("name: Tofu\ndate: 2019/3/5\ntopic: T\n")
    made = project("=== papers/a.yml\nname: A\ntopic: T\n")
    (made.root / "papers/Link.yml").symlink_to(outside)
    assert made.run("check", "--fix").status == 1
    assert "2019/3/5" in outside.read_text()
    assert (made.root / "papers/Link.yml").is_symlink()


def test_a_json_report_has_the_fix(project: Make) -> None:
    made = project("=== papers/a.yml\nname: A\ndate: 2019/3/5\ntopic: T\n")
    assert made.run("check", "--format", "json").out.count('"label": "write \\"2019-03-05\\""') == 1
