"""A generated list for the filters: 300 papers in three lists of three styles.

There are papers with two topics, with several venues or none, without a year, with institutions that have parents, with
accents and special characters in their names, and with Markdown in their remarks.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

COUNT = 300
SEED = 7

WORDS = [
    "tensor",
    "gradient",
    "pipeline",
    "scheduler",
    "memory",
    "cache",
    "shard",
    "replica",
    "quorum",
    "lease",
    "shuffle",
    "stream",
    "graph",
    "sparse",
    "dense",
    "token",
    "prefix",
    "draft",
    "expert",
    "router",
    "spill",
    "page",
    "segment",
    "epoch",
    "barrier",
    "fence",
    "queue",
    "credit",
    "clock",
    "probe",
    "sketch",
    "filter",
    "bloom",
    "trie",
    "vector",
    "tile",
    "warp",
    "lane",
    "fabric",
    "switch",
    "packet",
    "relay",
    "broker",
    "ledger",
    "$O(n_1)$",
    "mirror",
    "echo",
    "\\$5-$x$",
    "anchor",
    "naïve",
    "Größe",
    "communication",
    "parallelism",
    "compression",
    "checkpoint",
    "deduplication",
    "all-reduce",
    "C++",
    "C#",
    "co-design",
    "3D",
    "GPU/CPU",
    "AT&T",
    "O'Reilly",
]
NAMES = ["Zoé Müller", "Søren Ångström", "Łukasz Żak", "Ana O'Neil", "Bo Li", "李 雷", "J. R. Núñez", "Émile Straße"]
INSTITUTIONS = ("NYU", "MSR", "MSRA", "MSR Asia Lab", "ETH Zürich", "AT&T", "Sorbonne", "Unregistered Lab")
KEYWORDS = ("scheduling", "memory", "größe", "C++", "Compression", "graph > tree")
TYPES = ("article", "article", "article", "software", "dataset", "thesis")
VENUES = ("EuroSys", "European Conf.", "SysML", "MLSys", "arXiv", "Journal of Größe", "OSDI")
TOPICS = {
    "Training": {"Parallelism": {"Data": {}, "Model>Pipeline": {}}, "Memory": {}},
    "Serving Systems": {"Caching": {}, "Parallelism": {}},
    "Notes & more": {},
}
AWARDS = ("Best Paper Award", "Test of Time")
_UNCOMMON = ("unusually", "occasionally", "différemment")
"""Words that only abstracts contain."""
RENAMED = 7
"""The number of a paper with former ids."""
STYLES = {"Training": "html-table", "Serving Systems": "bullets", "Notes & more": "paragraphs"}


def write(project: Path) -> None:
    """Write the project."""
    rng = random.Random(SEED)
    paths = [path for name, below in TOPICS.items() for path in _paths((name,), below)]
    for number in range(COUNT):
        stem = project / f"papers/{number % 3}/{rng.choice(('tofu', 'gandiva', 'x'))}-{number}"
        record = _record(rng, number, paths)
        if number == RENAMED:
            record["aliases"] = ["before", "long-before"]
        if rng.random() < 0.1:
            record["notes"] = f"{stem.name}.md"
            _write(stem.with_suffix(".md"), "Read *it*.\n")
        _write(stem.with_suffix(".yml"), json.dumps(record, ensure_ascii=False))
    for path, content in _FILES.items():
        _write(project / path, content if isinstance(content, str) else json.dumps(content, ensure_ascii=False))


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def _paths(path: tuple[str, ...], below: Any) -> list[str]:
    nested = [deeper for name, tree in below.items() for deeper in _paths((*path, name), tree)]
    return [" > ".join(path), *nested]


def _record(rng: random.Random, number: int, paths: list[str]) -> dict[str, object]:
    def words(count: int) -> str:
        return " ".join(rng.choice(WORDS) for _ in range(count))

    def some(values: tuple[str, ...] | list[str], most: int) -> list[str]:
        return rng.sample(values, rng.randint(0, most))

    year = rng.randint(2009, 2026)
    titled = rng.random() < 0.9
    record: dict[str, object] = {
        "name": f"{rng.choice(WORDS)}{rng.choice(('', 'Net', '/Flow', '_x'))}{'' if titled else f' {number}'}",
        "title": f"{words(4)}: {number} {words(3)}" if titled else None,
        "type": rng.choice(TYPES),
        "status": {0: "in press", 1: "retracted"}.get(number % 13),
        "authors": some(NAMES, 3),
        "venue": [f"{venue}{rng.choice((f' {year}', f' {year}', ''))}" for venue in some(list(VENUES), 2)],
        "institutions": some(INSTITUTIONS, 3),
        "links": [{"label": label, "url": url} for label, url in some(_links(number), 3)],  # type: ignore[arg-type, str-unpack]
        "remarks": [f"{words(3)} *{words(1)}* `{words(1)}` **{words(2)}** <b>" for _ in range(rng.randint(0, 2))],
        "keywords": some(KEYWORDS, 2),
        "topic": rng.sample(paths, rng.choice((1, 1, 1, 2))),
        "added": f"2026-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}" if rng.random() < 0.8 else None,
        "custom": {"Objective": words(1), **({"Cluster": f"{number % 4} nodes"} if number % 5 == 2 else {})},
        "awards": [AWARDS[number % 2]] if number % 11 == 3 else [],
        "ids": {"doi": f"10.1145/{3_000_000 + number}"} if number % 9 == 4 else None,
        "language": "de" if number % 17 == 5 else None,
        "abstract": f"We study {words(12)}, {_UNCOMMON[number // 3 % 3]} {words(3)}.\n\nIt is {words(2)}."
        if number % 3 == 1
        else None,
    }
    return {key: value for key, value in record.items() if value not in (None, [])}


def _links(number: int) -> list[tuple[str, str]]:
    return [
        ("Paper", f"https://example.com/{number}.pdf"),
        ("Code", f"https://example.com/code?n={number}&x=1"),
        ("GitHub", f"https://github.com/example/{number}"),
        ("About", "../../docs/about.md#more"),
        ("Nothing", "../../LICENSE"),
    ]


def _topics() -> list[object]:
    def node(name: str, below: Any) -> dict[str, object]:
        return {"name": name, "topics": [node(*item) for item in below.items()]}

    lists = [{**node(name, below), "style": STYLES[name]} for name, below in TOPICS.items()]
    columns = ["name", {"field": "venue", "header": "Where"}, "links", "remarks", {"field": "Objective"}]
    lists[0]["columns"] = columns
    return list(lists)


_FILES: dict[str, object] = {
    "LICENSE": "Free.\n",
    "docs/about.md": "# About\n\n## More\n",
    "papers/_topics.yml": _topics(),
    "papers/_venues.yml": [
        {"name": "EuroSys", "full": "European Conference on Computer Systems", "aliases": ["European Conf."]},
        {"name": "SysML", "renamed_to": "MLSys"},
        {"name": "MLSys", "full": "Conference on Machine Learning and Systems"},
        {"name": "arXiv", "full": "arXiv e-Print Archive"},
        {"name": "Journal of Größe"},
        {"name": "OSDI", "full": "Operating Systems Design and Implementation"},
    ],
    "papers/_institutions.yml": [
        {"name": "NYU", "full": "New York University"},
        {"name": "Microsoft", "full": "Microsoft Corporation"},
        {"name": "MSR", "full": "Microsoft Research", "parent": "Microsoft"},
        {"name": "MSRA", "full": "Microsoft Research Asia", "parent": "MSR", "aliases": ["MSR Asia Lab"]},
        {"name": "ETH Zürich"},
        {"name": "AT&T"},
        {"name": "Sorbonne"},
        {"name": "Unregistered Lab"},
    ],
    "mkdocs.yml": """\
site_name: Features
site_url: !ENV [SITE_URL, ""]
repo_url: !ENV [REPO_URL, ""]
edit_uri: edit/main/docs/
theme:
  name: material
  font: false
  features: [navigation.tabs, navigation.instant]
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default}
    - {media: "(prefers-color-scheme: dark)", scheme: slate}
plugins: [search, papertrail]
extra: {generator: false}
""",
}
