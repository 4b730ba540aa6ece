"""Records from someone who means harm: refused with their place, or shown as the harmless text that they are.

What is accepted is built with everything switched on that could act on a record's text: macros, snippets, attribute
lists, Markdown in HTML.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from papertrail.text.strings import UNPRINTABLE
from support.html import CHART_TAGS, PAGE_TAGS, SCRIPTED_TAGS, Shown, article, squashed
from support.projects import Project

Make = Callable[[str], Project]

MKDOCS_YML = """\
site_name: Hostile
theme: {name: material, font: false}
plugins: [search, macros, papertrail]
markdown_extensions: [attr_list, md_in_html, tables, toc, pymdownx.snippets, pymdownx.emoji, pymdownx.superfences]
extra: {generator: false, secret: LEAKED}
"""


class Rejected(NamedTuple):
    """A record that is rejected, and the line and text that its report must contain."""

    record: bytes
    line: int
    said: str
    file: str = "bad.yml"


REJECTED = {
    "nothing at all": Rejected(b"", 1, "the file is empty"),
    "white space": Rejected(b"\n\n  \n", 1, "the file is empty"),
    "ten levels of lists": Rejected(b"name: a\ntopic: b\nremarks: " + b"[" * 10 + b"]" * 10, 3, "nested more than 5"),
    "a hundred thousand levels": Rejected(b"name: " + b"[" * 100_000, 1, "larger than 64 KiB"),
    "thirty thousand levels": Rejected(b"name: " + b"{a: " * 16_000, 1, "nested more than 5"),
    "a billion laughs": Rejected(b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 1, "YAML anchor"),
    "a merge": Rejected(b"name: a\ntopic: b\n<<: {title: c}\n", 3, "merge keys (<<)"),
    "a Python object": Rejected(b"name: !!python/object/apply:os.system [id]\n", 1, "YAML tag"),
    "an environment variable": Rejected(b"name: !ENV HOME\ntopic: a\n", 1, "YAML tag"),
    "a binary": Rejected(b"name: !!binary aGVsbG8=\ntopic: a\n", 1, "YAML tag"),
    "a directive": Rejected(b"%TAG ! tag:x,2000:\n---\nname: a\ntopic: b\n", 1, "start with %"),
    "a second document": Rejected(b"name: a\ntopic: b\n---\nname: c\ntopic: d\n", 3, "second document in the file"),
    "a key that is a list": Rejected(b"? [a]\n: b\n", 1, "field name is not text"),
    "a key twice": Rejected(b"name: a\ntopic: b\nname: c\n", 3, "duplicate field"),
    "a label twice": Rejected(b"name: a\ntopic: b\nlinks:\n  P: http://a.b/\n  P: http://a.c/\n", 5, "duplicate label"),
    "a terminal's escape": Rejected(b"name: a\x1b]0;pwned\x07\ntopic: b\n", 1, "U+001B"),
    "a null byte": Rejected(b"name: a\ntopic: b\x00\n", 2, "U+0000"),
    "an override": Rejected("name: a\u202etxt.exe\ntopic: b\n".encode(), 1, "U+202E"),
    "an override in an escape": Rejected(b'name: "a\\u2066b"\ntopic: b\n', 1, "U+2066"),
    "a line separator": Rejected("name: a\u2028b\ntopic: b\n".encode(), 1, "U+2028"),
    "a lone carriage return": Rejected(b"name: a\rtopic: b\n", 1, "U+000D"),
    "half a surrogate": Rejected(b'name: "\\ud800"\ntopic: b\n', 1, "PT003"),
    "not UTF-8": Rejected(b"name: caf\xe9\ntopic: b\n", 1, "invalid UTF-8: byte 0xe9"),
    "UTF-16": Rejected("name: a\ntopic: b\n".encode("utf-16"), 1, "UTF-16"),
    "a name over two lines": Rejected(b'name: "a\\nb"\ntopic: b\n', 1, "contains a line break"),
    "a very long remark": Rejected(b"name: a\ntopic: b\nremarks: >-\n  " + b"*a " * 5000, 3, "longer than 4,000"),
    "a script's address": Rejected(b"name: a\ntopic: b\nlinks:\n  P: javascript:alert(1)\n", 4, "unsupported URL"),
    "the same in disguise": Rejected(b'name: a\ntopic: b\nlinks:\n  P: "jav\\tascript:x"\n', 4, "cannot contain"),
    "the same in capitals": Rejected(b"name: a\ntopic: b\nlinks: {P: VBScript:x}\n", 3, "VBScript:"),
    "a page in an address": Rejected(b"name: a\ntopic: b\nlinks: {P: 'data:text/html,x'}\n", 3, "data:"),
    "the view of a source": Rejected(b"name: a\ntopic: b\nlinks: {P: 'view-source:https://a.b'}\n", 3, "view-source:"),
    "a local file": Rejected(b"name: a\ntopic: b\nlinks: {P: 'file:///etc/passwd'}\n", 3, "file:"),
    "an address without scheme": Rejected(b"name: a\ntopic: b\nlinks: {P: //evil.example}\n", 3, "missing scheme"),
    "an absolute path": Rejected(b"name: a\ntopic: b\nlinks: {P: /etc/passwd}\n", 3, "not a full URL"),
    "a way out": Rejected(b"name: a\ntopic: b\nlinks: {P: ../../etc/passwd}\n", 3, "leads outside the project"),
    "a way out in disguise": Rejected(b"name: a\ntopic: b\nlinks: {P: ..%2F..%2Fetc}\n", 3, "leads outside"),
    "a name before an @": Rejected(b"name: a\ntopic: b\nlinks: {P: 'https://good.example@evil.example/'}\n", 3, "@"),
    "a host that is none": Rejected(b"name: a\ntopic: b\nlinks: {P: 'https://[/'}\n", 3, "is not a valid web URL"),
    "a venue's address": Rejected(b"name: a\ntopic: b\nvenue: {name: c, url: 'javascript:x'}\n", 3, "javascript:"),
    "a script in a remark": Rejected(b"name: a\ntopic: b\nremarks: '[x](javascript:alert(1))'\n", 3, "javascript:"),
    "an image in a remark": Rejected(b"name: a\ntopic: b\nremarks: '![x](https://e.example/t.png)'\n", 3, "images"),
    "notes elsewhere": Rejected(b"name: a\ntopic: b\nnotes: ../../../etc/passwd\n", 3, "leads outside the project"),
    "notes from the web": Rejected(b"name: a\ntopic: b\nnotes: https://e.example/x.md\n", 3, "next to the record"),
    "an empty part of a topic": Rejected(b"name: a\ntopic: b > > c\n", 2, "has an empty part"),
    "a file that Windows cannot hold": Rejected(b"name: a\ntopic: b\n", 1, "not a valid id", "con.yml"),
    "a file with capitals": Rejected(b"name: a\ntopic: b\n", 1, "rename the file to bad-name.yml", "Bad Name.yml"),
    "a file with a line break": Rejected(b"name: a\ntopic: b\n", 1, "\\n", "bad\n::error::x.yml"),
    "a registry that is none": Rejected(b"name: a\ntopic: b\n", 1, "unknown registry", "_secret.yml"),
}  # fmt: skip


@pytest.mark.parametrize("name", REJECTED)
def test_a_hostile_record_is_rejected_with_its_position(project: Make, name: str) -> None:
    case = REJECTED[name]
    made = project("=== papers/good.yml\nname: Good\ntopic: Training\n")
    (made.root / "papers" / case.file).write_bytes(case.record)
    result = made.run("check")
    assert result.status == 1
    shown = case.file.replace("\n", "\\n")
    assert f"papers/{shown}:{case.line}:" in result.out
    assert case.said in result.out
    assert not UNPRINTABLE.search(result.out)
    assert "papers/good.yml" not in result.out
    assert made.run("build").status == 1
    assert not (made.root / "site").exists()


ACCEPTED = {
    "plain": "<script>pwn()</script>",
    "breaks out of an attribute": '" onmouseover="pwn() x="',
    "breaks out of an attribute in single quotes": "' onmouseover='pwn()",
    "closes the table": "</td></tr></table></div><h1>owned</h1>",
    "closes the title": "</title><script>pwn()</script>",
    "opens a comment": "before <!-- hidden",
    "opens a CDATA section": "<![CDATA[ x",
    "entities": "&lt;b&gt; &amp; &copy; &#60;",
    "an expression": "{{ config.extra.secret }}",
    "a statement": "{% include 'mkdocs.yml' %}",
    "a comment of Jinja": "{# gone #}",
    "a snippet": '--8<-- "mkdocs.yml"',
    "a scissor": ";--8<--",
    "attributes": "x{: onclick=pwn() #__search .md-nav }",
    "an emoji": ":smile: :material-account:",
    "Markdown": "__init__ and *x* `y` [z](https://evil.example) <https://evil.example>",
    "a heading": "# owned",
    "a rule": "---",
    "a definition": "[Paper]: https://evil.example",
    "a pipe": "a | b |",
    "a code fence": "```sh",
    "an admonition": "!!! danger",
    "a template string": "${alert(1)} #{1}",
    "backslashes": "\\ \\\\ \\* C:\\path",
    "text that looks like YAML": "{a: [b, &c *d]}",
    "the word no": "NO",
    "a very long word": "x" * 300,
    "another script": "中文 עברית العربية 🙂",
}


def yaml_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One site of all accepted records, each with its text in every field that takes text."""
    from support.projects import write_tree

    root = tmp_path_factory.mktemp("hostile")
    tree = f"=== mkdocs.yml\n{MKDOCS_YML}=== docs/about.md\n# About\n\n{{{{ 6 * 7 }}}}\n"
    for number, text in enumerate(ACCEPTED.values()):
        value = yaml_text(text)
        tree += (
            f"=== papers/p{number}.yml\nname: {value}\ntitle: {yaml_text(f'T{number} {text}')}\nauthors: [{value}]\n"
            f"venue: {value}\ninstitutions: [{value}]\nkeywords: [{value}]\nlinks: {{{value}: https://example.com/p}}\n"
            f"topic: {yaml_text(f'{text} > {text}')}\ncustom: {{{value}: {value}}}\n"
            f"remarks: {value}  # papertrail: allow PT403 it is the text that is meant\n"
        )
    write_tree(root, tree)
    result = Project(root).run("build")
    assert result.status == 0, result.err
    return root / "site"


def pages_of(site: Path) -> list[Shown]:
    files = sorted(path for path in site.rglob("*.html") if path.name != "404.html")
    assert len(files) > 3 * len(ACCEPTED)
    return [article(path.read_text(encoding="utf-8")) for path in files]


def test_macros_are_enabled_in_this_site(site: Path) -> None:
    assert "42" in article((site / "about/index.html").read_text()).text


def test_hostile_text_is_shown_as_typed(site: Path) -> None:
    shown = "".join(squashed(page.text) for page in pages_of(site))
    for name, text in ACCEPTED.items():
        assert squashed(text) in shown, name
    assert "LEAKED" not in shown
    assert "plugins:" not in shown


def test_hostile_text_gives_no_markup(site: Path) -> None:
    allowed = PAGE_TAGS | SCRIPTED_TAGS | CHART_TAGS
    for page in pages_of(site):
        assert page.tags <= allowed, page.tags - allowed
        assert len(page.ids) == len(set(page.ids))


def test_hostile_titles_stay_in_the_head_and_navigation(site: Path) -> None:
    """The theme writes titles into its own HTML as they are."""
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert html.partition("</head>")[0].count("</title>") == 1
        assert "<script>pwn()" not in html
        assert 'onmouseover="pwn' not in html
        assert "<h1>owned" not in html


@pytest.mark.skipif(os.name != "posix", reason="symbolic links and pipes")
@pytest.mark.parametrize("kind", ["file outside", "file inside", "folder", "pipe", "records' folder"])
def test_only_regular_files_inside_the_project_are_read(project: Make, tmp_path: Path, kind: str) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "secret.yml").write_text("name: SECRET\ntopic: a\n")
    made = project("=== papers/good.yml\nname: Good\ntopic: Training\n")
    papers = made.root / "papers"
    if kind == "file outside":
        (papers / "bad.yml").symlink_to(secret / "secret.yml")
    elif kind == "file inside":
        (papers / "bad.yml").symlink_to(papers / "good.yml")
    elif kind == "folder":
        (papers / "bad").symlink_to(secret)
    elif kind == "pipe":
        os.mkfifo(papers / "bad.yml")
    else:
        papers.rename(made.root / "elsewhere")
        papers.symlink_to(secret)
    result = made.run("check")
    assert result.status == 1
    assert "error[PT001]" in result.out
    assert "SECRET" not in result.out
    assert made.run("build").status == 1
