"""The generated pages of the manual: rules from their docstrings, fields from their tables, limits from their values.

`pytest --refresh` writes them to `docs/manual/`. A test fails if they are out of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papertrail.core import limits
from papertrail.core.fields import AUTHOR, COLUMN, IDS, INSTITUTION, PUBLICATION, RECORD, TOPIC, VENUE, Field, Kind
from papertrail.rules import RULES
from papertrail.rules.support.rule import Rule

FAMILIES = {
    "PT0": "File contents",
    "PT1": "Fields and file names",
    "PT2": "Names and registries",
    "PT3": "Duplicate works and contradictions",
    "PT4": "Links, remarks and notes",
    "PT9": "Waivers",
}
"""Headings of the page in order, by the prefix of the rules' codes."""

_GENERATED = "<!-- Generated from {source}. Do not edit; change the source and run `pytest --refresh`. -->"

_RULES_INTRO = """\
`papertrail check` reports each problem with its position, the code of its rule and a suggested fix.
`papertrail explain PT103` prints the section of one rule.

Problems are errors unless the rule says that they are warnings. [Exit statuses](commands.md#exit-statuses) explains
the difference. A rule that can be waived can be suppressed on a single line with a [waiver](commands.md#waivers)."""

_FIELDS_INTRO = """\
Reference of all fields. [Records](records.md) and [Registries](registries.md) introduce them with examples.
A field without a value is treated as missing."""

_TABLES = (
    ("Record", "A paper, `papers/**/<id>.yml`.", RECORD),
    ("Author", "An entry of a record's `authors` or of `editors`; a plain name is short for `{name: ...}`.", AUTHOR),
    ("Publication", "The field `publication` of a record.", PUBLICATION),
    ("Identifiers", "The field `ids` of a record. A value may also be the URL of the work.", IDS),
    ("Topic", "An entry of `papers/_topics.yml`; a plain name is short for `{name: ...}`.", TOPIC),
    ("Column", "An entry of a topic's `columns`; a plain name is short for `{field: ...}`.", COLUMN),
    ("Venue", "An entry of `papers/_venues.yml`, or a file in `papers/_venues/`.", VENUE),
    ("Institution", "An entry of `papers/_institutions.yml`, or a file in `papers/_institutions/`.", INSTITUTION),
)
"""Heading, introduction and fields of each table."""


_LIMITS_INTRO = """\
A list may come from many contributors, so papertrail limits what a file can contain, and what it can become. The limits
are far beyond what a reading list needs. `papertrail check` reports whatever exceeds them."""


def _bytes(most: int) -> str:
    return f"{most >> 20} MiB" if most >= 1 << 20 else f"{most >> 10} KiB"


_LIMITS: dict[str, tuple[tuple[str, int | str, str], ...]] = {
    "Records": (
        ("size of a file", _bytes(limits.RECORD_LIMITS.bytes), "PT001"),
        ("values in a file", limits.RECORD_LIMITS.values, "PT004"),
        ("items of a list, except authors", limits.ITEMS, "PT101"),
        ("characters of a text", limits.TEXT, "PT101"),
        ("characters of an abstract", limits.ABSTRACT, "PT101"),
        ("characters of all remarks", limits.REMARKS, "PT404"),
        ("parts of a topic", limits.TOPIC_DEPTH, "PT201"),
        ("pages that show the paper, without those of authors", limits.PAGES, "PT107"),
        (
            "characters on pages and in data files",
            f"{limits.OUTPUT_OF_RECORD:,}, and {limits.OUTPUT_PER_CHARACTER} for each character of the record",
            "PT107",
        ),
    ),
    "Registries": (
        ("size of a file", _bytes(limits.REGISTRY_LIMITS.bytes), "PT001"),
        ("values in a file", limits.REGISTRY_LIMITS.values, "PT004"),
        ("topics", limits.TOPICS, "PT204"),
        ("lists, which are topics without a parent", limits.LISTS, "PT204"),
        ("characters of the name of a topic", limits.TOPIC_NAME, "PT204"),
        ("characters of all introductions", limits.INTRODUCTIONS, "PT404"),
        ("columns of a topic", limits.COLUMNS, "PT101"),
        ("characters of all headings of its columns", limits.HEADINGS, "PT204"),
    ),
    "Documents, notes and images": (
        ("size of a document in `papers/_lists/`", _bytes(limits.PROSE_BYTES), "PT001"),
        ("lines for the papers of a topic in a document", 1, "PT205"),
        ("size of notes", _bytes(limits.NOTES_BYTES), "PT001"),
        ("headings in notes", limits.NOTES_HEADINGS, "PT405"),
        ("links in notes", limits.NOTES_LINKS, "PT405"),
        ("characters of a URL in notes", limits.NOTES_ADDRESS, "PT405"),
        ("characters of all URLs in notes", limits.NOTES_ADDRESSES, "PT405"),
        ("cells of all tables in notes", limits.NOTES_CELLS, "PT405"),
        ("characters of a paragraph of notes", limits.NOTES_PARAGRAPH, "PT405"),
        ("images in notes", limits.NOTES_IMAGES, "PT405"),
        ("blocks for papers in a page, a document or notes", limits.BLOCKS, "PT407"),
        ("papers in all blocks of a page or a document", limits.INSERTED_PAPERS, "PT407"),
        ("papers in all blocks of notes", limits.NOTES_PAPERS, "PT407"),
        ("citations in a page, a document or notes", limits.CITATIONS, "PT407"),
        ("pixels of all images in notes", limits.NOTES_PIXELS, "PT405"),
        ("size of an image", _bytes(limits.IMAGE_BYTES), "PT405"),
        ("pixels of an image", limits.IMAGE_PIXELS, "PT405"),
        ("pixels of its width or height", limits.IMAGE_SIDE, "PT405"),
        ("segments or blocks of an image before its picture", limits.IMAGE_PARTS, "PT405"),
        ("size of all images", _bytes(limits.IMAGES_BYTES), "PT405"),
    ),
    "The whole list": (
        (
            "pages of topics, venues, authors and so on",
            f"{limits.PAGES_OF_LIST:,}, and {limits.PAGES_PER_RECORD} for each paper",
            "PT107",
        ),
        (
            "characters on pages and in data files",
            f"{limits.OUTPUT_OF_LIST:,}, {limits.OUTPUT_PER_RECORD:,} for each paper, and "
            f"{limits.OUTPUT_PER_CHARACTER} for each character of a record",
            "PT107",
        ),
        ("problems that are reported for a file", limits.DIAGNOSTICS_OF_FILE, ""),
    ),
}
"""What is limited, the limit, and the rule that reports it."""


def rules_page() -> str:
    """`docs/manual/rules.md`: a table of all rules, then a section for each rule."""
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
    """`docs/manual/fields.md`: a table for each kind of entry."""
    parts = ["# Fields", _GENERATED.format(source="the tables in papertrail.core.fields"), _FIELDS_INTRO]
    for title, intro, fields in _TABLES:
        parts += [f"## {title}", intro, *_fields(written_by_people(fields))]
    return _page(parts)


def limits_page() -> str:
    """`docs/manual/limits.md`: a table for each kind of file."""
    parts = ["# Limits", _GENERATED.format(source="papertrail.core.limits"), _LIMITS_INTRO]
    for title, rows in _LIMITS.items():
        lines = [f"| {what} | {_number(most)} | {code} |" for what, most, code in rows]
        parts += [f"## {title}", "\n".join(["| What | At most | Rule |", "| --- | --- | --- |", *lines])]
    return _page(parts)


def _number(most: int | str) -> str:
    return most if isinstance(most, str) else f"{most:,}"


def written_by_people(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The fields without those that only import writes."""
    return tuple(field for field in fields if field.kind is not Kind.SOURCE)


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"


def _index(rules: Iterable[Rule]) -> str:
    rows = ["| Code | Name | Description | Can be waived |", "| --- | --- | --- | --- |"]
    for rule in rules:
        anchor = f"{rule.CODE}-{rule.NAME}".lower()
        waivable = "yes" if rule.WAIVABLE else "no"
        rows.append(f"| [{rule.CODE}](#{anchor}) | {rule.NAME} | {_cell(_summary(rule))} | {waivable} |")
    return "\n".join(rows)


def _rule(rule: Rule) -> str:
    """The section of a rule: its summary, the reason, and labelled examples."""
    body = (rule.__doc__ or "").strip()
    for heading, word in (("## Why\n\n", ""), ("## Fails\n", "**Fails**\n"), ("## Passes\n", "**Passes**\n")):
        body = body.replace(f"\n{heading}", f"\n{word}", 1)
    return f"### {rule.CODE} {rule.NAME}\n\n{body}"


def _summary(rule: Rule) -> str:
    return (rule.__doc__ or "").strip().partition("\n")[0]


def _fields(fields: tuple[Field, ...]) -> Iterator[str]:
    """The table, followed by the values of each field with a fixed set of them."""
    rows = ["| Field | Description | Form and example |", "| --- | --- | --- |"]
    for field in fields:
        name = f"**{field.name}**" + ("<br>required" if field.required else "")
        form = _cell(f"{field.kind.value}<br>`{field.name}: {field.example}`")
        rows.append(f"| {name} | {_cell(field.help)} | {form} |")
    yield "\n".join(rows)
    for field in fields:
        if field.choices:
            words = ", ".join(f"`{choice}`" for choice in field.choices)
            yield f"Values of `{field.name}`: {words}."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
