"""What the site offers to programs that read it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from papertrail.scaffold.schema import SCHEMAS
from support.golden import Golden
from support.projects import MKDOCS_YML, Project, write_tree

LIST = """\
=== papers/_topics.yml
- {name: Training, intro: How to *train*., topics: [Memory]}
- {name: "A & B", style: bullets}
=== papers/tofu.yml
name: Tofu <b>
title: Very Large | Models
date: 2019-03
authors: [Minjie Wang, {organization: MSRA}]
institutions: [MSRA]
links: {Paper: "https://doi.org/10.1145/3302424.3303953"}
topic: [Training > Memory, A & B]
publication: {pages: 1-17, editors: [A B]}
custom: {Objective: latency}
added: 2026-01-02
remarks: [A *remark* with `code`., "- <b>"]
abstract: "# First.\\n\\nSecond, $a < b$."
keywords: [tensors]
notes: tofu.md
=== papers/tofu.md
See [vDNN](vdnn.yml) and [itself](tofu.md#how).

## How

    [code](vdnn.yml)
=== papers/vdnn.yml
name: vDNN
topic: A & B
"""
GOLDEN = Path(__file__).parent / "golden"
SITE_URL = "https://example.org/list/"


def site_of(root: Path, settings: str) -> Path:
    write_tree(root, f"{LIST}=== mkdocs.yml\n{MKDOCS_YML}{settings}")
    result = Project(root).run("build", "--strict")
    assert result.status == 0, result.err
    return root / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_of(tmp_path_factory.mktemp("machines"), f"site_url: {SITE_URL}\n")


@pytest.fixture(scope="module")
def without_url(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_of(tmp_path_factory.mktemp("machines"), "")


def links(site: Path, page: str, rel: str) -> list[str]:
    head = (site / page / "index.html").read_text("utf-8").partition("</head>")[0]
    return re.findall(rf'<link rel="{rel}"[^>]* href="(.*?)"', head)


def test_a_paper_links_to_what_cites_it_and_describes_it(site: Path, without_url: Path) -> None:
    assert links(site, "papers/tofu", "cite-as") == ["https://doi.org/10.1145/3302424.3303953"]
    assert links(site, "papers/vdnn", "cite-as") == [f"{SITE_URL}papers/vdnn/"]
    assert links(without_url, "papers/vdnn", "cite-as") == []
    for built in (site, without_url):
        (entries,) = links(built, "papers/vdnn", "describedby")
        assert "vDNN" in (built / "papers/vdnn" / entries).read_text("utf-8")


@pytest.mark.parametrize("data", ["papers.json", "lists/training/papers.json", "institutions/msra/papers.json"])
def test_papers_are_valid_under_their_schema(data: str, site: Path, without_url: Path) -> None:
    for built in (site, without_url):
        papers = json.loads((built / data).read_text("utf-8"))
        schema = json.loads((built / "schema/papers.schema.json").read_text("utf-8"))
        Draft7Validator.check_schema(schema)
        Draft7Validator(schema).validate(papers)
        members = schema["properties"]["papers"]["items"]["properties"]
        assert members.keys() == papers["papers"][0].keys(), "the schema has each member"
        assert schema.get("$id") == (f"{SITE_URL}schema/papers.schema.json" if built == site else None)


def test_a_data_package_describes_the_files(site: Path, golden: Golden) -> None:
    text = (site / "datapackage.json").read_text("utf-8")
    golden.check(text, GOLDEN / "datapackage.json")
    table, document = json.loads(text)["resources"]
    header = (site / table["path"]).read_text("utf-8").partition("\n")[0]
    assert header.split(",") == [field["name"] for field in table["schema"]["fields"]]
    assert all((site / path).is_file() for path in (document["path"], document["jsonSchema"]))


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_of_records_have_their_url(name: str, site: Path, without_url: Path) -> None:
    address = f"schema/{name}.schema.json"
    schema = json.loads((site / address).read_text("utf-8"))
    Draft7Validator.check_schema(schema)
    assert schema["$id"] == SITE_URL + address
    assert not (without_url / address).exists()


def test_each_list_has_its_document_as_markdown(site: Path, without_url: Path) -> None:
    for built in (site, without_url):
        for slug, style in (("training", ("--style", "markdown-table")), ("a-and-b", ())):
            page = f"lists/{slug}"
            (text,) = links(built, page, "alternate describedby")
            written = (built / page / text).read_text("utf-8")
            assert written == Project(built.parent).run("render", slug, *style).out


def test_each_paper_is_markdown(site: Path, without_url: Path, golden: Golden) -> None:
    texts = {}
    for built in (site, without_url):
        (text,) = links(built, "papers/tofu", "alternate describedby")
        texts[built] = (built / "papers/tofu" / text).read_text("utf-8")
    golden.check(texts[site], GOLDEN / "tofu.md")
    assert texts[without_url] == texts[site].replace(SITE_URL, "../")
    for url in re.findall(r"]\(\.\./(.*?)[#)]", texts[without_url]):
        assert (without_url / url / "index.html").is_file() or (without_url / url).is_file(), url


def test_language_models_find_lists_and_data(site: Path, without_url: Path, golden: Golden) -> None:
    golden.check((site / "llms.txt").read_text("utf-8"), GOLDEN / "llms.txt")
    for built, base in ((site, SITE_URL), (without_url, "")):
        urls = re.findall(r"\]\((.*)\)", (built / "llms.txt").read_text("utf-8"))
        assert len(urls) == 10
        assert all((built / url.removeprefix(base)).is_file() for url in urls)
