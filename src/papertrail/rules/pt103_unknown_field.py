"""An unknown field.

## Why

A misspelled field would be missing from the list without any warning.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
institution: NYU
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
institutions: [NYU]
custom: {Objective: latency}
topic: Training
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.fields import Field, Kind
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.field_mappings import field_mappings
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.rules.support.suggestions import as_yaml, suggested_url
from papertrail.text.strings import did_you_mean, quoted
from papertrail.yaml.nodes import Node, Scalar

CODE = "PT103"
NAME = "unknown-field"
WAIVABLE = False
SCOPE = EACH_RECORD

_UNUSUAL_SPACE = re.compile(r"[^\S \t\n]")
_SYNONYMS = {
    "year": "date", "doi": "links", "url": "links", "link": "links", "paper": "links", "pdf": "links",
    "code": "links", "arxiv": "links", "slides": "links", "video": "links", "abstract": "remarks",
    "summary": "remarks", "comment": "remarks", "comments": "remarks", "note": "remarks", "tldr": "remarks",
    "description": "remarks", "tags": "keywords", "category": "topic", "categories": "topic", "section": "topic",
    "journal": "venue", "booktitle": "venue", "conference": "venue", "affiliation": "institutions",
    "affiliations": "institutions", "organization": "institutions",
}  # fmt: skip
"""Names of these fields in other tools."""
_LABELS = {"doi": "DOI", "pdf": "PDF", "arxiv": "arXiv", "url": "Paper", "link": "Paper"}


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Keys that are not fields, with the most likely field."""
    for mapping in field_mappings(library):
        known = {field.name: field for field in mapping.fields}
        for key, value in mapping.node.pairs.values():
            if key.text not in known and (space := _UNUSUAL_SPACE.search(key.text)):
                message = f"unusual space U+{ord(space[0]):04X} in field name {quoted(key.text)}"
                yield at(mapping.path, key, CODE, message, "replace it with ordinary spaces, or delete it")
            elif key.text not in known:
                help = _suggest(key.text.strip(), value, mapping.noun, known)
                yield at(mapping.path, key, CODE, f"unknown field {quoted(key.text)}", help)


def _suggest(word: str, value: Node, noun: str, known: dict[str, Field]) -> str:
    folded = word.casefold()
    if not word:
        return "write a field name before the colon"
    if folded in known:
        return f"write `{folded}` in lower case"
    if noun != "record":
        return did_you_mean(word, known, f"use one of: {', '.join(known)}")
    field = known.get(_SYNONYMS.get(folded, ""))
    if field is None:
        key = as_yaml(word) if len(word) < 60 and word.isprintable() else "Objective"
        return did_you_mean(word, known, f"write `custom: {{{key}: ...}}` for a column of your own")
    if field.name == "links":
        label = _LABELS.get(folded, word.capitalize())
        several = "write several links on lines of their own under `links:`, indented by two spaces"
        return f"write `links: {{{label}: {_url(value)}}}`; {several}"
    return f"write `{field.name}: {_value(value, field)}`"


def _url(value: Node) -> str:
    text = value.text if isinstance(value, Scalar) else ""
    return suggested_url(text) or (text if text.startswith(("http://", "https://")) else "https://...")


def _value(value: Node, field: Field) -> str:
    """The value, if it can be a value of the other field as it is; else an example."""
    if not isinstance(value, Scalar) or value.absent or len(value.text) > 80 or as_yaml(value.text) != value.text:
        return field.example
    return f"[{value.text}]" if field.kind is Kind.NAMES else value.text
