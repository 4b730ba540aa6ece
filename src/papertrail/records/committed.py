"""A file of a commit, in the same form as one on the disk."""

from __future__ import annotations

from typing import NamedTuple

from papertrail.records.walk import LINK, Refusal
from papertrail.runtime.git import CommittedFile


class Committed(NamedTuple):
    """A file of a commit, in the same form as one on the disk."""

    file: CommittedFile
    top: str
    """The folder that is read."""
    data: bytes | None = None
    """Its contents if they are needed."""

    @property
    def path(self) -> str:
        """Relative to the project."""
        return self.file.path

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def is_hidden(self) -> bool:
        """Whether its name, or that of a folder below the top, starts with a dot."""
        return "/." in self.path[len(self.top) :]

    @property
    def refusal(self) -> Refusal | None:
        """Why it must not be read."""
        return LINK if self.file.is_link else None

    def bytes(self, most: int) -> bytes | Refusal:
        """Its contents; `most` is the size that the message names."""
        too_large = f"the file is larger than {most // 1024:,} KiB", "shorten it"
        return too_large if self.data is None else self.data

    def tested(self) -> Refusal | None:
        """Why it must not be read by other programs."""
        return self.refusal

    def is_link_to_folder(self) -> bool:
        """A commit does not show what a link leads to."""
        return False
