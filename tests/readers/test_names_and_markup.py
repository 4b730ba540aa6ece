"""One treatment of names, markup, dates and paths for all formats of data."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from papertrail.core import Author, Paper
from papertrail.core.authors import authors_of
from papertrail.readers.bibtex import reader as bibtex
from papertrail.readers.bibtex.names import names_in
from papertrail.readers.by_suffix import data_reader
from papertrail.readers.common.markup import markdown_of, paragraphs_of, plain_of
from papertrail.readers.common.people import named
from papertrail.readers.common.values import date_in
from papertrail.readers.csl import reader as csl_json
from papertrail.readers.csv import reader as csv
from papertrail.readers.entry import NotAList


def parts(authors: Sequence[Author]) -> list[tuple[str, str, str]]:
    """Family and given names and the suffix; an organization has only a name."""
    return [(p.family or p.name, p.given, p.suffix) for p in authors_of(tuple(authors)).people]


@pytest.mark.parametrize(
    ("latex", "names"),
    [
        (r"Li, Wei and \'Emond, Zo\'e", [("Li", "Wei", ""), ("Émond", "Zoé", "")]),
        (r"\L ukasz \'Swi\k{a}tek and \O ystein \AA s", [("Świątek", "Łukasz", ""), ("Ås", "Øystein", "")]),
        (r"{\v S}imek, Jan and \v{S}imek, Eva", [("Šimek", "Jan", ""), ("Šimek", "Eva", "")]),
        (r"Li*, Wei AND Roe\footnotemark[1], Al", [("Li", "Wei", ""), ("Roe", "Al", "")]),
        (r"Wei Li$^{1,*}$ and Al Roe\textsuperscript{2}", [("Li", "Wei", ""), ("Roe", "Al", "")]),
        (r"{Ernst and Young} and {Max Planck Society}", [("Ernst and Young", "", ""), ("Max Planck Society", "", "")]),
        (r"van der Berg, Jr., Jan and Ana {Ruiz y Paz}", [("van der Berg", "Jan", "Jr."), ("Ruiz y Paz", "Ana", "")]),
        (r"given=Jan, family=Berg, prefix=van der and Ed Roe", [("van der Berg", "Jan", ""), ("Roe", "Ed", "")]),
        (r"Li, Wei and", [("Li", "Wei", "")]),
    ],
)
def test_names_of_bibtex(latex: str, names: list[tuple[str, str, str]]) -> None:
    assert parts(names_in(latex)) == names


@pytest.mark.parametrize("name", ["Wei Li†", "Wei Li*", "Li1, Wei", "Wei Li‡§", "Li, Wei [2]", " Wei  Li ∗ "])
def test_marks_are_not_part_of_a_name(name: str) -> None:
    assert parts([named(name)]) == [("Li", "Wei", "")]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<i>E.&nbsp;coli</i> &amp; CO<sub>2</sub>", "E. coli & CO₂"),
        ("10<sup>-6</sup> and x<sup>th</sup>", "10⁻⁶ and xth"),
        ("&lt;i&gt;In vivo&lt;/i&gt;", "In vivo"),
        ("a <b and c> d, x < y & z, R&D;", "a <b and c> d, x < y & z, R&D;"),
        ("the <i> element", "the <i> element"),
        ("<mml:math><mml:mi>x</mml:mi></mml:math>", "x"),
    ],
)
def test_markup_in_a_line(text: str, plain: str) -> None:
    assert plain_of(text).replace("\u00a0", " ") == plain


def test_markup_in_paragraphs_and_notes() -> None:
    assert paragraphs_of("<jats:p>One &amp; <jats:italic>two</jats:italic>.</jats:p><p>Three<br/>four</p>") == (
        "One & two.\n\nThree\n\nfour"
    )
    assert markdown_of(
        '<p>See <a href="https://example.org/?a=1&amp;b=2">this <em>page</em></a></p><p><b>Yes</b>!</p>'
    ) == ("See this *page* **Yes**!")
    assert markdown_of('<a href="https://example.org/?a=1&amp;b=2">page</a>') == "[page](https://example.org/?a=1&b=2)"
    assert markdown_of('<a href="javascript:x">page</a> 2*3<!-- no -->') == "page 2\\*3"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020-02-30", "2020-02"),
        ("March 2020", "2020-03"),
        ("May 5, 2020", "2020-05-05"),
        ("13/02/2020", "2020-02-13"),
        ("02/03/2020", "2020"),
        ("03/2020", "2020-03"),
        ("2020///", "2020"),
        ("2020 May-Jun", "2020-05"),
        ("c. 1999", "1999"),
        ("n.d.", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert date_in(text) == date


PATHS = (r"C:\Users\someone\a.pdf", "/home/someone/a.pdf", "file:///Users/someone/a.pdf", "~/a.pdf", r"\\server\a.pdf")


@pytest.mark.parametrize("path", PATHS)
def test_paths_of_the_users_files_are_not_imported(path: str) -> None:
    escaped = json.dumps(path)
    sources = {
        "a.bib": f"@misc{{a, title={{A}}, pdf={{{path}}}, file={{:{path}:PDF}}, url={{{path}}}}}",
        "a.json": f'[{{"title": "A", "URL": {escaped}, "file": {escaped}}}]',
        "a.csv": f"title,url,My copy,File Attachments\nA,{path},{path},{path}\n",
        "a.ris": f"TY  - JOUR\nTI  - A\nL1  - {path}\nUR  - {path}\nER  - \n",
    }
    for name, source in sources.items():
        read = data_reader(name)
        assert read
        (entry,), _ = read(source)
        assert (entry.paper.links, entry.paper.custom) == ((), ())
        assert entry.not_kept
        assert "someone" not in "".join(entry.not_kept)


@pytest.mark.parametrize("name", ["a.enw", "a.nbib", "a.xml", "a.docx", "a.PDF", "a.bib.txt~", "a.b"])
def test_files_of_other_formats_are_refused(name: str) -> None:
    with pytest.raises(NotAList, match=r"are not read; export the list as Markdown or HTML .*\.ris"):
        data_reader(name)


def paper_in(text: str, read: object = bibtex.read) -> Paper:
    (entry,), _ = read(text)  # type: ignore[operator]
    assert isinstance(entry.paper, Paper)
    return entry.paper


def test_capitals_that_braces_protect_are_kept() -> None:
    assert paper_in("@misc{a, title={A {B}ayesian model of some {Things} with {NLP}}}").capitals == ()
    assert paper_in("@misc{a, title={A {B}ayesian Model of {Things} and GPUs}}").capitals == ("Bayesian", "Things")
    assert paper_in('@misc{a, title={The {\\"U}ber Model Of Things}}').capitals == ()


def test_an_unknown_status_and_dates_are_kept() -> None:
    for year, status in (("in press", "in press"), ("To appear", "forthcoming"), ("forthcoming", "forthcoming")):
        assert paper_in(f"@misc{{a, title={{A}}, year={{{year}}}}}").status == status
    assert paper_in('[{"title": "A", "issued": {"literal": "in press"}}]', csl_json.read).status == "in press"


def test_crossref_gives_titles_as_lists() -> None:
    paper = paper_in(
        '{"title": ["A Study"], "subtitle": ["Of It"], "type": "proceedings-article", "ISSN": ["2049-3630"],'
        '"container-title": ["Lecture Notes", "Conference on Things"], "issued": {"date-parts": [[2020, 3]]},'
        '"author": [{"given": "Jane", "family": "Doe", "affiliation": [{"name": "NYU"}]}, {"name": "The Body"}]}',
        csl_json.read,
    )
    assert (paper.full_title, paper.type, paper.date) == ("A Study: Of It", "paper-conference", "2020-03")
    assert (paper.venues[0].text, paper.publication.series) == ("Conference on Things 2020", "Lecture Notes")
    assert (paper.institutions, paper.authors[1].organization) == (("NYU",), True)
    assert paper.custom == (("ISSN", "2049-3630"),)


def test_columns_of_scopus() -> None:
    paper = paper_in(
        '"Authors","Author full names","Title","Year","Source title","Volume","Issue","Art. No.","Page start",'
        '"Page end","DOI","Affiliations","Abstract","Author Keywords","Publication Stage","Document Type"\n'
        '"Doe J.; Roe R.","Doe, Jane (57190000001); Roe, Rick (57190000002)","On It","2020","J","12","3",'
        '"","100","110","10.1000/x","NYU; MIT","We.","a; b","Article in press","Conference paper"\n',
        csv.read,
    )
    assert parts(paper.authors) == [("Doe", "Jane", ""), ("Roe", "Rick", "")]
    details = paper.publication
    assert (details.volume, details.number, details.pages) == ("12", "3", "100-110")
    assert (paper.status, paper.type, paper.keywords) == ("in press", "paper-conference", ("a", "b"))


def test_columns_of_jabref_and_zotero() -> None:
    header = "Identifier;BibliographyType;Author;Title;Journal;Year;Month;School;Annote"
    paper = paper_in(f"{header}\nk;article;Doe, J.;On It;J;2020;mar;NYU;Yes\n", csv.read)
    assert (paper.date, paper.institutions, paper.remarks) == ("2020-03", ("NYU",), ("Yes",))
    zotero = (
        "Key,Item Type,Publication Year,Author,Title,Publication Title,Date,Date Added,Extra,Number,Issue\n"
        'A,journalArticle,2020,World Body,On &amp; Off,J,2020-03-04,2024-01-02 10:11:12,"arXiv: 2001.00001 [cs]\n'
        'More",7,8\n'
    )
    paper = paper_in(zotero, csv.read)
    assert (paper.name, paper.date, paper.added) == ("On & Off", "2020-03-04", "2024-01-02")
    assert (paper.arxiv, paper.authors[0].organization) == ("2001.00001", True)
    assert paper.custom == (("Issue", "8"), ("Extra", "More"))


def test_csv_with_spaces_after_quotes_and_urls_as_titles() -> None:
    source = 'Title;Url\n"Guide; to It" ;\nhttps://example.org/1;\n"B";https://example.org/2\n'
    entries, problems = csv.read(source)
    assert [entry.paper.name for entry in entries] == ["Guide; to It", "B"]
    assert [problem.line for problem in problems] == [3]
