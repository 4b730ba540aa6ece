"""A field that does not exist.

## Why

A misspelled field would be left out of the list without a word.

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

_MEANT = {
    "year": "date", "doi": "links", "url": "links", "link": "links", "paper": "links", "pdf": "links",
    "code": "links", "arxiv": "links", "slides": "links", "video": "links", "abstract": "remarks",
    "summary": "remarks", "comment": "remarks", "comments": "remarks", "note": "remarks", "tldr": "remarks",
    "description": "remarks", "tags": "keywords", "category": "topic", "categories": "topic", "section": "topic",
    "journal": "venue", "booktitle": "venue", "conference": "venue", "affiliation": "institutions",
    "affiliations": "institutions", "organization": "institutions",
}  # fmt: skip
"""What other tools call the same thing."""
_LABELS = {"doi": "DOI", "pdf": "PDF", "arxiv": "arXiv", "url": "Paper", "link": "Paper"}


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Keys that are not in the table of fields, with the one that was meant where that can be told."""
    for mapping in field_mappings(library):
        known = {field.name: field for field in mapping.fields}
        for key, value in mapping.node.pairs.values():
            if key.text not in known:
                remedy = _remedy(key.text.strip(), value, mapping.noun, known)
                yield at(mapping.path, key, CODE, f"there is no field {quoted(key.text)}", remedy)


def _remedy(word: str, value: Node, noun: str, known: dict[str, Field]) -> str:
    folded = word.casefold()
    if not word:
        return "write the field's name before the colon"
    if folded in known:
        return f"write `{folded}`, in lower case"
    if noun != "record":
        article = "an" if noun[0] in "aeiou" else "a"
        return did_you_mean(word, known, f"write one of the fields that {article} {noun} has: {', '.join(known)}")
    meant = known.get(_MEANT.get(folded, ""))
    if meant is None:
        own = as_yaml(word) if len(word) < 60 and word.isprintable() else "Objective"
        return did_you_mean(word, known, f"write `custom: {{{own}: ...}}` for a column of your own")
    if meant.name == "links":
        label = _LABELS.get(folded, word.capitalize())
        several = "several links stand on lines of their own below `links:`, two spaces further in"
        return f"write `links: {{{label}: {_address(value)}}}`; {several}"
    return f"write `{meant.name}: {_text(value, meant)}`"


def _address(value: Node) -> str:
    text = value.text if isinstance(value, Scalar) else ""
    return suggested_url(text) or (text if text.startswith(("http://", "https://")) else "https://...")


def _text(value: Node, meant: Field) -> str:
    """What was written, where it is text that can be written under the other name as it is."""
    if not isinstance(value, Scalar) or value.absent or len(value.text) > 80 or as_yaml(value.text) != value.text:
        return meant.example
    return f"[{value.text}]" if meant.kind is Kind.NAMES else value.text
