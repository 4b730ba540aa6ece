"""Generated reading lists whose right reading is known: invented works, written in layouts that a grammar draws.

A layout has an order of parts, a way to write each part, a separator before each part, and parts that some entries
lack. One entry in twenty is irregular. All entries of a document have one layout, as in lists that people write.
Titles may have commas, colons and question marks, authors may be one, and a sentence may follow the parts.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from benchmarks.words import people, phrase, vocabulary

IRREGULAR = 0.05
_WORDS = vocabulary(random.Random(11), 900)
_PEOPLE = people(random.Random(12), 300, _WORDS)
_LABELS = ("Code", "Slides", "Video", "Project page", "Data", "Blog", "PDF", "Weights")


@dataclass(frozen=True, kw_only=True)
class Work:
    """An entry as it is meant. Parts that it does not show are empty."""

    title: str
    name: str
    authors: tuple[str, ...] = ()
    venue: str = ""
    year: int | None = None
    links: tuple[tuple[str, str], ...] = ()
    topic: str = ""
    line: int = 0
    """Its first line, counted from 0."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How the entries of a document are written."""

    block: str
    """`- `, `1. ` and others for list items, `` for paragraphs, `|` for tables."""
    order: tuple[str, ...]
    """Some of `title`, `authors`, `venue`, `links`."""
    before: dict[str, str]
    """The separator before each part."""
    marks: dict[str, str]
    """What is around each part, with `_` in place of it."""
    venue: str
    between_authors: tuple[str, str]
    """Between authors, and before the last one."""
    between_links: str
    optional: frozenset[str]
    capitals: bool
    """Whether titles have capitals, as in `Knots That Hold`, and not as in `Knots that hold`."""
    lead: tuple[str, ...]
    """Marks such as emoji, one of which is before some entries."""
    remark: str
    """The separator before a sentence about the work, or nothing."""

    def __str__(self) -> str:
        parts = (self.before[part].replace("\n", "↵") + self.marks[part].replace("_", part) for part in self.order)
        return f"{self.block}{''.join(parts)} (venue: {self.venue}; remark: {self.remark!r}; lead: {self.lead})"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A document and its right reading."""

    text: str
    layout: Layout
    works: list[Work] = field(default_factory=list)


def sample(seed: int) -> Sample:
    """Draw a document."""
    rng = random.Random(seed)
    layout = _layout(rng)
    is_short = layout.venue in ("_'yy", "_-year")
    venues = [_venue(rng, is_short=is_short) for _ in range(6)]
    lines = [f"# {_title(rng, 3)}", "", f"{_title(rng, 9)}.", ""]
    works: list[Work] = []
    for topic in dict.fromkeys(_title(rng, 2) for _ in range(rng.randint(2, 4))):
        lines += [f"## {topic}", ""]
        if layout.block == "|":
            lines += [*_table_head(layout)]
        for number in range(rng.randint(4, 9)):
            work = replace(_shown(rng, _work(rng, venues, layout), layout), topic=topic, line=len(lines))
            lines += _entry(rng, work, layout, number).split("\n")
            works.append(work)
        lines.append("")
    return Sample(text="\n".join(lines), layout=layout, works=works)


# The grammar


def _layout(rng: random.Random) -> Layout:
    block = rng.choice(["- ", "- ", "- ", "* ", "1. ", "", "", "|"])
    links_marks = ["[[_]](url)", "[_](url)", "([_](url))", "[`_`](url)", "\\[[_](url)\\]"]
    marks = {
        "title": rng.choice(["[_](url)", "[_](url)", "**[_](url)**", "**_**", '"_"', "_", "*_*", "[**_**](url)"]),
        "authors": rng.choice(["_", "_", "_", "*_*", "(_)", "by _", "**_**"]),
        "venue": rng.choice(["_", "_", "*_*", "**_**", "(_)", "[_]", "`_`", "*(_)*", "in _"]),
        "links": rng.choice(links_marks),
    }
    order = ["title", *rng.sample(["authors", "venue", "links"], rng.choice([2, 3, 3]))]
    if rng.random() < 0.2:  # something before the title
        order = [rng.choice(order[1:]), *order]
        order = list(dict.fromkeys(order))
    whole = rng.choice([". ", ", ", " - ", " | ", " — ", " ", ": ", " · ", "\n", "<br>\n"])
    before = {part: whole if rng.random() < 0.6 else rng.choice([". ", ", ", " - ", " ", "\n"]) for part in order}
    before[order[0]] = ""
    for before_part, part in pairwise(order):
        before[part] = _told_apart(before[part], marks[before_part], marks[part])
    venue = rng.choice(["_ year", "_ year", "_'yy", "_, year", "_ (year)", "_", "year", "_-year"])
    if venue == "_ (year)" and marks["venue"] in ("(_)", "*(_)*"):
        venue = "_ year"
    return Layout(
        block=block,
        order=tuple(order),
        before={part: _indented(before[part], block) for part in before},
        marks=marks,
        venue=venue,
        between_authors=rng.choice([(", ", ", "), (", ", ", and "), (", ", " and "), ("; ", "; "), (", ", " & ")]),
        between_links=rng.choice([" ", ", ", " / "] if block == "|" else [" ", ", ", " | ", " / "]),
        optional=frozenset(part for part in order if part != "title" and rng.random() < 0.4),
        capitals=rng.random() < 0.6,
        lead=("🔥 ", "⭐ ") if rng.random() < 0.1 and marks[order[0]] != "_" else (),
        remark=rng.choice([". ", " - ", ": ", "\n"]) if rng.random() < 0.2 and block != "|" else "",
    )


def _told_apart(separator: str, before: str, after: str) -> str:
    """A separator that a reader sees: plain text does not follow plain text after a space or a comma."""
    is_plain = before == "_" and after in ("_", "in _", "by _")
    return ". " if is_plain and separator in (" ", ", ") else separator


def _indented(separator: str, block: str) -> str:
    if block == "|":
        return " | "
    if not block:
        return separator.replace("\n", "  \n")
    return separator.replace("\n", "\n" + " " * len(block))


# Works


def _title(rng: random.Random, words: int) -> str:
    text = phrase(rng, lambda: rng.choice(_WORDS), words)
    return " ".join(word if word in ("a", "and", "by", "for", "in", "of", "on", "the") else word.title()
                    for word in text.split())  # fmt: skip


def _venue(rng: random.Random, *, is_short: bool) -> str:
    word = rng.choice(_WORDS)
    kinds = [word[:4].upper(), word[:3].upper() + "Sys", f"USE{word[:3].upper()}"]
    names = [f"Journal of {word.title()} Studies", f"{word.title()} Letters", f"Conference on {word.title()}s"]
    return rng.choice(kinds if is_short else [*kinds, *names])


def _work(rng: random.Random, venues: Sequence[str], layout: Layout) -> Work:
    title, name = _title(rng, rng.randint(3, 9)), ""
    if rng.random() < 0.1:
        title = f"{_title(rng, 1)}, {_title(rng, 1)}, and {title}"
    title = title if layout.capitals else title.capitalize()
    title += "?" * (rng.random() < 0.04)
    if rng.random() < 0.3:
        name = rng.choice(_WORDS).title() + rng.choice(["", "Net", "DB", "-2"])
        title = f"{name}: {title}"
    site = f"https://{rng.choice(_WORDS)}.example.org/{rng.choice(_WORDS)}"
    labels = rng.sample(_LABELS, rng.randint(1, 3))
    return Work(
        title=title,
        name=name or title,
        authors=tuple(rng.sample(_PEOPLE, rng.randint(1, 5))),
        venue=rng.choice(venues),
        year=rng.randint(1995, 2025),
        links=tuple((label, f"{site}/{number}") for number, label in enumerate(labels)),
    )


def _shown(rng: random.Random, work: Work, layout: Layout) -> Work:
    """The parts of a work that its entry shows."""
    shown = [part for part in layout.order if part not in layout.optional or rng.random() < 0.7]
    if rng.random() < IRREGULAR:
        shown = [part for part in shown if part == "title" or rng.random() < 0.7]
    site = work.links[0][1]
    links = work.links if "links" in shown else ()
    if "(url)" in layout.marks["title"]:
        links = (("Paper", f"{site}/paper"), *links)
    has_venue = "venue" in shown
    return replace(
        work,
        authors=work.authors if "authors" in shown else (),
        venue=work.venue if has_venue and "_" in layout.venue else "",
        year=work.year if has_venue and layout.venue != "_" else None,
        links=links,
    )


# Writing


def _table_head(layout: Layout) -> list[str]:
    return ["| " + " | ".join(part.title() for part in layout.order) + " |", "|---" * len(layout.order) + "|"]


def _entry(rng: random.Random, work: Work, layout: Layout, number: int) -> str:
    """The source of an entry. An irregular one may have another separator, or end with a remark."""
    parts = {part: _part(part, work, layout) for part in layout.order}
    if layout.block == "|":
        return "| " + " | ".join(parts.values()) + " |"
    if rng.random() < IRREGULAR:
        part = rng.choice(layout.order[1:])
        layout = replace(layout, before=layout.before | {part: rng.choice([". ", " - ", " | "])})
    block = f"{number + 1}. " if layout.block == "1. " else layout.block
    text = ""
    for part, written in parts.items():
        if written:
            text += (layout.before[part] if text else "") + written
    if layout.remark and rng.random() < 0.6:
        text += _indented(layout.remark, block) + _title(rng, 9).capitalize() + "."
    lead = rng.choice(layout.lead) if layout.lead and rng.random() < 0.5 else ""
    return block + lead + text + ("\n" if not block else "")


def _part(part: str, work: Work, layout: Layout) -> str:
    match part:
        case "title":
            return (
                layout.marks[part].replace("_", work.title).replace("(url)", f"({dict(work.links).get('Paper', '')})")
            )
        case "authors":
            *most, last = work.authors or [""]
            between, before_last = layout.between_authors
            before_last = before_last.removeprefix(",") if len(most) == 1 and "and" in before_last else before_last
            text = between.join(most) + (before_last if most else "") + last
        case "venue":
            year = str(work.year or "")
            text = layout.venue.replace("_", work.venue).replace("year", year).replace("yy", year[2:])
            text = text if work.venue or work.year else ""
        case _:
            links = [(label, url) for label, url in work.links if label != "Paper"]
            mark = layout.marks[part]
            return layout.between_links.join(mark.replace("_", label).replace("url", url) for label, url in links)
    return layout.marks[part].replace("_", text) if text else ""
