"""Edits of YAML: the new value is there, and so is every character of the old text."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from papertrail.core.errors import PapertrailError
from papertrail.core.limits import REGISTRY_LIMITS
from papertrail.text.invisible import is_mark
from papertrail.text.strings import UNPRINTABLE
from papertrail.yaml.decode import decode
from papertrail.yaml.edit_links import add_link
from papertrail.yaml.edit_lists import add_to_list
from papertrail.yaml.edit_registry import Entry, add_alias, add_topics, append_entries
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence, link_nodes, texts_of
from papertrail.yaml.parse import parse

Data = str | list["Data"] | dict[str, "Data"]


def read(text: str) -> Node | None:
    """The root of a file that must be without faults; None of one with nothing in it."""
    decoded, faults = decode("a.yml", text.encode())
    assert decoded is not None, (text, faults)
    root, faults = parse("a.yml", decoded, REGISTRY_LIMITS)
    assert [fault.message for fault in faults] == [], text
    return root


def mapping(text: str) -> Mapping:
    root = read(text)
    assert isinstance(root, Mapping)
    return root


def listing(text: str) -> Sequence:
    root = read(text)
    assert isinstance(root, Sequence)
    return root


def data(node: Node | None) -> Data:
    if isinstance(node, Mapping):
        return {key: data(value) for key, (_, value) in node.pairs.items()}
    if isinstance(node, Sequence):
        return [data(item) for item in node.items]
    return node.text if isinstance(node, Scalar) else ""


def is_kept(old: str, new: str) -> bool:
    """Whether `old` is left when the right characters of `new` are taken out."""
    rest = iter(new)
    return all(character in rest for character in old)


def add_to(key: str, value: str) -> Callable[[str], str]:
    return lambda text: add_to_list(text, mapping(text), key, value)


def link(label: str, url: str) -> Callable[[str], str]:
    return lambda text: add_link(text, mapping(text), label, url)


def entry(value: Entry) -> Callable[[str], str]:
    return lambda text: append_entries(text, read(text), [value])


def alias(name: str, value: str) -> Callable[[str], str]:
    return lambda text: add_alias(text, listing(text), name, value)


def topic(path: tuple[str, ...], value: Entry) -> Callable[[str], str]:
    return lambda text: add_topics(text, listing(text), {path: [value]})


CASES = [
    # One text becomes a list; its spelling and its comment stay.
    (add_to("topic", "B > C"), "name: A\ntopic: A  # why\nadded: 2026-01-02\n",
     "name: A\ntopic:\n  - A  # why\n  - B > C\nadded: 2026-01-02\n"),
    (add_to("topic", "B"), "topic: 'A'", "topic:\n  - 'A'\n  - B"),
    (add_to("topic", "B"), "topic:\n    # why\n    A\n", "topic:\n    # why\n    - A\n    - B\n"),
    (add_to("topic", "B"), "topic: A\n b\nname: x\n", "topic:\n  - A\n   b\n  - B\nname: x\n"),
    (add_to("topic", "B"), "topic: >-\n  A\n  b\n\nname: x\n", "topic:\n  - >-\n    A\n    b\n  - B\n\nname: x\n"),
    (add_to("topic", "B"), "topic:\tA\n", "topic:\t\n  - A\n  - B\n"),
    (add_to("topic", "[x]"), "{name: a, topic: A}\n", '{name: a, topic: [A, "[x]"]}\n'),
    (add_to("topic", "A > B"), "topic: A  >  B\n", "topic: A  >  B\n"),
    # Lists, in brackets and on lines.
    (add_to("keywords", "b, c"), "keywords: [a]  # x\n", 'keywords: [a, "b, c"]  # x\n'),
    (add_to("keywords", "b"), "keywords: [\n  a,  # x\n]\n", "keywords: [\n  a, b,  # x\n]\n"),
    (add_to("keywords", "b"), 'keywords: ["a"# x\n]\n', 'keywords: ["a", b # x\n]\n'),
    (add_to("keywords", "b"), "keywords: []\n", "keywords: [b]\n"),
    (add_to("keywords", "b"), "keywords: [a]\n", "keywords: [a, b]\n"),
    (add_to("keywords", "a"), "keywords: [a]\n", "keywords: [a]\n"),
    (add_to("keywords", "b"), "keywords:\n- a  # x\n\n# y\ntopic: A\n", "keywords:\n- a  # x\n- b\n\n# y\ntopic: A\n"),
    (add_to("keywords", "é"), "\ufeffkeywords: [中, ö]\n", "\ufeffkeywords: [中, ö, é]\n"),
    (add_to("keywords", "b"), "keywords:\r\n  - a\r\ntopic: A\r\n", "keywords:\r\n  - a\r\n  - b\r\ntopic: A\r\n"),
    # Absent.
    (add_to("keywords", "b"), "name: a\ntopic: A\n", "name: a\nkeywords: [b]\ntopic: A\n"),
    (add_to("keywords", "b"), "name: a\nkeywords: # x\ntopic: A\n", "name: a\nkeywords: [b]  # x\ntopic: A\n"),
    (add_to("topic", "b"), "name: a\nadded: 2026-01-02\n", "name: a\ntopic: b\nadded: 2026-01-02\n"),
    (add_to("topic", "b"), "{name: a, added: 2026-01-02}", "{name: a, topic: b, added: 2026-01-02}"),
    # Links.
    (link("Code", "https://b"), "links:\n  Paper: https://a  # x\ntopic: A\n",
     "links:\n  Paper: https://a  # x\n  Code: https://b\ntopic: A\n"),
    (link("Code", "https://b?c"), "links: {Paper: https://a}\n", 'links: {Paper: https://a, Code: "https://b?c"}\n'),
    (link("Paper", "https://a"), "links: {Paper: https://a}\n", "links: {Paper: https://a}\n"),
    (link("Code", "https://b"), "links:\n  Paper: https://a\n  Code:\n",
     "links:\n  Paper: https://a\n  Code: https://b\n"),
    (link("Code", "https://b"), "name: a\ntopic: A\n", "name: a\nlinks:\n  Code: https://b\ntopic: A\n"),
    (link("Code", "https://b"), "{name: a}\n", "{name: a, links: {Code: https://b}}\n"),
    (link("Paper", "https://b"), "links:\n  Paper: https://a?b  # x\n  'My Code': \"https://c\"\n",
     "links:\n  - {label: Paper, url: \"https://a?b\"}  # x\n  - {label: 'My Code', url: \"https://c\"}\n"
     "  - {label: Paper, url: https://b}\n"),
    (link("Paper", "https://b"), 'links:\n  Paper: ["https://a",\n    x]\n', None),
    (link("Paper", "https://b"), "links:\n  Paper:\n    https://a\n",
     "links:\n  - label: Paper\n    url:\n      https://a\n  - {label: Paper, url: https://b}\n"),
    (link("Paper", "https://b"), "links: {Paper: https://a, \"Code\":https://c,}\n",
     "links: [{label: Paper, url: https://a}, {label: \"Code\", url: https://c}, {label: Paper, url: https://b},}]\n"
     .replace("},}", ",}")),
    (link("Paper", "https://b"), "links: [{label: Paper, url: https://a}]\n",
     "links: [{label: Paper, url: https://a}, {label: Paper, url: https://b}]\n"),
    (link("Paper", "https://b"), "links:\n  - label: Paper\n    url: https://a\n",
     "links:\n  - label: Paper\n    url: https://a\n  - {label: Paper, url: https://b}\n"),
    (link("Paper", "https://b"), "links: https://a\n", None),
    # Fields.
    (add_to("aliases", "b"), "name: a\ntopic:\n  - A\n# end\n", "name: a\ntopic:\n  - A\naliases: [b]\n# end\n"),
    (link("Code", "https://b"), "name: a\nlinks:  # x\ntopic: A\n",
     "name: a\nlinks:  # x\n  Code: https://b\ntopic: A\n"),
    (add_to("keywords", "b"), "# x\ntopic: A\n", "# x\nkeywords: [b]\ntopic: A\n"),
    (add_to("keywords", "b, c"), "{name: a}\n", '{name: a, keywords: ["b, c"]}\n'),
    (add_to("aliases", "b"), "topic: A", "topic: A\naliases: [b]"),
    (add_to("aliases", "b"), "remarks: |\n  a\n\n  b\n\nkeywords: [x]\n\n\n",
     "remarks: |\n  a\n\n  b\n\nkeywords: [x]\naliases: [b]\n\n\n"),
    (add_to("keywords", "a"), "remarks: |\n  a\n\ntopic: A\n", "remarks: |\n  a\nkeywords: [a]\n\ntopic: A\n"),
    (alias("MSR", "X"), "- MSR\n \t\n- B\n", None),
    (add_to("topic", "B"), "? name\n: A\n", None),
    (add_to("topic", "B"), "{? name : A}\n", None),
    # Registries.
    (entry("B"), "", "- B\n"),
    (entry({"name": "B", "kind": "journal"}), "# x", "# x\n- name: B\n  kind: journal\n"),
    (entry("B"), "---\n...\n", "---\n- B\n...\n"),
    (entry("B"), "- A  # x\n# y\n", "- A  # x\n- B\n# y\n"),
    (entry({"name": "B"}), "[A]", "[A, {name: B}]"),
    (entry({"name": "B"}), "  - name: A\n    full: B", "  - name: A\n    full: B\n  - name: B"),
    (entry("B"), "name: A\n", None),
    (alias("MSR", "X"), "- MSR  # x\n- B\n", "- {name: MSR, aliases: [X]}  # x\n- B\n"),
    (alias("M, [R]", "X"), "- M, [R]\n", '- {name: "M, [R]", aliases: [X]}\n'),
    (alias('M, "R"', "X"), '- M, "R"\n- B\n', '- name: M, "R"\n  aliases: [X]\n- B\n'),
    (alias("M R", "X"), "- M\n  R  # x\n- B\n", "- name: M\n    R  # x\n  aliases: [X]\n- B\n"),
    (alias("MSR", "X"), "[MSR, B]\n", "[{name: MSR, aliases: [X]}, B]\n"),
    (alias("MSR", "X"), "- {name: MSR}\n", "- {name: MSR, aliases: [X]}\n"),
    (alias("MSR", "X"), "- name: MSR\n  parent: B\n", "- name: MSR\n  aliases: [X]\n  parent: B\n"),
    (alias("MSR", "X"), "- name: MSR\n  aliases: [X]\n", "- name: MSR\n  aliases: [X]\n"),
    (alias("MSR", "X"), "- B\n", None),
    (topic((), "B"), "- A\n", "- A\n- B\n"),
    (topic((), "A"), "- A\n", "- A\n"),
    (topic(("A",), "B"), "- A  # x\n- C\n", "- name: A  # x\n  topics:\n    - B\n- C\n"),
    (topic(("A",), {"name": "B", "sort": "name"}), "- name: A\n  topics:\n  - C\n- D\n",
     "- name: A\n  topics:\n  - C\n  - name: B\n    sort: name\n- D\n"),
    (topic(("A", "C"), "B"), "- name: A\n  topics: [C, D]\n", "- name: A\n  topics: [{name: C, topics: [B]}, D]\n"),
    (topic(("A",), {"name": "B"}), "- {name: A, topics: []}\n", "- {name: A, topics: [{name: B}]}\n"),
    (topic(("A",), "B"), "- name: A\n  topics:\n", "- name: A\n  topics:\n    - B\n"),
    (topic(("A",), "B"), "- name: A\n  topics: C\n", None),
    (topic(("A", "C"), "B"), "- A\n", None),
    (topic(("A",), "B"), "[name: A]\n", None),
]  # fmt: skip
"""What is done, to which text, and what comes of it; None where it is refused."""


@pytest.mark.parametrize(("edit", "old", "new"), CASES)
def test_an_edit_gives_the_expected_text(edit: Callable[[str], str], old: str, new: str | None) -> None:
    if new is None:
        with pytest.raises(PapertrailError):
            edit(old)
        return
    assert edit(old) == new
    read(new)
    assert is_kept(old, new)


RECORDS = [
    "# c\nname: Tofu  # c\nvenue:\n  - {name: A, url: 'https://x'}\n  - B\ninstitutions:\n- NYU\n- 'M, S'\n\n"
    "links:\n    Paper: https://a?b=[c]  # c\n    \"Code\": 'https://b'\n    Talk:\n      https://c\n"
    "remarks: |\n  a\n\n  b\n\nkeywords: [a, \"b\"  # c\n  , c,]\ntopic: A >\n  B\nadded: 2026-01-02\n# end",
    "{name: Tofu, links: {Paper: https://a, \"Code\":https://b}, # c\n topic: 'A', keywords: [], aliases: [x]}\n",
    "name: Tofu\nlinks:\n  - label: Paper\n    url: >-\n      https://a\n  - {label: Code, url: https://b}\n"
    "topic: |2-\n   A\n   b\n \nkeywords:\n  - a\n  -\n   b\naliases:\ninstitutions: # c\ncustom: {a: b}\n",
    "name: Tofu\r\nlinks: {Paper: a}\r\ntopic:\r\n\r\n  A\r\nkeywords:\r\n  - 中é\r\n",
    "topic: \"A\n\n  b\"\nlinks:\n  'P':    a\nname: T\nnew: x",
]  # fmt: skip
REGISTRIES = [
    "# c\n- Data\n- name: Model  # c\n  order: a\n  topics:\n  - Data\n  - {name: Deep, topics: [X, 'Y', {name: Z}]}\n"
    "  - name: Low\n    topics:\n# c\n      - Bottom\n  style: bullets\n- 'Q'\n- R, [s]\n# end",
    "[Data, {name: Model, topics: [Deep, Low,], order: []}, # c\n Q]",
    "- Model\n-\n  name: Data\n  order:  # c\n- Q\n  r\n- |-\n  Deep\n\n- name: >\n    Low\n\n  aliases: x\n",
]
BITS = [
    "\n",
    " ",
    "  ",
    "#",
    " # c",
    "\t",
    "- ",
    ": ",
    ",",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "? ",
    "|",
    "\\",
    "é",
    ">-",
    "\n\n",
]


@st.composite
def changed(draw: st.DrawFn, texts: list[str]) -> str:
    """One of the texts with a few places overwritten, cut out or doubled."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 4)))
        text = text[:start] + draw(st.sampled_from(["", *BITS])) + text[end:]
    return text.replace("\n", "\r\n") if "\r" not in text and draw(st.booleans()) else text


typed = st.text(
    st.one_of(st.sampled_from("[]{},:#?&*-'\"| \\aé中"), st.characters(exclude_categories=["Cc", "Cs", "Cn"])),
    min_size=1, max_size=12,
).filter(lambda text: bool(text.strip()) and not UNPRINTABLE.search(text) and not is_mark(text[0]))  # fmt: skip


def sound(text: str, kind: type[Node]) -> bool:
    decoded, faults = decode("a.yml", text.encode())
    root, more = parse("a.yml", decoded or "", REGISTRY_LIMITS)
    return not faults and not more and isinstance(root, kind)


many = settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def edited(edit: Callable[[str], str], old: str) -> str:
    """The new text, which keeps the old; what is refused proves nothing."""
    try:
        new = edit(old)
    except PapertrailError:
        assume(False)
    assert is_kept(old, new)
    if "\r\n" in old:
        assert len(re.findall("(?<!\r)\n", new)) == len(re.findall("(?<!\r)\n", old))
    read(new)
    return new


def without(node: Mapping, key: str) -> Data:
    return {name: data(value) for name, (_, value) in node.pairs.items() if name != key}


@many
@given(changed(RECORDS), st.sampled_from(["topic", "keywords", "aliases", "institutions"]), typed)
def test_a_text_is_added_to_a_list(old: str, key: str, value: str) -> None:
    assume(sound(old, Mapping))
    new = edited(add_to(key, value), old)
    before, after = mapping(old), mapping(new)
    assert without(before, key) == without(after, key)
    known = texts_of(before.get(key))
    if key != "topic" or new != old:
        assert texts_of(after.get(key)) == (known if value in known else (*known, value))
    assert edited(add_to(key, value), new) == new


@many
@given(changed(RECORDS), st.sampled_from(["Paper", "P", "Code"]) | typed, typed)
def test_a_link_is_added_to_a_record(old: str, label: str, url: str) -> None:
    assume(sound(old, Mapping))
    new = edited(link(label, url), old)
    before, after = mapping(old), mapping(new)
    assert without(before, "links") == without(after, "links")
    known = [(name, node.text) for name, node in link_nodes(before.get("links"))]
    now = [(name, node.text) for name, node in link_nodes(after.get("links"))]
    assert sorted(now) == sorted(known if (label, url) in known else [*known, (label, url)])
    assert edited(link(label, url), new) == new


@many
@given(changed(REGISTRIES), typed, st.booleans())
def test_an_entry_is_added_to_a_registry(old: str, name: str, bare: bool) -> None:
    assume(sound(old, Sequence))
    new = edited(entry(name if bare else {"name": name, "topics": [{"name": "x"}], "intro": "a\nb"}), old)
    *rest, last = listing(new).items
    assert [data(node) for node in rest] == data(listing(old))
    assert data(last) == (name if bare else {"name": name, "topics": [{"name": "x"}], "intro": "a\nb"})


def as_entries(nodes: Data) -> list[dict[str, Data]]:
    """Entries as mappings; a bare name stands for `{name: ...}`."""
    return [{"name": node} if isinstance(node, str) else node if isinstance(node, dict) else {} for node in nodes]


@many
@given(changed(REGISTRIES), st.sampled_from(["Data", "Model", "Low", "Deep", "Q", "R, [s]", "Q r"]), typed)
def test_an_alias_is_added_to_an_entry(old: str, name: str, value: str) -> None:
    assume(sound(old, Sequence))
    new = edited(alias(name, value), old)
    before, after = as_entries(data(listing(old))), as_entries(data(listing(new)))
    number = next(n for n, found in enumerate(before) if str(found.get("name")).strip() == name)
    if new != old:
        known = before[number].pop("aliases", None) or []
        assert after[number].pop("aliases") == [*([known] if isinstance(known, str) else known), value]
        assert before == after


PATHS = [("Data",), ("Model",), ("Model", "Deep"), ("Model", "Low"), ("Q",), ("Model", "Deep", "X"), ("Model", "Data")]


@many
@given(changed(REGISTRIES), st.sampled_from([(), *PATHS]), typed, st.booleans())
def test_a_subtopic_is_added_to_a_topic(old: str, path: tuple[str, ...], name: str, bare: bool) -> None:
    assume(sound(old, Sequence))
    new = edited(topic(path, name if bare else {"name": name, "columns": ["name", {"field": "venue"}]}), old)
    before, after = as_entries(data(listing(old))), as_entries(data(listing(new)))
    if new == old:
        return
    added = leaf(after, path)
    assert added.pop() == ({"name": name} if bare else {"name": name, "columns": ["name", {"field": "venue"}]})
    assert leaf(before, path) == added
    assert before == after


def leaf(nodes: list[dict[str, Data]], path: tuple[str, ...]) -> list[dict[str, Data]]:
    """The topics below a path; on the way bare names become mappings, and absent topics an empty list."""
    if not path:
        return nodes
    found = next(node for node in nodes if str(node.get("name")).strip() == path[0])
    found["topics"] = as_entries(found.get("topics") or [])  # type: ignore[assignment]
    return leaf(found["topics"], path[1:])  # type: ignore[arg-type]
