"""Write values and registries as YAML, in the style of a person.

Every text is parsed as the same text again, by papertrail and by YAML parsers with types. Invisible characters are
written as escape sequences, which papertrail does not accept; `papertrail.text.strings.one_line` removes them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from papertrail.text.strings import UNPRINTABLE

Value = str | int | Sequence["Value"] | Mapping[str, "Value"]
"""What can be written: texts, numbers, lists and mappings."""

WIDTH = 110
"""Maximum characters of a line with a list or mapping in brackets."""
FLOW_KEYS = frozenset({"columns", "links", "venue"})
"""Keys whose mappings are written in braces if they fit."""

WORDS = frozenset({"y", "n", "yes", "no", "true", "false", "on", "off", "null", "~", "=", "<<"})
NUMBER = re.compile(r"[-+]?(\.?[0-9_][0-9_.,:]*([eE][-+]?[0-9]*)?|0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+)")
NAMED_NUMBER = re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE)
DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t].*)?")
INDICATORS = (*"-?:,[]{}#&*!|>'\"%@`", "...")
FLOW_SIGNS = re.compile(r"[,\[\]{}?]")
"""Characters that unquoted text in brackets and braces cannot contain."""
LONGEST_KEY = 1000
"""YAML requires the colon of a key within 1024 characters; a longer key needs a question mark before it."""


def scalar(text: str, *, flow: bool = False) -> str:
    """Write a text on one line, without quotes if possible.

    With `flow`, the result can be used in brackets and braces. Lone surrogates, which cannot be encoded, become U+FFFD.

    >>> scalar("Tofu: a study"), scalar("no"), scalar("a, b"), scalar("a, b", flow=True)
    ('"Tofu: a study"', '"no"', 'a, b', '"a, b"')
    """
    return text if _is_plain(text) and not (flow and FLOW_SIGNS.search(text)) else in_double_quotes(text)


def _is_plain(text: str) -> bool:
    if not text or text != text.strip() or "\n" in text or "\t" in text or UNPRINTABLE.search(text):
        return False
    if text.startswith(INDICATORS) or text.endswith(":") or ": " in text or " #" in text:
        return False
    return text.casefold() not in WORDS and not any(form.fullmatch(text) for form in (NUMBER, NAMED_NUMBER, DAY))


def in_double_quotes(text: str) -> str:
    """Write a text in double quotes, on one line."""
    whole = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return UNPRINTABLE.sub(lambda match: _escape(ord(match[0])), json.dumps(whole, ensure_ascii=False))


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def block(text: str, indent: int) -> str:
    """Write a text as a block after `|-`, indented by `indent` spaces, two more than its key or dash.

    Text that is only white space, ends in a line break or contains invisible characters is written in double quotes
    instead, because a block would not preserve it.

    >>> print(block("a\\nb", 2))
    |-
      a
      b
    """
    if not text.strip() or text.endswith("\n") or UNPRINTABLE.search(text):
        return in_double_quotes(text)
    lines = text.split("\n")
    first = next(line for line in lines if line)
    sign = "|2-" if first[0] in " \t" else "|-"
    return "\n".join([sign, *(" " * indent + line if line else "" for line in lines)])


def flow_text(value: Value) -> str:
    """Write a value on one line, lists in brackets and mappings in braces.

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
    """Write a value on its own lines below its key, indented by `indent` spaces, without a final line break.

    Lists of texts are in brackets if they fit on their line, and so are mappings in lists of the keys in `FLOW_KEYS`.

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
    """Write a value as an item of a list, indented by `indent` spaces, without a final line break.

    >>> print(item({"name": "EuroSys", "aliases": ["ACM EuroSys"]}, 2))
      - name: EuroSys
        aliases: [ACM EuroSys]
    """
    return "\n".join(_item(value, indent, in_flow=False))


def entries(values: Iterable[Value]) -> str:
    """Write a registry file."""
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
    """Write a key, for a line that is indented by `indent` spaces."""
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
    """Whether it contains only numbers and texts on one line."""
    parts = value.values() if isinstance(value, Mapping) else value
    return all(isinstance(part, int) or (isinstance(part, str) and "\n" not in part) for part in parts)
