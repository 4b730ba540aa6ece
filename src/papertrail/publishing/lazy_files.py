"""MkDocs' view of files that are not there yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePath

from mkdocs.structure.files import File, Files


class PlannedFiles(Files):
    """The files of a site, and beside them those that come to be when a link or the navigation asks for them.

    What the navigation asks for becomes a file like any other, rendered by MkDocs; what a link leads to after that
    does not, for it is made in another way.
    """

    def __init__(self, files: Iterable[File], planned: Iterable[str], make: Callable[[str], File]) -> None:
        """`planned` are the addresses of files that `make` makes."""
        super().__init__(files)
        self._planned, self._make = set(planned), make
        self._linked: dict[str, File] = {}
        self._settled: Callable[[File], None] | None = None

    def settle(self, linked: Callable[[File], None]) -> None:
        """Say that the navigation is complete; `linked` is called with each file that a link leads to from now on."""
        self._settled = linked

    def __contains__(self, path: str) -> bool:
        return super().__contains__(path) or PurePath(path).as_posix() in self._planned

    def get_file_from_path(self, path: str) -> File | None:
        """The file with this address, made now if it was only planned."""
        found = super().get_file_from_path(path)
        if found is not None:
            return found
        address = PurePath(path).as_posix()
        if address in self._linked:
            return self._linked[address]
        if address not in self._planned:
            return None
        file = self._make(address)
        if self._settled is None:
            self._planned.remove(address)
            self.append(file)
        else:
            self._linked[address] = file
            self._settled(file)
        return file
