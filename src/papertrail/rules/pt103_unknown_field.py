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
from papertrail.core.fields import IDS, PUBLICATION, Field, Kind
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.field_mappings import FieldMapping, FieldsByName, field_mappings
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.rules.support.suggestions import as_yaml, suggested_url
from papertrail.text.strings import did_you_mean, quoted
from papertrail.yaml.nodes import Mapping, Node, Scalar

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
    "affiliations": "institutions", "organization": "institutions", "author": "authors", "month": "date",
    "lang": "language", "langid": "language", "award": "awards", "prize": "awards", "filename": "notes",
}  # fmt: skip
"""Names of these fields in other tools."""
_NESTED_SYNONYMS = {
    **{field.name: ("publication", field.name) for field in PUBLICATION},
    **{field.name: ("ids", field.name) for field in IDS if field.name not in _SYNONYMS},
    "issue": ("publication", "number"), "page": ("publication", "pages"), "editor": ("publication", "editors"),
    "school": ("publication", "publisher"),
    "location": ("publication", "address"), "eprint": ("ids", "arxiv"), "pubmed": ("ids", "pmid"),
    "identifier": ("ids", "doi"), "anthology": ("ids", "acl"), "semanticscholar": ("ids", "s2"),
}  # fmt: skip
"""Names of fields of `publication` and `ids` in a record, here and in other tools."""
_IN_PUBLICATION = {
    "issue": "number",
    "editor": "editors",
    "page": "pages",
    "school": "publisher",
    "location": "address",
}
"""Names of fields of `publication` in other tools."""
_LABELS = {"doi": "DOI", "pdf": "PDF", "arxiv": "arXiv", "url": "Paper", "link": "Paper"}


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Keys that are not fields, with the most likely field."""
    for mapping in field_mappings(library):
        known = mapping.fields
        if mapping.node.pairs.keys() <= known.keys():
            continue
        outer = set[str]()
        for key, value in mapping.node.pairs.values():
            if key.text not in known and (space := _UNUSUAL_SPACE.search(key.text)):
                message = f"unusual space U+{ord(space[0]):04X} in field name {quoted(key.text)}"
                yield at(mapping.path, key, CODE, message, "replace it with ordinary spaces, or delete it")
            elif key.text not in known:
                help = _suggest(key.text.strip(), value, mapping, known, outer)
                yield at(mapping.path, key, CODE, f"unknown field {quoted(key.text)}", help)


def _suggest(word: str, value: Node, mapping: FieldMapping, known: FieldsByName, outer: set[str]) -> str:
    """The help for an unknown field. `outer` collects fields that contain fields, and that were suggested before."""
    folded = word.casefold()
    if not word:
        return "write a field name before the colon"
    if folded in known:
        return f"write `{folded}` in lower case"
    if mapping.noun != "record":
        if (other := _IN_PUBLICATION.get(folded)) in known:
            return f"write `{other}: {_value(value, known[str(other)])}`"
        return did_you_mean(word, known, f"use one of: {', '.join(known)}")
    if nested := _NESTED_SYNONYMS.get(folded):
        if isinstance(mapping.node.get(nested[0]), Mapping):
            outer.add(nested[0])
        return _suggest_nested(*nested, value, outer)
    field = known.get(_SYNONYMS.get(folded, ""))
    if field is None:
        key = as_yaml(word) if len(word) < 60 and word.isprintable() else "Objective"
        return did_you_mean(word, known, f"write `custom: {{{key}: ...}}` for a column of your own")
    if field.name == "links":
        label = _LABELS.get(folded, word.capitalize())
        several = "write several links on lines of their own under `links:`, indented by two spaces"
        return f"write `links: {{{label}: {_url(value)}}}`; {several}"
    return f"write `{field.name}: {_value(value, field)}`"


def _suggest_nested(name: str, inner: str, value: Node, outer: set[str]) -> str:
    field = next(field for field in (*PUBLICATION, *IDS) if field.name == inner)
    written = f"{inner}: {_value(value, field, in_brackets=True)}"
    if name in outer:
        return f"move it into `{name}`, as `{written}`"
    outer.add(name)
    return f"write `{name}: {{{written}}}`"


def _url(value: Node) -> str:
    text = value.text if isinstance(value, Scalar) else ""
    return suggested_url(text) or (text if text.startswith(("http://", "https://")) else "https://...")


def _value(value: Node, field: Field, *, in_brackets: bool = False) -> str:
    """The value, if it can be a value of the other field as it is; else an example."""
    if not isinstance(value, Scalar) or value.absent or len(value.text) > 80:
        return field.example
    if as_yaml(value.text) != value.text and not in_brackets:
        return field.example
    is_list = field.kind in (Kind.NAMES, Kind.AUTHORS) and (in_brackets or field.kind is Kind.NAMES)
    return f"[{as_yaml(value.text)}]" if is_list else as_yaml(value.text)
