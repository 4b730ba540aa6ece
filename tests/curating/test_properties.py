"""Renaming in any list: it has no more problems than before, and renaming back restores its bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papertrail.curating import Curated, curated, renamed
from papertrail.pipeline.check import check
from papertrail.records.changes import with_changes
from papertrail.records.files import Sources
from papertrail.yaml.write import flow_text, in_double_quotes, item, scalar

ODD = [
    "A",
    "a B",
    "A-B",
    "c: d",
    "e # f",
    "'g'",
    '"h"',
    "i, j",
    "[k]",
    "2019",
    "no",
    "Ü",
    "- l",
    "{m}",
    "n>o",
    "?",
    "&p",
]
NAMES = st.sampled_from(ODD)
WRITERS: dict[str, Callable[[str], str]] = {
    "plain": scalar, "quoted": in_double_quotes, "flow": partial(scalar, flow=True),
}  # fmt: skip
STYLES = st.sampled_from(sorted(WRITERS))


@st.composite
def trees(draw: st.DrawFn) -> list[tuple[str, ...]]:
    lists = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    below = [(name, sub) for name in lists for sub in draw(st.lists(NAMES, max_size=2, unique=True))]
    return [*((name,) for name in lists), *below, *((*path, draw(NAMES)) for path in below[:1])]


def registry(paths: list[tuple[str, ...]], above: tuple[str, ...] = ()) -> list[object]:
    names = [path for path in paths if path[:-1] == above]
    return [{"name": path[-1], "order": ["p0"], "topics": registry(paths, path) or ["z"]} for path in names]


@st.composite
def lists(draw: st.DrawFn) -> Sources:
    paths = draw(trees())
    venues = draw(st.lists(NAMES.filter(lambda name: name != "2019"), min_size=1, max_size=3, unique=True))
    entries = registry(paths)
    topics = "".join(item(entry) + "\n" for entry in entries)  # type: ignore[arg-type]
    if draw(st.booleans()):
        topics = flow_text(entries) + " # flow\n"  # type: ignore[arg-type]
    if draw(st.booleans()):
        topics = topics.replace("\n", "\r\n")
    registries = [("papers/_topics.yml", topics.encode())] * draw(st.integers(0, 1))
    registries += [("papers/_venues.yml", "".join(f"- {scalar(v)} # x\n" for v in venues).encode())]
    records = []
    for number in range(draw(st.integers(1, 4))):
        written: Callable[[str], str] = WRITERS[draw(STYLES)]
        own = draw(st.lists(st.sampled_from(paths), min_size=1, max_size=2, unique=True))
        venue = draw(st.sampled_from(venues)) + draw(st.sampled_from(["", " 2019", " (2018)"]))
        keywords = flow_text(draw(st.lists(NAMES, max_size=3, unique=True)))
        topic = "".join(f"\n  - {written(' > '.join(path))}  # t" for path in own)
        text = f"name: P{number}\nvenue: {written(venue)} # v\nkeywords: {keywords}\ntopic:{topic}\n"
        records.append((f"papers/p{number}.yml", text.encode()))
    return Sources(records=tuple(records), registries=tuple(registries), this_year=2026)


def _after(sources: Sources, done: Curated) -> Sources:
    return with_changes(sources, done.edit.texts, done.edit.removed)


@pytest.mark.parametrize("noun", ["topic", "venue", "keyword", "paper"])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(sources=lists(), data=st.data())
def test_a_renamed_list_checks_as_before(noun: str, sources: Sources, data: st.DataObject) -> None:
    before = check(sources)
    papers = before.library.papers
    names = {
        "topic": [
            " > ".join(path[:end]) for paper in papers for path in paper.topics for end in range(1, len(path) + 1)
        ],
        "venue": [venue.series for paper in papers for venue in paper.venues],
        "keyword": [keyword for paper in papers for keyword in paper.keywords],
        "paper": [paper.id for paper in papers],
    }[noun]
    if not names:
        return
    old = data.draw(st.sampled_from(sorted(set(names))))
    new = "qq" if noun == "paper" else data.draw(st.sampled_from(["Fresh name", "Fresh: # 'name'"]))
    done = curated(sources, lambda texts: renamed(texts, noun, old, new))
    assert done.edit
    after = _after(sources, done)
    assert Counter(d.code for d in check(after).diagnostics) <= Counter(d.code for d in before.diagnostics)
    back = (*old.rpartition(" > ")[:2], new) if noun == "topic" else (new,)
    restored = _after(
        after, curated(after, lambda texts: renamed(texts, noun, "".join(back), old.rpartition(" > ")[2]))
    )
    assert _texts(restored, papers=noun != "paper") == _texts(sources, papers=noun != "paper") or ":" in new
    assert [paper.topics for paper in check(restored).library.papers] == [paper.topics for paper in papers]


def _texts(sources: Sources, *, papers: bool) -> dict[str, str]:
    files = (*(sources.records if papers else ()), *(f for f in sources.registries if f[0] == "papers/_topics.yml"))
    return {path: data.decode() for path, data in files}
