"""Records that are read again from disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from papertrail.core.settings import Settings
from papertrail.records.texts_on_disk import TextsOnDisk


def test_a_file_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    texts = TextsOnDisk(Settings(root=tmp_path))
    (tmp_path / "papers/sub").mkdir(parents=True)
    (tmp_path / "papers/sub/tofu.yml").write_bytes(b"name: Tofu\r\n")
    assert texts["papers/sub/tofu.yml"] == "name: Tofu\n"
    assert len(texts) == len(list(texts)) == 0


@pytest.mark.parametrize("path", ["papers/gone.yml", "papers/link.yml", "folder/secret.yml", "papers/latin.yml"])
def test_what_cannot_be_read_is_missing(tmp_path: Path, path: str) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.yml").write_text("name: Secret\n")
    (tmp_path / "papers/link.yml").symlink_to("../outside/secret.yml")
    (tmp_path / "folder").symlink_to("outside")
    (tmp_path / "papers/latin.yml").write_bytes(b"name: Caf\xe9\n")
    assert path not in TextsOnDisk(Settings(root=tmp_path))
