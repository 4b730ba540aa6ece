"""Patterns of entries: rendering, validation and learning."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from papertrail.core.settings import Settings
from papertrail.documents import render_document
from papertrail.importing import ImportOptions, InputFile, import_lists
from papertrail.importing.entry_format import learned_pattern
from papertrail.importing.report import FileReport
from papertrail.pipeline.check import check
from papertrail.readers.markdown.induction.reader import read_entry
from papertrail.records.files import Sources
from papertrail.templating.environment import environment
from papertrail.text.patterns import PatternError, Placeholder, Spelling, escaped, fill, parse
from support.projects import problems

TEMPLATES = environment(None)

FULL = {
    "name": "Tofu",
    "title": "Supporting *Very* Large Models",
    "authors": ["Minjie Wang", "Jinyang Li"],
    "venue": {"name": "EuroSys 2019", "url": "https://example.com/e"},
    "institutions": ["NYU", "MSRA"],
    "links": {"Paper": "https://example.com/p", "Code": "https://example.com/c"},
    "remarks": ["It *splits* operators.", "Second."],
    "custom": {"Rating": "4 | 5"},
    "topic": "A",
}
BARE = {"name": "Orca", "topic": "A"}


def rendered_entry(pattern: str, record: Mapping[str, object], style: str = "bullets") -> str:
    """The entry that a topic's pattern makes of a record."""
    topics = [{"name": "A", "style": style, "entry": {style: pattern}}]
    checked = check(
        Sources(
            records=(
                ("papers/p.yml", json.dumps(record).encode()),
                ("papers/other.yml", b"name: Z\ntopic: B\ncustom: {Rating: x}\n"),
            ),
            registries=(("papers/_topics.yml", json.dumps([*topics, "B"]).encode()),),
        )
    )
    assert checked.ok, checked.diagnostics
    return render_document(checked.catalog, checked.catalog.lists[0], TEMPLATES, prose="<!-- papers: -->")


@pytest.mark.parametrize(
    ("pattern", "full", "bare"),
    [
        ("- {title}", r"- Supporting \*Very\* Large Models", "- Orca"),
        ("- {name}", "- Tofu", "- Orca"),
        ("{number}. {name}", "1. Tofu", "1. Orca"),
        ("- {name}{ ({venue})}", "- Tofu (EuroSys 2019)", "- Orca"),
        ("- {name} ([{venue}]({venue_url}))", "- Tofu ([EuroSys 2019](https://example.com/e))", "- Orca ()"),
        ("- {name}{ ([{venue}]({venue_url}))}", "- Tofu ([EuroSys 2019](https://example.com/e))", "- Orca"),
        (
            '- {name}{ <a href="{venue_url}">{venue}</a>}',
            '- Tofu <a href="https://example.com/e">EuroSys 2019</a>',
            "- Orca",
        ),
        ("- {name}{, {authors}}", "- Tofu, Minjie Wang, Jinyang Li", "- Orca"),
        ("- {name}{, {authors and}}", "- Tofu, Minjie Wang and Jinyang Li", "- Orca"),
        ("- {name}{, {authors ;}}", "- Tofu, Minjie Wang; Jinyang Li", "- Orca"),
        ("- {name}: {{author}| and |nobody}", "- Tofu: Minjie Wang and Jinyang Li", "- Orca: nobody"),
        (
            "- {name}{ {[{label}]({url})| · }}",
            "- Tofu [Paper](https://example.com/p) · [Code](https://example.com/c)",
            "- Orca",
        ),
        (
            "- [{name}]({url Paper}){ {[{label}]({url})| }}",
            "- [Tofu](https://example.com/p) [Code](https://example.com/c)",
            "- Orca",
        ),
        (
            "- {name}\n  - {authors}\n  - {remark}",
            "- Tofu\n  - Minjie Wang, Jinyang Li\n  - It *splits* operators.\n  - Second.",
            "- Orca",
        ),
        ("- {name}{ {{institution}|/}}", "- Tofu NYU/MSRA", "- Orca"),
        ("- {name}{ — {Rating}}", "- Tofu — 4 \\| 5", "- Orca"),
        (r"- \{{name}\} \| x", "- {Tofu} | x", "- {Orca} | x"),
        ("- {name}{ in {year}}", "- Tofu in 2019", "- Orca"),
        ("- {name}{ {url Nothing}}", "- Tofu", "- Orca"),
        ("- {name}{{venue}||, unpublished}", "- TofuEuroSys 2019", "- Orca, unpublished"),
    ],
)
def test_entries_are_rendered_with_patterns(pattern: str, full: str, bare: str) -> None:
    assert rendered_entry(pattern, FULL) == full
    assert rendered_entry(pattern, BARE) == bare


def test_values_of_a_record_are_escaped_everywhere() -> None:
    evil = {
        **BARE,
        "name": "<b>[x](y) {title} {{ 1 }}",
        "venue": "</td>|`a`",
        "links": [{"label": "](z)", "url": "https://example.com/a)c"}],
    }
    assert rendered_entry("- {name}{ ({venue})}{ {[{label}]({url})| }}", evil) == (
        r"- &lt;b&gt;\[x\](y) {title} {{ 1 }} (&lt;/td&gt;\|\`a\`) [\](z)](https://example.com/a%29c)"
    )


@pytest.mark.parametrize("field", ["name", "title"])
def test_block_markup_at_the_start_of_a_value_is_escaped(field: str) -> None:
    for start in ("# x", "- x", "1. x", "> x", "+ x", "=== x", "--- x", "```x"):
        found = rendered_entry(f"{{{field}}}", {**BARE, "name": start}, style="paragraphs")
        assert not found.startswith(("# ", "- ", "1. ", "> ", "+ ", "---", "```")), found


BROKEN = {
    "": "it contains no field",
    "- no field": "it contains no field",
    "{title": "missing closing brace",
    "{title}}": "unmatched }",
    "{ {title}": "missing closing brace",
    "{title}{}": "no field in the braces",
    "{title}{ | }": "no field in the braces",
    "{title}{a|b}": "no field in the braces",
    "{{author}|{title}}": "only text can follow",
    "{{author}|a|b|c}": "only text can follow",
    "{title}\\": None,
    "\\{title\\}": "it contains no field",
    "{" * 5 + "title" + "}" * 4: "missing closing brace",
    "{" * 3000 + "title" + "}" * 3000: "braces are nested",
}


@pytest.mark.parametrize(("pattern", "said"), BROKEN.items())
def test_an_invalid_pattern_is_rejected_with_a_reason(pattern: str, said: str | None) -> None:
    if said is None:
        assert parse(pattern)
        return
    with pytest.raises(PatternError, match=said):
        parse(pattern)


TREE = """\
=== papers/_topics.yml
- name: A
  style: bullets
  entry:
    bullets: {pattern}
=== papers/p.yml
name: Tofu
topic: A
custom: {{Rating: good}}
"""


@pytest.mark.parametrize(
    ("pattern", "message", "help"),
    [
        ("- {titel}", 'unknown field "titel" in the pattern', 'did you mean "title"'),
        ("- {title}{ {venue_link}}", 'unknown field "venue_link" in the pattern', ""),
        ("- {title} {Ratign}", 'unknown field "Ratign" in the pattern', "Rating"),
        ("- {title", "invalid pattern: missing closing brace", "manual"),
        ("- title", "invalid pattern: it contains no field", "manual"),
    ],
)
def test_check_reports_an_invalid_pattern(pattern: str, message: str, help: str) -> None:
    (found,) = problems(TREE.format(pattern=json.dumps(pattern)))
    assert (found.code, found.severity, found.path, found.span.line) == ("PT204", "error", "papers/_topics.yml", 4)
    assert message in found.message
    assert help in found.help


@pytest.mark.parametrize(
    "pattern",
    [
        "- {title} {Rating}",
        "- {title}{ {url Code}}",
        "- {number} {added} {type} {date}{ {keywords}}",
        "- {title}\n{remark}",
        "- {title}{, {authors , and}}",
    ],
)
def test_check_accepts_a_valid_pattern(pattern: str) -> None:
    assert problems(TREE.format(pattern=json.dumps(pattern))) == ()


@pytest.mark.parametrize("frame", ["no place", "{entries} {entries}", ""])
def test_check_reports_a_frame_without_exactly_one_place_for_entries(frame: str) -> None:
    tree = TREE.format(pattern='"- {title}"').replace("entry:", "frame:").replace('"- {title}"', json.dumps(frame))
    assert {found.code for found in problems(tree)} <= {"PT204", "PT101"}
    assert problems(tree)


def test_an_invalid_pattern_does_not_hide_other_problems() -> None:
    tree = TREE.format(pattern='"- {title"') + "=== papers/q.yml\nname: Q\n"
    assert {found.code for found in problems(tree)} == {"PT204", "PT102"}


# Any text

SIGNS = [
    "{",
    "}",
    "|",
    "\\",
    "\n",
    "{title}",
    "{url}",
    "{label}",
    "{author}",
    "{remark}",
    "{url Code}",
    "](",
    "[",
    ")",
    ' <a href="',
    '">',
    "</a>",
    " x ",
]
patterns = st.one_of(st.lists(st.sampled_from(SIGNS), max_size=12).map("".join), st.text(max_size=30))
quick = settings(
    max_examples=500, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)


def placeholder_values(value: str) -> Spelling:
    return Spelling(
        one=lambda field: value and f"<{field.name}>", many=lambda kind: [lambda field: value and f"<{field.name}>"] * 2
    )


@quick
@given(patterns)
def test_any_text_is_a_pattern_or_is_rejected(text: str) -> None:
    try:
        pattern = parse(text)
    except PatternError:
        return
    assert any(isinstance(field, Placeholder) for field in pattern.fields())
    full, empty = fill(pattern, placeholder_values("a")), fill(pattern, placeholder_values(""))
    assert isinstance(full, str)
    assert not any(f"<{field.name}>" in empty for field in pattern.fields() if f"<{field.name}>" not in text)


@quick
@given(st.text(max_size=40))
@example("\\")
def test_escaped_text_is_rendered_unchanged(text: str) -> None:
    literal = text.replace("\n", " ")
    assert fill(parse(escaped(literal) + "{title}"), placeholder_values("a")) == literal + "<title>"


PIECES = [
    "- ", "  - ", "\n", "[Tofu: A Title](https://example.com/t)", "**", "*", "OSDI 2020", " (", ")",
    "Jane Doe, John Roe", "[[code]]", "(https://example.com/c)", "{", "}", "|", "\\", "`", "<b>", "</b>", "<br>",
    ". ", ", ", ": ", "Summary", "中文", "[", "](", "1. ", "2019",
]  # fmt: skip
entries = st.lists(st.lists(st.sampled_from(PIECES), max_size=10).map("".join), max_size=6)


@quick
@given(entries, st.booleans())
def test_every_learned_pattern_is_valid(texts: list[str], bulleted: bool) -> None:
    readings = [read_entry(f"- {text}" if bulleted else text) for text in texts]
    for style in ("bullets" if bulleted else "paragraphs", "markdown-table"):
        if (found := learned_pattern(style, readings)) is not None:
            assert any(parse(found).fields())


@pytest.mark.parametrize(
    "texts",
    [
        [
            "- [Tofu](https://example.com/t) (EuroSys 2019)",
            "- [Orca](https://example.com/o) (OSDI 2022)",
            "- [Rammer](https://example.com/r)",
        ],
        [
            "* **A Survey of Things**, *SoCC 2019*. [[pdf]](https://example.com/s)",
            "* **A Study of Others**, *OSDI 2020*. [[pdf]](https://example.com/o)",
        ],
        ["- *Jane Doe, John Roe, Max Poe*. **Tofu: A Title**. OSDI 2020.\n  - [Paper](https://example.com/p)"] * 2,
    ],
)
def test_a_learned_pattern_reproduces_its_entries(texts: list[str]) -> None:
    report = imported(
        "# A List\n\n" + "\n".join(line.replace("Tofu: A", f"Tofu{n}: A") for n, line in enumerate(texts))
    )
    assert (report.identical, report.raw) == (True, 0)


def imported(text: str) -> FileReport:
    """The report of an import of a document, to which a final line feed is added."""
    file = InputFile(name="a.md", data=f"{text}\n".encode())
    return import_lists(Sources(), Settings(root=Path("/nowhere")), [file], ImportOptions(), TEMPLATES).reports[0]


def test_a_backslash_at_the_end_of_an_entry() -> None:
    assert imported("- [Tofu: A Title](https://example.com/t)\\\n- [Orca: A Title](https://example.com/o)\\").identical


LINKS_IN_TWO_PLACES = {
    "bullets": """\
# A List

- [Tofu: Supporting Models](https://example.com/1) (EuroSys 2019) [[Code](https://example.com/c)] \
[[Slides](https://example.com/s)]
  - [Video](https://example.com/v1)
- [Orca: Serving Models](https://example.com/2) (OSDI 2022)
  - [Video](https://example.com/v2)
- [Rammer: Compiling Models](https://example.com/3) (OSDI 2020)
  - [Video](https://example.com/v3)""",
    "table": """\
# A List

| Title | Venue | Code | Links |
|---|---|---|---|
| Tofu: Supporting Models | EuroSys 2019 | [Code](https://example.com/1) | \
[PDF](https://example.com/2) [Slides](https://example.com/3) |
| Orca: Serving Models | OSDI 2022 | [Code](https://example.com/4) | [PDF](https://example.com/5) |
| Rammer: Compiling Models | OSDI 2020 | [Code](https://example.com/6) | *not published yet* |""",
}


@pytest.mark.parametrize("text", LINKS_IN_TWO_PLACES.values(), ids=LINKS_IN_TWO_PLACES)
def test_links_with_one_label_in_one_place_and_with_several_labels_in_another(text: str) -> None:
    report = imported(text)
    assert report.identical
    assert report.raw <= 1


def test_a_completed_pattern_is_valid() -> None:
    text = "(https://example.com/c)\n<br>[Tofu: A Title](https://example.com/t)"
    found = learned_pattern("paragraphs", [read_entry(text)])
    assert found is None or parse(found)
