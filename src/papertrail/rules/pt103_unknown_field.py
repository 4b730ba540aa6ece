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

from papertrail.diagnostics import Diagnostic, at
from papertrail.models import Library
from papertrail.rules.forms import Form, forms
from papertrail.text import did_you_mean, quoted

CODE = "PT103"
NAME = "unknown-field"
WAIVABLE = False

_MEANT = {
    "year": "date", "doi": "links", "url": "links", "link": "links", "paper": "links", "pdf": "links",
    "code": "links", "arxiv": "links", "slides": "links", "video": "links", "abstract": "remarks",
    "summary": "remarks", "comment": "remarks", "comments": "remarks", "note": "remarks", "tldr": "remarks",
    "description": "remarks", "tags": "keywords", "category": "topic", "categories": "topic", "section": "topic",
    "journal": "venue", "booktitle": "venue", "conference": "venue", "affiliation": "institutions",
    "affiliations": "institutions", "organization": "institutions",
}  # fmt: skip
"""What other tools call the same thing."""


def check(library: Library) -> Iterator[Diagnostic]:
    """Keys that are not in the table of fields, with the one that was meant where that can be told."""
    for form in forms(library):
        known = {field.name for field in form.fields}
        for key, _ in form.node.pairs.values():
            if key.text not in known:
                yield at(form.path, key, CODE, f"there is no field {quoted(key.text)}", _remedy(key.text, form))


def _remedy(word: str, form: Form) -> str:
    fields = {field.name: field for field in form.fields}
    if form.noun != "record":
        return did_you_mean(word, fields, f"write one of the fields that a {form.noun} has: {', '.join(fields)}")
    if not word.strip():
        return "write the field's name before the colon"
    meant = fields.get(_MEANT.get(word.strip().casefold(), ""))
    if meant is not None and meant.name == "links":
        label = {"doi": "DOI", "pdf": "PDF", "url": "Paper", "link": "Paper", "arxiv": "arXiv"}.get(
            word.casefold(), word.capitalize()
        )
        return f"write addresses under `links`: `links: {{{label}: https://...}}`"
    if meant is not None:
        return f"write it as `{meant.name}`: `{meant.name}: {meant.example}`"
    return did_you_mean(word, fields, "put columns of your own under `custom`, with two spaces before them")
