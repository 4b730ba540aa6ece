"""The pages and files of papertrail among those of a site, for MkDocs and for other plugins."""

from __future__ import annotations

from pathlib import Path

from papertrail.pages import Page, PlannedPage, SiteFile
from papertrail.publishing.host import File, InclusionLevel, MkDocsConfig

GENERATED_BY = "papertrail"
"""The name of the plugin, which MkDocs keeps with each file that a plugin generates."""


class _WrittenFile(File):
    """A file that papertrail writes to the site itself."""

    def is_media_file(self) -> bool:
        """Whether plugins may process its source, as they do with images and scripts."""
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Do nothing."""


class PageFile(_WrittenFile):
    """A page of papertrail. For others it is an empty Markdown file; its HTML is inserted once Markdown is done.

    While plugins gather files, it seems to be a generated file in the folder of pages. From then on, its source is a
    file that exists, so that plugins find its date and authors: its record, or else the configuration.
    """

    content: Page | None = None
    """The page while MkDocs renders it: from its Markdown to its finished HTML."""
    content_string = ""
    edit_uri = None
    is_assembled = False
    """Whether papertrail writes the page, so that MkDocs does not render it. Links to it are the same."""

    @classmethod
    def of(cls, config: MkDocsConfig, address: str, dest: str, inclusion: InclusionLevel) -> PageFile:
        """Return the file of a page that is written to the path `dest` of the site."""
        return cls(
            address, config.docs_dir, config.site_dir, config.use_directory_urls, dest_uri=dest, inclusion=inclusion
        )

    @classmethod
    def planned(cls, config: MkDocsConfig, page: PlannedPage, dest: str) -> PageFile:
        """Return the file of a page that will be made, for other plugins to find."""
        inclusion = InclusionLevel.INCLUDED if page.in_navigation else InclusionLevel.NOT_IN_NAV
        file = cls.of(config, page.address, dest, inclusion)
        file.generated_by = GENERATED_BY
        return file

    @classmethod
    def adopted(cls, file: File | None, docs_dir: str) -> PageFile | None:
        """Return a file if it is a page of papertrail, or a copy that another plugin made of one."""
        if file is not None and type(file) is File and file.abs_src_path == str(Path(docs_dir, file.src_uri)):
            file.__class__ = PageFile
        return file if isinstance(file, PageFile) else None

    def is_documentation_page(self) -> bool:
        """Whether MkDocs renders the page."""
        return not self.is_assembled


class DataFile(_WrittenFile):
    """A file of papertrail that is not a page. Plugins may read its content."""

    def __init__(self, config: MkDocsConfig, file: SiteFile) -> None:
        super().__init__(
            file.address, None, config.site_dir, config.use_directory_urls, inclusion=InclusionLevel.INCLUDED
        )
        self.generated_by, self.site_file = GENERATED_BY, file
        self.abs_src_path = __file__  # what generates it: plugin "i18n" expects a path

    @property  # type: ignore[misc] # without a setter
    def content_bytes(self) -> bytes:
        """The content, generated now."""
        return self.site_file.content

    @property  # type: ignore[misc] # without a setter
    def content_string(self) -> str:
        """The content as text."""
        return self.site_file.content.decode()
