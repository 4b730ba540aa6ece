"""Any change of a paper is written into its record, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papertrail.core import Author, Link, Paper, PublicationDetails, Venue
from papertrail.core.limits import RECORD_LIMITS
from papertrail.importing.edit_record import edited_record
from papertrail.records.paper import paper_of
from papertrail.yaml.nodes import Mapping
from papertrail.yaml.parse import parse
from papertrail.yaml.write import flow_text
from papertrail.yaml.write_record import field_values, record

TEXT = st.sampled_from(["a", "b: c", "no", "d, e", "[f]", "2019", "'g'", "h # i", "- j", "{k}", 'l "m"'])
TEXTS = st.lists(TEXT, max_size=3, unique=True).map(tuple)
AUTHORS = st.lists(
    st.builds(Author, TEXT, organization=st.booleans(), url=st.none() | st.just("https://example.org/x")),
    max_size=3, unique=True,
).map(tuple) | TEXT.map(lambda text: (Author(text, several=True),))  # fmt: skip
URLS = st.sampled_from([f"https://example.org/{n}" for n in range(4)])
PAPERS = st.builds(
    Paper,
    id=st.just("x"),
    name=TEXT,
    title=st.none() | TEXT,
    type=st.sampled_from(["article", "book", "report"]),
    authors=AUTHORS,
    venues=st.lists(st.builds(Venue, text=TEXT, url=st.none() | URLS), max_size=3, unique=True).map(tuple),
    date=st.none() | st.sampled_from(["2019", "2019-03", "2019-03-25"]),
    publication=st.builds(PublicationDetails, volume=st.none() | TEXT, pages=st.none() | TEXT, editors=AUTHORS),
    ids=st.sampled_from([(), (("pmid", "1"),), (("pmid", "2"), ("isbn", "9780262033848"))]),
    institutions=TEXTS,
    links=st.lists(st.builds(Link, label=TEXT, url=URLS), max_size=3, unique=True).map(tuple),
    abstract=st.none() | TEXT | st.just("One.\n\nTwo."),
    remarks=TEXTS,
    keywords=TEXTS,
    topics=st.lists(st.sampled_from([("A",), ("B", "C"), ("D",)]), min_size=1, max_size=2, unique=True).map(tuple),
    custom=st.dictionaries(TEXT, TEXT, max_size=2).map(lambda pairs: tuple(pairs.items())),
)


def read(text: str) -> Paper:
    root, problems = parse("x.yml", text, RECORD_LIMITS)
    assert isinstance(root, Mapping), (text, problems)
    assert not problems, text
    paper = paper_of("x", root)
    assert paper is not None
    return paper


def in_braces(paper: Paper) -> str:
    return flow_text(field_values(paper)) + "  # end\n"


@pytest.mark.parametrize("form", [record, in_braces], ids=["lines", "braces"])
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(before=PAPERS, after=PAPERS)
def test_a_changed_paper_is_written(form: object, before: Paper, after: Paper) -> None:
    assert callable(form)
    text = form(before)
    known = read(text)
    changed = edited_record(text, known, after)
    others = {"links": None, "topic": None}
    assert {**field_values(read(changed)), **others} == {**field_values(after), **others}, changed
    assert set(read(changed).topics) == set(after.topics)
    assert {(link.label, link.url) for link in after.links} <= {(link.label, link.url) for link in read(changed).links}
    assert edited_record(text, known, known) == text


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(before=PAPERS, after=PAPERS)
def test_comments_and_unchanged_lines_stay(before: Paper, after: Paper) -> None:
    lines = [line for line in record(before).splitlines() if not line.startswith((" ", "-"))]
    text = "# first\n" + record(before) + "added: '2020-01-01'  # mine\n# last\n"
    changed = edited_record(text, before, after).splitlines()
    assert changed[0] == "# first"
    assert "added: '2020-01-01'  # mine" in changed
    assert changed[-1] == "# last"
    old, new = field_values(before), field_values(after)
    same = {key for key in old if old[key] == new.get(key)}
    assert [line for line in lines if line.split(":")[0] in same and line not in changed] == []
