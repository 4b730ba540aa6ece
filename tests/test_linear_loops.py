"""No loop over a text of others takes more than linear time.

For each input, the lines of papertrail that run are counted at some size and at four times that size. If one line runs
much more than four times as often, it is in a loop within a loop. Time is not measured. The steps of regular
expressions are counted in `test_expressions`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from papertrail.core.errors import PapertrailError
from papertrail.core.identifiers import identifiers_of
from papertrail.core.settings import Settings
from papertrail.importing import ImportOptions, InputFile, import_lists
from papertrail.inserts import inserts_in
from papertrail.notes.parse import parse_notes
from papertrail.readers.by_suffix import data_reader
from papertrail.readers.markdown.reader import read_document
from papertrail.readers.markdown.tokens import is_within_limits
from papertrail.records.files import Sources
from papertrail.templating.environment import environment
from papertrail.text.markdown import html_inline, images_in, links_in, markdown_inline
from support.line_counts import Line, line_counts
from support.projects import checked, sources_of

Text = Callable[[int], str]
"""A text of a size."""

URL = "https://shelf.example.org/"
TEMPLATES = environment(None)
MOST_LINES = 300
"""Lines that may run for each character of an entry, whose length is limited."""
MOST_GROWTH = 6
"""Four times the input may run a line this many times as often."""


def work(number: int) -> str:
    return f"- [A Study of {number}]({URL}{number}), Ann Lee, Bob Ray. NIPS 2014\n"


def each(text: Callable[[int], str], *, before: str = "", after: str = "") -> Text:
    """A text for each number, between two other texts."""
    return lambda size: before + "".join(map(text, range(size))) + after


def line(piece: str) -> Text:
    """A list with an entry in which a piece is repeated."""
    entries = "".join(map(work, range(4)))
    return lambda size: f"{entries}- [A Study of It]({URL}x) {piece * size}\n"


def cells(piece: str) -> Text:
    """A table with cells in which a piece is repeated."""
    head = "| Title | Authors | Institutions | Keywords | Links | Remarks |\n|" + "---|" * 6 + "\n"
    rows = "".join(f"| [A Study of {n}]({URL}{n}) | Ann Lee | NYU | a | b | c |\n" for n in range(9))
    return lambda size: head + rows + f"| [A Study]({URL}) |{(piece * size + '|') * 5}\n"


HTML_HEAD = "<table>\n<tr><th>Title</th><th>Year</th><th>Link</th></tr>\n"
WORKS = "".join(map(work, range(5)))

MARKDOWN: Mapping[str, Text] = {
    "headings": each(lambda n: f"{'#' * (1 + n % 6)} H{n}\n\n{work(n)}\n"),
    "equal headings": each(lambda n: f"# A\n\n## B\n\n{work(n)}\n"),
    "text between": each(lambda n: f"{work(n)}\ntext\n\n"),
    "labels": each(lambda n: f"*Label {n}*\n\n{work(n)}\n"),
    "rules": each(lambda n: f"---\n\n{work(n)}\n"),
    "items": each(work),
    "items in HTML": each(lambda n: f"<li><a href='https://e.org/{n}'>Work {n} of It</a></li>\n"),
    "lists in HTML": each(lambda n: f"<ul>\n<li><a href='https://e.org/{n}'>Work {n} of It</a></li>\n</ul>\n"),
    "unclosed lists in HTML": each(lambda n: "<ul>\n<li>\n"),
    "quoted items": each(lambda n: f"> {work(n)}"),
    "titles as headings": each(lambda n: f"## [Work {n} of It](https://e.org/{n})\n\nOSDI 2020\n\n"),
    "equal items": each(lambda n: work(1)),
    "lists of one item": each(lambda n: "-*"[n % 2] + work(n)[1:]),
    "categories": each(lambda n: f"- Category {n}\n  {work(n)}"),
    "paragraphs": each(lambda n: f"**Study {n} of it.** Ann Lee. [Paper]({URL}{n})\n\n"),
    "short paragraphs": each(lambda n: f"Text {n}\n\n", before=WORKS),
    "headings as titles": each(lambda n: f"## Study {n} of it\n\n- Code: {URL}{n}\n- Venue: NIPS 2014\n\n"),
    "tables": each(lambda n: f"|Title|Year|Link|\n|---|---|---|\n|Study {n}|2015|[Paper]({URL}{n})|\n\ntext\n\n"),
    "rows": each(lambda n: f"|Study {n}|2015|[Paper]({URL}{n})|\n", before="|Title|Year|Link|\n|---|---|---|\n"),
    "groups of rows": each(
        lambda n: f"|Group {n}|||\n|Study {n}|2015|[Paper]({URL}{n})|\n", before="|Title|Year|Link|\n|---|---|---|\n"
    ),
    "columns": lambda size: f"|Title|Link|{'x|' * size}\n|{'-|' * (size + 2)}\n|A|[Paper]({URL})|{'x|' * size}\n",
    "rows in HTML": each(
        lambda n: f"<tr><td>Study {n}</td><td>2015</td><td><a href='{URL}{n}'>Paper</a></td></tr>\n",
        before=HTML_HEAD, after="</table>\n",
    ),
    "tables in HTML": each(
        lambda n: f"{HTML_HEAD}<tr><td>A {n}</td><td>2015</td><td></td></tr>\n</table>\n\n{work(n)}\n"
    ),
    "open tables": each(lambda n: "<table>\n\n", after=WORKS),
    "references": each(lambda n: f"- [Study {n} of it][r{n}]\n\n[r{n}]: {URL}{n}\n\n"),
    "footnotes": each(lambda n: f"[^{n}]: note\n", before=WORKS + "\n"),
    "nested lines": each(lambda n: f"  - line {n}\n", before=WORKS),
    "continued lines": each(lambda n: f"  line {n}\n", before=WORKS),
    "blank lines": each(lambda n: "\n", before=WORKS, after=WORKS),
    "fences": each(lambda n: "```\n", before=WORKS),
    "quotations": each(lambda n: "> ", before=WORKS),
    "open comments": each(lambda n: "text <!-- \n\n", before=WORKS),
}  # fmt: skip

LINES = (
    "[a](b) ", "*a* b ", "*NSDI 2019* ", "(a) ", "NIPS 2014, ", "Ann Lee, ", "★ a ", "<br>", "`a` ", "[a ", "![a](b) ",
    "\n  a", "\n  - a", "\n  - Code: [a](b)",
)  # fmt: skip
CELLS = ("[a](b) ", "<li>[a](b)</li>", "![a](b) ", "a<br>", "A & ", "<li>", "<a href='u'>x</a> ")

DATA: Mapping[str, Text] = {
    "entries.bib": each(lambda n: f"@article{{k{n}, title={{Study {n}}}, author={{Ann Lee}}, year=2015}}\n"),
    "equal entries.bib": each(lambda n: "@article{k, title={Study}, title={Other}}\n"),
    "macros.bib": each(
        lambda n: f"@string{{s{n} = s{n - 1} # s{n - 1}}}\n" if n else '@string{s0 = "abc"}\n',
        after="@article{k, title=s7}\n",
    ),
    "pieces.bib": each(lambda n: "{b} # ", before="@article{k, title=", after="{c}}\n"),
    "braces.bib": lambda size: "@article{k, title={A " + "{" * size + "}" * size + "}}\n",
    "open entries.bib": each(lambda n: "@article{\n", before="@article{k, title={A}}\n"),
    "fields.bib": each(lambda n: f"f{n}={{x}}, ", before="@article{k, title={A}, ", after="}\n"),
    "people.bib": each(lambda n: f"Ann Lee{n} and ", before="@article{k, title={A}, author={", after="Bob Ray}}\n"),
    "markup.bib": each(lambda n: "\\'{e} $x$ ", before="@article{k, title={A ", after="}}\n"),
    "parents.bib": each(
        lambda n: f"@inproceedings{{k{n}, title={{Study {n}}}, crossref=p}}\n",
        after="@proceedings{p, title={Proc}, year=2014}\n",
    ),
    "braces in titles.bib": each(lambda n: "{A} b ", before="@article{k, title={A ", after="}}\n"),
    "containers.bib": each(
        lambda n: f"@article{{k{n}, title={{Study {n}}}, xdata={{x,x}}}}\n", after="@xdata{x, year=2014}\n"
    ),
    "tags.bib": each(lambda n: "<i>a</i> &amp; <b> ", before="@article{k, title={A ", after="}}\n"),
    "records.ris": each(lambda n: f"TY  - JOUR\nTI  - Study {n}\nAU  - Lee, Ann\nER  - \n"),
    "people.ris": each(lambda n: f"AU  - Lee{n}, Ann\n", before="TY  - JOUR\nTI  - A\n", after="ER  - \n"),
    "lines.ris": each(lambda n: "more\n", before="TY  - JOUR\nTI  - A\nAB  - a\n", after="ER  - \n"),
    "links.ris": each(lambda n: f"UR  - no{n}; no\n", before="TY  - JOUR\nTI  - A\n", after="ER  - \n"),
    "text between.ris": each(lambda n: "text\n", before="TY  - JOUR\nTI  - A\nER  - \n"),
    "open records.ris": each(lambda n: "TY  - JOUR\n", before="TY  - JOUR\nTI  - A\nER  - \n"),
    "affiliations.json": each(
        lambda n: f'{{"name": "A{n}"}},', before='[{"title": "A", "author": [{"affiliation": [', after='{}]}]}]'
    ),
    "notes.csv": each(lambda n: "<p>a <b>b</b> <i>c &amp; ", before="title,notes\nA,", after="\n"),
    "numbers.csv": each(lambda n: f"{n} 2049-3630 ", before="title,issn\nA,", after="\n"),
    "items.json": each(lambda n: f'{{"title": "Study {n}"}},\n', before="[", after='{"title": "A"}]'),
    "keys.json": each(lambda n: f'"k{n}": "v",', before="[{", after='"title": "A"}]'),
    "keys items.json": each(lambda n: '"items": [1],', before="{", after='"items": [{"title": "A"}]}'),
    "people.json": each(lambda n: f'{{"family": "A{n}"}},', before='[{"title": "A", "author": [', after='{}]}]'),
    "deep.json": lambda size: '[{"title": "A", "x": ' + "[" * size + "]" * size + "}]",
    "rows.csv": each(lambda n: f"Study {n},Topic {n},V{n} 2014\n", before="title,topic,venue\n"),
    "quotes.csv": each(lambda n: '"x\n', before="title,topic\nA,B\n"),
    "open quote.csv": each(lambda n: "x,y\n", before='title,topic\nA,B\n"'),
    "columns.csv": lambda size: f"title{',c' * size}\nA{',d' * size}\n",
    "people.csv": each(lambda n: f"Ann Lee{n}; ", before="title,authors\nA,", after="\n"),
    "URLs.csv": each(lambda n: f"not a URL {n}; ", before="title,links\nA,", after="\n"),
    "custom.csv": each(lambda n: "a; ", before="id,name,title,type,authors,venue,year,institutions,links,remarks,"
                       "keywords,topics,added,custom\n,A,,,,,,,,,,T,,x: ", after="\n"),
}  # fmt: skip

IMPORTED: Mapping[str, Text] = {
    "headings.md": each(lambda n: f"# H{n}\n\n## I{n}\n\n{work(n)}\n"),
    "equal works.md": each(lambda n: work(1)),
    "equal titles.md": each(lambda n: f"# H{n}\n\n- [A Study of It]({URL}{n}), Ann Lee. NIPS 2014\n\n"),
    "topics.csv": each(
        lambda n: f"Study {n},A{n} > B{n},Venue{n} 2014,Inst {n}\n", before="title,topic,venue,institution\n"
    ),
    "equal rows.csv": each(lambda n: "Study,Topic\n", before="title,topic\n"),
}  # fmt: skip

PROJECT = (
    "=== papers/a.yml\nname: A\ntopic: T\nvenue: V 2014\ninstitutions: [I]\n=== papers/_topics.yml\n- T\n"
    "=== papers/_venues.yml\n- V\n=== papers/_institutions.yml\n- I\n"
)

RECORD = "=== papers/a.yml\nname: A\ntopic: T\n"

YAML: Mapping[str, Text] = {
    "records": each(lambda n: f"=== papers/p{n}.yml\nname: Study {n}\ntopic: T\nvenue: NIPS 2014\n"),
    "equal records": each(lambda n: f"=== papers/p{n}.yml\nname: A Study of It\ntopic: T{n}\nlinks: {URL}\n"),
    "similar titles": each(lambda n: f"=== papers/p{n}.yml\nname: P{n}\ntitle: A Long Study of Things {n}\ntopic: T\n"),
    "unknown names": each(
        lambda n: f"=== papers/p{n}.yml\nname: Study {n}\ntopic: S{n}\nvenue: V{n} 2014\n",
        before="=== papers/_topics.yml\n- T\n=== papers/_venues.yml\n- V\n",
    ),
    "topics": each(lambda n: f"- name: T{n}\n  topics:\n    - S{n}\n", before=f"{RECORD}=== papers/_topics.yml\n"),
    "venues": each(lambda n: f"- name: V{n}\n  aliases: [W{n}]\n", before=f"{RECORD}=== papers/_venues.yml\n"),
    "equal venues": each(lambda n: "- V\n", before=f"{RECORD}=== papers/_venues.yml\n"),
    "fields": each(lambda n: f"field{n}: x\n", before=RECORD),
    "items": each(lambda n: f"  - K{n}\n", before=f"{RECORD}keywords:\n"),
    "links": each(lambda n: f"  - {{label: L{n}, url: 'https://example.org/{n}'}}\n", before=f"{RECORD}links:\n"),
    "brackets": lambda size: f"{RECORD}custom: {'[' * size}\n",
    "comments": each(lambda n: "# papertrail: allow PT304 x\n", before=RECORD),
}  # fmt: skip

REMARKS = (
    "[@a] ",
    "``` papers\n",
    "*a ",
    "**a** ",
    "[a](b) ",
    "[",
    "`a ",
    "![",
    "<a ",
    "&",
    "_a",
    "\\*",
    "https://a.b ",
    "((",
    "](",
)


def grown(run: Callable[[int], object], size: int) -> dict[Line, tuple[int, int]]:
    """The lines that run more than linearly often, with their counts at the size and at four times the size."""

    def counts(size: int) -> Mapping[Line, int]:
        identifiers_of.cache_clear()  # other tests may have asked for the same URLs
        return line_counts(lambda: _run(run, size))

    counts(2)  # what is done once
    small, large = counts(size), counts(4 * size)
    return {line: (small[line], times) for line, times in large.items() if times > MOST_GROWTH * max(small[line], size)}


def _run(run: Callable[[int], object], size: int) -> None:
    with suppress(PapertrailError):  # too much, or no list
        run(size)


@pytest.mark.parametrize("name", MARKDOWN)
def test_reading_markdown(name: str) -> None:
    assert not grown(lambda size: read_document(MARKDOWN[name](size), "a.md"), 8)


@pytest.mark.parametrize(
    "text", [*map(line, LINES), *map(cells, CELLS)], ids=[*LINES, *map("cells of {}".format, CELLS)]
)
def test_reading_a_large_entry(text: Text) -> None:
    """An entry with as many special characters as one may have takes bounded time for each character."""
    size = next(size for size in range(400, 0, -10) if is_within_limits(text(size)))
    source = text(size)
    counts = line_counts(lambda: read_document(source, "a.md"))
    assert counts.total() < MOST_LINES * len(source), counts.most_common(3)


@pytest.mark.parametrize("piece", ["*NSDI 2019* ", "★ a ", "(2015) "])
def test_reading_an_entry_does_not_recurse(piece: str) -> None:
    size = next(size for size in range(4000, 0, -10) if is_within_limits(piece * size))
    assert read_document(f"{WORKS}- {piece * size}[A Study]({URL})\n", "a.md").runs


@pytest.mark.parametrize("name", DATA)
def test_reading_data(name: str) -> None:
    read = data_reader(name)
    assert read
    assert not grown(lambda size: read(DATA[name](size)), 20)


@pytest.mark.parametrize("name", IMPORTED)
@pytest.mark.parametrize("into", ["", PROJECT], ids=["new", "existing"])
def test_importing(name: str, into: str) -> None:
    sources = sources_of(into) if into else Sources()
    settings = Settings(root=Path("/nowhere"))

    def run(size: int) -> object:
        file = InputFile(name=name, data=IMPORTED[name](size).encode())
        return import_lists(sources, settings, [file], ImportOptions(), TEMPLATES)

    assert not grown(run, 24)


@pytest.mark.parametrize("name", YAML)
def test_checking_records_and_registries(name: str) -> None:
    size = 100 if name == "similar titles" else 16  # 50 titles are compared
    assert not grown(lambda size: checked(YAML[name](size)), size)


@pytest.mark.parametrize("piece", REMARKS)
def test_reading_remarks_and_notes(piece: str) -> None:
    def run(size: int) -> object:
        text = piece * size
        found = inserts_in(text), parse_notes(text)
        return *found, html_inline(text), markdown_inline(text), links_in(text), images_in(text)

    assert not grown(run, 20)


def test_a_loop_within_a_loop_is_detected() -> None:
    from papertrail.text.strings import width

    assert grown(lambda size: [width("é") for _ in range(size * size)], 8)
    assert not grown(lambda size: [width("é") for _ in range(size)], 8)
