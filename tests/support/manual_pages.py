"""The manual's generated pages: the rules from their docstrings, the fields from their table.

`pytest --refresh` writes them to `docs/manual/`; a test says when they are out of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papertrail.core.fields import COLUMN, INSTITUTION, RECORD, TOPIC, VENUE, Field, Kind
from papertrail.rules import RULES
from papertrail.rules.support.rule import Rule

FAMILIES = {
    "PT0": "Reading a file",
    "PT1": "The form of a record",
    "PT2": "Names and registries",
    "PT3": "One work, its venue and its year",
    "PT4": "Links, remarks and notes",
    "PT9": "Waivers",
}
"""What the rules are about, by the first letters of their codes, in the order of the page."""

_GENERATED = "<!-- Made from {source}. Do not edit: change the source, then run `pytest --refresh`. -->"

_RULES_INTRO = """\
`papertrail check` reports every problem with its place, the code of its rule and a remedy.
`papertrail explain PT103` prints the text below for one rule.

A problem is an error, unless its rule says that it is a warning. What either of them stops is told under
[exit statuses](commands.md#exit-statuses). Where the last column says yes, one line can be
[waived](commands.md#waivers)."""

_FIELDS_INTRO = """\
Every field of every file. [Records](records.md) and [Registries](registries.md) explain them by example.
A key with nothing after it counts as if it were not there."""

_TABLES = (
    ("Record", "One paper: `papers/**/<id>.yml`.", RECORD),
    ("Topic", "An entry of `papers/_topics.yml`; a bare name stands for `{name: ...}`.", TOPIC),
    ("Column", "An entry of a topic's `columns`; a bare name stands for `{field: ...}`.", COLUMN),
    ("Venue", "An entry of `papers/_venues.yml`; a bare name stands for `{name: ...}`.", VENUE),
    (
        "Institution",
        "An entry of `papers/_institutions.yml`; a bare name stands for `{name: ...}`.",
        INSTITUTION,
    ),
)
"""Heading, introduction and fields of each kind of entry."""


def rules_page() -> str:
    """`docs/manual/rules.md`: a table of all rules, then each with its reason and its examples."""
    parts = [
        "# Rules",
        _GENERATED.format(source="the docstrings of papertrail.rules"),
        _RULES_INTRO,
        _index(RULES),
    ]
    for prefix, title in FAMILIES.items():
        parts.append(f"## {title}")
        parts += [_rule(rule) for rule in RULES if rule.CODE.startswith(prefix)]
    return _page(parts)


def fields_page() -> str:
    """`docs/manual/fields.md`: a table of fields for each kind of entry."""
    parts = ["# Fields", _GENERATED.format(source="the tables in papertrail.core.fields"), _FIELDS_INTRO]
    for title, intro, fields in _TABLES:
        parts += [f"## {title}", intro, *_fields(written_by_people(fields))]
    return _page(parts)


def written_by_people(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The fields without those that only a program writes."""
    return tuple(field for field in fields if field.kind is not Kind.SOURCE)


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"


def _index(rules: Iterable[Rule]) -> str:
    rows = ["| Code | Name | Finds | Can be waived |", "| --- | --- | --- | --- |"]
    for rule in rules:
        anchor = f"{rule.CODE}-{rule.NAME}".lower()
        waivable = "yes" if rule.WAIVABLE else "no"
        rows.append(f"| [{rule.CODE}](#{anchor}) | {rule.NAME} | {_cell(_summary(rule))} | {waivable} |")
    return "\n".join(rows)


def _rule(rule: Rule) -> str:
    """A rule under its own heading: the reason follows its summary, and each example has a word before it."""
    body = (rule.__doc__ or "").strip()
    for heading, word in (("## Why\n\n", ""), ("## Fails\n", "**Fails**\n"), ("## Passes\n", "**Passes**\n")):
        body = body.replace(f"\n{heading}", f"\n{word}", 1)
    return f"### {rule.CODE} {rule.NAME}\n\n{body}"


def _summary(rule: Rule) -> str:
    return (rule.__doc__ or "").strip().partition("\n")[0]


def _fields(fields: tuple[Field, ...]) -> Iterator[str]:
    """The table, and below it the words of each field that takes one of a few."""
    rows = ["| Field | Says | Form and example |", "| --- | --- | --- |"]
    for field in fields:
        name = f"**{field.name}**" + ("<br>required" if field.required else "")
        form = _cell(f"{field.kind.value}<br>`{field.name}: {field.example}`")
        rows.append(f"| {name} | {_cell(field.help)} | {form} |")
    yield "\n".join(rows)
    for field in fields:
        if field.choices:
            words = ", ".join(f"`{choice}`" for choice in field.choices)
            yield f"`{field.name}` is one of {words}."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
