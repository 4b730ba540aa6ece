"""The language server, as an editor sees it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lsp.editor import Connection, Editor
from papertrail.pipeline.check import check
from papertrail.records.changes import with_changes
from support.projects import Project, sources_of

LIST = """\
=== papers/_topics.yml
- name: Training
  order: [tofu]
  topics:
    - name: Data
    - Model
=== papers/_venues/eurosys.yml
name: EuroSys
full: European Conference on Computer Systems
aliases: [Eurosys Conf]
=== papers/_institutions.yml
- {name: NYU, full: New York University}
=== papers/tofu.yml
name: Tofu
venue: EuroSys 2019
institutions: [NYU]
keywords: [graphs]
topic: Training > Data
notes: tofu.md
=== papers/tofu.md
Notes.
=== papers/other.yml
name: Other
venue: Eurosys Conf 2020
keywords: [graphs]
topic: Training > Data
"""
Make = Callable[[str], Project]


@pytest.fixture(scope="module")
def server() -> Iterator[Connection]:
    connection = Connection()
    yield connection
    connection.end()


def test_a_text_with_mistakes_has_problems_at_their_places(project: Make, server: Connection) -> None:
    text = "name: Tofu 🦆\nvenue: EuroSy 2019\ninstitutions: ['🦆漢', MIT]\nbogus: x\ntopic: Training > Data\n"

    async def work(editor: Editor) -> None:
        editor.open("papers/tofu.yml", text)  # which is not what is on the disk
        assert await editor.reported("papers/tofu.yml") == [
            "1:7-18 PT202", "2:15-20 PT203", "2:22-25 PT203", "3:0-5 PT103",
        ]  # fmt: skip
        problem = (await editor.problems("papers/tofu.yml"))[3]
        assert problem.source == "papertrail"
        assert problem.message.startswith('unknown field "bogus"\nhelp: ')
        editor.type("papers/tofu.yml", text.replace("bogus: x\n", ""))
        assert len(await editor.reported("papers/tofu.yml")) == 3

    server.edit(project(LIST).root, work)


def test_windows_line_ends_and_wide_characters(project: Make, server: Connection) -> None:
    async def work(editor: Editor) -> None:
        text = "name: Tofu\r\nremarks: '🦆漢字'\r\ninstitutions: [NYU, 🦆漢]\r\ntopic: Training > Dat\r\n"
        editor.open("papers/tofu.yml", text)
        assert await editor.reported("papers/tofu.yml") == ["2:20-23 PT203", "3:7-21 PT201"]
        assert await editor.complete("papers/tofu.yml", "Training > Dat|", "Training > Data") == text.replace(
            "Dat\r\n", "Data\r\n"
        )

    server.edit(project(LIST).root, work)


def test_proposals(project: Make, server: Connection) -> None:
    async def work(editor: Editor) -> None:
        path = "papers/new.yml"
        editor.open(
            path, "name: New\nven: x\ntopic: \nvenue: Eu\ninstitutions: [NYU, N]\nstatus: \npublication: {vol}\n"
        )
        await editor.problems(path)
        proposed = await editor.completions(path, "publication: {vol|")
        assert proposed == ["volume", "number", "pages", "publisher", "series", "edition", "editors", "address"]
        assert await editor.completions(path, "topic: |") == ["Training", "Training > Data", "Training > Model"]
        assert await editor.completions(path, "venue: Eu|") == ["EuroSys", "EuroSys 2019", "Eurosys Conf 2020"]
        assert await editor.completions(path, "[NYU, N|]") == ["NYU"]
        assert "retracted" in await editor.completions(path, "status: |")
        editor.type(path, 'name: New\ntopic: "Tr"\nnot\nkeywords:\n  - g\n')
        completed = await editor.complete(path, '"Tr|"', "Training > Data")
        assert completed == editor.texts[path].replace('"Tr"', "Training > Data")
        assert await editor.completions(path, "- g|") == ["graphs"]
        editor.type(path, editor.texts[path] + "links:\n  P\n")
        assert await editor.completions(path, "  P|") == ["Paper", "label", "url"]
        assert (await editor.completions(path, "not|"))[:2] == ["title", "capitals"]
        assert "notes: \n" in await editor.complete(path, "not|", "notes")
        await editor.problems(path)  # the record has a syntax error now, so the list has no paper of it
        editor.open("papers/_topics.yml", "- name: Training\n  order: [t]\n  sor\n")
        assert await editor.completions("papers/_topics.yml", "order: [t|") == ["other", "tofu"]
        assert "order" not in await editor.completions("papers/_topics.yml", "sor|")
        assert "sort" in await editor.completions("papers/_topics.yml", "sor|")

    server.edit(project(LIST).root, work)


def test_fixes_are_actions(project: Make, server: Connection) -> None:
    wrong = "name: New\r\nvenue: EUROSYS 2019\r\ntopic: training > data\r\nremarks: 🦆\r\n"

    async def work(editor: Editor) -> None:
        path = "papers/new.yml"
        editor.open(path, wrong)
        before = await editor.reported(path)
        actions = await editor.actions(path)
        assert 'write "Training > Data" (PT201)' in actions
        (one,) = (action for title, action in actions.items() if "PT201" in title)
        assert editor.after(one.edit) == {path: wrong.replace("training > data", "Training > Data")}
        fixed = await editor.resolve(actions["Fix all safe problems in this file"])
        editor.type(path, editor.after(fixed.edit)[path])
        assert (len(before), await editor.reported(path)) == (2, [])
        assert editor.texts[path] == "name: New\r\nvenue: EuroSys 2019\r\ntopic: Training > Data\r\nremarks: 🦆\r\n"
        again = await editor.resolve((await editor.actions(path))["Fix all safe problems in this file"])
        assert editor.after(again.edit) == {}
        editor.open("papers/Paper.YML", "name: New\ntopic: Training\n")
        (renamed,) = (a for title, a in (await editor.actions("papers/Paper.YML")).items() if "PT104" in title)
        assert editor.after(renamed.edit) == {"rename": "papers/Paper.YML -> papers/paper.yml"}

    root = project(LIST)
    server.edit(root.root, work)
    assert not (root.root / "papers/new.yml").exists(), "the server writes nothing"


def test_definitions_and_references(project: Make, server: Connection) -> None:
    async def work(editor: Editor) -> None:
        path = "papers/tofu.yml"
        editor.open(path)
        await editor.problems(path)
        assert await editor.locations("definition", path, "venue: Euro|Sys") == ["papers/_venues/eurosys.yml:0:6"]
        assert await editor.locations("definition", path, "> Da|ta") == ["papers/_topics.yml:3:12"]
        assert await editor.locations("definition", path, "[N|YU]") == ["papers/_institutions.yml:0:9"]
        assert await editor.locations("definition", path, "notes: to|fu.md") == ["papers/tofu.md:0:0"]
        editor.open("papers/_topics.yml")
        assert await editor.locations("definition", "papers/_topics.yml", "[to|fu]") == ["papers/tofu.yml:0:0"]
        assert await editor.locations("references", path, "venue: Euro|Sys") == [
            "papers/_venues/eurosys.yml:0:6", "papers/other.yml:1:7", "papers/tofu.yml:1:7",
        ]  # fmt: skip
        assert len(await editor.locations("references", "papers/_topics.yml", "- name: Tr|aining")) == 5
        assert await editor.locations("references", path, "[gra|phs]") == [
            "papers/other.yml:2:11",
            "papers/tofu.yml:3:11",
        ]

    server.edit(project(LIST).root, work)


def test_help(project: Make, server: Connection) -> None:
    async def work(editor: Editor) -> None:
        path = "papers/tofu.yml"
        editor.open(
            path, "name: Tofu\nvenue: EuroSys 2019\nbogus: x\ntopic: Training # papertrail: allow PT303 reason\n"
        )
        await editor.problems(path)

        async def shown(at: str) -> str:
            return str((await editor.ask("hover", path, at)).contents.value)

        assert "venue: Venue with its year" in await shown("ve|nue:")
        assert (await shown("Euro|Sys")).startswith("venue EuroSys (2 papers)\nfull: European Conference")
        assert "PT103 unknown-field" in await shown("bo|gus")
        assert "PT303 arxiv-id" in await shown("allow PT3|03")

    server.edit(project(LIST).root, work)


def test_renaming(project: Make, server: Connection) -> None:
    async def work(editor: Editor) -> None:
        path = "papers/tofu.yml"
        editor.open(path, (editor.root / path).read_text() + "# not saved\n")
        await editor.problems(path)
        prepared = await editor.ask("prepare_rename", path, "Euro|Sys")
        assert (prepared.placeholder, prepared.range.end.character) == ("EuroSys", 14)
        after = editor.after(await editor.ask("rename", path, "Euro|Sys", new_name="ECCS"))
        assert after.pop("rename") == "papers/_venues/eurosys.yml -> papers/_venues/eccs.yml"
        assert after["papers/tofu.yml"] == editor.texts[path].replace("EuroSys", "ECCS")
        assert "name: ECCS" in after["papers/_venues/eurosys.yml"]
        with pytest.raises(Exception, match="ends in a year"):
            await editor.ask("rename", path, "Euro|Sys", new_name="ECCS 2020")
        assert await editor.ask("prepare_rename", path, "notes: to|fu") is None

    server.edit(project(LIST).root, work)


def test_other_files_and_broken_settings(project: Make, tmp_path: Path, server: Connection) -> None:
    made = project(LIST)
    (tmp_path / "outside.yml").write_text("bogus: x\n")

    async def work(editor: Editor) -> None:
        editor.open("../outside.yml")
        editor.open("docs/about.md")
        editor.open("papers/tofu.yml", "bogus: x\n")
        assert len(await editor.reported("papers/tofu.yml")) == 3
        assert await editor.completions("../outside.yml", "bog|us") == []
        made.write("mkdocs.yml", "plugins: [papertrail: {paper: x}]\n")
        editor.open("mkdocs.yml")
        editor.type("papers/tofu.yml", "name: Tofu\n")
        assert await editor.completions("papers/tofu.yml", "name: |") == []
        assert "unknown option" in str(editor.messages)
        made.write("mkdocs.yml", "plugins: [papertrail]\n")
        editor.close("mkdocs.yml")
        assert len(await editor.reported("papers/tofu.yml")) == 1
        assert not any("outside" in uri for uri in editor._published)

    server.edit(made.root, work)


def test_problems_of_closed_files_follow_a_save(project: Make, server: Connection) -> None:
    async def work(editor: Editor) -> None:
        editor.open("papers/_institutions.yml", "- {name: MIT}\n")
        assert await editor.reported("papers/_institutions.yml") == []
        editor.save("papers/_institutions.yml")
        while not await editor.reported("papers/tofu.yml"):
            editor._published.pop(editor.uri("papers/tofu.yml"))
        editor.type("papers/_institutions.yml", "- {name: MIT}\n- {name: NYU}\n")
        editor.save("papers/_institutions.yml")
        while await editor.reported("papers/tofu.yml"):
            editor._published.pop(editor.uri("papers/tofu.yml"))

    server.edit(project(LIST).root, work)


def test_unsaved_texts_are_checked_as_if_they_were_saved(project: Make, server: Connection) -> None:
    """Whatever is typed, in several files, the problems are those of a check of the same texts."""
    edits = [
        ("papers/tofu.yml", "name: [\n"), ("papers/tofu.yml", ""), ("papers/tofu.yml", "name: Other\ntopic: X\n"),
        ("papers/_topics.yml", "- Other\n"), ("papers/tofu.yml", "name: T\ntopic: Other\nvenue: Nowhere 2020\n"),
        ("papers/_venues/eurosys.yml", "- a\n"), ("papers/_topics.yml", ""), ("papers/tofu.yml", "name: \ud83e\n"),
        ("papers/tofu.yml", "\ufeffname: T\r\ntopic: Training\r\nx\r\n"),
        ("papers/_topics.yml", "- {name: Training}\n"),
        ("papers/_venues/eurosys.yml", "name: EuroSys\n"), ("papers/tofu.yml", "name: T\ntopic: Training\n"),
    ]  # fmt: skip

    async def work(editor: Editor) -> None:
        texts = {path: (editor.root / path).read_text() for path in ("papers/tofu.yml", "papers/_topics.yml")}
        for path in [*texts, "papers/_venues/eurosys.yml"]:
            editor.open(path)
        for path, text in edits:
            editor.type(path, text)
            await editor.problems(path)
            await editor.ask("hover", path, "|")  # after which the server has sent the problems of all files
            for other in editor.texts:
                found = [(d.code, d.range.start.line + 1) for d in await editor.problems(other)]
                assert found == expected(editor.texts, other), (path, text)

    server.edit(project(LIST).root, work)


def expected(texts: dict[str, str], path: str) -> list[tuple[str, int]]:
    """The problems of a file by `papertrail check`, with other texts in the list."""
    sources = with_changes(sources_of(LIST), {p: t.encode(errors="replace").decode() for p, t in texts.items()})
    return [(d.code, d.span.line) for d in check(sources).diagnostics if d.path == path]


def test_without_pygls_there_is_an_error() -> None:
    code = "import sys; sys.modules['pygls'] = sys.modules['lsprotocol'] = None; import papertrail.cli; "
    command = [sys.executable, "-c", code + "papertrail.cli.main(['lsp'])"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    message = "the language server needs the package pygls; run: pip install 'mkdocs-papertrail[lsp]'"
    assert done.stderr == f"papertrail: {message}\n"
