"""Adding to YAML that people wrote: only what is new is put in, every other character stays.

Each function takes the text of a file and the root that the parser made of it, and gives the new text. Nothing is
ever taken out, so comments, quotes, Windows line ends and a missing final line break stay as they are. The file must
have been read without faults. What is wrong use (no such entry, a value that takes no more) raises PapertrailError,
and so does what no one writes by hand: a key behind a question mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from papertrail.core import TopicPath, topic_path
from papertrail.core.errors import PapertrailError
from papertrail.core.fields import RECORD, TOPIC, VENUE, Field, Kind
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence, items_of, link_nodes, text_of, texts_of
from papertrail.yaml.source_map import Put, Source, refuse_question_marks
from papertrail.yaml.write import LONGEST_KEY, Value, entries, flow_text, item, node, scalar

Entry = dict[str, Value] | str
"""What a registry lists: a bare name, or fields."""

_LISTS = frozenset(field.name for field in (*RECORD, *TOPIC, *VENUE) if field.kind is Kind.NAMES)
"""Fields that take no single text."""


def add_to_list(text: str, root: Mapping, key: str, value: str, fields: tuple[Field, ...] = RECORD) -> str:
    """One more text in the list under `key`; the same text where it is there already.

    A single text becomes the first item of a list. A key that is absent is put in at its place in `fields`.
    """
    source, present = Source(text), root.get(key)
    if any(_same(key, value, known) for known in texts_of(present)):
        return text
    if present is None:
        short = flow_text([value]) if key in _LISTS else scalar(value, flow=True)
        return source.with_all(_new_field(source, root, _Field(key, short, short), fields))
    if isinstance(present, Mapping):
        raise PapertrailError(f"`{key}` holds names with values, not a list")
    if isinstance(present, Sequence):
        return source.with_all([_new_item(source, present, value)])
    return source.with_all(_as_list(source, root, key, present, value))


def add_link(text: str, root: Mapping, label: str, url: str) -> str:
    """One more link of a record; the same text where label and address are there already.

    Where the label leads elsewhere, or is none for a key, labels with addresses become a list of `{label, url}`.
    """
    source, present = Source(text), root.get("links")
    if any(label == known and url == address.text for known, address in link_nodes(present)):
        return text
    if isinstance(present, Scalar):
        raise PapertrailError("`links` is one text; it must be labels with addresses")
    if present is None:
        new = _Field("links", "\n" + node({label: url}, 2), flow_text({label: url}))
        return source.with_all(_new_field(source, root, new, RECORD))
    if isinstance(present, Sequence):
        return source.with_all([_new_item(source, present, {"label": label, "url": url}, braces=True)])
    if label and present.get(label) is None and len(scalar(label)) <= LONGEST_KEY:
        new = _Field(label, scalar(url), scalar(url, flow=True))
        return source.with_all(_new_field(source, present, new, ()))
    return source.with_all(_links_as_list(source, present, {"label": label, "url": url}))


def set_field(text: str, root: Mapping, key: str, yaml_value: str, fields: tuple[Field, ...] = RECORD) -> str:
    """A field that is absent, or has nothing after it, put in behind the last one that comes before it in `fields`.

    `yaml_value` is written as it would be in a mapping without indentation; a list or mapping of several lines
    begins with a line break. In braces it is written anew, on one line.
    """
    if root.get(key) is not None:
        raise PapertrailError(f"`{key}` is there already")
    source = Source(text)
    short = _in_braces(yaml_value) if source.in_brackets(root) else ""
    return source.with_all(_new_field(source, root, _Field(key, yaml_value, short), fields))


def append_entry(text: str, root: Node | None, entry: Entry) -> str:
    """One more entry at the end of a registry; None is the root of a file with nothing in it but comments."""
    source = Source(text)
    if root is None:
        return source.with_all([_first_entry(text, entry)])
    if not isinstance(root, Sequence):
        raise PapertrailError("the file is no list of entries")
    return source.with_all([_new_item(source, root, entry)])


def add_alias(text: str, root: Sequence, name: str, alias: str) -> str:
    """One more alias of the venue or institution of that name; the same text where it is called so already."""
    source = Source(text)
    found = _child(source, root, name)
    if isinstance(found, Mapping):
        known = {name, text_of(found.get("full"))}
        return text if alias in known else add_to_list(text, found, "aliases", alias, VENUE)
    short = flow_text([alias])
    return text if alias == name else source.with_all(_named(source, root, found, _Field("aliases", short, short)))


def add_topic(text: str, root: Sequence, path: TopicPath, entry: Entry) -> str:
    """One more topic, the last below the one at `path`; the same text where one of its name is there.

    An empty path stands for the whole file.
    """
    name = entry if isinstance(entry, str) else str(entry["name"])
    if not path:
        return text if name in map(_name, root.items) else append_entry(text, root, entry)
    source = Source(text)
    parent, found = _topic_at(source, root, path)
    new = _Field("topics", "\n" + item(entry, 2), flow_text([entry]))
    if isinstance(found, Scalar):
        return source.with_all(_named(source, parent, found, new, braces=False))
    below = found.get("topics")
    if below is None:
        return source.with_all(_new_field(source, found, new, TOPIC))
    if not isinstance(below, Sequence):
        raise PapertrailError(f"`topics` of {quoted(path[-1])} is no list")
    return text if name in map(_name, below.items) else source.with_all([_new_item(source, below, entry)])


def add_order(text: str, root: Sequence, path: TopicPath, id: str) -> str:
    """One more id in the `order` of the topic at `path`; the same text where it is there already."""
    source = Source(text)
    parent, found = _topic_at(source, root, path)
    if isinstance(found, Mapping):
        return add_to_list(text, found, "order", id, TOPIC)
    short = flow_text([id])
    return source.with_all(_named(source, parent, found, _Field("order", short, short), braces=False))


def _same(key: str, first: str, second: str) -> bool:
    return topic_path(first) == topic_path(second) if key == "topic" else first == second


def _in_braces(yaml_value: str) -> str:
    try:
        return flow_text(yaml.load(yaml_value, Loader=yaml.BaseLoader))  # noqa: S506 - it makes nothing but texts
    except yaml.YAMLError as error:
        raise PapertrailError(f"{quoted(yaml_value)} is no value of a field") from error


@dataclass(frozen=True)
class _Field:
    """A field to put in, as it is written on lines of its own and in braces."""

    key: str
    value: str
    short: str

    def lines(self, indent: int) -> str:
        """The whole field, each line after `indent` spaces."""
        gap = "" if self.value.startswith("\n") else " "
        return _indented(f"{scalar(self.key)}:{gap}{self.value}", indent)

    @property
    def in_braces(self) -> str:
        """The whole field on one line."""
        return f"{scalar(self.key, flow=True)}: {self.short}"


def _indented(text: str, indent: int) -> str:
    return "\n".join(" " * indent + line if line else line for line in text.split("\n"))


def _new_field(source: Source, root: Mapping, new: _Field, fields: tuple[Field, ...]) -> list[Put]:
    """What puts a field into a mapping that has no value for it."""
    refuse_question_marks(source, root)
    key = root.key(new.key)
    if key is not None:
        return _filled_braces(source, key, new) if source.in_brackets(root) else _filled(source, root, key, new)
    before = _pair_before(root, new.key, fields)
    if source.in_brackets(root):
        return [_new_pair(source, root, before, new)]
    indent = root.column - 1
    if before is None:
        return [Put(source.start(root), new.lines(indent)[indent:] + "\n" + " " * indent)]
    return [source.below(source.last_line_of_pair(*before), new.lines(indent))]


def _pair_before(root: Mapping, key: str, fields: tuple[Field, ...]) -> tuple[Scalar, Node] | None:
    """The last pair that comes before `key` in `fields`; of a key that is not among them, the last of all."""
    names = [field.name for field in fields]
    earlier = names[: names.index(key)] if key in names else root.pairs
    return next((pair for name, pair in reversed(root.pairs.items()) if name in earlier), None)


def _new_pair(source: Source, root: Mapping, before: tuple[Scalar, Node] | None, new: _Field) -> Put:
    if before is not None:
        return source.inside(source.end(before[1]), f", {new.in_braces}")
    if root.pairs:
        first = next(iter(root.pairs.values()))[0]
        return Put(source.start(first), f"{new.in_braces}, ")
    return source.inside(source.start(root) + 1, new.in_braces)


def _filled(source: Source, root: Mapping, key: Scalar, new: _Field) -> list[Put]:
    """A key with nothing after it gets a value; what takes several lines stands below a comment behind the key."""
    behind = source.colon(key, in_brackets=False) + 1
    first, _, rest = new.value.partition("\n")
    # A single space before a comment would look as if the value went on.
    gap = " " if source.text.startswith(" #", behind) else ""
    puts = [Put(behind, f" {first}{gap}")] if first else []
    return [*puts, source.below(key.end_line, _indented(rest, root.column - 1))] if rest else puts


def _filled_braces(source: Source, key: Scalar, new: _Field) -> list[Put]:
    if not source.has_colon(key):
        return [source.inside(source.end(key), f": {new.short}")]
    return [source.inside(source.colon(key, in_brackets=True) + 1, f" {new.short}")]


def _new_item(source: Source, items: Sequence, value: Value, *, braces: bool = False) -> Put:
    """One more item of a list; with `braces` a mapping is on one line, however long that is."""
    if not source.in_brackets(items):
        indent = items.column - 1
        lines = " " * indent + "- " + flow_text(value) if braces else item(value, indent)
        return source.below(source.last_line(items), lines)
    if items.items:
        return source.inside(source.end(items.items[-1]), f", {flow_text(value)}")
    return source.inside(source.start(items) + 1, flow_text(value))


def _as_list(source: Source, root: Mapping, key: str, first: Scalar, second: str) -> list[Put]:
    """What makes a list of a single text and one more."""
    if source.in_brackets(root):
        return [
            Put(source.start(first), "["),
            source.inside(source.end(first), f", {scalar(second, flow=True)}]"),
        ]
    refuse_question_marks(source, root)
    dash, column = _dash(source, root, root.pairs[key][0], first)
    last = source.last_line(first)
    return [
        dash,
        *source.shifted(first.line + 1, last, column - root.column),
        source.below(last, " " * (column - 1) + "- " + scalar(second)),
    ]


def _dash(source: Source, root: Mapping, key: Scalar, value: Scalar) -> tuple[Put, int]:
    """The dash before a value, on a new line where the value is on its key's line; and the dash's column."""
    start = source.start(value)
    if value.line != key.end_line:
        return Put(start, "- "), value.column
    behind = source.colon(key, in_brackets=False) + 1
    lead = "\n" + " " * (root.column + 1) + "-"
    # After a tab YAML takes no dash, and after a dash no tab.
    only_spaces = set(source.text[behind:start]) == {" "}
    return (Put(behind, lead) if only_spaces else Put(start, lead + " ")), root.column + 2


def _links_as_list(source: Source, links: Mapping, new: dict[str, Value]) -> list[Put]:
    """What makes a list of `{label, url}` of labels with addresses, and adds one."""
    refuse_question_marks(source, links)
    if source.in_brackets(links):
        return _links_in_brackets(source, links, flow_text(new))
    puts = [put for key, value in links.pairs.values() for put in _link_as_item(source, links, key, value)]
    lines = " " * (links.column - 1) + "- " + flow_text(new)
    return [*puts, source.below(source.last_line(links), lines)]


def _links_in_brackets(source: Source, links: Mapping, new: str) -> list[Put]:
    """`{Paper: a, Code: b}` as `[{label: Paper, url: a}, {label: Code, url: b}, new]`: the old braces go on."""
    puts = [Put(source.start(links), "[")]
    for number, (key, value) in enumerate(links.pairs.values()):
        puts.append(Put(source.start(key), "{label: " if number else "label: "))
        puts += _url_key(source, key)
        is_last = number == len(links.pairs) - 1
        puts.append(source.inside(source.end(value), "}, " + new[:-1] if is_last else "}"))
    return [*puts, Put(source.end(links), "]")]


def _url_key(source: Source, key: Scalar) -> list[Put]:
    """The key `url` between a label and the colon behind it."""
    if not source.has_colon(key):
        return [source.inside(source.end(key), ", url")]
    colon = source.colon(key, in_brackets=True)
    glued = not source.text[colon + 1].isspace()
    return [Put(colon, ", url"), *([Put(colon + 1, " ")] if glued else [])]


def _link_as_item(source: Source, links: Mapping, key: Scalar, value: Node) -> list[Put]:
    """What makes `- {label: Paper, url: a}` of `Paper: a`; on two lines where braces would change how it reads."""
    if not isinstance(value, Scalar):
        raise PapertrailError(f"the link {quoted(key.text)} has no single address")
    around_key, around = source.quotes_in_brackets(key), source.quotes_in_brackets(value)
    if around_key is not None and around is not None and key.line == value.end_line and not value.absent:
        source.refuse_tabs_below(key.line)
        return [
            Put(source.start(key), "- {label: " + around_key),
            Put(source.end(key), around_key + ", url"),
            Put(source.start(value), around),
            Put(source.end(value), around + "}"),
        ]
    return [
        Put(source.start(key), "- label: "),
        Put(source.end(key), "\n" + " " * (links.column + 1) + "url"),
        *source.shifted(key.line + 1, source.last_line_of_pair(key, value), 2),
    ]


def _named(source: Source, parent: Sequence, name: Scalar, new: _Field, *, braces: bool = True) -> list[Put]:
    """What makes fields of a bare name and adds one, in braces where that is wanted and possible."""
    if source.in_brackets(parent):
        return [Put(source.start(name), "{name: "), source.inside(source.end(name), f", {new.in_braces}}}")]
    around = source.quotes_in_brackets(name)
    if braces and around is not None and name.line == name.end_line:
        source.refuse_tabs_below(name.line)
        return [
            Put(source.start(name), "{name: " + around),
            Put(source.end(name), f"{around}, {new.in_braces}}}"),
        ]
    last = source.last_line(name)
    return [
        Put(source.start(name), "name: "),
        *source.shifted(name.line + 1, last, name.column - parent.column),
        source.below(last, new.lines(name.column - 1)),
    ]


def _first_entry(text: str, entry: Entry) -> Put:
    """The first entry of a file, before a line of dots that ends it."""
    dots = re.search(r"^\.\.\.", text, re.MULTILINE)
    offset = dots.start() if dots else len(text)
    open_line = offset > 0 and text[offset - 1] not in "\n\ufeff"
    return Put(offset, ("\n" if open_line else "") + entries([entry]))


def _name(entry: Node) -> str | None:
    """The name of a registry's entry, which may be nothing but its name."""
    name = text_of(entry.get("name") if isinstance(entry, Mapping) else entry)
    return name.strip() if name else None


def _child(source: Source, parent: Node | None, name: str) -> Scalar | Mapping:
    """The entry of that name."""
    found = next((entry for entry in items_of(parent) if _name(entry) == name.strip()), None)
    if found is None or isinstance(found, Sequence):
        raise PapertrailError(f"there is no entry {quoted(name)}")
    if isinstance(found, Mapping) and isinstance(parent, Sequence) and source.in_brackets(parent):
        _refuse_bare_pair(source, found, name)
    return found


def _topic_at(source: Source, root: Sequence, path: TopicPath) -> tuple[Sequence, Scalar | Mapping]:
    """The topic at a path, and the list that it is in."""
    parent: Node | None = root
    for depth, name in enumerate(path):
        found = _child(source, parent, name)
        if depth == len(path) - 1 and isinstance(parent, Sequence):
            return parent, found
        parent = found.get("topics") if isinstance(found, Mapping) else None
    raise PapertrailError(f"there is no topic {quoted(' > '.join(path))}")


def _refuse_bare_pair(source: Source, entry: Mapping, name: str) -> None:
    """`[name: A]` is a mapping too, and one that takes no second field."""
    if not source.in_brackets(entry):
        raise PapertrailError(f"the entry {quoted(name)} must be written in braces, {{name: ...}}, to add to it")
