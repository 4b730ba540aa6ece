"""Files of the site that MkDocs knows of before they are rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from papertrail.pages import Page, PlannedPage

GENERATED_BY = "papertrail"
"""The name of the plugin, which MkDocs keeps with each file that a plugin generates."""


class PageFile(File):
    """A page of papertrail. For MkDocs it is an empty Markdown file; its HTML is inserted once Markdown is done."""

    content: Page | None = None
    """The page while MkDocs renders it: from its Markdown to its finished HTML."""

    @classmethod
    def of(cls, config: MkDocsConfig, address: str, inclusion: InclusionLevel) -> PageFile:
        """Return a file without content."""
        file = cls(
            address,
            src_dir=None,
            dest_dir=config.site_dir,
            use_directory_urls=config.use_directory_urls,
            inclusion=inclusion,
        )
        file.content_string = ""
        file.generated_by = GENERATED_BY
        return file

    @classmethod
    def planned(cls, config: MkDocsConfig, page: PlannedPage) -> PageFile:
        """Return the file of a page that will be made."""
        in_nav = page.in_navigation
        return cls.of(config, page.address, InclusionLevel.INCLUDED if in_nav else InclusionLevel.NOT_IN_NAV)


class PlannedFiles(Files):
    """The files of a site, and planned files that are created when the navigation or a link asks for them.

    A planned file in the navigation becomes a file like any other, and MkDocs renders it. A planned file that only a
    link leads to stays unknown to MkDocs, because papertrail writes it.
    """

    def __init__(self, files: Iterable[File], planned: Iterable[str], create: Callable[[str], File]) -> None:
        """`planned` are the addresses of files; `create` returns the file with an address."""
        super().__init__(files)
        self._planned, self._create = set(planned), create
        self._linked: dict[str, File] = {}
        self._on_link: Callable[[File], None] | None = None

    def end_navigation(self, on_link: Callable[[File], None]) -> None:
        """End the phase in which planned files become files of MkDocs.

        From now on, `on_link` is called with each planned file that a link leads to.
        """
        self._on_link = on_link

    def __contains__(self, path: str) -> bool:
        return super().__contains__(path) or PurePath(path).as_posix() in self._planned

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file with an address, and create it if it is planned."""
        file = super().get_file_from_path(path)
        if file is not None:
            return file
        address = PurePath(path).as_posix()
        if address in self._linked:
            return self._linked[address]
        if address not in self._planned:
            return None
        return self._created(address)

    def _created(self, address: str) -> File:
        file = self._create(address)
        if self._on_link is None:
            self._planned.remove(address)
            self.append(file)
        else:
            self._linked[address] = file
            self._on_link(file)
        return file
