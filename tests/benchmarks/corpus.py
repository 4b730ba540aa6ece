"""Generated lists for benchmarks: the same on every machine."""

from __future__ import annotations

import random
from pathlib import Path

WORDS = [
    "tensor", "shard", "gradient", "pipeline", "batch", "kernel", "cache", "replica", "quorum", "lease", "index",
    "shuffle", "stream", "graph", "sparse", "dense", "token", "prefix", "draft", "expert", "router", "spill",
    "page", "segment", "epoch", "barrier", "fence", "queue", "credit", "clock", "probe", "sketch", "filter",
    "bloom", "trie", "vector", "tile", "warp", "lane", "fabric", "switch", "packet", "flow", "relay", "broker",
    "ledger", "vault", "mirror", "echo", "drift", "anchor",
]  # fmt: skip
VENUES = [f"{a}{b}" for a in ("SYS", "NET", "DB", "ML", "ARCH", "SEC") for b in ("Conf", "Symp", "Days", "Week")]
PAPERS_PER_SECTION = 40


def write_list(root: Path, count: int, seed: int = 1) -> None:
    """Write a project of `count` papers, in sections of about 40 and lists of at most 10 sections."""
    rng = random.Random(seed)
    institutions = [f"{rng.choice(WORDS).title()} {kind} {n}" for n in range(200) for kind in ("University", "Labs")]
    sections = max(1, count // PAPERS_PER_SECTION)
    papers = root / "papers"
    for number in range(count):
        section = rng.randrange(sections)
        folder = papers / f"{section // 10:03d}"
        folder.mkdir(parents=True, exist_ok=True)
        name = rng.choice(WORDS).title() + rng.choice(["", "DB", "Net", "Flow", "++"])
        (folder / f"{name.lower().replace('++', 'pp')}-{number}.yml").write_text(
            _record(rng, name, number, section, institutions)
        )
    (root / "docs").mkdir(exist_ok=True)
    (root / "docs" / "about.md").write_text("# About\n")
    (root / "mkdocs.yml").write_text(
        "site_name: Benchmark\ntheme: {name: material, font: false}\n"
        "plugins: [search, papertrail]\nextra: {generator: false}\n"
    )


def _record(rng: random.Random, name: str, number: int, section: int, institutions: list[str]) -> str:
    def words(count: int) -> str:
        return " ".join(rng.choice(WORDS) for _ in range(count))

    title = f"{name}: {words(rng.randint(5, 9)).title()} {number}"
    remark = f"{words(4).capitalize()} *{words(2)}* with `{rng.choice(WORDS)}`; {words(8)}."
    shown = ", ".join(sorted(set(rng.choices(institutions, k=rng.randint(1, 4)))))
    return (
        f'name: {name}\ntitle: "{title}"\nauthors: [A. {words(1).title()}, B. {words(1).title()}]\n'
        f"venue: {rng.choice(VENUES)} {rng.randint(2010, 2025)}\ninstitutions: [{shown}]\n"
        f"links:\n  Paper: https://example.com/papers/{number}.pdf\n  Code: https://example.com/code/{number}\n"
        f'remarks: "{remark}"\ntopic: List {section // 10} > Section {section}\nadded: 2026-01-0{rng.randint(1, 9)}\n'
    )
