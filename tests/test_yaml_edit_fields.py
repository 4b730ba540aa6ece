"""Changed and removed values in YAML: the rest of the text stays as it is."""

from __future__ import annotations

import pytest

from papertrail.core.errors import PapertrailError
from papertrail.core.limits import RECORD_LIMITS
from papertrail.yaml.edit_fields import plain, remove_field, remove_item, set_field
from papertrail.yaml.insertions import NewField
from papertrail.yaml.nodes import Mapping, Sequence
from papertrail.yaml.parse import parse
from papertrail.yaml.write import Value, flow_text


def mapping(text: str) -> Mapping:
    root, problems = parse("a.yml", text.replace("\r\n", "\n"), RECORD_LIMITS)
    assert isinstance(root, Mapping), problems
    return root


SET: list[tuple[str, str, Value, str | None]] = [
    ("date: 2019  # x\n", "date", "2020-03", "date: 2020-03  # x\n"),
    ("date: '2019'\ntopic: A\n", "date", "2020", "date: 2020\ntopic: A\n"),
    ("date:\n  # x\n  2019\ntopic: A\n", "date", "2020", "date:\n  # x\n  2020\ntopic: A\n"),
    ("{name: a, date: 2019}\n", "date", "a, b", '{name: a, date: "a, b"}\n'),
    ("abstract: |\n  a\n\n  b\n\ntopic: A\n", "abstract", "c", "abstract: c\n\ntopic: A\n"),
    ("abstract: a\n  b\ntopic: A\n", "abstract", "c\n\nd", "abstract: |-\n  c\n\n  d\ntopic: A\n"),
    ("abstract: >-\n  a", "abstract", "c", "abstract: c"),
    ("name: a\r\ndate: 2019\r\n", "date", "2020", "name: a\r\ndate: 2020\r\n"),
    ("\ufeffdate: 2019\n", "date", "2020", "\ufeffdate: 2020\n"),
    ("name: a\ntopic: A\n", "date", "2020", "name: a\ndate: 2020\ntopic: A\n"),
    # A text becomes a list.
    ("keywords: 'a'  # x\n", "keywords", ["a", "b, c"], "keywords: ['a', \"b, c\"]  # x\n"),
    ("keywords: a, b  # x\n", "keywords", ["a, b", "c"], 'keywords: ["a, b", c]  # x\n'),
    ("keywords: a  # x\n", "keywords", ["b", "c"], "keywords: [b, c]  # x\n"),
    ("authors: >-\n  a,\n  b\ntopic: A\n", "authors", ["c", "d"], "authors: [c, d]\ntopic: A\n"),
    ("venue: {name: a,\n  url: https://b}  # x\n", "venue", "c", "venue: c  # x\n"),
    ("venue:\n  name: a\n  url: https://b\ntopic: A\n", "venue", ["c", "d"], "venue:\n  [c, d]\ntopic: A\n"),
    # A list stays a list, and its items keep their text.
    ("venue: [a]\n", "venue", "b", "venue: [b]\n"),
    ("keywords: [ 'a' , b,\n  c]\n", "keywords", ["a", "c"], "keywords: ['a', c]\n"),
    ("keywords: [ 'a' , b,\n  c]\n", "keywords", ["a", "b", "c", "d"], "keywords: [ 'a' , b,\n  c, d]\n"),
    ("keywords: [a,  # x\n  b]\n", "keywords", ["b"], None),
    ("authors:\n  - a  # x\n  # y\n  - 'b'  # z\n  - c\n", "authors", ["a", "b", "d"],
     "authors:\n  - a  # x\n  # y\n  - 'b'  # z\n  - d\n"),
    ("authors:\n  - a  # x\n  - b\n  - c", "authors", ["a", "c"], "authors:\n  - a  # x\n  - c"),
    ("authors:\n- b  # x\ntopic: A\n", "authors", ["a", "b"], "authors:\n- a\n- b  # x\ntopic: A\n"),
    ("authors:\n- a\n- b\n", "authors", [{"name": "a", "url": "https://c"}, "b"],
     "authors:\n- {name: a, url: https://c}\n- b\n"),
    ("authors:\n- {name: a,\n   orcid: b}  # x\n- |-\n  b\n- c\n", "authors", ["x", "z", "c"],
     "authors:\n- x  # x\n- z\n- c\n"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "key", "value", "new"), SET)
def test_a_field_gets_a_value(old: str, key: str, value: Value, new: str | None) -> None:
    field = NewField(key, str(value) if key == "date" else flow_text(value), flow_text(value))
    if new is None:
        with pytest.raises(PapertrailError):
            set_field(old, mapping(old), field, value)
        return
    text = set_field(old, mapping(old), field, value)
    assert text == new
    written = plain(mapping(text).get(key))
    assert written in (value, [value])
    assert set_field(text, mapping(text), field, value) == text


REMOVED = [
    ("name: a\ndate: 2019  # x\n# y\ntopic: A\n", "date", "name: a\n# y\ntopic: A\n"),
    ("name: a\ndate: 2019", "date", "name: a\n"),
    ("name: a\nabstract: |\n  b\n\n  c\n\ntopic: A\n", "abstract", "name: a\n\ntopic: A\n"),
    ("keywords:\n  - a\n  - b\ntopic: A\n", "keywords", "topic: A\n"),
    ("{name: a, date: 2019, topic: 'A'}\n", "date", "{name: a, topic: 'A'}\n"),
    ("name: a\n", "date", "name: a\n"),
    ("name: a\r\ndate:\r\n  2019\r\ntopic: A\r\n", "date", "name: a\r\ntopic: A\r\n"),
]


@pytest.mark.parametrize(("old", "key", "new"), REMOVED)
def test_a_field_is_removed(old: str, key: str, new: str) -> None:
    assert remove_field(old, mapping(old), key) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("links:\n- {label: a, url: b}\n- label: c\n  url: d\n# x\n", "links:\n- {label: a, url: b}\n# x\n"),
        ("links: [{label: a, url: b}, {label: c, url: d}]\n", "links: [{label: a, url: b}]\n"),
    ],
)
def test_an_item_is_removed(old: str, new: str) -> None:
    links = mapping(old).get("links")
    assert isinstance(links, Sequence)
    assert remove_item(old, links, 1) == new
