"""Generated lists for benchmarks: the same on every machine, and like those that people keep.

Papers have a title and several authors, of which each has written two or three; remarks are as long as people write
them, with the signs that they use; venues have years, institutions have parents; some works are software or a preprint,
not all have their code online, some lack a field or are in two topics, and some come with reading notes. The settings
are those of `papertrail init`. `python -m benchmarks.shape PROJECT` compares a real list with this one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
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
_ASIDES = (
    "",
    "<{number} % ",
    "{word} & ",
    '\\"{word} {word}\\" ',
    "{word}'s ",
    "[{word} {word}](https://example.org/{word}/{word}_{number}) ",
    "{word}_{word} ",
    "**{word}**: ",
    "{word}-{word} ",
    "{word} – {word}é ",
)
"""What people write within a remark, each as often as the others."""
_FORMULA = "$O({word}_{number})$ "
_IN_TITLES = (
    "{word}-{word}",
    "{word}-{word} {word}",
    "{word}-{word}-{word}",
    "{word} & {word}",
    "{word}'s {word}",
    "{word} ({word}é)",
)


def write_list(root: Path, count: int, seed: int = 1, *, plain: bool = False) -> None:
    """Write a project of `count` papers, in sections of about 40 and lists of about 10 sections.

    With `plain` papers have no authors, keywords, reading notes and formulas, and one topic, one remark and all other
    fields each, so that the site has pages of topics, venues, institutions and years only.
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
            (folder, *path), (_, *further) = self._rng.choice(paths), self._rng.choice(paths)
            self._record(self._folder / f"{folder:03d}", number, " > ".join(path), " > ".join(further))

    def _record(self, folder: Path, number: int, topic: str, further: str) -> None:
        rng = self._rng
        name = self._word().title() + rng.choice(["", "", "", "DB", "Net", "Flow", " 2"])
        id = self._id(name)
        year = rng.randint(FIRST_YEAR, LAST_YEAR)
        with_notes = rng.random() < 0.03 and not self._plain
        venue = f"{'arXiv' if rng.random() < 0.15 else self._venue()} {year}"
        fields = {
            "name": name,
            "title": f'"{self._title(name)}"' if "-n" in id or self._has(0.95) else "",
            "type": self._type(),
            "authors": "" if self._plain else f"[{', '.join(rng.sample(self._authors, self._number_of_authors()))}]",
            "venue": venue if self._has(0.95) else "",
            "institutions": self._values(self._institution, 0.95),
            "links": "".join(f"\n  {label}: {url}" for label, url in self._links(number, year, id)),
            "remarks": self._remarks(),
            "keywords": "" if self._plain else self._values(self._keyword, 0.95),
            "topic": topic if self._plain or rng.random() < 0.9 else f"[{topic}, {further}]",
            "notes": f"{id}.md" if with_notes else "",
            "added": f"{ADDED_FROM + timedelta(days=rng.randrange(ADDED_DAYS))}",
        }
        lines = [
            f"{field}:{'' if value.startswith(chr(10)) else ' '}{value}" for field, value in fields.items() if value
        ]
        (folder / f"{id}.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        if with_notes:
            (folder / f"{id}.md").write_text(f"{self._sentences(6)}\n\n- {self._sentences(1)}\n", encoding="utf-8")

    def _title(self, name: str) -> str:
        title = f"{name}: {phrase(self._rng, self._word, self._rng.randint(5, 9)).title()}"
        return f"{title} {self._sign(_IN_TITLES).title()}" if self._rng.random() < 0.6 else title

    def _sign(self, forms: Sequence[str]) -> str:
        form = self._rng.choice(forms)
        for _ in range(form.count("{word}")):
            form = form.replace("{word}", self._word(), 1)
        return form.replace("{number}", str(self._rng.randint(2, 50)))

    def _number_of_authors(self) -> int:
        """Three to six; of one paper in twenty up to thirty."""
        return self._rng.randint(3, 6) if self._rng.random() < 0.95 else self._rng.randint(7, 30)

    def _id(self, name: str) -> str:
        slug = re.sub(r"[^a-z0-9]+", "-", name.lower())
        number = self._taken[slug] = self._taken.get(slug, 0) + 1
        return slug if number == 1 else f"{slug}-n{number}"

    def _type(self) -> str:
        """Most are articles, which need not be said."""
        chance = self._rng.random()
        return "software" if chance < 0.08 else "dataset" if chance < 0.11 else ""

    def _links(self, number: int, year: int, id: str) -> list[tuple[str, str]]:
        arxiv = year >= 2008 and self._rng.random() < 0.5
        paper = (
            f"https://arxiv.org/abs/{year % 100:02d}{self._rng.randint(1, 12):02d}.{number:05d}"
            if arxiv
            else f"https://doi.org/10.5555/{3000000 + number}.{3100000 + number}"
        )
        if not self._has(0.97):
            return []
        code = [("Code", f"https://github.com/{self._word()}-{self._word()}/{id}")] if self._rng.random() < 0.6 else []
        return [("Paper", paper), *code]

    def _remarks(self) -> str:
        """No remark, one or two."""
        weights = (0, 1, 0) if self._plain else (0.08, 0.77, 0.15)
        remarks = [self._remark() for _ in range(self._rng.choices((0, 1, 2), weights)[0])]
        return (
            "".join(f'\n  - "{remark}"' for remark in remarks)
            if len(remarks) > 1
            else "".join(f'"{remark}"' for remark in remarks)
        )

    def _remark(self) -> str:
        """80 to 160 characters, with a little Markdown, as people write it."""
        rng, word = self._rng, self._word
        emphasis = f"*{word()} {word()}* " if rng.random() < 0.5 else ""
        code = f"with `{word()}` " if rng.random() < 0.2 else ""
        formula = self._sign([_FORMULA]) if rng.random() < 0.05 and not self._plain else ""
        aside = self._sign(_ASIDES)
        text = f"{phrase(rng, word, 4).capitalize()} {emphasis}{code}{formula}; {aside}{phrase(rng, word, 5)}"
        wanted = rng.randint(80, 150)
        while len(text) < wanted:
            text += f" {word()}"
        return f"{text.replace(' ;', ';')}."

    def _sentences(self, count: int) -> str:
        return " ".join(f"{phrase(self._rng, self._word, 12).capitalize()}." for _ in range(count))

    def _has(self, often: float) -> bool:
        """Whether a paper has a field that few papers lack."""
        return self._rng.random() < often or self._plain

    def _values(self, give: Callable[[], str], often: float) -> str:
        """One to three values, each once; for some papers none."""
        values = dict.fromkeys(give() for _ in range(self._rng.randint(1, 3)))
        return f"[{', '.join(values)}]" if self._has(often) else ""


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
