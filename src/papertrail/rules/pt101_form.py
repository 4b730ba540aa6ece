"""A value of the wrong form.

## Why

Each field has one form: text on one line, a list of names, labels with addresses. `papertrail` never guesses
what another form was meant to say. The manual's page of fields shows each with an example.

## Fails

```yaml title="papers/tofu.yml"
name: [Tofu, Bean curd]
institutions: NYU
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
institutions: [NYU]
topic: Training
```
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from papertrail.diagnostics import Diagnostic, at
from papertrail.fields import Field, Kind
from papertrail.models import Library
from papertrail.nodes import Mapping, Node, Scalar, Sequence
from papertrail.rules.forms import forms
from papertrail.text import did_you_mean, quoted

CODE = "PT101"
NAME = "wrong-form"
WAIVABLE = False

LONGEST = 4000
"""Characters of one text. A remark of this length is already a page; parsing a longer one as Markdown could take
long, so the length is looked at first."""

_DATE = re.compile(r"(?P<year>(?:1[5-9]|20)\d\d)(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?")

Fault = tuple[Node, str, str]
"""A node, what is wrong with it, and the remedy."""


def check(library: Library) -> Iterator[Diagnostic]:
    """Values whose form is not that of their field, in records and registries."""
    for record in library.records:
        if record.root is not None and not isinstance(record.root, Mapping):
            yield at(
                record.path, record.root, CODE, "a record is a list of fields, one on each line",
                "write `name: ...` on the first line and the other fields below it; the file begins without a dash",
            )  # fmt: skip
    for file in library.registry_files:
        yield from _registry(file.path, file.root)
    for form in forms(library):
        for field in form.fields:
            pair = form.node.pairs.get(field.name)
            if pair is None:
                continue
            value = pair[1]
            if isinstance(value, Scalar) and value.absent:
                continue
            for node, message, help in _FORMS[field.kind](field, value):
                yield at(form.path, node, CODE, message, help)


def _registry(path: str, root: Node | None) -> Iterator[Diagnostic]:
    if root is None:
        return
    if not isinstance(root, Sequence):
        yield at(path, root, CODE, "this file is a list", "begin each entry with a dash: `- name: ...`")
        return
    for item in root.items:
        if isinstance(item, Sequence):
            yield at(path, item, CODE, "an entry is a name, or fields", "write `- name: ...`")


def _line(field: Field, node: Node) -> Iterator[Fault]:
    """Text on one line: the form of everything that is shown."""
    if not isinstance(node, Scalar):
        shown = f"write `{field.name}: {field.example}`"
        if isinstance(node, Sequence) and node.items and all(isinstance(i, Scalar) for i in node.items):
            yield node, f"`{field.name}` takes one text, not a list", shown
        else:
            yield (
                node, f"`{field.name}` must be text",
                f"{shown}; put text that begins with [ or {{, or that holds a colon and a space, in quotes",
            )  # fmt: skip
    elif not node.text.strip():
        yield node, f"`{field.name}` is empty", f"{shown_as(field)}, or delete the line"
    elif "\n" in node.text:
        yield (
            node, f"`{field.name}` has a line break in it",
            "write it on one line" + ("; write several remarks as a list" if field.name == "remarks" else ""),
        )  # fmt: skip
    elif len(node.text) > LONGEST:
        yield node, f"`{field.name}` is longer than {LONGEST} characters", "shorten it, or put it into `notes`"


def shown_as(field: Field) -> str:
    """`write name: Tofu`."""
    return f"write `{field.name}: {field.example}`"


def _lines(field: Field, node: Node) -> Iterator[Fault]:
    if isinstance(node, Sequence):
        yield from _list(field, node)
    else:
        yield from _line(field, node)


def _names(field: Field, node: Node) -> Iterator[Fault]:
    if isinstance(node, Scalar):
        parts = ", ".join(part.strip() for part in node.text.split(",")) if node.text.strip() else "..."
        yield node, f"`{field.name}` must be a list", f"write `{field.name}: [{parts}]`"
    elif isinstance(node, Mapping):
        yield node, f"`{field.name}` must be a list", shown_as(field)
    else:
        yield from _list(field, node)


def _list(field: Field, node: Sequence) -> Iterator[Fault]:
    if not node.items:
        yield node, f"`{field.name}` is empty", f"{shown_as(field)}, or delete the line"
    for item in node.items:
        if isinstance(item, Scalar) and item.absent:
            yield item, f"`{field.name}` has an item with nothing in it", "delete the item, or write it out"
        elif not isinstance(item, Scalar):
            yield (
                item, f"each item of `{field.name}` must be text",
                "put an item that holds a colon and a space, or that begins with [ or {, in quotes",
            )  # fmt: skip
        else:
            yield from _line(field, item)


def _choice(field: Field, node: Node) -> Iterator[Fault]:
    if not isinstance(node, Scalar):
        yield from _line(field, node)
    elif node.text not in field.choices:
        shown = ", ".join(field.choices[:8]) + (", ..." if len(field.choices) > 8 else "")
        yield (
            node, f"{quoted(node.text)} is not a `{field.name}`",
            did_you_mean(node.text, field.choices, f"write one of {shown}"),
        )  # fmt: skip


def _date(field: Field, node: Node) -> Iterator[Fault]:
    if not isinstance(node, Scalar):
        yield from _line(field, node)
        return
    found = _DATE.fullmatch(node.text)
    if found is None or (field.kind is Kind.DAY and not found["day"]) or not _in_calendar(node.text):
        yield node, f"{quoted(node.text)} is not {field.kind.value.partition(':')[0]}", shown_as(field)


def _in_calendar(text: str) -> bool:
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    if not day:
        return True
    leap = int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0)
    days = {"02": 29 if leap else 28, "04": 30, "06": 30, "09": 30, "11": 30}.get(month, 31)
    return int(day) <= days


def _venues(field: Field, node: Node) -> Iterator[Fault]:
    items = node.items if isinstance(node, Sequence) else [node]
    if not items:
        yield node, "`venue` is empty", f"{shown_as(field)}, or delete the line"
    for item in items:
        if isinstance(item, Mapping):
            yield from _pairs_of(field, item, "name", "url")
        else:
            yield from _line(field, item)


def _links(field: Field, node: Node) -> Iterator[Fault]:
    if isinstance(node, Scalar):
        yield node, "`links` needs a label before the address", f"write `links: {{Paper: {node.text[:60]}}}`"
    elif isinstance(node, Mapping):
        for key, value in node.pairs.values():
            if isinstance(value, Scalar) and value.absent:
                yield key, f"the link {quoted(key.text)} has no address", "write its address, or delete the line"
            elif not key.text.strip():
                yield key, "the link has an empty label", "write a label, such as Paper"
            elif "\n" in key.text:
                yield key, "the link's label has a line break in it", "write it on one line"
            elif not isinstance(value, Scalar):
                yield value, "the address of a link must be text", "write `Paper: https://...`"
            else:
                yield from _line(field, value)
    else:
        for item in node.items:
            if isinstance(item, Mapping):
                yield from _pairs_of(field, item, "label", "url")
            else:
                yield (
                    item, "`links` needs a label before each address",
                    "write `Paper: https://...` without the dash, or `- {label: Paper, url: https://...}`",
                )  # fmt: skip


def _pairs_of(field: Field, node: Mapping, first: str, second: str) -> Iterator[Fault]:
    """A mapping of two known keys, both text on one line, the first of them required."""
    for key, value in node.pairs.values():
        if key.text not in (first, second):
            yield (
                key, f"`{field.name}` has no part {quoted(key.text)}",
                f"the parts are `{first}` and `{second}`; put text that holds a colon and a space in quotes",
            )  # fmt: skip
        else:
            yield from _line(field, value)
    if node.get(first) is None:
        yield node, f"`{field.name}` lacks a `{first}`", f"write `{{{first}: ..., {second}: ...}}`"
    elif field.kind is Kind.LINKS and node.get(second) is None:
        yield node, f"the link lacks its `{second}`", f"write `{{{first}: ..., {second}: ...}}`"


def _pairs(field: Field, node: Node) -> Iterator[Fault]:
    if not isinstance(node, Mapping):
        yield node, f"`{field.name}` must be names with a text each", shown_as(field)
        return
    for key, value in node.pairs.values():
        if not key.text.strip() or "\n" in key.text:
            yield key, f"a name under `{field.name}` must be text on one line", shown_as(field)
        elif not (isinstance(value, Scalar) and value.absent):
            yield from _line(field, value)


def _source(field: Field, node: Node) -> Iterator[Fault]:
    raw = node.get("raw") if isinstance(node, Mapping) else None
    if not isinstance(node, Mapping) or not isinstance(raw, Scalar) or len(node.pairs) != 1:
        yield node, "`source` is written by import only", "delete it"


def _columns(field: Field, node: Node) -> Iterator[Fault]:
    if not isinstance(node, Sequence):
        yield node, "`columns` must be a list", shown_as(field)
        return
    for item in node.items:
        if isinstance(item, Sequence):
            yield item, "a column is a field's name, or {field, header, width, align}", shown_as(field)
        elif isinstance(item, Mapping):
            width = item.get("width")
            if isinstance(width, Scalar) and not re.fullmatch(r"[1-9]\d{0,3}", width.text):
                yield width, f"{quoted(width.text)} is not a width in pixels", "write a number such as 137"
        else:
            yield from _line(field, item)


def _topics(field: Field, node: Node) -> Iterator[Fault]:
    if not isinstance(node, Sequence):
        yield node, "`topics` must be a list", "begin each topic with a dash"
        return
    for item in node.items:
        if isinstance(item, Sequence):
            yield item, "a topic is a name, or fields", "write `- name: ...`"
        elif isinstance(item, Scalar):
            yield from _line(field, item)


_FORMS: dict[Kind, Callable[[Field, Node], Iterator[Fault]]] = {
    Kind.LINE: _line,
    Kind.LINES: _lines,
    Kind.NAMES: _names,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.DAY: _date,
    Kind.VENUES: _venues,
    Kind.LINKS: _links,
    Kind.PAIRS: _pairs,
    Kind.SOURCE: _source,
    Kind.COLUMNS: _columns,
    Kind.TOPICS: _topics,
}
