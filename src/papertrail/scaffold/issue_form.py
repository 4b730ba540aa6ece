"""The issue form of GitHub for a new paper, for people who neither use git nor the form on the site.

It is built from the table of fields: the id of a question is the field of a record that its answer belongs to.
`papertrail add --issue` reads the labels.
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.fields import RECORD, Field, Kind
from papertrail.yaml.write import in_double_quotes, scalar

PATH = ".github/ISSUE_TEMPLATE/add-paper.yml"
_ASKED = ("topic", "name", "title", "authors", "venue", "date", "institutions", "links", "keywords", "remarks")
"""The fields that it asks for, in the order of `papertrail.lookup.issue_form.LABELS`."""
_REQUIRED = ("topic",)
"""Everything else can be looked up."""
_SEVERAL = {
    "links": "One per line, such as `Code: https://github.com/me/project`.",
    "remarks": "One per line; why the paper is worth reading.",
}
"""How to answer with several values, where it is not just one per line."""
_HEAD = """\
# The ids are the fields of a record; `papertrail add --issue` reads the labels.
name: Add a paper
description: Propose a paper for the list. A pull request is opened for you.
title: "Add paper: "
body:
  - type: input
    id: source
    attributes:
      label: Link or identifier
      description: The arXiv id, DOI, ISBN or page of the paper. Everything below that you omit is looked up there.
      placeholder: https://doi.org/10.1145/3302424.3303953
"""


def issue_form() -> str:
    """The text of the file."""
    fields = {field.name: field for field in RECORD}
    return _HEAD + "".join(f"{line}\n" for name in _ASKED for line in _question(fields[name]))


def _question(field: Field) -> Iterator[str]:
    several = field.kind in (Kind.AUTHORS, Kind.NAMES, Kind.LINKS, Kind.LINES) and field.name not in _REQUIRED
    help = field.help.partition(";")[0].partition(": a list")[0].rstrip(".") + "."
    yield f"  - type: {'textarea' if several else 'input'}"
    yield f"    id: {field.name}"
    yield "    attributes:"
    yield f"      label: {field.name.capitalize()}"
    yield f"      description: {scalar(_SEVERAL.get(field.name, f'One per line. {help}' if several else help))}"
    if not several:
        yield f"      placeholder: {in_double_quotes(field.example)}"
    if field.name in _REQUIRED:
        yield "    validations:"
        yield "      required: true"
