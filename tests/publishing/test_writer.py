"""Files of a site are written completely, or an error is raised."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from papertrail.publishing.writer import Writer

resource = pytest.importorskip("resource", reason="other systems have no limit for the size of files")

PARTS = [f"{number}\n" for number in range(1000)] + [""] * 300 + ["ä", "中文\n"]


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("content", ["".join(PARTS).encode(), PARTS])
def test_content_is_written_unchanged(content: bytes | Iterable[str], tmp_path: Path) -> None:
    Writer(tmp_path, None).put("a/b/c.txt", content)
    assert (tmp_path / "a/b/c.txt").read_text(encoding="utf-8") == "".join(PARTS)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit stands for a full disk on Linux only")
@pytest.mark.parametrize("content", [b"x" * 10_000, ["x" * 10_000]])
def test_a_full_disk_is_an_error(content: bytes | Iterable[str], tmp_path: Path) -> None:
    with files_of_at_most(4_000), pytest.raises(OSError, match="too large"):
        Writer(tmp_path, None).put("a.txt", content)
