"""The texts of records that were read before, without keeping them in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack

from papertrail.core.limits import RECORD_LIMITS
from papertrail.core.settings import Settings
from papertrail.runtime.safe_folder import opened_folder
from papertrail.yaml.decode import decode


class TextsOnDisk(Mapping[str, str]):
    """The text of each file of a project, read when it is asked for. A file that cannot be read is missing."""

    def __init__(self, settings: Settings) -> None:
        self._root = str(settings.root)

    def __getitem__(self, path: str) -> str:
        *folders, name = path.split("/")
        try:
            with ExitStack() as opened:
                folder = opened.enter_context(opened_folder(self._root))
                for inner in folders:
                    folder = opened.enter_context(folder.subfolder(inner))
                data = folder.read(name, RECORD_LIMITS.bytes)
        except OSError as error:
            raise KeyError(path) from error
        text, _ = decode(path, data)
        if text is None or len(data) > RECORD_LIMITS.bytes:
            raise KeyError(path)
        return text

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
