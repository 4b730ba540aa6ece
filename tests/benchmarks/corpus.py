"""Generated lists for benchmarks: the same on every machine, and like those that people keep.

Papers have a title and several authors, of which each has written two or three; remarks are as long as people write
them; venues have years, institutions have parents; some works are software or a preprint, not all have their code
online, and some come with reading notes. The settings are those of `papertrail init`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from benchmarks.words import by_frequency, people, phrase, vocabulary
from papertrail.scaffold.new_list import NewList
from papertrail.scaffold.origin import Origin

VENUES = [f"{a}{b}" for a in ("SYS", "NET", "DB", "ML", "ARCH", "SEC") for b in ("Conf", "Symp", "Days", "Week")]
PAPERS_PER_SECTION = 40
SECTIONS_PER_LIST = 10
WORDS = 6_000
KEYWORDS = 400
PAPERS_PER_AUTHOR = 2.5
FIRST_YEAR, LAST_YEAR = 2005, 2026
ADDED_FROM, ADDED_DAYS = date(2023, 11, 1), 3 * 365
_KINDS = ("University", "Institute", "College", "Labs", "Research")


def write_list(root: Path, count: int, seed: int = 1, *, plain: bool = False) -> None:
    """Write a project of `count` papers, in sections of about 40 and lists of about 10 sections.

    With `plain` papers have no authors, keywords and reading notes, so that the site has pages of topics, venues,
    institutions and years only.
    """
    rng = random.Random(seed)
    (root / "docs").mkdir(parents=True, exist_ok=True)
    (root / "docs" / "about.md").write_text("# About\n\nA list to measure with.\n", encoding="utf-8")
    (root / "mkdocs.yml").write_bytes(NewList(origin=Origin("papertrail")).files()["mkdocs.yml"])
    _Writer(rng, root / "papers", count, plain).write()


class _Writer:
    def __init__(self, rng: random.Random, folder: Path, count: int, plain: bool) -> None:
        self._rng, self._folder, self._count, self._plain = rng, folder, count, plain
        words = vocabulary(rng, WORDS)
        authors = round(4.5 * count / PAPERS_PER_AUTHOR) + 5
        self._word = by_frequency(rng, words)
        self._authors = people(rng, authors, words)
        self._keyword = by_frequency(rng, [phrase(rng, self._word, 1 + n % 2) for n in range(KEYWORDS)])
        self._institutions = _institutions(words, 40 + count // 100)
        self._institution = by_frequency(rng, list(self._institutions))
        self._venue = by_frequency(rng, VENUES)
        self._topics = _topics(self._word, max(1, count // PAPERS_PER_SECTION))
        self._taken: dict[str, int] = {}

    def write(self) -> None:
        """Write the registries and the records."""
        for folder in range(len(self._topics)):
            (self._folder / f"{folder:03d}").mkdir(parents=True, exist_ok=True)
        (self._folder / "_topics.yml").write_text(_topics_file(self._topics), encoding="utf-8")
        (self._folder / "_venues.yml").write_text(_venues_file(), encoding="utf-8")
        (self._folder / "_institutions.yml").write_text(_institutions_file(self._institutions), encoding="utf-8")
        paths = [(number, root, below) for number, (root, sections) in enumerate(self._topics) for below in sections]
        for number in range(self._count):
            folder, root, section = self._rng.choice(paths)
            self._record(self._folder / f"{folder:03d}", number, f"{root} > {section}")

    def _record(self, folder: Path, number: int, topic: str) -> None:
        rng = self._rng
        name = self._word().title() + rng.choice(["", "", "", "DB", "Net", "Flow", " 2"])
        id = self._id(name)
        year = rng.randint(FIRST_YEAR, LAST_YEAR)
        with_notes = rng.random() < 0.03 and not self._plain
        lines = [
            f"name: {name}",
            f'title: "{name}: {phrase(rng, self._word, rng.randint(5, 9)).title()}"',
            *self._type(),
            *([] if self._plain else [f"authors: [{', '.join(rng.sample(self._authors, rng.randint(3, 6)))}]"]),
            f"venue: {'arXiv' if rng.random() < 0.15 else self._venue()} {year}",
            f"institutions: [{', '.join(self._some(self._institution, rng.randint(1, 3)))}]",
            "links:",
            *(f"  {label}: {url}" for label, url in self._links(number, year, id)),
            f'remarks: "{self._remark()}"',
            *([] if self._plain else [f"keywords: [{', '.join(self._some(self._keyword, rng.randint(1, 3)))}]"]),
            f"topic: {topic}",
            *([f"notes: {id}.md"] if with_notes else []),
            f"added: {ADDED_FROM + timedelta(days=rng.randrange(ADDED_DAYS))}",
        ]
        (folder / f"{id}.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        if with_notes:
            (folder / f"{id}.md").write_text(f"{self._sentences(6)}\n\n- {self._sentences(1)}\n", encoding="utf-8")

    def _id(self, name: str) -> str:
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower())
        number = self._taken[slug] = self._taken.get(slug, 0) + 1
        return slug if number == 1 else f"{slug}-n{number}"

    def _type(self) -> list[str]:
        """Most are articles, which need not be said."""
        chance = self._rng.random()
        return ["type: software"] if chance < 0.08 else ["type: dataset"] if chance < 0.11 else []

    def _links(self, number: int, year: int, id: str) -> list[tuple[str, str]]:
        arxiv = year >= 2008 and self._rng.random() < 0.5
        paper = (
            f"https://arxiv.org/abs/{year % 100:02d}{self._rng.randint(1, 12):02d}.{number:05d}"
            if arxiv
            else f"https://doi.org/10.5555/{3000000 + number}.{3100000 + number}"
        )
        code = [("Code", f"https://github.com/{self._word()}-{self._word()}/{id}")] if self._rng.random() < 0.6 else []
        return [("Paper", paper), *code]

    def _remark(self) -> str:
        """80 to 160 characters, with a little Markdown, as people write it; half of them with a `<` or an `&`."""
        rng, word = self._rng, self._word
        between = rng.choice(["", "", f"<{rng.randint(2, 50)} % ", f"{word()} & "])
        text = (
            f"{phrase(rng, word, 4).capitalize()} *{word()} {word()}* with `{word()}`; {between}{phrase(rng, word, 5)}"
        )
        wanted = rng.randint(80, 150)
        while len(text) < wanted:
            text += f" {word()}"
        return f"{text[:158].rstrip()}."

    def _sentences(self, count: int) -> str:
        return " ".join(f"{phrase(self._rng, self._word, 12).capitalize()}." for _ in range(count))

    @staticmethod
    def _some(give: Callable[[], str], count: int) -> list[str]:
        """`count` values at most, each once."""
        return list(dict.fromkeys(give() for _ in range(count)))


def _topics(word: Callable[[], str], sections: int) -> list[tuple[str, list[str]]]:
    """The lists, each with its sections; every name is there once."""
    lists = max(1, sections // SECTIONS_PER_LIST)
    found: list[tuple[str, list[str]]] = [(f"{word().title()} Systems {n + 1}", []) for n in range(lists)]
    for number in range(sections):
        found[number * lists // sections][1].append(f"{word().title()} and {word().title()} {number + 1}")
    return found


def _topics_file(topics: list[tuple[str, list[str]]]) -> str:
    return "".join(
        f"- name: {root}\n  intro: Works on {root.lower()}, by what they are about.\n  topics:\n"
        + "".join(f"    - {section}\n" for section in sections)
        for root, sections in topics
    )


def _venues_file() -> str:
    own = "- name: arXiv\n  full: arXiv e-Print Archive\n  kind: preprint\n"
    return own + "".join(f"- name: {name}\n  full: Meeting on {name}\n  kind: conference\n" for name in VENUES)


def _institutions(words: list[str], count: int) -> dict[str, str]:
    """Names of institutions with the one above each: every fifth is a laboratory of the one before."""
    found: dict[str, str] = {}
    above = ""
    for number in range(count):
        name = f"{words[-1 - number].title()} {_KINDS[number % 5]}"
        found[name] = above if number % 5 == 4 else ""
        above = name
    return found


def _institutions_file(institutions: dict[str, str]) -> str:
    return "".join(
        f"- name: {name}\n" + (f"  parent: {above}\n" if above else "  url: https://example.com/\n")
        for name, above in institutions.items()
    )
