"""What is measured of a site, and what it should come to."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser

from benchmarks.serving import Served
from benchmarks.visits import WINDOWS, Timed, first_screen, heaviest, standing, timed, typing_for, weight

SLOWDOWNS = (1, 4)
USABLE, SEARCH, KEY = {1: 250, 4: 400}, {1: 500, 4: 1200}, {1: 50, 4: 150}
SHIFT, BYTES, LARGEST, TABS = 0.01, 150, 500, 20
ROWS = {1280: 8, 390: 3}
_KB = 1000


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One thing measured. The target is the most that it may be, or the least where `least` is set."""

    measure: str
    page: str
    setting: str = ""
    unit: str = ""
    reached: float | None
    target: float | None = None
    least: bool = False
    detail: str = ""

    @property
    def missed(self) -> bool:
        """Whether there is a target and it was not reached."""
        if self.target is None:
            return False
        return self.reached is None or (self.reached < self.target if self.least else self.reached > self.target)


def figures(browser: Browser, served: Served, runs: int) -> Iterator[Figure]:
    """Everything that is measured of a site."""
    pages = {"browse": "browse/", "list": _longest_list(served)}
    for name, address in pages.items():
        for window in WINDOWS:
            yield from _first_screen(browser, served, name, address, window)
        for window in WINDOWS:
            for slowdown in SLOWDOWNS:
                yield from _timed(browser, served, name, address, window, slowdown, runs)
    yield from _weights(browser, served, {"home": "", **pages, **_others(served)})
    yield from _largest(browser, served)


def _longest_list(served: Served) -> str:
    found = (path.parent.relative_to(served.root).as_posix() for path in (served.root / "lists").rglob("index.html"))
    return max((f"{address}/" for address in sorted(found)), key=lambda address: len(standing(served, address)))


def _others(served: Served) -> dict[str, str]:
    """A page of a paper, the busiest venue, and statistics."""
    paper = standing(served, "browse/")[0]
    venues = (path.parent for path in sorted((served.root / "venues").glob("*/index.html")))
    busiest = max(venues, key=lambda folder: (folder / "index.html").stat().st_size)
    return {"paper": f"papers/{paper}/", "venue": f"venues/{busiest.name}/", "statistics": "statistics/"}


def _timed(
    browser: Browser, served: Served, name: str, address: str, window: tuple[int, int], slowdown: int, runs: int
) -> Iterator[Figure]:
    typing = typing_for(served, address, whole=name == "browse")
    visits = [timed(browser, served, address, window, slowdown, typing) for _ in range(runs)]
    setting = f"{window[0]} px {slowdown}x"
    keys = [time for visit in visits for time in visit.keys]
    all_rows = [time for visit in visits for time in visit.all_rows]
    rows = [
        ("usable", "ms", _median(visits, "usable"), USABLE[slowdown], ""),
        ("search works", "ms", _median(visits, "search"), SEARCH[slowdown], ""),
        ("key to rows", "ms", statistics.median(keys) if keys else None, KEY[slowdown],
         f"{len(keys)} keys, {sum(visit.unanswered for visit in visits)} changed nothing"),
        ("key to rows, p95", "ms", _p95(keys), None, ""),
        ("key to all rows", "ms", statistics.median(all_rows) if all_rows else None, None, ""),
        ("layout shift", "", max(visit.shift for visit in visits), SHIFT, ""),
        ("heap, loaded", "MB", _median(visits, "heap_loaded") / 1e6, None, ""),
        ("heap, filtered", "MB", _median(visits, "heap_filtered") / 1e6, None, ""),
    ]  # fmt: skip
    for measure, unit, reached, target, detail in rows:
        yield Figure(
            measure=measure, page=name, setting=setting, unit=unit, reached=reached, target=target, detail=detail
        )


def _median(visits: Sequence[Timed], name: str) -> float:
    return statistics.median(float(getattr(visit, name)) for visit in visits)


def _p95(times: list[float]) -> float | None:
    return sorted(times)[int(0.95 * (len(times) - 1))] if times else None


def _first_screen(
    browser: Browser, served: Served, name: str, address: str, window: tuple[int, int]
) -> Iterator[Figure]:
    found = first_screen(browser, served, address, window)
    setting = f"{window[0]} px"
    yield Figure(
        measure="whole rows", page=name, setting=setting, reached=found.whole_rows, target=ROWS[window[0]], least=True
    )
    yield Figure(measure="Tab stops", page=name, setting=setting, reached=found.tabs, target=TABS)
    yield Figure(measure="Tab stops, skip link", page=name, setting=setting, reached=found.tabs_after_skipping)


def _weights(browser: Browser, served: Served, pages: dict[str, str]) -> Iterator[Figure]:
    everywhere = []
    for name, address in pages.items():
        sent, foreign = weight(browser, served, address)
        everywhere += foreign
        yield _weight_figure("bytes", name, sent, BYTES if name == "list" else LARGEST)
    yield Figure(
        measure="other hosts", page="all of these", reached=len(everywhere), target=0, detail=" ".join(everywhere[:3])
    )


def _largest(browser: Browser, served: Served) -> Iterator[Figure]:
    """Of the pages with the longest HTML, and Browse, the one that takes most with all that it loads."""
    found = {address: weight(browser, served, address)[0] for address in (*heaviest(served, 3), "browse/")}
    address = max(found, key=lambda key: sum(found[key].values()))
    yield _weight_figure("largest page", address, found[address], LARGEST)


def _weight_figure(measure: str, page: str, sent: dict[str, int], target: float) -> Figure:
    detail = ", ".join(f"{path.rstrip('/').rpartition('/')[2] or '/'} {size / _KB:.0f}" for path, size in sent.items())
    return Figure(measure=measure, page=page, unit="kB", reached=sum(sent.values()) / _KB, target=target, detail=detail)
