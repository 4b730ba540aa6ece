"""Values and registries as the YAML that a person would write.

Whatever text is written is read back as the same text, by papertrail and by readers that look for numbers, dates and
such in what has no quotes. Texts with characters that cannot be printed are written too, escaped, but papertrail
refuses to read them; `papertrail.text.one_line` takes them out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from papertrail.text.strings import UNPRINTABLE

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
_INDICATORS = (*"-?:,[]{}#&*!|>'\"%@`", "...")
FLOW_SIGNS = re.compile(r"[,\[\]{}?]")
"""What text without quotes must not hold in brackets and braces."""
LONGEST_KEY = 1000
"""YAML reads a key only where its colon is within 1024 characters; a longer one needs a question mark before it."""


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


def node(value: Value, indent: int = 0) -> str:
    """`value` as it stands below its key: a field or an item a line, each after `indent` spaces; no final line break.

    Text is as it stands behind its key. Lists of texts are in brackets where they fit on their line; so are mappings
    in lists below a key of `FLOW_KEYS`.

    >>> print(node({"name": "Training", "columns": [{"field": "name", "width": 139}], "topics": [{"name": "Data"}]}))
    name: Training
    columns:
      - {field: name, width: 139}
    topics:
      - name: Data
    """
    if isinstance(value, str | int):
        return _text(value, indent)
    return "\n".join(_lines(value, indent, in_flow=False))


def item(value: Value, indent: int = 0) -> str:
    """`value` as an item of a list, its dash after `indent` spaces; no final line break.

    >>> print(item({"name": "EuroSys", "aliases": ["ACM EuroSys"]}, 2))
      - name: EuroSys
        aliases: [ACM EuroSys]
    """
    return "\n".join(_item(value, indent, in_flow=False))


def entries(values: Iterable[Value]) -> str:
    """The text of a registry file with these entries."""
    return "".join(item(value) + "\n" for value in values)


def _text(value: str | int, indent: int) -> str:
    if isinstance(value, int):
        return str(value)
    return block(value, indent) if "\n" in value else scalar(value)


def _lines(value: Sequence[Value] | Mapping[str, Value], indent: int, in_flow: bool) -> list[str]:
    if not value:
        return [" " * indent + flow_text(value)]
    if isinstance(value, Mapping):
        return [line for key, part in value.items() for line in _pair(key, part, indent)]
    return [line for part in value for line in _item(part, indent, in_flow=in_flow)]


def _pair(key: str, value: Value, indent: int) -> list[str]:
    lead = " " * indent + key_text(key, indent) + ":"
    if isinstance(value, str | int):
        return f"{lead} {_text(value, indent + 2)}".split("\n")
    short = f"{lead} {flow_text(value)}"
    in_flow = key in FLOW_KEYS
    if not value or (_is_flat(value) and len(short) <= WIDTH and (in_flow or not isinstance(value, Mapping))):
        return short.split("\n")
    return [lead, *_lines(value, indent + 2, in_flow)]


def key_text(key: str, indent: int) -> str:
    """A key as it stands before its colon, on a line after `indent` spaces."""
    written = scalar(key)
    return f"? {written}\n{' ' * indent}" if len(written) > LONGEST_KEY else written


def _item(value: Value, indent: int, *, in_flow: bool) -> list[str]:
    dash = " " * indent + "- "
    if isinstance(value, str | int):
        return (dash + _text(value, indent + 2)).split("\n")
    short = dash + flow_text(value)
    if not isinstance(value, Mapping) or not value or (in_flow and _is_flat(value) and len(short) <= WIDTH):
        return [short]
    first, *rest = _lines(value, indent + 2, in_flow=False)
    return [dash + first[indent + 2 :], *rest]


def _is_flat(value: Sequence[Value] | Mapping[str, Value]) -> bool:
    """Whether it holds only texts on one line."""
    parts = value.values() if isinstance(value, Mapping) else value
    return all(isinstance(part, int) or (isinstance(part, str) and "\n" not in part) for part in parts)
