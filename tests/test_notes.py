"""Reading notes: their HTML, their links, and hostile notes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papertrail.core.diagnostics import Diagnostic
from papertrail.core.images import ImageFile
from papertrail.core.limits import IMAGE_BYTES, IMAGE_PARTS, IMAGES_BYTES, NOTES_BYTES
from papertrail.notes import (
    Image,
    RenderedNotes,
    ToFile,
    ToImage,
    ToPaper,
    image_names,
    index_of,
    parse_notes,
    render_notes,
    resolve,
)
from papertrail.pipeline.check import check_from_disk
from papertrail.records.config_file import load_settings
from papertrail.text.strings import UNPRINTABLE
from support.golden import Golden
from support.images import image
from support.mathml import ELEMENTS, assert_mathml
from support.projects import Project, checked, problems

Make = Callable[[str], Project]

CASES = Path(__file__).parent / "golden" / "notes"
PAPER = "=== papers/tofu.yml\nname: Tofu\nnotes: tofu.md\ntopic: Training\n"


def shown(text: str) -> RenderedNotes:
    """Notes on a page where every paper is there, and every image but `missing.png`."""
    return render_notes(
        text,
        link=lambda url: None if url.startswith("..") else f"../{url}",
        image=lambda url: None if url == "missing.png" else Image(url, 640, 320),
    )


# What is shown


@pytest.mark.parametrize("case", sorted(CASES.glob("*.md")), ids=lambda path: path.stem)
def test_notes_are_rendered_as_expected(case: Path, golden: Golden) -> None:
    found = shown(case.read_text(encoding="utf-8"))
    NotesHtml(found.html)
    headings = "".join(f"{level} #{anchor} {text}\n" for level, anchor, text in found.headings)
    golden.check(f"{found.html}\n\n{headings}", case.with_suffix(".html"))


BARE = "p ul li blockquote hr br pre em strong s table thead tbody tr"
ATTRIBUTES: dict[str, set[str]] = {
    **{tag: set() for tag in BARE.split()},
    **{heading: {"id"} for heading in ("h3", "h4", "h5", "h6")},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "code": {"class"},
    "th": {"scope", "align"},
    "td": {"align"},
}
"""Every element of notes, with every attribute that it may have."""
VOID = {"img", "hr", "br"}


class NotesHtml(HTMLParser):
    """Fails on anything in the HTML of notes that is not among what notes are made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.open: list[str] = []
        assert not UNPRINTABLE.search(html)
        assert all(line.strip() for line in html.split("\n")) or html == ""
        self.feed(html)
        self.close()
        assert self.open == []
        assert len(self.ids) == len(set(self.ids))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ELEMENTS:
            assert_mathml(tag, attrs)
            self.open.append(tag)
            return
        assert tag in ATTRIBUTES, tag
        assert not (tag == "a" and "a" in self.open)
        assert {name for name, _ in attrs} <= ATTRIBUTES[tag], attrs
        for name, value in attrs:
            assert value is not None
            if name == "id":
                assert value.startswith("n-")
                self.ids.append(value)
            if name == "href":
                assert (
                    value.startswith(("http://", "https://", "mailto:", "../", "#n-")) or value[:5].lower() == "http:"
                )
            if name == "align":
                assert value in ("left", "center", "right")
        self.open += [tag] if tag not in VOID else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


BITS = [
    "\n", "\n\n", "    ", "- ", "1. ", "> ", "# ", "=\n", "```", "`", "*", "**", "_", "~~", "[", "]", "(", ")", "![",
    "](b.yml)", "](https://e.example/)", "](javascript:x)", "](#a)", "a",
    "<", ">", "<b>", "<!--", "|", "|-|-|\n", "\\", "&#10;", "&#x202e;", "&lt;", "[a]: ", "<https://e.example>",
    "'", '"', "B c", "é", "中", "\t", "\x00", "\x01", "\u202e", "\r", "\ud800", "{{ 1 }}", "$x_1$", "$", "$$",
]  # fmt: skip
"""What makes trouble in Markdown."""
ANY = st.lists(st.one_of(st.sampled_from(BITS), st.text(max_size=3)), max_size=40).map("".join)
MANY = settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@MANY
@given(ANY)
def test_any_text_gives_only_the_elements_of_notes(text: str) -> None:
    NotesHtml(shown(text).html)


@MANY
@given(st.lists(st.sampled_from(BITS[:24]), max_size=40).map("".join))
def test_references_have_their_positions(text: str) -> None:
    lines = text.split("\n")
    for found in parse_notes(text).references:
        line, column, end_line, end_column = found.span
        assert lines[line - 1][column - 1] == ("!" if found.is_image else "[")
        assert lines[end_line - 1][end_column - 2] in ")]"


def test_positions_in_quotes_lists_and_cells() -> None:
    text = "> - a [b](b.yml)\n>   c\n>   ![d](d.png)\n\n| a \\| b | [b](b.yml) |\n|--|--|\n| b | `x` [b](b.yml) <b> |\n"
    found = parse_notes(text)
    assert [tuple(reference.span[:2]) for reference in found.references] == [(1, 7), (3, 5), (5, 12), (7, 11)]
    assert [tuple(span) for span in found.raw_html] == [(7, 22, 7, 25)]


# What it may lead to

LINKED = f"""\
{PAPER}=== papers/tofu.md
# Tofu
[a](2019/gpipe.yml) ![b](b%20c.png) [d](orphan.png)
=== papers/2019/gpipe.yml
name: GPipe
notes: notes/gpipe.md
topic: Training
=== papers/2019/notes/gpipe.md
## What I'd ask
=== papers/b c.png
(a PNG image of 6 by 3 pixels)
=== papers/orphan.png
(a PNG image of 6 by 3 pixels)
=== papers/unused.png
(a PNG image of 6 by 3 pixels)
=== docs/guide/README.md
Guide.
"""


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("2019/gpipe.yml", ToPaper("gpipe")),
        ("./2019/../tofu.yml", ToPaper("tofu")),
        ("2019/notes/gpipe.md", ToPaper("gpipe")),
        ("2019/notes/gpipe.md#what-id-ask", ToPaper("gpipe", "n-what-i-d-ask")),
        ("2019/notes/gpipe.md#what-i-d-ask", ToPaper("gpipe", "n-what-i-d-ask")),
        ("2019/notes/gpipe.md#other", None),
        ("2019/gpipe.yml#name", None),
        ("b%20c.png", ToImage("papers/b c.png")),
        ("unused.png", None),
        ("../docs/guide/README.md#part", ToFile("docs/guide/README.md", "#part")),
        ("../docs/../mkdocs.yml", None),
        ("../../secret.md", None),
        ("..%2F..%2Fsecret.md", None),
        ("", None),
        (".", None),
        ("#tofu", None),
        ("/etc/passwd", None),
        ("https://example.com/", None),
    ],
)
def test_a_url_is_resolved(url: str, target: object) -> None:
    assert resolve("papers/tofu.md", url, index_of(checked(LINKED).library)) == target


def test_only_images_that_notes_show_are_kept() -> None:
    found = checked(LINKED)
    assert found.diagnostics == ()
    assert sorted(found.library.images) == ["papers/b c.png", "papers/orphan.png"]
    assert index_of(found.library).images["papers/b c.png"] == (6, 3)


def test_published_names_are_ascii_and_unique() -> None:
    paths = ["papers/a.png", "papers/b/A.PNG", "papers/a.jpeg", "papers/图.gif", "papers/..html.png", "papers/con.webp"]
    assert list(image_names(paths).values()) == [
        "a.png", "a-2.png", "a-3.jpeg", "image.gif", "html.png", "con-page.webp",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WebP"])
def test_the_size_of_an_image_is_read_or_the_image_is_rejected(kind: str) -> None:
    path = f"papers/a.{kind.lower()}"
    whole = image(kind, 640, 321)
    assert ImageFile(path, whole).size == (640, 321)
    for end in range(len(whole)):
        cut = ImageFile(path, whole[:end])
        assert cut.fault or cut.size == (640, 321)
    assert ImageFile(path, whole.ljust(IMAGE_BYTES, b"\0")).size == (640, 321)
    assert "larger than 2,048 KiB" in str(ImageFile(path, whole.ljust(IMAGE_BYTES + 1, b"\0")).fault)
    assert "8,000 pixels" in str(ImageFile(path, image(kind, 8001, 1)).fault)
    assert "40,000,000 pixels" in str(ImageFile(path, image(kind, 6400, 6400)).fault)


GIF = image("GIF", 6, 3)[:-1]
COMMENT = b"!\xfe\x01x\x00"
FRAME = b",\x02\x00\x01\x00\x58\x02\x00\x01\x00;"


def test_a_gif_is_as_large_as_its_first_frame() -> None:
    assert ImageFile("papers/a.gif", GIF + COMMENT + FRAME).size == (602, 257)
    assert ImageFile("papers/a.gif", GIF[:10] + b"\x81\x00\x00" + b"," * 12 + COMMENT + FRAME).size == (602, 257)


@pytest.mark.parametrize(
    ("ending", "start", "part"),
    [
        ("jpg", b"\xff\xd8", b"\xff\xe0\x00\x02"),
        ("gif", GIF, COMMENT),
        ("gif", GIF + b"!\xfe", b"\x01x"),
    ],
)
def test_an_image_of_very_many_parts_is_rejected(ending: str, start: bytes, part: bytes) -> None:
    many = ImageFile(f"papers/a.{ending}", start + part * (IMAGE_PARTS + 1) + bytes(20))
    assert many.fault is not None
    assert many.fault[0] == "image has more than 5,000 parts before the picture"


def test_the_pixels_of_all_images_of_notes_are_limited() -> None:
    names = [f"{letter}.png" for letter in "abcdef"]
    images = "".join(f"=== papers/{name}\n(a PNG image of 6000 by 6000 pixels)\n" for name in names)
    notes = "".join(f"![Figure]({name})\n" for name in names)
    assert [problem.message for problem in problems(f"{PAPER}=== papers/tofu.md\n{notes}{images}")] == [
        "images have more than 200,000,000 pixels in total"
    ]


WEBP = b"RIFF\x00\x00\x00\x00WEBP"


@pytest.mark.parametrize(
    "data",
    [
        WEBP + b"VP8L\x08\x00\x00\x00\x2f" + ((6 - 1) | (3 - 1) << 14).to_bytes(4, "little"),
        WEBP + b"VP8 \x0a\x00\x00\x00\x00\x00\x00\x9d\x01\x2a\x06\x00\x03\x00",
    ],
)
def test_the_size_of_other_webp_formats_is_read(data: bytes) -> None:
    assert ImageFile("papers/a.webp", data).size == (6, 3)
    assert ImageFile("papers/a.webp", data[:-1]).fault


@MANY
@given(st.sampled_from([b"", b"\xff\xd8\xff", WEBP, WEBP + b"VP8X", b"GIF89a", b"\x89PNG\r\n\x1a\n"]), st.binary())
def test_any_bytes_are_an_image_or_are_rejected(start: bytes, rest: bytes) -> None:
    for ending in ("png", "jpg", "gif", "webp", "svg"):
        found = ImageFile(f"papers/a.{ending}", start + rest)
        assert (found.fault is None) == (found.size is not None)


# From the disk


def told(project: Project) -> tuple[Diagnostic, ...]:
    return check_from_disk(load_settings(project.root / "mkdocs.yml")).diagnostics


@pytest.fixture
def made(project: Make) -> Project:
    return project(f"{PAPER}=== papers/tofu.md\n![A figure](a.png)\n=== papers/a.png\n(a PNG image of 6 by 3 pixels)\n")


def test_notes_and_images_are_read_from_disk(made: Project) -> None:
    found = check_from_disk(load_settings(made.root / "mkdocs.yml"))
    assert found.diagnostics == ()
    assert found.library.notes == {"papers/tofu.md": "![A figure](a.png)\n"}
    assert found.library.images == {"papers/a.png": ImageFile("papers/a.png", image("PNG", 6, 3))}


BYTES = {
    "latin-1": ("Très".encode("latin-1"), "PT001", (1, 3), "invalid UTF-8: byte 0xe8"),
    "utf-16": ("Tofu".encode("utf-16"), "PT001", (1, 1), "UTF-16"),
    "too large": (b"x\n" * (NOTES_BYTES // 2) + b"x", "PT001", (1, 1), "larger than 64 KiB"),
    "an override": ("a\nb \u202e c".encode(), "PT002", (2, 3), "U+202E"),
    "a terminal's escape": (b"a\x1b]0;x\x07", "PT002", (1, 2), "U+001B"),
}


@pytest.mark.parametrize("case", BYTES)
def test_notes_that_are_not_text_are_reported_once(made: Project, case: str) -> None:
    data, code, place, message = BYTES[case]
    (made.root / "papers/tofu.md").write_bytes(data)
    (found,) = told(made)
    assert (found.path, found.code, found.span[:2]) == ("papers/tofu.md", code, place)
    assert message in found.message


def test_notes_of_the_largest_size_are_read(made: Project) -> None:
    made.write("papers/tofu.md", "abc\n" * 10 + "\n" + "x" * 22 + "\n" * (NOTES_BYTES - 63))
    assert told(made) == ()


def test_notes_of_no_paper_are_ignored(made: Project) -> None:
    (made.root / "papers/README.md").write_bytes(b"\xff" * (NOTES_BYTES + 1))
    (made.root / "papers/b.png").write_bytes(b"no image")
    assert told(made) == ()


@pytest.mark.parametrize("name", ["tofu.md", "a.png"])
def test_symbolic_links_are_rejected(made: Project, tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET", encoding="utf-8")
    (made.root / "papers" / name).unlink()
    (made.root / "papers" / name).symlink_to(secret)
    (found,) = told(made)
    assert (found.path, found.code) == (f"papers/{name}", "PT001")
    assert "symbolic link" in found.message
    assert made.run("build").status == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
@pytest.mark.parametrize("name", ["tofu.md", "a.png"])
def test_a_pipe_does_not_hang(made: Project, name: str) -> None:
    (made.root / "papers" / name).unlink()
    os.mkfifo(made.root / "papers" / name)
    (found,) = told(made)
    assert (found.path, found.message) == (f"papers/{name}", "not a regular file")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<html><script>alert(1)</script>", "not a PNG image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a PNG image"),
        (image("GIF", 6, 3), "a GIF image, but its name says PNG"),
        (image("PNG", 6, 3) + bytes(IMAGE_BYTES), "larger than 2,048 KiB"),
        (b"", "not a PNG image"),
    ],
)
def test_an_image_must_match_its_name(made: Project, data: bytes, message: str) -> None:
    (made.root / "papers/a.png").write_bytes(data)
    (found,) = told(made)
    assert (found.path, found.code) == ("papers/tofu.md", "PT405")
    assert message in found.message


def test_images_are_read_up_to_a_total_size(made: Project) -> None:
    for number in range(IMAGES_BYTES // IMAGE_BYTES + 1):
        with (made.root / "papers" / f"0{number}.png").open("wb") as file:
            file.truncate(1 << 33)
    (found,) = told(made)
    assert (found.path, found.code) == ("papers/tofu.md", "PT405")
    assert "is not published" in found.message


# Bounds


def test_exceeded_limits_are_reported() -> None:
    cases = {
        "table cells": "|a|b|\n|-|-|\n" + "|\n" * 10_000,
        "characters in a paragraph": "*a " * 4_000,
        "characters in a URL": f"[a]: https://example.com/{'b' * 2_000}\n\n[a]",
        "characters in all URLs": f"[a]: https://example.com/{'b' * 1_900}\n\n" + "[a]\n\n" * 110,
        "headings": "# a\n" * 201,
        "images": "![a](a.png)\n\n" * 101,
        "links": "[a](#a)\n\n" * 1_001 + "# a",
    }
    for what, text in cases.items():
        tree = f"{PAPER}=== papers/a.png\n(a PNG image of 6 by 3 pixels)\n=== papers/tofu.md\n{text}\n"
        found = problems(tree)
        assert {problem.code for problem in found} == {"PT405"}
        assert [problem.message.endswith(what) for problem in found].count(True) == 1
        NotesHtml(shown(text).html)


HOSTILE = [
    "> " * 20 + "a\n" * 40_000, "[" * 70_000, "![" * 40_000, "*a **b " * 10_000, "*a_ " * 20_000, "a_b" * 30_000,
    "".join(f"e{'`' * n}" for n in range(400)), "<" * 70_000, "<a " * 30_000, "<!--" * 20_000, "[a](" * 20_000,
    "- " * 40_000, "".join("  " * n + "- a\n" for n in range(250)), "- a\n" * 20_000, "a|b\n-|-\n" * 10_000,
    ("|a" * 250 + "\n" + "|-" * 250 + "\n" + "|\n" * 200 + "\n") * 50, "".join(f"[a{n}]: b\n" for n in range(7_000)),
    '[a]: b "\n' * 8_000, f"[a]: {'b' * 1_900}\n\n" + "[a] [a] [a]\n\n" * 5_000, "# a\n" * 20_000, "&amp;" * 15_000,
    "*" * 35_000 + "a" + "*" * 35_000, "![" * 9_000 + "a" + "](b)" * 9_000, "a\n" * 40_000, "`" * 70_000,
    "~~a ~" * 15_000,
]  # fmt: skip


def test_hostile_notes_take_bounded_time_and_memory(project: Make) -> None:
    """The limits are the system's: a run that passes them is ended, and the test fails."""
    tree = "".join(f"=== papers/p{n}.yml\nname: P{n}\nnotes: p{n}.md\ntopic: A\n" for n in range(len(HOSTILE)))
    made = project(tree + "".join(f"=== papers/p{n}.md\n{text[: NOTES_BYTES - 1]}\n" for n, text in enumerate(HOSTILE)))
    limit = 1024 << 20
    done = subprocess.run(
        [sys.executable, "-m", "papertrail", "check"], cwd=made.root, capture_output=True, text=True, check=False,
        timeout=60, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr[-500:]
    for text in HOSTILE:
        assert len(shown(text[:NOTES_BYTES]).html) < 40 * NOTES_BYTES
