"""Expected files, which `pytest --refresh` writes again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Golden:
    """Compares a text with an expected file, or writes it there with `--refresh`."""

    refresh: bool

    def check(self, actual: str, expected: Path) -> None:
        """Fail unless the file contains exactly `actual`."""
        if self.refresh:
            expected.parent.mkdir(parents=True, exist_ok=True)
            expected.write_text(actual, encoding="utf-8", newline="\n")
        assert expected.is_file(), f"{expected} is missing; write it with pytest --refresh, and review it"
        assert actual == expected.read_text(encoding="utf-8")
