"""Values, records and registries as the YAML that a person would write.

Whatever text is written is read back as the same text, by papertrail and by readers that look for numbers, dates and
such in what has no quotes. Texts with characters that cannot be printed are written too, escaped, but papertrail
refuses to read them; `papertrail.text.one_line` takes them out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from papertrail.core import Link, Paper, Venue
from papertrail.core.errors import PapertrailError
from papertrail.core.fields import RECORD
from papertrail.text.strings import UNPRINTABLE, one_line

Value = str | int | Sequence["Value"] | Mapping[str, "Value"]
"""What can be written: text, a number that is meant as one, lists and mappings of these."""

WIDTH = 110
"""Characters of a line up to which lists and mappings are written in brackets."""
FLOW_KEYS = frozenset({"columns", "links", "venue"})
"""Keys below which a mapping is written in braces where it fits."""

_WORDS = frozenset({"y", "n", "yes", "no", "true", "false", "on", "off", "null", "~", "=", "<<"})
_NUMBER = re.compile(r"[-+]?(\.?[0-9_][0-9_.,:]*([eE][-+]?[0-9]*)?|0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+)")
_NAMED_NUMBER = re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t].*)?")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_INDICATORS = (*"-?:,[]{}#&*!|>'\"%@`", "...")
FLOW_SIGNS = re.compile(r"[,\[\]{}?]")
"""What text without quotes must not hold in brackets and braces."""
LONGEST_KEY = 1000
"""YAML reads a key only where its colon is within 1024 characters; a longer one needs a question mark before it."""
_WAIVER = re.compile(r"papertrail(?=: allow)")
_NONE: Mapping[str, Sequence[str]] = MappingProxyType({})
_NO_WAIVERS: Mapping[tuple[str, int | None], str] = MappingProxyType({})


def scalar(text: str, *, flow: bool = False) -> str:
    """`text` on one line: as it is where that reads back the same, else in double quotes.

    With `flow` it is safe inside brackets and braces too. Lone surrogates, which no file can hold, become U+FFFD.

    >>> scalar("Tofu: a study"), scalar("no"), scalar("a, b"), scalar("a, b", flow=True)
    ('"Tofu: a study"', '"no"', 'a, b', '"a, b"')
    """
    return text if _is_plain(text) and not (flow and FLOW_SIGNS.search(text)) else _quoted(text)


def _is_plain(text: str) -> bool:
    if not text or text != text.strip() or "\n" in text or "\t" in text or UNPRINTABLE.search(text):
        return False
    if text.startswith(_INDICATORS) or text.endswith(":") or ": " in text or " #" in text:
        return False
    return text.casefold() not in _WORDS and not any(form.fullmatch(text) for form in (_NUMBER, _NAMED_NUMBER, _DAY))


def _quoted(text: str) -> str:
    whole = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(whole, ensure_ascii=False))


def block(text: str, indent: int) -> str:
    """`text` below `|-`, each line after `indent` spaces, which are two more than the key or dash before it has.

    In double quotes, on one line, where such a block would not read back the same: text that is only white space,
    ends in a line break (the parser drops those) or holds what cannot be printed.

    >>> print(block("a\\nb", 2))
    |-
      a
      b
    """
    if not text.strip() or text.endswith("\n") or UNPRINTABLE.search(text):
        return _quoted(text)
    lines = text.split("\n")
    first = next(line for line in lines if line)
    sign = "|2-" if first[0] in " \t" else "|-"
    return "\n".join([sign, *(" " * indent + line if line else "" for line in lines)])


def flow_text(value: Value) -> str:
    """`value` on one line, lists in brackets and mappings in braces.

    >>> flow_text({"name": "MSR", "aliases": ["Microsoft, Research"]})
    '{name: MSR, aliases: ["Microsoft, Research"]}'
    """
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow_key(key)}: {flow_text(part)}" for key, part in value.items()) + "}"
    return "[" + ", ".join(map(flow_text, value)) + "]"


def _flow_key(key: str) -> str:
    written = scalar(key, flow=True)
    return f"? {written} " if len(written) > LONGEST_KEY else written


def node(value: Value, indent: int = 0, flow: frozenset[str] = FLOW_KEYS) -> str:
    """`value` as it stands below its key: a field or an item a line, each after `indent` spaces; no final line break.

    Text is as it stands behind its key. Lists of texts are in brackets where they fit on their line; so are mappings
    in lists below a key of `flow`.

    >>> print(node({"name": "Training", "columns": [{"field": "name", "width": 139}], "topics": [{"name": "Data"}]}))
    name: Training
    columns:
      - {field: name, width: 139}
    topics:
      - name: Data
    """
    if isinstance(value, str | int):
        return _text(value, indent)
    return "\n".join(_lines(value, indent, flow, in_flow=False))


def item(value: Value, indent: int = 0, flow: frozenset[str] = FLOW_KEYS, *, in_flow: bool = False) -> str:
    """`value` as an item of a list, its dash after `indent` spaces; no final line break.

    A mapping is in braces only with `in_flow`, where it fits.

    >>> item({"label": "Paper", "url": "https://example.com"}, 2, in_flow=True)
    '  - {label: Paper, url: https://example.com}'
    """
    return "\n".join(_item(value, indent, flow, in_flow=in_flow))


def entries(values: Iterable[Value]) -> str:
    """The text of a registry file with these entries."""
    return "".join(item(value) + "\n" for value in values)


def _text(value: str | int, indent: int) -> str:
    if isinstance(value, int):
        return str(value)
    return block(value, indent) if "\n" in value else scalar(value)


def _lines(value: Sequence[Value] | Mapping[str, Value], indent: int, flow: frozenset[str], in_flow: bool) -> list[str]:
    if not value:
        return [" " * indent + flow_text(value)]
    if isinstance(value, Mapping):
        return [line for key, part in value.items() for line in _pair(key, part, indent, flow)]
    return [line for part in value for line in _item(part, indent, flow, in_flow=in_flow)]


def _pair(key: str, value: Value, indent: int, flow: frozenset[str]) -> list[str]:
    lead = " " * indent + _key(key, indent) + ":"
    if isinstance(value, str | int):
        return f"{lead} {_text(value, indent + 2)}".split("\n")
    short = f"{lead} {flow_text(value)}"
    in_flow = key in flow
    if not value or (_is_flat(value) and len(short) <= WIDTH and (in_flow or not isinstance(value, Mapping))):
        return short.split("\n")
    return [lead, *_lines(value, indent + 2, flow, in_flow)]


def _key(key: str, indent: int) -> str:
    written = scalar(key)
    return f"? {written}\n{' ' * indent}" if len(written) > LONGEST_KEY else written


def _item(value: Value, indent: int, flow: frozenset[str], *, in_flow: bool) -> list[str]:
    dash = " " * indent + "- "
    if isinstance(value, str | int):
        return (dash + _text(value, indent + 2)).split("\n")
    short = dash + flow_text(value)
    if not isinstance(value, Mapping) or not value or (in_flow and _is_flat(value) and len(short) <= WIDTH):
        return [short]
    first, *rest = _lines(value, indent + 2, flow, in_flow=False)
    return [dash + first[indent + 2 :], *rest]


def _is_flat(value: Sequence[Value] | Mapping[str, Value]) -> bool:
    """Whether it holds only texts on one line."""
    parts = value.values() if isinstance(value, Mapping) else value
    return all(isinstance(part, int) or (isinstance(part, str) and "\n" not in part) for part in parts)


def record(
    paper: Paper,
    *,
    source: Sequence[tuple[str | None, str]] = (),
    schema: str | None = None,
    notes: Mapping[str, Sequence[str]] = _NONE,
    waivers: Mapping[tuple[str, int | None], str] = _NO_WAIVERS,
) -> str:
    """The whole text of a record; what the paper does not have is left out, and so is the type `article`.

    `source` holds each spelling of the entry where it came from, with its topic where there are several; it stands
    in place of the paper's own `sources`. `schema` is the address that
    editors find the schema under. `notes` are comments to stand above a field. `waivers` are those to stand behind a
    field's value, or behind its item of that number (0 is the first), such as `{("links", 1): "allow PT303 as the
    document has it"}`; a line takes one, the item's first, and `source` none.

    Raises:
        PapertrailError: `custom` has a name twice, which no record can hold.
    """
    lines = [f"# yaml-language-server: $schema={one_line(schema)}"] if schema else []
    for key, form in (_forms(paper) | {"source": _source(source or _spellings(paper))}).items():
        if form is not None:
            lines += [f"# {_comment(text)}" for text in notes.get(key, ()) if one_line(text)]
            lines += _field(key, form, waivers if key != "source" else _NO_WAIVERS)
    return "\n".join(lines) + "\n"


class _Form(NamedTuple):
    """A field's value: on one line where there is such a way, and item by item."""

    short: str | None
    items: Sequence[str] = ()


def _field(key: str, form: _Form, waivers: Mapping[tuple[str, int | None], str]) -> list[str]:
    marks = {n: f"  # papertrail: {one_line(text)}" for (name, n), text in waivers.items() if name == key}
    whole = marks.get(None, "")
    per_item = any(n is not None for n in marks)
    short = f"{key}: {form.short}"
    if form.short is not None and (not form.items or (len(short) <= WIDTH and not per_item)):
        return [short + (marks.get(0) or whole)]
    return [f"{key}:", *(f"  {text}{marks.get(n) or (whole if n == 0 else '')}" for n, text in enumerate(form.items))]


def _comment(text: str) -> str:
    """A text of a stranger, without the words that would make a waiver of it."""
    return _WAIVER.sub("papertrail ", one_line(text))


def _forms(paper: Paper) -> dict[str, _Form | None]:
    """The forms of a paper's fields, in the order of the table of fields."""
    found = {
        "name": _Form(scalar(paper.name)),
        "title": _line(paper.title),
        "type": _line(paper.type if paper.type != "article" else None),
        "authors": _line(paper.authors[0]) if _is_one_text(paper.authors) else _names(paper.authors),
        "venue": _venue(paper.venues),
        "date": _date(paper.date),
        "institutions": _names(paper.institutions),
        "links": _links(paper.links),
        "remarks": _texts(paper.remarks),
        "keywords": _names(paper.keywords),
        "topic": _texts([" > ".join(path) for path in paper.topics]),
        "notes": _line(paper.notes),
        "added": _date(paper.added),
        "aliases": _names(paper.aliases),
        "custom": _custom(paper.custom),
    }
    return {field.name: found.get(field.name) for field in RECORD}


def _is_one_text(authors: Sequence[str]) -> bool:
    """Whether the authors are one text that names several people."""
    return len(authors) == 1 and "," in authors[0]


def _line(text: str | None) -> _Form | None:
    return _Form(scalar(text)) if text else None


def _date(text: str | None) -> _Form | None:
    return _Form(text) if text and _DATE.fullmatch(text) else _line(text)


def _texts(texts: Sequence[str]) -> _Form | None:
    """One text as it is, several as a list of lines."""
    if len(texts) == 1:
        return _line(texts[0])
    return _Form(None, [f"- {scalar(text)}" for text in texts]) if texts else None


def _names(names: Sequence[str]) -> _Form | None:
    return _Form(flow_text(names), [f"- {scalar(name)}" for name in names]) if names else None


def _venue(venues: Sequence[Venue]) -> _Form | None:
    values: list[Value] = [{"name": venue.text, "url": venue.url} if venue.url else venue.text for venue in venues]
    if len(values) == 1:
        (only,) = values
        return _Form(scalar(only) if isinstance(only, str) else flow_text(only))
    short = flow_text(values) if all(isinstance(value, str) for value in values) else None
    items = [f"- {scalar(value) if isinstance(value, str) else flow_text(value)}" for value in values]
    return _Form(short, items) if values else None


def _links(links: Sequence[Link]) -> _Form | None:
    """A label and an address a line; a list where a label stands twice, is empty, or too long for a key."""
    labels = {link.label for link in links if 0 < len(scalar(link.label)) <= LONGEST_KEY and link.label}
    if not links:
        return None
    if len(labels) == len(links):
        return _Form(None, [f"{scalar(link.label)}: {scalar(link.url)}" for link in links])
    return _Form(None, [f"- {flow_text({'label': link.label, 'url': link.url})}" for link in links])


def _custom(pairs: Sequence[tuple[str, str]]) -> _Form | None:
    if len(dict(pairs)) < len(pairs):
        raise PapertrailError("a record's `custom` cannot hold a name twice")
    return _Form(None, [f"{_key(name, 2)}: {scalar(text)}" for name, text in pairs]) if pairs else None


def _spellings(paper: Paper) -> list[tuple[str | None, str]]:
    return [(" > ".join(topic) if topic else None, raw) for topic, raw in paper.sources]


def _source(spellings: Sequence[tuple[str | None, str]]) -> _Form | None:
    if not spellings:
        return None
    if len(spellings) == 1 and spellings[0][0] is None:
        return _Form(None, [f"raw: {_raw(spellings[0][1], 4)}"])
    return _Form(None, [_spelling(topic, raw) for topic, raw in spellings])


def _spelling(topic: str | None, raw: str) -> str:
    raw_pair = f"raw: {_raw(raw, 6)}"
    return f"- {raw_pair}" if topic is None else f"- topic: {scalar(topic)}\n    {raw_pair}"


def _raw(text: str, indent: int) -> str:
    return block(text, indent)
