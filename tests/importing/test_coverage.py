"""The import report says what became of list items and table rows, and a preview shows records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from papertrail.core import Paper
from papertrail.importing.sections import left_as_text
from papertrail.readers.markdown.coverage import coverage_of
from papertrail.readers.markdown.document import DocumentEntry, DocumentSource, Run
from papertrail.readers.markdown.pieces import ParsedEntry
from support.projects import Project


@pytest.fixture
def place(tmp_path: Path) -> Project:
    return Project(tmp_path)


def coverage(text: str, *entries: int) -> list[tuple[int, str]]:
    """The number of entries and the message about other items of each list, if some lines are entries."""
    source = DocumentSource.of(text)
    read = tuple(
        DocumentEntry(parsed=ParsedEntry(text="", units=()), paper=Paper(id="", name="A"), start=n - 1, end=n)
        for n in entries
    )
    found = list(coverage_of(source, [Run(style="bullets", start=0, end=1, entries=read)], source.blocks))
    return [(part.read, " ".join(left_as_text([part]))) for part in found]


def test_a_list_of_works_that_is_one_entry_is_named() -> None:
    text = "## Heading\n\n" + "".join(f"- A long study of the {n} seas, by Ada Reel (2019)\n" for n in range(5))
    source = DocumentSource.of(text)
    entry = DocumentEntry(parsed=ParsedEntry(text="", units=()), paper=Paper(id="", name="A"), start=0, end=7)
    (found,) = coverage_of(source, [Run(style="bullets", start=0, end=7, entries=(entry,))], source.blocks)
    assert list(left_as_text([found])) == ["lines 3-7: 5 list items in one entry"]


LINKS = "\n".join(f"- [[Paper](https://e.org/{n})] A study" for n in range(12))
ROWS = "| Title | Link |\n|---|---|\n" + "\n".join(f"| A | [x](https://e.org/{n}) |" for n in range(3))


@pytest.mark.parametrize(
    ("text", "entries", "expected"),
    [
        (LINKS, range(1, 13), [(12, "")]),
        (LINKS, (1, 2, 6, 12),
         [(4, "lines 3-5, 7-11: 8 list items left as text; no title, authors or venue found")]),
        (LINKS, (), [(0, "lines 1-12: 12 list items left as text; most show no title, authors or venue")]),
        ("- " + "[" * 500 + "\n- [A](https://e.org)\n", (2,),
         [(1, "line 1: 1 list item left as text; too many special characters")]),
        ("- Training\n  - [A](https://e.org/1)\n  - [B](https://e.org/2)\n- Nothing yet\n", (2,),
         [(1, "lines 3-4: 2 list items left as text; no title, authors or venue found")]),
        ("- J. Doe, R. Roe. A study. 2019.\n- J. Doe. Another. OSDI 2020.\n", (),
         [(0, "lines 1-2: 2 list items left as text; most show no title, authors or venue")]),
        (ROWS, (3,), [(1, "lines 4-5: 2 table rows left as text; no title, authors or venue found")]),
        ("<table>\n<tr><th>A</th></tr>\n<tr><td>A</td>\n<td><a href='https://e.org'>x</a></td></tr>\n<tr><td>B</td></tr>\n"
         "<tr><td><a href=\"https://e.org/2\">y</a></td></tr></table>\n", (3,),
         [(1, "line 6: 1 table row left as text; no title, authors or venue found")]),
        ("- **Kelp of the sea**, OSDI (2019)\n- 🔥 \"Salt of the sea\" - Ada Reel\n- At [a](https://e.org) site\n", (),
         [(0, "lines 1-3: 3 list items left as text; most show no title, authors or venue")]),
        ("[Kelp of the sea](https://e.org)\n\n🔥 [Salt of the sea](https://e.org/2)\n\n[A](https://e.org) text.\n", (),
         [(0, "lines 1, 3: 2 paragraphs left as text; most show no title, authors or venue")]),
        ("1. A list of papers from 2012 to 2016 is suggested\n2. Papers of 2010 or before are elsewhere\n", (), []),
        ("- [Contents](#contents)\n- [Papers](#papers)\n\n- Open an issue, or two, in 2020\n- See [docs](https://e.org)\n",
         (), []),
    ],
)  # fmt: skip
def test_items_that_are_no_entries_are_named(text: str, entries: range, expected: list[tuple[int, str]]) -> None:
    assert coverage(text, *entries) == expected


GOOD = """\
# Tides

## Read

- [Charts of Slow Water](https://e.org/1) (NavConf 2019)
- [Kelp of the Deep Sea](https://e.org/2)
"""
BAD = "\n## Lost\n\n" + "\n".join(f"- [{'[' * 500}Quays {n}](https://e.org/{n})" for n in range(12)) + "\n"


def test_a_list_that_would_be_lost_is_refused_unless_it_is_accepted(place: Project) -> None:
    place.write("README.md", GOOD + BAD)
    result = place.run("import", "README.md")
    assert (result.status, sorted(path.name for path in place.root.iterdir())) == (2, ["README.md"])
    assert "cannot import README.md: lines 10-21: 12 list items left as text; too many" in result.err
    assert result.err.endswith("or import the others with --accept-prose\n")
    result = place.run("import", "README.md", "--accept-prose", "--report", "report.json")
    assert result.status == 0, result.err
    table = [line.split() for line in result.err.split("\n") if "(line " in line or line.startswith("  section")]
    assert table == [
        ["section", "items", "entries", "links", "authors", "venues", "years"],
        ["Read", "(line", "3)", "2", "2", "2", "0", "1", "1"],
        ["Lost", "(line", "8)", "12", "0", "0", "0", "0", "0"],
    ]
    assert "review: lines 10-21: 12 list items left as text" in result.err
    (report,) = json.loads(place.read("report.json"))
    assert [(section["title"], section["items"], section["entries"]) for section in report["sections"]] == [
        ("Read", 2, 2),
        ("Lost", 12, 0),
    ]
    assert result.err.endswith("Next: `papertrail serve` shows the site on http://127.0.0.1:8000/\n")


def test_a_preview_shows_the_least_certain_records_first_and_writes_nothing(place: Project) -> None:
    place.write("README.md", GOOD)
    result = place.run("import", "README.md", "--preview", "--into", "new")
    assert (result.status, [path.name for path in place.root.iterdir()]) == (0, ["README.md"]), result.err
    assert (
        result.out
        == """\
2 of 2 records, the least certain first:

README.md, line 6:
  name: Kelp of the Deep Sea
  link Paper: https://e.org/2
  topic: Read
  missing: year, authors, venue
  text: - [Kelp of the Deep Sea](https://e.org/2)

README.md, line 5:
  name: Charts of Slow Water
  venue: NavConf 2019
  link Paper: https://e.org/1
  topic: Read
  missing: authors
  text: - [Charts of Slow Water](https://e.org/1) (NavConf 2019)

"""
    )
    assert "\nWould write " in result.err
