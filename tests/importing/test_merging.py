"""Which entries are the same work, and how their records are merged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papertrail.core import Link, Paper, Venue
from papertrail.core.authors import named_authors
from papertrail.core.settings import Settings
from papertrail.importing import ImportOptions, ImportResult, InputFile, import_lists
from papertrail.importing.merge import merge
from papertrail.importing.same_work import WorkIndex
from papertrail.records.files import Sources
from papertrail.templating.environment import environment
from papertrail.text.markdown import plain_inline
from support.projects import sources_of

TEMPLATES = environment(None)
HERE = Settings(root=Path("/nowhere"))


def paper(
    name: str,
    title: str | None = None,
    *,
    id: str = "known",
    venue: str | Sequence[str] = (),
    remarks: Sequence[str] = (),
    authors: Sequence[str] = (),
    **links: str,
) -> Paper:
    venues = (venue,) if isinstance(venue, str) else venue
    return Paper(
        id=id, name=name, title=title, venues=tuple(Venue(text=text) for text in venues), remarks=tuple(remarks),
        authors=named_authors(*authors), links=tuple(Link(label=label, url=url) for label, url in links.items()),
    )  # fmt: skip


ONE_WORK = {
    "an arXiv id in the venue and in a link": (
        paper("A Survey", venue="arXiv 1811.06965"),
        paper("Surveying Things", Paper="https://arxiv.org/abs/1811.06965"),
    ),
    "versions of an arXiv paper": (
        paper("A Survey", Paper="https://arxiv.org/abs/1811.06965v1"),
        paper("Surveying Things", pdf="http://www.arxiv.org/pdf/1811.06965v5.pdf"),
    ),
    "an old arXiv id": (
        paper("A Survey", arXiv="https://arxiv.org/abs/cs/0112017"),
        paper("Surveying Things", PDF="https://export.arxiv.org/pdf/cs/0112017"),
    ),
    "spellings of a DOI": (
        paper("A Survey", Paper="https://doi.org/10.1145/3302424.3303953"),
        paper("Surveying Things", ACM="https://dl.acm.org/doi/abs/10.1145/3302424.3303953?casa_token=x"),
    ),
    "a DOI in capitals": (
        paper("A Survey", DOI="http://dx.doi.org/10.1109/SC41405.2020.00024"),
        paper("Surveying Things", doi="https://doi.org/10.1109/sc41405.2020.00024"),
    ),
    "case and punctuation of a title": (
        paper("A Survey of Things: What, How and Why?"),
        paper("a survey of things – what how and why"),
    ),
    "a name and a title that begins with it": (
        paper("Gandiva", venue="OSDI 2018"),
        paper("Gandiva", "Gandiva: Introspective Cluster Scheduling", venue="OSDI 2018"),
    ),
    "the same, the year in two spellings": (
        paper("Gandiva", venue="OSDI'18"),
        paper("Gandiva", "Gandiva: Introspective Cluster Scheduling", venue="OSDI 2018"),
    ),
}
TWO_WORKS = {
    "a repository in common": (
        paper("A Survey", Code="https://github.com/a/b"),
        paper("A Study", Code="https://github.com/a/b"),
    ),
    "a venue and a year in common": (
        paper("A Survey of Things", venue="OSDI 2018"),
        paper("A Study of Things", venue="OSDI 2018"),
    ),
    "a name in common, at another venue": (
        paper("Gandiva", venue="OSDI 2018"),
        paper("Gandiva", "Gandiva: Introspective Cluster Scheduling", venue="EuroSys 2018"),
    ),
    "a name in common, in another year": (
        paper("Gandiva", venue="OSDI 2018"),
        paper("Gandiva", "Gandiva: Introspective Cluster Scheduling", venue="OSDI 2020"),
    ),
    "a name in common, and two titles": (
        paper("Gandiva", "Gandiva: Introspective Cluster Scheduling", venue="OSDI 2018"),
        paper("Gandiva", "Gandiva: Fair Shares", venue="OSDI 2018"),
    ),
    "a name in common, and no venue": (paper("Gandiva"), paper("Gandiva", "Gandiva: Introspective Cluster Scheduling")),
    "an arXiv link that is about another work": (
        paper("A Survey", Paper="https://arxiv.org/abs/1811.06965"),
        paper("A Reply", **{"Reply to": "https://arxiv.org/abs/1811.06965"}),
    ),
    "arXiv ids of which one begins like the other": (
        paper("A Survey", Paper="https://arxiv.org/abs/1811.0696"),
        paper("A Study", Paper="https://arxiv.org/abs/1811.06965"),
    ),
    "titles that are alike": (paper("A Survey of Things 1"), paper("A Survey of Things 2")),
    "a title that begins with another": (paper("A Survey of Things"), paper("A Survey of Things and More")),
}


@pytest.mark.parametrize(("one", "two"), ONE_WORK.values(), ids=ONE_WORK)
def test_papers_that_are_the_same_work(one: Paper, two: Paper) -> None:
    assert list(WorkIndex([one]).find_all(two)) == ["known"]
    assert list(WorkIndex([two]).find_all(one)) == ["known"]


@pytest.mark.parametrize(("one", "two"), TWO_WORKS.values(), ids=TWO_WORKS)
def test_papers_that_are_different_works(one: Paper, two: Paper) -> None:
    assert list(WorkIndex([one]).find_all(two)) == []
    assert list(WorkIndex([two]).find_all(one)) == []


# Merged values


def test_a_preprint_and_its_publication_are_both_kept() -> None:
    preprint, published = paper("A", venue="arXiv 1811.06965"), paper("A", venue="NeurIPS 2019")
    for merged in (merge(preprint, published), merge(published, preprint)):
        assert [venue.text for venue in merged.paper.venues] == ["arXiv 1811.06965", "NeurIPS 2019"]
        assert merged.conflicts == ()


def test_a_second_venue_is_a_conflict() -> None:
    merged = merge(paper("A", venue="OSDI 2018"), paper("A", venue="SOSP 2019"))
    assert [venue.text for venue in merged.paper.venues] == ["OSDI 2018"]
    assert merged.conflicts == (("venue", "OSDI 2018", "SOSP 2019"),)


def test_another_spelling_of_a_venue_is_a_conflict() -> None:
    merged = merge(paper("A", venue="OSDI 2018"), paper("A", venue="OSDI'18"))
    assert [venue.text for venue in merged.paper.venues] == ["OSDI 2018"]
    assert merged.conflicts == (("venue", "OSDI 2018", "OSDI'18"),)


def test_links_are_merged_without_duplicate_urls() -> None:
    one = paper("A", Paper="https://example.com/p", Code="https://example.com/c")
    two = paper("A", PDF="https://example.com/p", Slides="https://example.com/s")
    assert [link.label for link in merge(one, two).paper.links] == ["Paper", "Code", "Slides"]


def test_remarks_are_merged_and_differences_are_conflicts() -> None:
    one, two = paper("A", remarks=["Fast."]), paper("A", remarks=["*fast*", "Small."])
    merged = merge(one, two)
    assert merged.paper.remarks == ("Fast.", "Small.")
    assert ("remarks", "Fast.", "Small.") in merged.conflicts
    assert merge(paper("A"), two).conflicts == ()


def test_missing_values_are_filled_in() -> None:
    merged = merge(paper("Gandiva", venue="OSDI 2018"), paper("Gandiva", "Gandiva: Scheduling", authors=["Jane Doe"]))
    assert (merged.paper.title, merged.paper.authors, merged.conflicts) == (
        "Gandiva: Scheduling",
        named_authors("Jane Doe"),
        (),
    )


words = st.sampled_from(["Fast", "Small", "a", "*a*", "x: y", "1"])
venues = st.lists(
    st.sampled_from(["OSDI 2018", "OSDI'18", "SOSP 2019", "arXiv 1811.06965", "arXiv 1811.06966"]), max_size=1
)
papers = st.builds(
    lambda name, title, venue, remarks, links: paper(name, title, venue=venue, remarks=remarks, **links),
    words, st.none() | words, venues, st.lists(words, max_size=2, unique=True),
    st.dictionaries(st.sampled_from(["Paper", "Code"]), st.sampled_from(["https://example.com/p", "https://example.com/c"])),
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(papers, papers)
def test_a_merge_loses_no_value(one: Paper, two: Paper) -> None:
    merged = merge(one, two)
    conflicts = " ".join(text for conflict in merged.conflicts for text in conflict)
    assert {link.url for link in merged.paper.links} == {link.url for link in (*one.links, *two.links)}
    for source in (one, two):
        assert source.full_title in (merged.paper.name, merged.paper.title) or source.full_title in conflicts
        assert all(venue.text in conflicts or venue in merged.paper.venues for venue in source.venues)
        kept = conflicts + " ".join(map(plain_inline, merged.paper.remarks))
        assert all(plain_inline(remark) in kept for remark in source.remarks)
    assert merge(merged.paper, two).paper == merged.paper
    assert merge(one, one).paper == one
    assert merge(one, one).conflicts == ()


# In documents


def imported(*texts: str, into: str = "") -> ImportResult:
    inputs = [InputFile(name=f"{n}.md", data=text.encode()) for n, text in enumerate(texts, 1)]
    return import_lists(sources_of(into) if into else Sources(), HERE, inputs, ImportOptions(), TEMPLATES)


def topics_by_id(result: ImportResult) -> dict[str, list[str]]:
    return {paper.id: [" > ".join(topic) for topic in paper.topics] for paper in result.checked.library.papers}


LINE = (
    "- [Rammer: Graphs as Tasks](https://example.com/r) (OSDI 2020){more}\n"
    "- [A Survey of Things](https://example.com/{n}) (SoCC 2019)\n"
)


def list_text(title: str, n: int, more: str = "") -> str:
    return f"# {title}\n\n" + LINE.format(n=n, more=more)


def test_a_work_in_two_documents_has_both_topics() -> None:
    result = imported(list_text("One", 1), list_text("Two", 1))
    assert topics_by_id(result) == {"rammer": ["One", "Two"], "a-survey-of-things": ["One", "Two"]}
    assert [report.identical for report in result.reports] == [True, True]
    assert [report.new for report in result.reports] == [2, 0]
    assert result.ok


def test_links_of_another_document_are_added_and_reported() -> None:
    result = imported(list_text("One", 1), list_text("Two", 1, " [[code]](https://example.com/c)"))
    assert "https://example.com/c" in result.files["papers/rammer.yml"]
    assert topics_by_id(result)["rammer"] == ["One", "Two"]
    assert result.ok
    one, two = result.reports
    assert two.identical is True
    assert one.identical is True or any("rammer" in decision for decision in one.decisions)


def test_a_conflicting_venue_becomes_a_comment_and_is_reported() -> None:
    result = imported(list_text("One", 1), list_text("Two", 1).replace("OSDI 2020", "SOSP 2021"))
    assert topics_by_id(result)["rammer"] == ["One", "Two"]
    assert "# in 2.md: SOSP 2021" in result.files["papers/rammer.yml"]
    assert any("rammer" in decision and "SOSP 2021" in decision for decision in result.reports[1].decisions)
    assert result.reports[1].missing == ()


def test_a_work_in_two_topics_of_one_document_is_one_record() -> None:
    text = "# A List\n\n## One\n\n" + LINE.format(n=1, more="") + "\n## Two\n\n" + LINE.format(n=1, more="")
    result = imported(text)
    assert topics_by_id(result)["rammer"] == ["A List > One", "A List > Two"]
    assert (result.reports[0].identical, result.reports[0].new, result.reports[0].records) == (True, 2, 4)


def test_a_work_with_different_links_in_two_topics_of_one_document_loses_nothing() -> None:
    text = "# A List\n\n## One\n\n" + LINE.format(n=1, more="")
    text += "\n## Two\n\n" + LINE.format(n=2, more=" [[code]](https://example.com/c)")
    result = imported(text)
    (report,) = result.reports
    assert (report.identical, report.missing, result.ok) == (True, (), True)
    assert any("Rammer" in decision or "rammer" in decision for decision in report.decisions)


def test_a_work_twice_under_one_topic_keeps_two_records_and_is_reported() -> None:
    result = imported("# A List\n\n" + LINE.format(n=1, more="") + LINE.format(n=2, more="").split("\n")[0] + "\n")
    (report,) = result.reports
    assert (report.identical, report.records, result.ok) == (True, 3, True)
    assert any("listed twice" in decision for decision in report.decisions)


MINE = """\
=== papers/rammer.yml
# mine
name: Rammer
title: "Rammer: Graphs as Tasks"
venue: OSDI 2020
remarks: What I think of it.
links: {Slides: "https://example.com/slides"}
topic: Mine
"""


def test_an_existing_record_keeps_its_values() -> None:
    result = imported(list_text("One", 1), into=MINE)
    text = result.files["papers/rammer.yml"]
    assert topics_by_id(result)["rammer"] == ["Mine", "One"]
    for line in ("# mine", "venue: OSDI 2020", "remarks: What I think of it."):
        assert line in text.splitlines()
    assert "https://example.com/slides" in text
    assert "https://example.com/r" in text
    assert result.ok


def test_data_is_merged_with_existing_records() -> None:
    data = "@article{r, title={{Rammer}: graphs as tasks.}, author={Doe, Jane}, year=2020, booktitle={OSDI}}\n"
    inputs = [InputFile(name="r.bib", data=data.encode())]
    result = import_lists(sources_of(MINE), HERE, inputs, ImportOptions(topic="Mine"), TEMPLATES)
    assert list(topics_by_id(result)) == ["rammer"]
    assert list(result.files) == ["papers/rammer.yml", "papers/_imports.json"]
    assert result.files["papers/rammer.yml"] == MINE.partition("\n")[2].replace(
        "venue:", "type: article-journal\nauthors: [Jane Doe]\nvenue:"
    )


@pytest.mark.parametrize("times", [1, 2])
def test_importing_again_changes_nothing(times: int) -> None:
    texts = [list_text("One", 1), list_text("Two", 2, " [[code]](https://example.com/c)")]
    first = imported(*texts)
    tree = "".join(f"=== {path}\n{text}" for path, text in first.files.items())
    assert imported(*texts[:times], into=tree).files == {}


def test_the_url_in_a_remark_is_not_lost() -> None:
    merged = merge(paper("A", remarks=["See here."]), paper("A", remarks=["See [here](https://example.com/h)."]))
    assert "https://example.com/h" in " ".join(merged.paper.remarks) + str(merged.conflicts)


def test_a_file_given_twice_is_imported_once() -> None:
    assert imported(list_text("One", 1), list_text("One", 1)).files == imported(list_text("One", 1)).files


def test_works_that_are_listed_twice_keep_their_records_when_imported_again() -> None:
    text = (
        "# A List\n\n- [Deep Learning of Things](https://example.com/1) (OSDI 2016)\n"
        "- [Deep Learning of Things](https://example.com/2) (SOSP 2015)\n"
    )
    first = imported(text)
    assert list(topics_by_id(first)) == ["deep-learning-of-things-2", "deep-learning-of-things"]
    tree = "".join(f"=== {path}\n{text}" for path, text in first.files.items())
    again = imported(text, into=tree)
    assert again.files == {}
    assert [(report.identical, report.decisions) for report in again.reports] == [(True, ())]


# Topics of data

DATA = "title,topics\nOne,A\nTwo,B > C\nThree,A > D\n"
TREE = "- name: A\n  topics:\n    - name: D\n- name: B\n  topics:\n    - name: C\n"


def imported_data(*files: tuple[str, str], topic: str | None = None, into: str = "") -> ImportResult:
    inputs = [InputFile(name=name, data=text.encode()) for name, text in files]
    options = ImportOptions(topic=topic, schema=False)
    return import_lists(sources_of(into) if into else Sources(), HERE, inputs, options, TEMPLATES)


def test_a_new_topic_tree_has_every_topic_of_data() -> None:
    result = imported_data(("a.csv", DATA))
    assert result.ok, result.checked.diagnostics
    assert result.files["papers/_topics.yml"] == TREE


def test_a_topic_that_several_data_files_share_is_in_the_tree_once() -> None:
    result = imported_data(("a.csv", "title\nOne\n"), ("b.csv", "title\nTwo\n"), topic="A > B")
    assert result.ok, result.checked.diagnostics
    assert result.files["papers/_topics.yml"] == "- name: A\n  topics:\n    - name: B\n"


def test_data_may_go_under_a_document_of_the_same_import() -> None:
    result = imported_data(("a.md", list_text("One", 1)), ("b.csv", "title\nTwo\n"), topic="A List")
    assert result.ok, result.checked.diagnostics
    assert topics_by_id(result) == {"rammer": ["A List"], "a-survey-of-things": ["A List"], "two": ["A List"]}


def test_a_tree_that_an_import_begins_has_the_topics_of_its_data() -> None:
    result = imported_data(("a.md", list_text("One", 1)), ("b.csv", DATA), into=MINE.replace("topic: Mine", "topic: A"))
    assert result.ok, result.checked.diagnostics
