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

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.fields import STYLES, Field, Kind
from papertrail.core.limits import COLUMNS, ITEMS, TEXT
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.dates import is_date, suggested_date
from papertrail.rules.support.forms import forms
from papertrail.rules.support.remedies import as_yaml
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.text.strings import did_you_mean, quoted
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence

CODE = "PT101"
NAME = "wrong-form"
WAIVABLE = False
SCOPE = EACH_RECORD

_GLUED = re.compile(r"([A-Za-z][\w -]{0,60})([:：])(?!//)\s*(\S.*)", re.DOTALL)
"""A field whose colon is not followed by a space."""

Fault = tuple[Node, str, str]
"""A node, what is wrong with it, and the remedy."""


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Values whose form is not that of their field, in records and registries."""
    for record in library.record_files:
        if record.root is not None and not isinstance(record.root, Mapping):
            yield at(record.path, record.root, CODE, *_not_a_record(record.root))
    for file in library.registry_files:
        yield from _registry(file.path, file.root)
    for form in forms(library):
        for field in form.fields:
            pair = form.node.pairs.get(field.name)
            if pair is None or (isinstance(pair[1], Scalar) and (pair[1].absent or _is_sound(field, pair[1].text))):
                continue
            for node, message, remedy in _too_many(field, pair[1]) or _FORMS[field.kind](field, pair[1]):
                yield at(form.path, node, CODE, message, remedy)


def _is_sound(field: Field, text: str) -> bool:
    """Whether a text is plainly what the field takes, as most are; of others that is not said."""
    return (
        field.kind in _ONE_TEXT
        and 0 < len(text) <= TEXT
        and "\n" not in text
        and not text.startswith("-")
        and not text.isspace()
    )


_ONE_TEXT = (Kind.LINE, Kind.LINES, Kind.VENUES)


def _not_a_record(root: Node) -> tuple[str, str]:
    message = "a record is made of fields, one on each line"
    if isinstance(root, Sequence):
        return message, "delete the dash or bracket that the file begins with, and begin each field in the first column"
    if isinstance(root, Scalar) and (glued := _GLUED.match(root.text)):
        return message, f"type a colon and a space after each field's name: {glued[1]}: {_first_word(glued[3])} ..."
    return message, "write each field as its name, a colon, a space and its value: `name: Tofu`"


def _first_word(text: str) -> str:
    return text.split()[0][:40]


def _registry(path: str, root: Node | None) -> Iterator[Diagnostic]:
    if root is None:
        return
    if not isinstance(root, Sequence):
        yield at(path, root, CODE, "this file must be a list of entries", "begin each entry with a dash: `- name: ...`")
        return
    for item in root.items:
        for node, message, remedy in _entry(item):
            yield at(path, node, CODE, message, remedy)


def _entry(item: Node) -> Iterator[Fault]:
    """An entry of a registry or of `topics`: a bare name, or fields, which are looked at on their own."""
    if isinstance(item, Sequence):
        yield item, "an entry is a name, or fields", "write `- name: ...`; put a name that begins with [ in quotes"
    elif isinstance(item, Scalar):
        yield from _text("the entry", "write its name after the dash, or delete the dash", item)


def _line(field: Field, node: Node) -> Iterator[Fault]:
    """Text on one line: the form of everything that is shown."""
    if field.empty and isinstance(node, Scalar) and not node.text:
        return
    if isinstance(node, Scalar) and not node.text.strip() and not field.required:
        yield node, f"`{field.name}` is empty", f"{shown_as(field)}, or delete the line"
    elif field.name == "topic" and isinstance(node, Mapping) and (pair := _pair(node)):
        yield node, "`topic` must be text", f"write `topic: {pair[0]} > {pair[1]}`"
    else:
        yield from _text(f"`{field.name}`", shown_as(field), node)


def _text(what: str, shown: str, node: Node) -> Iterator[Fault]:
    if isinstance(node, Sequence):
        yield node, f"{what} takes one text, not a list", f"{shown}; put text that begins with [ in quotes"
    elif isinstance(node, Mapping):
        remedy = f"put text that begins with {{, or that holds a colon and a space, in quotes; {shown}"
        if pair := _pair(node):
            remedy = f"put it in quotes: {as_yaml(': '.join(pair))}"
        yield node, f"{what} must be text", remedy
    elif not node.text.strip():
        yield node, f"{what} is empty", shown
    elif "\n" in node.text:
        several = ", or write several remarks as a list" if what == "`remarks`" else ""
        yield node, f"{what} has a line break in it", f"write it on one line{several}"
    elif len(node.text) > TEXT:
        yield node, f"{what} is longer than {TEXT} characters", "shorten it; long text belongs into `notes`"


def _pair(node: Mapping) -> tuple[str, str] | None:
    """What is left and right of the one colon that made a mapping of a text."""
    pairs = [(key.text, value.text) for key, value in node.present() if isinstance(value, Scalar)]
    return pairs[0] if len(pairs) == len(node.pairs) == 1 and len("".join(pairs[0])) < 100 else None


def shown_as(field: Field) -> str:
    """`write name: Tofu`."""
    return f"write `{field.name}: {field.example}`"


def _too_many(field: Field, node: Node) -> list[Fault]:
    """A list that no person would write: each of its items may become a page, or a part of every row."""
    most = _MOST.get(field.name)
    count = len(node.items) if isinstance(node, Sequence) else len(node.pairs) if isinstance(node, Mapping) else 0
    if most is None or count <= most:
        return []
    return [(node, f"`{field.name}` has more than {most} items", "shorten the list")]


_MOST = dict.fromkeys(
    ("venue", "institutions", "links", "remarks", "keywords", "topic", "aliases", "custom", "intro"), ITEMS
) | {"columns": COLUMNS}


def _lines(field: Field, node: Node) -> Iterator[Fault]:
    if isinstance(node, Sequence):
        yield from _list(field, node)
    elif isinstance(node, Scalar) and _has_bare_dashes(node):
        yield _bare_dashes(field, node)
    else:
        yield from _line(field, node)


def _names(field: Field, node: Node) -> Iterator[Fault]:
    if isinstance(node, Sequence):
        yield from _list(field, node)
    elif isinstance(node, Scalar) and _has_bare_dashes(node):
        yield _bare_dashes(field, node)
    elif isinstance(node, Scalar) and 0 < len(node.text.strip()) < 200:
        names = [name.strip() for name in re.split("[,;\n]", node.text)]
        shown = ", ".join(as_yaml(name) for name in names if name)
        yield node, f"`{field.name}` must be a list", f"write `{field.name}: [{shown}]`"
    else:
        yield node, f"`{field.name}` must be a list", shown_as(field)


def _has_bare_dashes(node: Scalar) -> bool:
    """Whether a text is what `-NYU` below `institutions:` becomes without a space after the dash."""
    return node.plain and re.match(r"-[^\s-]", node.text) is not None


def _bare_dashes(field: Field, node: Scalar) -> Fault:
    first = re.split(r"\s-", node.text)[0][1:60]
    return node, "there must be a space after the dash", f"write each item of `{field.name}` as `- {first}`"


def _list(field: Field, node: Sequence) -> Iterator[Fault]:
    if not node.items:
        yield node, f"`{field.name}` is empty", f"{shown_as(field)}, or delete the line"
    for item in node.items:
        if isinstance(item, Scalar) and item.absent:
            yield item, f"`{field.name}` has an item with nothing in it", "delete the item, or write it out"
        elif not isinstance(item, Scalar):
            remedy = "put an item that holds a colon and a space, or that begins with [ or {, in quotes"
            if isinstance(item, Mapping) and (pair := _pair(item)):
                remedy = f"put it in quotes: {as_yaml(': '.join(pair))}"
            yield item, f"each item of `{field.name}` must be text", remedy
        else:
            yield from _text(f"an item of `{field.name}`", "write it out, or delete it", item)


def _choice(field: Field, node: Node) -> Iterator[Fault]:
    if not isinstance(node, Scalar):
        yield from _line(field, node)
    elif node.text not in field.choices:
        shown = ", ".join(as_yaml(choice) for choice in field.choices[:8])
        shown += ", ..." if len(field.choices) > 8 else ""
        meant = _MEANT.get(node.text.casefold())
        yield (
            node, f"{quoted(node.text)} is no `{field.name}` that there is",
            f"write {meant}" if meant in field.choices
            else did_you_mean(node.text, field.choices, f"write one of {shown}"),
        )  # fmt: skip


_MEANT = {
    "paper": "article", "preprint": "article", "journal": "article-journal", "conference": "paper-conference",
    "code": "software", "tool": "software", "blog": "post-weblog", "website": "webpage", "course": "webpage",
    "video": "motion_picture", "table": "markdown-table", "html": "html-table", "middle": "center",
    "centre": "center", "list": "bullets",
}  # fmt: skip
"""What people call some of the choices."""


def _date(field: Field, node: Node) -> Iterator[Fault]:
    day = field.kind is Kind.DAY
    if not isinstance(node, Scalar):
        yield from _line(field, node)
    elif not is_date(node.text, day=day):
        what = "day" if day else "date"
        what += " of the calendar" if re.fullmatch("[0-9-]{10}", node.text) else ""
        meant = suggested_date(node.text, day=day)
        form = "year, month and day" if day else "the year, year and month, or year, month and day"
        yield (
            node, f"{quoted(node.text)} is not a {what}",
            f"write `{field.name}: {meant}`" if meant
            else f"write {form} in digits, as in `{field.name}: {field.example}`",
        )  # fmt: skip


def _venues(field: Field, node: Node) -> Iterator[Fault]:
    items = node.items if isinstance(node, Sequence) else [node]
    if not items:
        yield node, "`venue` is empty", f"{shown_as(field)}, or delete the line"
    for item in items:
        if isinstance(item, Mapping):
            yield from _two_parts(item, "a venue", "name", "url", "write `{name: EuroSys 2019, url: https://...}`")
        else:
            yield from _line(field, item)


def _links(field: Field, node: Node) -> Iterator[Fault]:
    if isinstance(node, Scalar):
        yield node, "`links` needs a label before the address", _labelled(node.text)
    elif isinstance(node, Mapping):
        for key, value in node.pairs.values():
            yield from _link(key, value)
    else:
        if not node.items:
            yield node, "`links` is empty", f"{shown_as(field)}, or delete the line"
        for item in node.items:
            yield from _listed_link(item)
            if not _is_listed_link(item):
                break  # the others of the list are mostly written alike


def _labelled(text: str) -> str:
    """The remedy for a link that was not read as a label and an address."""
    glued = _GLUED.match(text)
    if glued and not glued[1].isspace() and "://" in glued[3]:
        return f"type a space after the colon: `{glued[1]}: {_first_word(glued[3])}`"
    if "://" in text and len(text.split()) == 1:
        return f"write `links: {{Paper: {text[:80]}}}`"
    return "write `links: {Paper: https://...}`"


def _link(key: Scalar, value: Node) -> Iterator[Fault]:
    if isinstance(value, Scalar) and value.absent:
        glued = _GLUED.match(key.text)
        yield (
            key, f"the link {quoted(key.text)} has no address",
            _labelled(key.text) if glued and "://" in glued[3] else "write its address, or delete the line",
        )  # fmt: skip
    elif not key.text.strip():
        yield key, "the link has an empty label", "write a label, such as Paper"
    elif "\n" in key.text:
        yield key, "the link's label has a line break in it", "write it on one line"
    elif isinstance(value, Sequence):
        yield (
            value, f"the link {quoted(key.text)} takes one address, not a list",
            "for several addresses under one label write `links` as a list of `- {label: Paper, url: https://...}`",
        )  # fmt: skip
    else:
        shown = f"write its address: `{as_yaml(key.text[:60])}: https://...`"
        yield from _text(f"the address of {quoted(key.text)}", shown, value)


def _is_listed_link(item: Node) -> bool:
    return isinstance(item, Mapping) and not {"label", "url"}.isdisjoint(item.pairs)


def _listed_link(item: Node) -> Iterator[Fault]:
    """An item of `links` as a list, which many write with a dash before each `Paper: https://...`."""
    shown = "write `{label: Paper, url: https://...}`"
    if isinstance(item, Mapping) and _is_listed_link(item):
        yield from _two_parts(item, "a link", "label", "url", shown)
        if item.pairs.keys() <= {"label", "url"} and item.get("label") is not None and item.get("url") is None:
            yield item, "the link has no `url`", shown
        return
    pair = _pair(item) if isinstance(item, Mapping) else None
    label, url = pair or ("Paper", "https://...")
    if isinstance(item, Scalar) and "://" in item.text:
        url = item.text[:100]
    message = (
        "a link in a list must be written as {label, url}" if pair else "`links` needs a label before each address"
    )
    yield item, message, f"write `{label}: {url}` without the dash, or `- {{label: {label}, url: {url}}}`"


def _two_parts(node: Mapping, what: str, first: str, second: str, shown: str) -> Iterator[Fault]:
    """A mapping of two known keys, both text on one line, the first of them required; told once."""
    for key, _ in node.pairs.values():
        if key.text not in (first, second):
            yield (
                key, f"{what} has no part {quoted(key.text)}",
                f"{shown}; put text that holds a colon and a space in quotes",
            )  # fmt: skip
            return
    if node.get(first) is None:
        yield node, f"{what} lacks a `{first}`", shown
    for key, value in node.present():
        yield from _text(f"the `{key.text}` of {what}", shown, value)


def _pairs(field: Field, node: Node) -> Iterator[Fault]:
    if not isinstance(node, Mapping):
        yield node, f"`{field.name}` must be names with a text each", shown_as(field)
        return
    for key, value in node.pairs.values():
        if not key.text.strip() or "\n" in key.text:
            yield key, f"a name under `{field.name}` must be text on one line", shown_as(field)
        elif not (isinstance(value, Scalar) and value.absent):
            yield from _text(f"{quoted(key.text)} under `{field.name}`", shown_as(field), value)


def _source(field: Field, node: Node) -> Iterator[Fault]:
    items = node.items if isinstance(node, Sequence) else [node]
    allowed = {"raw", "topic"} if isinstance(node, Sequence) else {"raw"}
    if len(items) > ITEMS or not all(_is_source(item, allowed) for item in items):
        yield node, "`source` is written by import only", "delete it"


def _is_source(node: Node, allowed: set[str]) -> bool:
    return (
        isinstance(node, Mapping)
        and isinstance(node.get("raw"), Scalar)
        and node.pairs.keys() <= allowed
        and all(isinstance(value, Scalar) for _, value in node.pairs.values())
    )


def _spellings(field: Field, node: Node) -> Iterator[Fault]:
    if not isinstance(node, Mapping):
        yield node, f"`{field.name}` must name a style for each text", shown_as(field)
        return
    for key, value in node.pairs.values():
        if key.text not in STYLES:
            yield key, f"there is no style {quoted(key.text)}", did_you_mean(key.text, STYLES, "delete the line")
        elif not isinstance(value, Scalar) or not value.text.strip():
            yield value, f"the text of {quoted(key.text)} is missing", shown_as(field)
        elif len(value.text) > TEXT:
            yield value, f"the text of {quoted(key.text)} is longer than {TEXT} characters", "shorten it"


def _columns(field: Field, node: Node) -> Iterator[Fault]:
    if not isinstance(node, Sequence):
        yield node, "`columns` must be a list", shown_as(field)
        return
    for item in node.items:
        if isinstance(item, Sequence):
            yield item, "a column is a field's name, or {field, header, width, align}", shown_as(field)
        elif isinstance(item, Mapping):
            for name, unit in (("width", "pixels"), ("chars", "characters")):
                width = item.get(name)
                if isinstance(width, Scalar) and not re.fullmatch(r"[1-9][0-9]{0,3}", width.text):
                    yield width, f"{quoted(width.text)} is not a width in {unit}", "write a number such as 137"
        else:
            yield from _text("a column", "write a field's name", item)


def _topics(field: Field, node: Node) -> Iterator[Fault]:
    if not isinstance(node, Sequence):
        yield node, "`topics` must be a list", "begin each topic with a dash, also where there is only one"
        return
    for item in node.items:
        yield from _entry(item)


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
    Kind.SPELLINGS: _spellings,
    Kind.COLUMNS: _columns,
    Kind.TOPICS: _topics,
}
