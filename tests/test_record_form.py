"""The form for new papers checks and writes records as the commands do. Its scripts run in Node.

Each case of a rule that the form knows is checked by both, and so are many small mistakes. `docs/architecture.md` lists
the rules that only the commands check.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from conftest import REPOSITORY
from papertrail.core.diagnostics import Diagnostic
from papertrail.core.fields import RECORD, Field, Kind
from papertrail.core.limits import RECORD_LIMITS
from papertrail.pages.add_page import KEPT, form_values, names_file
from papertrail.pages.index.filters import facet_index, text_index
from papertrail.pages.page import PageOptions
from papertrail.pipeline.check import Checked
from papertrail.records.paper import paper_of
from papertrail.records.parse import parse_file
from papertrail.rules import RULES
from papertrail.runtime.today import today
from papertrail.text.strings import composed
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence, items_of
from papertrail.yaml.write_record import record
from support.node import needs_node, run, write_modules
from support.projects import checked, tree_of

pytestmark = needs_node

IN_THE_FORM = (
    "PT101", "PT102", "PT104", "PT108", "PT201", "PT202", "PT203", "PT303", "PT304", "PT306", "PT401", "PT406",
)  # fmt: skip
CASES = sorted(case for code in IN_THE_FORM for case in (REPOSITORY / "tests/rules/cases" / code).glob("*.txt"))
FIELDS = {field.name: field for field in RECORD if field.name not in KEPT}
Values = dict[str, Any]
KEYS = ("code", "field", "message", "help", "severity")
Problem = tuple[str, str, str, str, str]


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_modules(tmp_path_factory.mktemp("modules"))


CHECK = """\
import { CHECKS_BY_CODE, checkRecord } from "./check-record.js";
return { codes: Object.keys(CHECKS_BY_CODE), problems: data.map(({ values, list }) => checkRecord(values, list)) };
"""


class NotInTheFormError(Exception):
    """A value that no one can enter in the form."""


def values_of(root: Node | None) -> Values:
    """The values of a record, as the form has them."""
    if not isinstance(root, Mapping):
        raise NotInTheFormError
    return {key.text: value_of(FIELDS.get(key.text), value) for key, value in root.present()}


def value_of(field: Field | None, node: Node) -> object:
    if field is None:
        raise NotInTheFormError
    if field.kind in (Kind.LINES, Kind.NAMES, Kind.VENUES, Kind.AUTHORS):
        is_list = field.kind in (Kind.NAMES, Kind.AUTHORS)
        if isinstance(node, Sequence) == (not is_list and len(items_of(node)) == 1):
            raise NotInTheFormError  # the form writes one text as it is, and several as a list
        return [text(item) if isinstance(item, Scalar) else texts(item, field.kind) for item in items_of(node)]
    if field.kind is Kind.LINKS:
        if isinstance(node, Scalar):
            raise NotInTheFormError
        pairs = [(text(key), value) for key, value in node.pairs.values()] if isinstance(node, Mapping) else []
        if isinstance(node, Sequence):
            return [texts(item, field.kind, "label", "url") for item in node.items]
        if any("://" in label for label, _ in pairs):
            raise NotInTheFormError  # YAML without a space after a colon
        return [{"label": label, "url": text(value)} for label, value in pairs]
    if field.kind is Kind.PAIRS:
        return [[text(key), text(value)] for key, value in node.present()] if isinstance(node, Mapping) else text(node)
    if field.kind is Kind.FIELDS:
        inner = {inner.name: inner for inner in field.fields}
        if not isinstance(node, Mapping):
            raise NotInTheFormError
        return {key.text: value_of(inner.get(key.text), value) for key, value in node.present()}
    return text(node)


def text(node: Node) -> str:
    if not isinstance(node, Scalar) or (node.plain and node.text in ("null", "Null", "NULL", "~")):
        raise NotInTheFormError
    if "$" in node.text:
        raise NotInTheFormError  # it does not look for markup around formulas
    if node.text.endswith('"') and not node.plain:
        raise NotInTheFormError  # the form writes it without quotes
    if not node.absent and (not node.text.strip() or ("\n" in node.text)):
        raise NotInTheFormError  # empty values are omitted
    return node.text


def texts(node: Node, kind: Kind, *required: str) -> dict[str, str]:
    allowed = {Kind.VENUES: {"name", "url"}, Kind.AUTHORS: {"name", "organization", "orcid", "url"}}
    if not isinstance(node, Mapping) or node.pairs.keys() - allowed.get(kind, {"label", "url"}):
        raise NotInTheFormError
    if not {*required} <= node.pairs.keys() or (kind is Kind.VENUES and "name" not in node.pairs):
        raise NotInTheFormError
    return {key.text: text(value) for key, value in node.present()}


def as_list(checked: Checked, id: str | None = None) -> dict[str, Any]:
    """What the form knows of a list."""
    return {**json.loads(names_file(checked.library, 0)), "year": int(today()[:4]), "id": id}


def field_at(diagnostic: Diagnostic, root: Node | None) -> str:
    """The field that a problem is about."""
    if diagnostic.code in ("PT104", "PT105"):
        return "id"
    if named := re.fullmatch('missing field "(.*)"', diagnostic.message):
        return named[1]
    lines = [(key.line, key.text) for key, _ in root.pairs.values()] if isinstance(root, Mapping) else []
    return next((name for line, name in reversed(lines) if line <= diagnostic.span.line), "")


def single_records(case: Path) -> Iterator[tuple[str, Checked]]:
    """Each record of a case, in a list that has only this record and the registries of the case."""
    files = tree_of(case.read_text(encoding="utf-8").partition("\n=== expected\n")[0].rstrip("\n") + "\n")
    records = [path for path in files if re.fullmatch(r"papers/[^_./][^/]*\.yml", path)]
    others = {path: content for path, content in files.items() if path.startswith("papers/_") and path.count("/") < 3}
    for path in records:
        alone = {**others, path: files[path]}
        yield path, checked("".join(f"=== {name}\n{content}" for name, content in alone.items()))


_NOT_ENTERED = {"PT001", "PT002", "PT003", "PT004", "PT005", "PT103"}


def entered(checked: Checked, path: str) -> tuple[Values, list[Problem]] | None:
    """The values of a record and its problems, if it can be entered in the form."""
    source = checked.library.texts.get(path, "")
    of_record = [diagnostic for diagnostic in checked.diagnostics if diagnostic.path == path]
    if len(of_record) < len(checked.diagnostics) or "order:" in checked.library.texts.get("papers/_topics.yml", ""):
        # The registry is wrong, or its order of papers shows how a topic was renamed.
        return None
    if "papertrail: allow" in source or {diagnostic.code for diagnostic in of_record} & _NOT_ENTERED:
        return None
    root = parse_file(path, source.encode(), RECORD_LIMITS).root
    try:
        return values_of(root), [(d.code, field_at(d, root), d.message, d.help, d.severity) for d in of_record]
    except NotInTheFormError:
        return None


def test_the_form_finds_in_all_cases_what_the_command_finds(modules: Path) -> None:
    names, expected, data = [], [], []
    for case in CASES:
        for path, alone in single_records(case):
            if one := entered(alone, path):
                names.append(f"{case.parent.name}/{case.name}: {path}")
                expected.append(one[1])
                id = path.rpartition("/")[2].removesuffix(".yml")
                data.append({"values": one[0], "list": as_list(alone, id)})
    result = run(modules, CHECK, data)
    differences = []
    for name, problems, wanted in zip(names, result["problems"], expected, strict=True):
        found = sorted(tuple(problem[key] for key in KEYS) for problem in problems)
        if found != (known := sorted(problem for problem in wanted if problem[0] in IN_THE_FORM)):
            differences.append(f"{name}\n  form:    {found}\n  command: {known}")
    assert not differences, f"{len(differences)} of {len(names)}\n" + "\n".join(differences)
    assert len(names) > 100
    assert {problem[0] for wanted in expected for problem in wanted} >= {*IN_THE_FORM}
    assert {*IN_THE_FORM, "PT002"} == {*result["codes"]}


def test_each_rule_is_in_the_form_or_listed_as_one_that_is_not(modules: Path) -> None:
    architecture = (REPOSITORY / "docs/architecture.md").read_text(encoding="utf-8")
    section = architecture.partition("## What the form does not check")[2].partition("\n## ")[0]
    listed = set(re.findall(r"(?m)^\| (PT\d{3}) \|", section))
    codes = {*run(modules, CHECK, [])["codes"], "PT105", "PT301", "PT302"}
    assert not codes & listed
    assert codes | listed == {rule.CODE for rule in RULES}


PARTS = (
    "a", "Tofu", " ", "  ", "\n", "\t", ":", ": ", " #", "#", "'", '"', "\\", "\\n", "-", "- ", "?", "? ", ",", "[",
    "]", "{", "}", "&", "*", "!", "|", ">", "%", "@", "`", "---", "...", "<<", "=", "~", "null", "yes", "no", "1",
    "1.5", "0x1f", "2019-03-25", "<script>", "é", "e\u0301", "ß", "漢", "مرحبا", "🚀", "👩\u200d👩\u200d👧", "🏳\ufe0f",
    "\u2014", "\u3000", "long " * 30,
)  # fmt: skip


def hostile_text(random: Random, *, lines: bool = False) -> str:
    parts = [random.choice(PARTS) for _ in range(random.randint(1, 6))]
    return composed("".join(part for part in parts if lines or "\n" not in part).strip() or "x")


def hostile_values(random: Random) -> Values:
    """Values for some of the fields, as the form would have them."""
    values: Values = {}
    for field in FIELDS.values():
        if random.random() < 0.6 or field.required:
            values[field.name] = hostile_value(random, field)
    values["topic"] = [topic.replace(">", "~") for topic in values["topic"]]
    return values


def hostile_value(random: Random, field: Field) -> object:
    def some() -> list[str]:
        return list(dict.fromkeys(hostile_text(random) for _ in range(random.randint(1, 4))))

    match field.kind:
        case Kind.NAMES | Kind.LINES | Kind.AUTHORS | Kind.VENUES:
            return some()
        case Kind.LINKS:
            return [{"label": hostile_text(random), "url": hostile_text(random)} for _ in range(random.randint(1, 3))]
        case Kind.PAIRS:
            return [[name, hostile_text(random)] for name in some()]
        case Kind.FIELDS:
            inner = [field for field in field.fields if field.kind is not Kind.ID]
            return {one.name: hostile_value(random, one) for one in inner} or {"doi": "10.1000/x", "pmid": "123"}
        case Kind.DATE | Kind.DAY:
            return "2019-03-25"
        case Kind.CHOICE:
            return random.choice(field.choices[1:])
    return hostile_text(random, lines=field.kind is Kind.TEXT)


WRITE = """\
import { recordText } from "./record-yaml.js";
return data.map(recordText);
"""


def test_the_form_writes_what_the_commands_write(modules: Path) -> None:
    """Also for hostile values: the text is that of `record`, and has the same values."""
    random = Random(16)
    entered = [hostile_values(random) for _ in range(300)]
    for values, text in zip(entered, run(modules, WRITE, entered), strict=True):
        parsed = parse_file("papers/x.yml", text.encode(), RECORD_LIMITS)
        paper = paper_of("x", parsed.root)
        assert paper is not None, text
        own = tuple(link for link in paper.links if {"label": link.label, "url": link.url} in values.get("links", ()))
        assert record(replace(paper, links=own)) == text
        assert json.loads(json.dumps(form_values(paper))) == values


EDIT = """\
import { editedText } from "./record-yaml.js";
return data.map(({ text, before, after }) => editedText(text, before, after));
"""


def test_an_edit_keeps_the_text_of_everything_else(modules: Path) -> None:
    text = """\
# yaml-language-server: $schema=../schema/paper.schema.json
name: 'Tofu'  # papertrail: allow PT406 a pun
authors:
  - Minjie Wang
  - Bo Chen
# Its venue was announced later.
venue:   EuroSys 2019

links:
  Paper: https://doi.org/10.1145/3302424.3303953  # the publisher
topic: Training
aliases: [tofu-partitioner]
"""
    paper = paper_of("tofu", parse_file("papers/tofu.yml", text.encode(), RECORD_LIMITS).root)
    assert paper is not None
    before = json.loads(json.dumps(form_values(paper)))
    afters = [
        before,
        before | {"authors": ["Ann Lee"], "date": "2019"},
        {name: value for name, value in before.items() if name != "venue"},
        before | {"links": [{"label": "Code", "url": "https://example.org/code"}]},
    ]
    edits = run(modules, EDIT, [{"text": text, "before": before, "after": after} for after in afters])
    authors, venue = "authors:\n  - Minjie Wang\n  - Bo Chen\n", "venue:   EuroSys 2019\n"
    assert edits == [
        text,
        text.replace(authors, "authors: [Ann Lee]\n").replace(venue + "\n", venue + "\ndate: 2019\n"),
        text.replace(venue, ""),
        text.replace(
            "Paper: https://doi.org/10.1145/3302424.3303953  # the publisher", "Code: https://example.org/code"
        ),
    ]


FIND = """\
import { Works } from "./duplicates.js";
import { PaperIndex } from "./paper-index.js";
return data.map(({ facets, texts, values, id }) => {
  const index = new PaperIndex(facets);
  index.fill(texts);
  return [...new Works(index).problems(values, id)];
});
"""


def test_the_form_finds_the_duplicates_that_the_command_finds(modules: Path) -> None:
    """The last record of each case is the new one; the others are the list."""
    data, expected, names = [], [], []
    for code in ("PT105", "PT301", "PT302"):
        for case in sorted((REPOSITORY / "tests/rules/cases" / code).glob("*.txt")):
            tree = case.read_text(encoding="utf-8").partition("\n=== expected\n")[0].rstrip("\n") + "\n"
            whole = checked(tree)
            new = [d for d in whole.diagnostics if d.code == code][-1:]
            if (
                "papertrail: allow" in tree
                or "aliases:" in tree
                or not all(record.paper for record in whole.library.records)
            ):
                continue
            path = new[0].path if new else whole.library.records[-1].path
            source = parse_file(path, whole.library.texts[path].encode(), RECORD_LIMITS)
            rest = checked("".join(f"=== {p}\n{text}" for p, text in tree_of(tree).items() if p != path))
            options = PageOptions(site_name="A List")
            facets = facet_index(rest.catalog.rows, rest.catalog, options)
            texts = text_index(rest.catalog.rows, options)
            paper = next(record.paper for record in whole.library.records if record.path == path)
            assert paper is not None
            data.append(
                {"facets": json.loads(facets), "texts": json.loads(texts), "values": form_values(paper), "id": paper.id}
            )
            names.append(f"{code}/{case.name}: {path}")
            reports = [d for d in whole.diagnostics if d.path == path and d.code in ("PT105", "PT301", "PT302")]
            expected.append([(d.code, field_at(d, source.root), d.message, d.help, d.severity) for d in reports])
    for name, problems, wanted in zip(names, run(modules, FIND, data), expected, strict=True):
        assert sorted(tuple(problem[key] for key in KEYS) for problem in problems) == sorted(wanted), name


HOST_PAGES = """\
import { codeHost, editPage, newFilePage } from "./code-host.js";
return data.map(([base, text]) => {
  const host = codeHost(base);
  if (!host) return [null];
  const added = host.add ? newFilePage(host, "papers/a b.yml", text) : null;
  return [host.name, editPage(host, "papers/a b.yml"), added?.url ?? null, added?.copy ?? null];
});
"""


def test_the_pages_of_code_hosts_are_known_by_the_address_of_their_editor(modules: Path) -> None:
    bases = [
        ("https://github.com/ann/list/edit/main/sub/", "a: b\n"),
        ("https://github.com/ann/list/edit/main/", "x" * 9000),
        ("https://gitlab.com/ann/list/-/edit/main/", "a: b\n"),
        ("https://codeberg.org/ann/list/_edit/main/", "a: b\n"),
        ("https://bitbucket.org/ann/list/src/main/", "a: b\n"),
        ("", "a: b\n"),
        ("javascript:alert(1)/edit/", "a: b\n"),
    ]
    file, text = "papers/a%20b.yml", "&value=a%3A%20b%0A"
    assert run(modules, HOST_PAGES, bases) == [
        [
            "GitHub", f"https://github.com/ann/list/edit/main/sub/{file}",
            f"https://github.com/ann/list/new/main/sub/papers?filename=a%20b.yml{text}", False,
        ],
        [
            "GitHub", f"https://github.com/ann/list/edit/main/{file}",
            "https://github.com/ann/list/new/main/papers?filename=a%20b.yml", True,
        ],
        [
            "GitLab", f"https://gitlab.com/ann/list/-/edit/main/{file}",
            "https://gitlab.com/ann/list/-/new/main/papers?file_name=a%20b.yml", True,
        ],
        [
            "the code host", f"https://codeberg.org/ann/list/_edit/main/{file}",
            f"https://codeberg.org/ann/list/_new/main/papers?filename=a%20b.yml{text}", False,
        ],
        ["the code host", f"https://bitbucket.org/ann/list/src/main/{file}", None, None],
        [None],
        [None],
    ]  # fmt: skip
