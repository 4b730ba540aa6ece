"""The manual is up to date: generated pages are current, examples run, and the names on its pages exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import click
import jinja2
import pytest
import yaml

from conftest import REPOSITORY
from papertrail import __version__
from papertrail.core.fields import COLUMN_FIELDS, STYLES, TOPIC
from papertrail.core.settings import OPTIONS
from papertrail.rules import RULES
from papertrail.scaffold.new_list import NewList
from papertrail.scaffold.origin import Origin
from papertrail.templating.environment import default_templates, environment
from support.commands import COMMANDS
from support.golden import Golden
from support.manual_pages import FAMILIES, fields_page, limits_page, rules_page
from support.projects import MKDOCS_YML, Project, problems

MANUAL = REPOSITORY / "docs" / "manual"
PAGES = sorted((REPOSITORY / "docs").rglob("*.md"))
DOCUMENTS = [*PAGES, *(REPOSITORY / name for name in ("CONTRIBUTING.md", "README.md", "SECURITY.md"))]
BASE = "The examples"
"""The section of a page with files that all its examples share."""

Make = Callable[[str], Project]
NEW_LIST = NewList(origin=Origin(f"mkdocs-papertrail=={__version__}")).files()


class Block(NamedTuple):
    """A fenced block with a title: a file of an example, or a command with its output."""

    section: str
    before: str
    """The sentence before it."""
    title: str
    content: str
    start: int
    """Offset of its content in the page."""

    @property
    def is_output(self) -> bool:
        return self.title.startswith("papertrail ")


def blocks(page: str) -> Iterator[Block]:
    """The blocks of a page that have a title, in order."""
    section, end = "", 0
    pattern = r'(?ms)^## (?P<heading>.*?)$|^```[^\n]*?title="(?P<title>.*?)"\n(?P<content>.*?)^```$|^```.*?^```$'
    for match in re.finditer(pattern, page):
        if match["heading"]:
            section = match["heading"]
        elif match["title"]:
            before = page[end : match.start()].strip().rpartition("\n\n")[2]
            sentence = re.split(r"(?<=[.:])\s", before)[-1]
            yield Block(section, sentence, unescape(match["title"]), match["content"], match.start("content"))
        end = match.end()


def tree(files: dict[str, str]) -> str:
    return "".join(f"=== {path}\n{content}" for path, content in files.items())


def id_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def text_of(name: str) -> str:
    return (MANUAL / name).read_text(encoding="utf-8")


# Generated pages


@pytest.mark.parametrize(
    ("name", "generate"), [("rules.md", rules_page), ("fields.md", fields_page), ("limits.md", limits_page)]
)
def test_generated_page_is_current(name: str, generate: Callable[[], str], golden: Golden) -> None:
    golden.check(generate(), MANUAL / name)


def test_rules_page_lists_every_rule_once() -> None:
    headings = re.findall(r"(?m)^### (PT\d{3}) ", rules_page())
    assert headings == [rule.CODE for rule in RULES]
    assert {code[:3] for code in headings} == set(FAMILIES)


# Examples


@pytest.mark.parametrize("page", ["records.md", "registries.md", "documents.md", "commands.md"])
def test_example_files_have_exactly_the_problems_that_the_page_names(page: str) -> None:
    """The files of a section form one list. A file after a sentence with a code has that problem, and is removed."""
    examples = [block for block in blocks(text_of(page)) if not block.is_output]
    assert examples
    base = {block.title: block.content for block in examples if block.section == BASE}
    for section in dict.fromkeys(block.section for block in examples):
        kept = dict(base)
        for block in (block for block in examples if block.section == section):
            codes = set(re.findall(r"PT\d{3}", block.before))
            files = {**kept, block.title: block.content}
            if codes:
                reported = {problem.code for problem in problems(tree(files))}
                assert reported == codes, f"{page}, {section}: {block.before}"
            else:
                kept = files
        if section != "check":  # its record is wrong on purpose; the sample output shows the problem
            assert problems(tree(kept)) == (), f"{page}, {section}"


@pytest.mark.parametrize("page", ["documents.md", "commands.md"])
def test_sample_outputs_match_the_commands(page: str, project: Make, golden: Golden) -> None:
    """Each command runs in a project of the files before it in its section, and of those in the shared section."""
    text = written = text_of(page)
    base: dict[str, str] = {}
    files: dict[str, str] = {}
    section, count = "", 0
    for number, block in enumerate(blocks(text)):
        if block.section != section:
            section, files = block.section, dict(base)
        if not block.is_output:
            files[block.title] = block.content
            base.update(files if section == BASE else {})
            continue
        count += 1
        example = project(tree(files), name=f"project-{number}")  # type: ignore[call-arg]
        result = example.run(*shlex.split(block.title)[1:])
        printed = result.out + result.err
        assert printed, block.title
        place = len(written) - (len(text) - block.start)  # the text before it may have changed its length
        written = written[:place] + printed.rstrip("\n") + "\n" + written[place + len(block.content) :]
    assert count
    golden.check(written, MANUAL / page)


def test_each_style_has_a_sample() -> None:
    samples = {block.title for block in blocks(text_of("documents.md")) if block.section == "The four styles"}
    assert samples == {f"papertrail render --style {style}" for style in STYLES}


# Commands


def options_of(command: click.Command) -> set[str]:
    return {name for p in command.params if isinstance(p, click.Option) for name in p.opts}


def section_of(page: str, heading: str) -> str:
    """The text of a section, without its sample outputs and files."""
    body = re.split(rf"(?m)^## {re.escape(heading)}$", page)[1]
    body = re.split(r"(?m)^## ", body)[0]
    return re.sub(r"(?ms)^```[^\n]*title=.*?^```$", "", body)


COMMON = {"-f", "--config-file", "--color"}
"""Options that are described once, for all commands."""


def options_in(section: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", section))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_command_is_documented_with_exactly_its_options(name: str) -> None:
    command = COMMANDS[name]
    section = section_of(text_of("commands.md"), name)
    assert f"`papertrail {name}" in section
    assert options_in(section) == options_of(command) - COMMON
    for param in command.params:
        if isinstance(param, click.Argument):
            assert re.search(rf"\b{param.make_metavar(click.Context(command)).strip('[].')}\b", section)
        if isinstance(param.type, click.Choice):
            where = text_of("commands.md") if param.opts[0] in COMMON else section
            assert all(re.search(rf"(`|{param.opts[0]} ){choice}`", where) for choice in param.type.choices)


def test_common_options_are_documented_once() -> None:
    page = section_of(text_of("commands.md"), "Common options").partition("\n### ")[0]
    assert set(re.findall(r"--?[a-z][a-z-]*", page.partition("\n\nAll commands")[0])) == COMMON
    without = {"init": COMMON, "lsp": COMMON, "explain": COMMON - {"--color"}}
    for name, command in COMMANDS.items():
        assert options_of(command) & COMMON == COMMON - without.get(name, set()), name


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_command_and_its_options_have_help_texts(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert all(param.help for param in command.params if isinstance(param, click.Option))


def test_table_of_commands_is_complete() -> None:
    rows = re.findall(r"(?m)^\| \[`papertrail (\w+)`\]\(#(\w+)\)", text_of("commands.md"))
    assert sorted(rows) == [(name, name) for name in sorted(COMMANDS)]


@pytest.mark.parametrize("path", DOCUMENTS, ids=id_of)
def test_commands_and_options_in_all_documents_exist(path: Path) -> None:
    """In inline code, in titles of blocks and in blocks of shell commands."""
    text = path.read_text(encoding="utf-8")
    inline = re.findall(r"`(papertrail [^`\n]+)`", re.sub(r"(?ms)^```.*?^```$", "", text))
    titles = re.findall(r'(?m)^```.*title="(papertrail .*)"$', text)
    shells = re.findall(r"(?ms)^```(?:console|sh|yaml)\n(.*?)^```$", text)
    lines = [line for shell in shells for line in re.findall(r"(?m)(?:^\$ |/|run: )(papertrail .*)$", shell)]
    for line in (*inline, *titles, *lines):
        words = [word for word in re.sub(r"\s+#.*|\s*>.*", "", line).replace("'", "").split()[1:] if word]
        if words[0].startswith("-"):
            assert words[0] in {"--version", "--help", "-h"}, line
            continue
        assert words[0] in COMMANDS, line
        options = {word for word in words if word.startswith("-")}
        assert options <= options_of(COMMANDS[words[0]]), line


# Names on the other pages


@pytest.mark.parametrize("path", DOCUMENTS, ids=id_of)
def test_links_between_documents_are_valid(path: Path) -> None:
    text = re.sub(r"(?ms)^```.*?^```$|`[^`\n]*`", "", path.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name) if name else path
        if file.suffix == ".png":
            continue
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file.read_text(encoding="utf-8")), target


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings."""
    headings = re.findall(r"(?m)^#{1,6} (.*)$", re.sub(r"(?ms)^```.*?^```$", "", text))
    return {re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in headings}


@pytest.mark.parametrize("page", ["documents.md", "site.md"])
def test_tables_list_the_blocks_of_all_templates(page: str) -> None:
    rows = re.findall(r"(?m)^\| `(\S+\.j2)` \| ([^|]*?)(?::[^|]*)? \|$", text_of(page))
    for name, cell in rows:
        assert set(re.findall(r"`(\w+)`", cell)) == template_blocks(name), name
    folder = default_templates() / ("site" if page == "site.md" else "")
    named = {Path(name).name for name, _ in rows} | {"macros.html.j2"}
    assert {path.name for path in folder.glob("*.j2")} <= named


def template_blocks(name: str) -> set[str]:
    """The blocks of a default template and of the templates that it extends."""
    templates = environment(None)
    names: set[str] = set()
    template: str | None = name
    while template:
        assert templates.loader is not None
        source = templates.loader.get_source(templates, template)[0]
        names |= set(templates.get_template(template).blocks)
        extended = re.search(r'{% extends "(.*?)" %}', source)
        template = extended[1] if extended else None
    return names


def test_variables_of_templates_are_listed(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, set[str]] = {}
    render = jinja2.Template.render

    def recorded(template: jinja2.Template, *args: Any, **variables: Any) -> str:
        seen.setdefault(template.name or "", set()).update(dict(*args, **variables))
        return render(template, *args, **variables)

    monkeypatch.setattr(jinja2.Template, "render", recorded)
    topics = "".join(f"- name: {number}\n" for number in range(31))  # more lists than the navigation shows
    record = "name: Tofu\ntopic: '1'\nvenue: EuroSys 2019\naliases: [old]\nadded: 2026-01-01\n"
    made = project(tree({"papers/_topics.yml": topics, "papers/tofu.yml": record}))
    made.write("mkdocs.yml", MKDOCS_YML)
    assert made.run("render", "--out", "out").status == 0
    assert made.run("render", "1").status == 0
    pages = {name: names for name, names in seen.items() if name.startswith("site/") and name != "site/table.html.j2"}
    common = set.intersection(*pages.values())
    page = text_of("templates.md")
    rows = re.findall(r"(?m)^\| (`.*?) \| .* \|$", section_of(page, "All pages"))
    assert set(re.findall(r"`(\w+)`", " ".join(rows))) == common
    table = re.findall(r"(?m)^\| `(\S+)` \| (.*) \|$", section_of(page, "Single pages"))
    assert {name: set(re.findall(r"`(\w+)`", cell)) for name, cell in table} == {
        name: names - common for name, names in pages.items()
    }
    rows = re.findall(r"(?m)^\| (`.*?) \| .* \|$", section_of(page, "Documents"))
    assert set(re.findall(r"`(\w+)`", " ".join(rows))) == seen["html-table.md.j2"]


def test_classes_of_the_site_exist(project: Make) -> None:
    topics = "".join(f"- {{name: {style}, style: {style}}}\n" for style in STYLES)
    record = (
        "name: Tofu\ntitle: A Study of Tofu\nvenue: EuroSys 2019\ninstitutions: [NYU]\nauthors: [A, B]\n"
        f"links: {{Paper: https://example.com/tofu}}\nremarks: Good.\ntopic: [{', '.join(STYLES)}]\nnotes: tofu.md\n"
        "abstract: We study tofu.\n"
    )
    other = f"name: Other\ntopic: {STYLES[0]}\n"
    files = {"papers/tofu.yml": record, "papers/tofu.md": "Read it twice.\n", "papers/other.yml": other}
    made = project(tree({"papers/_topics.yml": topics, **files}))
    made.write("mkdocs.yml", MKDOCS_YML + "repo_url: https://github.com/you/your-list\nedit_uri: edit/main/docs/\n")
    assert made.run("render", "--out", "out").status == 0
    pages = "".join(path.read_text(encoding="utf-8") for path in (made.root / "out/docs").rglob("*.md"))
    used = {name for classes in re.findall(r'class="(.*?)"', pages) for name in classes.split()}
    documented = set(re.findall(r"`(pt-[\w-]+)`", text_of("site.md")))
    assert documented - {"pt-other"} <= used


def test_all_settings_of_the_plugin_are_documented() -> None:
    block = re.search(r"(?m)^  - papertrail:\n((?:      .*\n)+)", text_of("site.md"))
    assert block
    assert set(re.findall(r"(?m)^      (\w+):", block[1])) == set(OPTIONS)


def test_all_settings_of_a_topic_and_fields_of_columns_are_documented() -> None:
    page = text_of("registries.md")
    rows = re.findall(r"(?m)^\| `(\w+)` \|", section_of(page, "Settings of a topic"))
    assert rows == [field.name for field in TOPIC]
    listed = re.search(r"(?ms)^- Fields: (.*?)\.$", section_of(page, "Columns"))
    assert listed
    assert set(re.findall(r"`(\w+)`", listed[1])) == set(COLUMN_FIELDS)
    inherited = set(re.findall(r"(?m)^\| `(\w+)` \|.*\| yes \|$", page))
    assert inherited == {field.name for field in TOPIC if "inherited" in field.help}


def test_getting_started_lists_the_files_that_init_writes() -> None:
    table = section_of(text_of("start.md"), "Create a list").partition("| --- |")[2]
    documented = set(re.findall(r"`([\w./-]+)`", table.partition("\n\n")[0]))
    folders = ("schema/", "papers/_venues/", "papers/_institutions/")
    written = {next(filter(path.startswith, folders), path) for path in NEW_LIST}
    assert documented == written


def test_pre_commit_hook_is_the_one_that_init_writes() -> None:
    (shown,) = (block for block in blocks(text_of("ci.md")) if block.title == ".pre-commit-config.yaml")
    assert shown.content in NEW_LIST[".pre-commit-config.yaml"].decode()


def test_workflows_run_the_documented_commands() -> None:
    page = text_of("ci.md")
    rows = re.findall(r"(?m)^\| `(\.github/workflows/\w+\.yml)` \| .*? \| (.*?) \|$", page)
    steps = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    assert {path for path, _ in rows} == {path for path in NEW_LIST if path.startswith(".github/workflows/")}
    for path, documented in rows:
        tasks = re.findall(r"task: (\w+)", NEW_LIST[path].decode())
        run = "\n".join(step.get("run", "") for step in steps for task in tasks if f"== '{task}'" in step["if"])
        run = run.replace('"$RUNNER_TEMP/issue.md"', "FILE")
        missing = [command for command in re.findall(r"`(papertrail .*?)`", documented) if command not in run]
        assert not missing, path
    preview = next(step["with"] for step in steps if step["name"] == "Upload the preview")
    assert f"kept for {preview['retention-days']} days" in page
    assert f"artifact `{preview['name']}`" in page


def test_changelog_starts_with_the_current_version() -> None:
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^## \[(.*?)\]", changelog)[0] == __version__
