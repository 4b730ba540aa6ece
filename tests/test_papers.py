"""Values derived from records: years, series, identifiers, groups and their order."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from papertrail.core import Paper, Venue
from papertrail.core.authors import Person, person_of
from papertrail.core.identifiers import arxiv_year
from papertrail.core.paper import topic_path
from support.projects import checked


@pytest.mark.parametrize(
    ("text", "series", "year"),
    [
        ("EuroSys 2019", "EuroSys", 2019),
        ("SOSP2019", "SOSP", 2019),
        ("ICML 17", "ICML", 2017),
        ("ICML'17", "ICML", 2017),
        ("ICML ’17", "ICML", 2017),
        ("ICML 2017", "ICML", 2017),
        ("SIGMOD 98", "SIGMOD", 1998),
        ("SC, 2020", "SC", 2020),
        ("ACM Computing Surveys (2020)", "ACM Computing Surveys", 2020),
        ("NeurIPS", "NeurIPS", None),
        ("EuroSys Workshop 2019", "EuroSys Workshop", 2019),
        ("Findings of ACL 2021", "Findings of ACL", 2021),
        ("arXiv 1404.5997", "arXiv", 2014),
        ("arXiv:1404.5997v2", "arXiv", 2014),
        ("arXiv preprint arXiv:1811.06965 (2018)", "arXiv", 2018),
        ("arXiv cs/0112017", "arXiv", 2001),
        ("arXiv 2019", "arXiv", 2019),
        ("arXiv 1404.599", "arXiv 1404.599", None),
        ("2019", "", 2019),
        ("2019-03-25", "2019-03-25", None),
        ("12:30:45", "12:30:45", None),
        ("Area 51", "Area 51", None),
        ("Journal 123456", "Journal 123456", None),
    ],
)
def test_a_venue_is_split_into_series_and_year(text: str, series: str, year: int | None) -> None:
    assert (Venue(text=text).series, Venue(text=text).year) == (series, year)


def test_the_year_comes_from_the_date_then_the_last_venue_then_arxiv() -> None:
    venues = (Venue(text="arXiv 1811.06965"), Venue(text="NeurIPS 2019"))
    assert Paper(id="a", name="A", date="2020-01", venues=venues).year == 2020
    assert Paper(id="a", name="A", venues=venues).year == 2019
    assert Paper(id="a", name="A", venues=venues[:1]).year == 2018
    assert Paper(id="a", name="A", venues=(Venue(text="NeurIPS"),)).year is None
    assert [arxiv_year(id) for id in ("0704.0001", "9901.0001", "hep-th/9901001")] == [2007, 1999, 1999]


def test_a_topic_is_split_only_at_separators_with_spaces() -> None:
    assert topic_path("A > B / C > D>E") == ("A", "B / C", "D>E")
    assert topic_path(" > ") == ("", "")


REGISTERED = """\
=== papers/_venues.yml
- {name: SysML, renamed_to: MLSys}
- MLSys
- {name: NeurIPS, aliases: [NIPS], full: Neural Information Processing Systems}
=== papers/_institutions.yml
- {name: Berkeley, aliases: [UC Berkeley, UCB]}
- Microsoft
- {name: MSR, parent: Microsoft}
- {name: MSRA, parent: MSR}
=== papers/a.yml
name: A
venue: [SysML 2019, NIPS 2018]
institutions: [UCB, MSRA]
topic: T
=== papers/b.yml
name: B
venue: [MLSys'20, Neural Information Processing Systems 2017]
institutions: [UC Berkeley]
topic: T
"""


def test_names_are_grouped_by_registry_and_shown_as_written() -> None:
    catalog = checked(REGISTERED).catalog
    assert {g.name: [r.paper.id for r in g.rows] for g in catalog.venues} == {
        "MLSys": ["a", "b"],
        "NeurIPS": ["a", "b"],
    }
    institutions = {group.name: [row.paper.id for row in group.rows] for group in catalog.institutions}
    assert institutions == {"Berkeley": ["a", "b"], "Microsoft": ["a"], "MSR": ["a"], "MSRA": ["a"]}
    assert [group.members for group in catalog.institutions if group.name == "Microsoft"] == [("MSR",)]
    assert [venue.text for venue in catalog.papers[0].venues] == ["SysML 2019", "NIPS 2018"]


ORDERED = """\
=== papers/_topics.yml
- name: L
  topics:
    - {name: First, order: [old]}
    - {name: Second, sort: oldest}
    - {name: Third, sort: name}
    - {name: Data / Model}
=== papers/old.yml
name: Zebra
venue: V 2001
topic: [L > First, L > Second, L > Third]
=== papers/new.yml
name: apple
venue: V 2020
topic: [L > Third, L > Second, L > First, L > Data / Model]
=== papers/none.yml
name: Mango
topic: [L > First, L > Second, L > Third]
=== papers/newer.yml
name: Banana
date: 2021
topic: L > First
"""


def test_papers_are_sorted_by_order_and_sort() -> None:
    (section,) = checked(ORDERED).catalog.lists
    shown = {below.topic.name: [row.paper.id for row in below.rows] for below in section.sections}
    assert shown == {
        "First": ["old", "newer", "new", "none"],
        "Second": ["old", "new", "none"],
        "Third": ["new", "none", "old"],
        "Data / Model": ["new"],
    }
    assert [paper.id for paper in section.papers] == ["old", "newer", "new", "none"]


def test_sections_with_the_same_name_have_different_anchors() -> None:
    tree = "=== papers/a.yml\nname: A\ntopic: [L > X > Same, L > Y > Same, L > Same, L > SAME]\n"
    (section,) = checked(tree).catalog.lists
    slugs = [below.slug for below in section.walk()]
    assert len(slugs) == len(set(slugs)) == 7


def test_settings_are_inherited_by_subtopics() -> None:
    tree = (
        "=== papers/_topics.yml\n- name: L\n  style: bullets\n  marker: '*'\n  intro: Hello.\n"
        "  topics: [{name: M, topics: [N]}, {name: O, style: paragraphs}]\n"
    )
    (section,) = checked(tree).catalog.lists
    found = {s.topic.name: (s.topic.style, s.topic.marker, s.topic.intro) for s in section.walk()}
    assert found == {
        "L": ("bullets", "*", ("Hello.",)),
        "M": ("bullets", "*", ()),
        "N": ("bullets", "*", ()),
        "O": ("paragraphs", "*", ()),
    }


def test_a_name_that_is_only_suffixes_is_kept_as_written() -> None:
    assert person_of("Jr, Jr") == Person(name="Jr, Jr")


def test_the_same_names_in_two_normal_forms_are_one() -> None:
    record = "authors: [José Ångström, B C]\nvenue: Révé 2020\nkeywords: [café]\ninstitutions: [École]\n"
    record += "topic: Réading > Bé\n"
    tree = (
        f"=== papers/a.yml\nname: A\n{normalize('NFC', record)}=== papers/b.yml\nname: B\n{normalize('NFD', record)}"
        + normalize("NFD", "=== papers/_topics.yml\n- name: Réading\n  topics: [Bé]\n=== papers/_venues.yml\n- Révé\n")
        + normalize("NFD", "=== papers/_lists/reading.md\n<!-- papers: Bé -->\n")
    )
    result = checked(tree)
    catalog = result.catalog
    assert result.diagnostics == ()
    groups = (catalog.venues, catalog.institutions, catalog.keywords, catalog.lists)
    assert [len(names) for names in groups] == [1, 1, 1, 1]
    assert [group.name for group in catalog.authors] == ["B C", normalize("NFC", "José Ångström")]


def test_an_identifier_without_a_link_becomes_a_link() -> None:
    tree = (
        "=== papers/a.yml\nname: A\ntopic: T\nlinks: {Paper: 'https://arxiv.org/pdf/1811.06965v2'}\n"
        "ids: {arxiv: 1811.06965, doi: 'https://doi.org/10.1000/X', isbn: 0-306-40615-2, pmid: ' 123 '}\n"
    )
    (paper,) = checked(tree).library.papers
    assert [(link.label, link.url) for link in paper.links] == [
        ("Paper", "https://arxiv.org/pdf/1811.06965v2"),
        ("DOI", "https://doi.org/10.1000/x"),
        ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/123/"),
    ]
    assert dict(paper.identifiers)["isbn"] == "9780306406157"


def test_papers_that_are_to_appear_are_the_newest() -> None:
    records = {"old": "date: 2019", "soon": "status: in press", "new": "date: 2024", "no-year": "type: software"}
    tree = "".join(f"=== papers/{id}.yml\nname: {id}\ntopic: T\n{field}\n" for id, field in records.items())
    assert [row.paper.id for row in checked(tree).catalog.rows] == ["soon", "new", "old", "no-year"]
