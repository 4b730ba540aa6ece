"""Citations: authors, types, keys and URLs."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from exporters.csl_schema import SCHEMA
from exporters.exports import citation_tags, cite, export_of, json_ld
from papertrail.core import Author, Institution, Link, Names, Paper, Series, Venue
from papertrail.core.authors import authors_of, named_authors
from papertrail.core.fields import TYPES
from papertrail.exporters.bibtex import tex
from papertrail.exporters.csl_types import csl_type, venue_kind
from papertrail.exporters.web_urls import is_pdf, web_url

NONE: Names[Series] = Names()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Minjie Wang", ["Wang, Minjie"]),
        ("Wang, Minjie", ["Wang, Minjie"]),
        ("Minjie Wang, Chien-chin Huang and Jinyang Li", ["Wang, Minjie", "Huang, Chien-chin", "Li, Jinyang"]),
        ("Minjie Wang, Chien-chin Huang, and Jinyang Li", ["Wang, Minjie", "Huang, Chien-chin", "Li, Jinyang"]),
        ("Minjie Wang & Jinyang Li", ["Wang, Minjie", "Li, Jinyang"]),
        ("Wang, Minjie and Li, Jinyang", ["Wang, Minjie", "Li, Jinyang"]),
        ("Wang, Minjie; Li, Jinyang", ["Wang, Minjie", "Li, Jinyang"]),
        ("Wang, M., Huang, C.-C., and Li, J.", ["Wang, M.", "Huang, C.-C.", "Li, J."]),
        ("Yimin Jiang, Yibo Zhu, et al.", ["Jiang, Yimin", "Zhu, Yibo", "…"]),
        ("Yimin Jiang et al", ["Jiang, Yimin", "…"]),
        ("Yimin Jiang and others", ["Jiang, Yimin", "…"]),
        ("Yimin Jiang, ...", ["Jiang, Yimin", "…"]),
        ("et al.", ["…"]),
        ("Martin Luther King, Jr., Jane Doe", ["King, Jr., Martin Luther", "Doe, Jane"]),
        ("Ludwig van Beethoven, Christopher De Sa", ["van Beethoven, Ludwig", "De Sa, Christopher"]),
        ("van der Berg, Jan", ["van der Berg, Jan"]),
        ("OpenAI", ["OpenAI"]),
        ("OpenAI, Inc.", ["OpenAI, Inc."]),
        ("The PyTorch Team", ["The PyTorch Team"]),
        ("王敏捷、李 金阳", ["王敏捷", "李, 金阳"]),
        ("Wei Wang 0001", ["Wei Wang 0001"]),
        ("  ", []),
        (", ;", []),
    ],
)
def test_authors_in_one_text_are_split(text: str, names: list[str]) -> None:
    authors = authors_of((Author(text, several=True),))
    assert [person.family_first for person in authors.people] + ["…"] * authors.others == names


def test_authors_in_a_list_are_not_split() -> None:
    authors = authors_of(named_authors("Ernst and Young", "Wang, Minjie", "A, B, C, D", "Jan Smit III", "et al."))
    assert [(p.name, p.family, p.given, p.suffix) for p in authors.people] == [
        ("Ernst and Young", "", "", ""),
        ("Minjie Wang", "Wang", "Minjie", ""),
        ("A, B, C, D", "", "", ""),
        ("Jan Smit III", "Smit", "Jan", "III"),
    ]
    assert authors.others


@pytest.mark.parametrize(
    ("venue", "kind"),
    [
        ("EuroSys 2019", "conference"),
        ("EuroSys Workshop 2019", "conference"),
        ("ACM Computing Surveys 2020", "journal"),
        ("IEEE Transactions on Computers 2020", "journal"),
        ("Proceedings of the VLDB Endowment 2020", "journal"),
        ("Proceedings of the IEEE 2017", "journal"),
        ("Proceedings of the IEEE Conference on Clouds 2017", "conference"),
        ("Nature 2015", "journal"),
        ("arXiv 1811.06965", "preprint"),
        ("bioRxiv 2020", "preprint"),
        ("Microsoft Research Technical Report 2018", "report"),
        ("PhD Thesis, NYU 2019", "thesis"),
        ("NeurIPS", "other"),
        ("Registered 2019", "book"),
        ("Old 2019", "workshop"),
    ],
)
def test_venue_kind(venue: str, kind: str) -> None:
    registry = Names(
        (
            Series(name="Registered", kind="book"),
            Series(name="Old", renamed_to="New"),
            Series(name="New", kind="workshop"),
            Series(name="EuroSys"),
        )
    )
    assert venue_kind(Venue(text=venue), registry) == kind


@pytest.mark.parametrize(
    ("title", "field"),
    [
        (r"Sorting in $O(n \log n)$", r"{Sorting in {$O(n \log n)$}}"),
        (r"H$_2$O costs \$5 or $6", r"{{H}{$_2$}{O} costs \$5 or \$6}"),
        (r"$$x$$ and $`y_1`$", r"{{$$x$$} and {$y_1$}}"),
        (r"$\{x$ and {$x$", r"{\$\textbackslash{}\{\vphantom{\}}x\$ and \{\vphantom{\}}{$x$}}"),
        (r"$\input{x}$", r"{\$\textbackslash{}input\{x\}\$}"),
        (r"$\text{\input{x}}$", r"{\$\textbackslash{}text\{\textbackslash{}input\{x\}\}\$}"),
        ("$^^5cinput x$", r"{\$\textasciicircum{}\textasciicircum{}5cinput x\$}"),
        ("$x%$", r"{\$x\%\$}"),
    ],
)
def test_only_formulas_are_exported_as_tex(title: str, field: str) -> None:
    for form in ("bibtex", "biblatex"):
        assert f"  title = {field},\n" in export_of(form, [Paper(id="a", name=title)])
    assert f"TI  - {title}\n" in export_of("ris", [Paper(id="a", name=title)])


def test_type_of_the_record_overrides_the_venue() -> None:
    venues = (Venue(text="EuroSys 2019"),)
    assert csl_type(Paper(id="a", name="A", venues=venues), NONE) == "paper-conference"
    assert csl_type(Paper(id="a", name="A", type="article-journal", venues=venues), NONE) == "article-journal"
    assert csl_type(Paper(id="a", name="A", type="invented"), NONE) == "document"
    assert csl_type(Paper(id="a", name="A"), NONE) == "article"


def test_published_version_is_preferred_to_the_preprint() -> None:
    for texts in (("arXiv 1811.06965", "NeurIPS 2019"), ("NeurIPS 2019", "arXiv 1811.06965")):
        paper = Paper(id="a", name="A", venues=tuple(Venue(text=text) for text in texts))
        assert "booktitle = {NeurIPS}" in cite(paper).bibtex
        assert "eprint = {1811.06965}" in cite(paper).bibtex


@pytest.mark.parametrize(
    ("paper", "key"),
    [
        (Paper(id="tofu", name="Tofu", authors=named_authors("Minjie Wang", "B"), date="2019"), "wang2019:tofu"),
        (Paper(id="tofu", name="Tofu", authors=named_authors("Minjie Wang")), "wang:tofu"),
        (Paper(id="tofu", name="Tofu", date="2019"), "tofu"),
        (Paper(id="tofu", name="Tofu", authors=named_authors("Łukasz Größe-Ødegård")), "grosseodegard:tofu"),
        (Paper(id="tofu", name="Tofu", authors=named_authors("Jan van der Berg")), "vanderberg:tofu"),
        (Paper(id="tofu", name="Tofu", authors=named_authors("王敏捷"), date="2019"), "tofu"),
        (Paper(id="tofu", name="Tofu", authors=(Author("Jane Doe, Ada Lovelace", several=True),)), "doe:tofu"),
        (Paper(id="tofu", name="Tofu", authors=named_authors("}, @x{")), "x:tofu"),
        (Paper(id="tofu", name="Tofu", authors=named_authors("Ernst and Young", "B C")), "ernstandyoung:tofu"),
    ],
)
def test_citation_key(paper: Paper, key: str) -> None:
    assert cite(paper).key == key


def test_citation_keys_of_similar_ids_are_distinct() -> None:
    ids = ("wang2019-tofu", "tofu", "2019-tofu", "wang")
    papers = [Paper(id=id, name="A", authors=authors, date=date) for id in ids
              for authors in ((), named_authors("Minjie Wang")) for date in (None, "2019")]  # fmt: skip
    assert len({cite(paper).key for paper in papers}) == len(ids) * 3, "the year alone is no part of a key"


@pytest.mark.parametrize(
    ("url", "pdf"),
    [
        ("https://example.com/a.pdf", True),
        ("https://example.com/a.PDF?download=1", True),
        ("https://arxiv.org/pdf/1811.06965v5", True),
        ("https://arxiv.org/abs/1811.06965", False),
        ("https://openreview.net/pdf?id=x", True),
        ("https://openreview.net/forum?id=x.pdf", False),
        ("https://dl.acm.org/doi/pdf/10.1145/1", True),
        ("https://github.com/x/y/blob/main/a.pdf", False),
        ("https://example.com/a.pdf/view", False),
    ],
)
def test_is_pdf(url: str, pdf: bool) -> None:
    assert is_pdf(url) is pdf


@pytest.mark.parametrize(
    "url",
    ["javascript:x", "mailto:a@example.com", "../a.pdf", "//example.com", "ftp://example.com", "https://a b", "https:///",
     "https://u@example.com/", "https://example.com/\u202e", "data:text/html,x", "", "https://[", "https://e.com/{}"],
)  # fmt: skip
def test_other_urls_are_not_web_urls(url: str) -> None:
    assert web_url(url) is None


def linked(*links: tuple[str, str]) -> Paper:
    return Paper(id="a", name="A", links=tuple(Link(label=label, url=url) for label, url in links))


def test_url_is_the_work_then_arxiv_then_the_first_link() -> None:
    code, paper = ("Code", "https://example.com/code"), ("Paper", "https://example.com/paper")
    at_arxiv = Paper(id="a", name="A", venues=(Venue(text="arXiv 1811.06965"),), links=linked(code).links)
    assert "url = {https://example.com/paper}" in cite(linked(code, paper)).bibtex
    assert "url = {https://arxiv.org/abs/1811.06965}" in cite(at_arxiv).bibtex
    assert "url = {https://example.com/code}" in cite(linked(("Paper", "a.pdf"), code)).bibtex
    assert "url" not in cite(linked(("Paper", "a.pdf"))).bibtex


@pytest.mark.parametrize(
    ("address", "doi"),
    [
        ("https://doi.org/10.1145/3302424.3303953", "10.1145/3302424.3303953"),
        ("https://doi.org/10.1002/(SICI)1%3C2::AID%3E3.0;2-2", "10.1002/(sici)1<2::aid>3.0;2-2"),
        ("https://doi.org/10.1234/a%7Bb", "10.1234/a%7bb"),
        ("https://doi.org/10.1234/a%0A@b", "10.1234/a%0a@b"),
        ("https://doi.org/10.1234/a{b", None),
    ],
)
def test_doi(address: str, doi: str | None) -> None:
    item = json.loads(cite(linked(("DOI", address))).csl_json)[0]
    assert item.get("DOI") == doi


def test_significant_capitals_of_a_title_are_kept() -> None:
    def title(text: str, name: str = "X") -> str:
        return cite(Paper(id="a", name=name, title=text)).bibtex.partition("title = {")[2].partition("},\n")[0]

    assert title("Training DNNs on Multi-GPU Machines") == "Training {DNNs} on Multi-{GPU} Machines"
    assert title("Tofu: A Study of Splits", "Tofu") == "{Tofu}: A Study of Splits"
    assert title("Plan B for R and C++") == "Plan {B} for {R} and {C}++"
    assert (
        title("A study of how Google trains Bayesian networks") == "A study of how {Google} trains {Bayesian} networks"
    )
    assert title("Why {GPUs} stall") == r"Why \{{GPUs}\} stall"


def test_unmatched_braces_get_an_invisible_counterpart() -> None:
    assert tex("a}b{c{d}") == r"a\vphantom{\{}\}b\{\vphantom{\}}c\{d\}"


FULL = Paper(
    id="tofu",
    name="Tofu",
    title="Automatic <Dataflow> Graphs",
    authors=named_authors("Minjie Wang", "The Tofu Team"),
    venues=(Venue(text="arXiv 1807.08887"), Venue(text="EuroSys 2019")),
    date="2019-03-25",
    institutions=("NYU",),
    links=(
        Link(label="DOI", url="https://doi.org/10.1145/3302424.3303953"),
        Link(label="Slides", url="https://example.com/slides.pdf"),
        Link(label="PDF", url="https://example.com/tofu.pdf"),
    ),
    keywords=("partitioning", "compilers"),
)
VENUES = Names((Series(name="EuroSys", full="European Conference on Computer Systems", kind="conference"),))
INSTITUTIONS = Names((Institution(name="NYU", full="New York University", url="https://www.nyu.edu/"),))


def test_highwire_tags() -> None:
    assert citation_tags(FULL, VENUES) == (
        ("citation_title", "Automatic <Dataflow> Graphs"),
        ("citation_author", "Wang, Minjie"),
        ("citation_author_institution", "NYU"),
        ("citation_author", "The Tofu Team"),
        ("citation_author_institution", "NYU"),
        ("citation_publication_date", "2019/03/25"),
        ("citation_conference_title", "European Conference on Computer Systems"),
        ("citation_doi", "10.1145/3302424.3303953"),
        ("citation_arxiv_id", "1807.08887"),
        ("citation_pdf_url", "https://example.com/tofu.pdf"),
        ("citation_public_url", "https://doi.org/10.1145/3302424.3303953"),
        ("citation_keywords", "partitioning"),
        ("citation_keywords", "compilers"),
    )


@pytest.mark.parametrize(
    ("csl", "venue", "tag"),
    [
        ("article", "EuroSys 2019", ("citation_conference_title", "EuroSys")),
        ("article-journal", "TPDS 2019", ("citation_journal_title", "TPDS")),
        ("chapter", "Handbook 2019", ("citation_inbook_title", "Handbook")),
        ("thesis", "TU Wien 2019", ("citation_dissertation_institution", "TU Wien")),
        ("report", "RFC 2019", ("citation_technical_report_institution", "RFC")),
        ("book", "Springer 2019", ("citation_publisher", "Springer")),
        ("software", "Zenodo 2019", None),
        ("article", "arXiv 2019", None),
    ],
)
def test_highwire_tag_of_the_venue(csl: str, venue: str, tag: tuple[str, str] | None) -> None:
    tags = citation_tags(Paper(id="a", name="A", type=csl, venues=(Venue(text=venue),)))
    assert tags == tuple(t for t in (("citation_title", "A"), ("citation_publication_date", "2019"), tag) if t)


def test_json_ld() -> None:
    data = json_ld(FULL, "https://example.com/papers/tofu/", VENUES, INSTITUTIONS)
    assert "\\u003cDataflow\\u003e" in data
    assert json.loads(data) == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "name": "Automatic <Dataflow> Graphs",
        "headline": "Automatic <Dataflow> Graphs",
        "alternateName": "Tofu",
        "author": [
            {"@type": "Person", "name": "Minjie Wang", "givenName": "Minjie", "familyName": "Wang"},
            {"@type": "Organization", "name": "The Tofu Team"},
        ],
        "datePublished": "2019-03-25",
        "isPartOf": {
            "@type": "CreativeWork",
            "name": "European Conference on Computer Systems",
            "alternateName": "EuroSys",
        },
        "sourceOrganization": [
            {
                "@type": "Organization",
                "name": "New York University",
                "alternateName": "NYU",
                "url": "https://www.nyu.edu/",
            }
        ],
        "keywords": ["partitioning", "compilers"],
        "sameAs": [
            "https://doi.org/10.1145/3302424.3303953",
            "https://arxiv.org/abs/1807.08887",
            "https://example.com/tofu.pdf",
        ],
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "doi", "value": "10.1145/3302424.3303953"},
            {"@type": "PropertyValue", "propertyID": "arxiv", "value": "1807.08887"},
        ],
        "url": "https://example.com/papers/tofu/",
    }


@pytest.mark.parametrize(
    ("csl", "schema"),
    [
        ("software", "SoftwareSourceCode"),
        ("dataset", "Dataset"),
        ("thesis", "Thesis"),
        ("book", "Book"),
        ("chapter", "Chapter"),
        ("report", "Report"),
        ("webpage", "WebPage"),
        ("post-weblog", "BlogPosting"),
        ("article-journal", "ScholarlyArticle"),
        ("song", "CreativeWork"),
    ],
)
def test_json_ld_of_other_types(csl: str, schema: str) -> None:
    assert json.loads(json_ld(Paper(id="a", name="A", type=csl), None))["@type"] == schema


def test_json_ld_of_software_has_its_code_repository() -> None:
    paper = Paper(id="a", name="A", type="software", links=(Link(label="GitHub", url="https://github.com/x/y"),))
    data: dict[str, Any] = json.loads(json_ld(paper, None))
    assert data == {
        "@context": "https://schema.org",
        "@type": "SoftwareSourceCode",
        "name": "A",
        "codeRepository": "https://github.com/x/y",
    }


def test_csl_item() -> None:
    assert json.loads(export_of("csl-json", [FULL], VENUES)) == [
        {
            "id": "wang2019:tofu",
            "type": "paper-conference",
            "title": "Automatic <Dataflow> Graphs",
            "author": [{"family": "Wang", "given": "Minjie"}, {"literal": "The Tofu Team"}],
            "issued": {"date-parts": [[2019, 3, 25]]},
            "container-title": "European Conference on Computer Systems",
            "container-title-short": "EuroSys",
            "DOI": "10.1145/3302424.3303953",
            "URL": "https://doi.org/10.1145/3302424.3303953",
            "keyword": "partitioning, compilers",
        }
    ]


def test_csl_of_every_type_is_valid() -> None:
    venues = (Venue(text="arXiv 1807.08887"), Venue(text="Somewhere 2019"))
    papers = [
        Paper(id=f"p{number}", name="A", type=csl, authors=named_authors("A B et al."), venues=venues)
        for number, csl in enumerate(TYPES)
    ]
    items = json.loads(export_of("csl-json", papers))
    jsonschema.validate(items, SCHEMA)
    assert [item["type"] for item in items[1:]] == list(TYPES[1:])
    assert items[0]["author"] == [{"family": "B", "given": "A"}, {"literal": "others"}]


def test_reference_with_many_authors() -> None:
    def authors(count: int) -> str:
        return cite(Paper(id="a", name="A", authors=named_authors("A B") * count)).reference.partition(" A.")[0]

    assert [authors(count) for count in range(4)] == ["A.", "A B.", "A B and A B.", "A B, A B, and A B."]
    assert authors(10).count("A B") == 10
    assert authors(11).endswith("A B, et al.")


def test_reference_has_no_double_punctuation() -> None:
    assert (
        cite(Paper(id="a", name="A", title="Why?", authors=(Author("OpenAI, Inc.", organization=True),))).reference
        == "OpenAI, Inc. Why?"
    )
