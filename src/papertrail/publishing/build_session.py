"""One build of the site: what it publishes, and what MkDocs has passed to the plugin so far."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import get_build_date, get_relative_url

from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.pages import Page, SiteFile
from papertrail.pipeline.check import Checked
from papertrail.publishing.assets import SCRIPT
from papertrail.publishing.bulk_writer import (
    PaperRendering,
    rendered,
    start_rendering,
    write_assembled,
    write_themed,
)
from papertrail.publishing.lazy_files import GENERATED_BY, PageFile, PlannedFiles
from papertrail.publishing.navigation import navigation
from papertrail.publishing.page_assembler import HEAD_PLACEHOLDER, PageAssembler, ThemeDiffersError
from papertrail.publishing.page_events import plugins_on_pages
from papertrail.publishing.page_metadata import anchors, describe_page, fill_page, head_of, head_of_other, with_head
from papertrail.publishing.problem_banner import with_banner
from papertrail.publishing.publication import Publication
from papertrail.publishing.search import ENTRIES, INDEX, read_index, search_files, searched_late
from papertrail.publishing.sitemap import SitemapEntry, with_entries
from papertrail.publishing.theme_renderer import ThemeRenderer
from papertrail.publishing.writer import Writer
from papertrail.runtime.atomic_file import mark
from papertrail.runtime.atomic_folder import add_file
from papertrail.runtime.progress import SILENT, Progress

log = get_plugin_logger(__name__)

_MISSING = "404.html"


@dataclass(frozen=True, kw_only=True)
class BuildInputs:
    """What `papertrail build` passes to the plugin."""

    checked: Checked | None = None
    """The list, if it is already checked."""
    previous_site: Path | None = None
    """The folder of the last build, for files that do not change."""
    preview: bool = False
    """Whether to build a site that can be opened from the disk."""
    problems: str = ""
    """What to show on top of every page."""
    progress: Progress = SILENT


class BuildSession:
    """A build of the site. Its methods follow the events of MkDocs, in this order."""

    def __init__(
        self,
        config: MkDocsConfig,
        settings: Settings,
        publication: Publication,
        progress: Progress = SILENT,
        problems: str = "",
    ) -> None:
        self.config, self.settings, self.publication = config, settings, publication
        self._problems = problems
        self.fast = settings.fast
        """Whether pages that MkDocs does not know are assembled from shells."""
        self.page_count = 0
        self.taken: frozenset[str] = frozenset()
        """The paths on the site that the maintainer's and the theme's files have."""
        self.assembler: PageAssembler | None = None
        self._progress = progress
        self._rendering: PaperRendering | None = None
        self._remaining: list[str] = []
        """The addresses of pages and files that papertrail writes when MkDocs has written its own."""
        self._late_search = False
        self._index: dict[str, Any] | None = None
        """The search index without papertrail's entries; None if the site has no search."""

    def start_rendering(self) -> None:
        """Start to render papers in other processes."""
        if self.fast:
            self._rendering = start_rendering(self.publication.plan)

    def stop_rendering(self) -> None:
        """End the other processes. Call it however the build ends."""
        if self._rendering is not None:
            self._rendering.end()
            self._rendering = None

    def add_files(self, files: Files) -> Files:
        """Add the pages and files of the list, except those whose path the maintainer's own files have.

        Raise `PapertrailError` if one of these files is a link or a special file.
        """
        own_theme = self.config.theme.custom_dir if self.settings.theme_dir else None
        _refuse_special_files(files, [self.config.docs_dir, *filter(None, [own_theme])])
        pages = self.publication.pages.values()
        if self.config.nav is None:
            own = [file for file in files.documentation_pages() if file.inclusion.is_in_nav()]  # type: ignore[no-untyped-call]
            options = self.publication.options
            self.config.nav = navigation([(page, options.file_of(page.address)) for page in pages], own, options.words)
        self.taken = frozenset(file.dest_uri for file in files)
        self.publication = self.publication.without(self.taken)
        if self.fast and (names := plugins_on_pages(self.config)):
            self._disable_fast_build(_modify_pages(names))
        planned = PlannedFiles(files, (*self.publication.pages, *self.publication.files), self._file)
        for address in self._known_to_mkdocs():
            planned.get_file_from_path(address)
        return planned

    def _known_to_mkdocs(self) -> Iterable[str]:
        """The addresses of the pages that MkDocs renders, and without a fast build of all pages and files."""
        if not self.fast:
            return (*self.publication.pages, *self.publication.files)
        pages = self.publication.pages.items()
        return [address for address, page in pages if page.in_navigation or address.endswith("index.md")]

    def _file(self, address: str) -> File:
        page = self.publication.pages.get(address)
        if page is not None:
            return PageFile.planned(self.config, page)
        file = File.generated(self.config, address, content=self.publication.files[address].content)
        file.generated_by = GENERATED_BY
        return file

    def _disable_fast_build(self, reason: str) -> None:
        log.info("fast build disabled: %s", reason)
        self.fast = False
        self.stop_rendering()

    def complete_navigation(self, nav: Navigation, files: Files) -> None:
        """Keep the navigation. From now on, pages that MkDocs does not know stay unknown to it."""
        publication = self.publication
        known = set(files.src_uris)
        unknown = [address for address in (*publication.pages, *publication.files) if address not in known]
        if isinstance(files, PlannedFiles):
            files.end_navigation(self._add_anchors)
            self._remaining = unknown
        else:  # another plugin has replaced the collection of files
            for address in unknown:
                files.append(self._file(address))
        self._nav, self._files = nav, files
        remaining_pages = sum(address in publication.pages for address in self._remaining)
        self.page_count = len(files.documentation_pages()) + remaining_pages

    def _add_anchors(self, file: File) -> None:
        """Let MkDocs check the anchors of links to a page that it does not render."""
        if isinstance(file, PageFile):
            page = MkDocsPage(None, file, self.config)
            page.present_anchor_ids = anchors(self.publication.pages[file.src_uri].make())

    def keep_environment(self, environment: jinja2.Environment) -> None:
        """Keep the theme's templates for the pages that MkDocs does not know."""
        self._environment = environment

    def page_content(self, html: str, target: MkDocsPage) -> str:
        """Return the content of a page: of papertrail's pages the finished HTML."""
        page = self._page_of(target)
        if page is None:
            describe_page(target, html, self.config.site_name)
            return html
        fill_page(target, page, self.publication.options.words)
        return page.html

    def finished_page(self, html: str, target: MkDocsPage) -> str:
        """Return a page with metadata tags and papertrail's script in its head."""
        page = self._page_of(target)
        if page is None:
            head = head_of_other(target, self.config)
        elif page.head == HEAD_PLACEHOLDER.text:
            head = page.head
        else:
            head = self._head(page)
        if isinstance(target.file, PageFile):
            target.file.content = None
        return self._with_script(html, get_relative_url(SCRIPT, target.url), head)

    def finished_template(self, html: str, name: str) -> str:
        """Return a page that belongs to no file with papertrail's script, and `404.html` also with a search."""
        if name == _MISSING:
            html = html.replace("</h1>", f"</h1>\n{self.publication.plan.missing()}", 1)
        root = urlsplit(self.config.site_url or "/").path.rstrip("/")
        return self._with_script(html, f"{root}/{SCRIPT}", "")

    def sitemap(self, files: Iterable[File]) -> list[File | SitemapEntry]:
        """Return the entries of the sitemap, without the pages that only redirect."""
        options, date = self.publication.options, get_build_date()
        pages = [page for page in self.publication.pages.values() if not page.is_redirect]
        return with_entries(files, [SitemapEntry.of(page, options, date) for page in pages])

    def _page_of(self, target: MkDocsPage) -> Page | None:
        """Return the page of papertrail that MkDocs is rendering, or None for a page of the maintainer."""
        file = target.file
        if not isinstance(file, PageFile):
            return None
        if file.content is None:
            file.content = rendered(self.publication.pages[file.src_uri])
        return file.content

    def _head(self, page: Page) -> str:
        return head_of(page, self.publication.options, self.config)

    def _with_script(self, html: str, script: str, head: str) -> str:
        offline = self.publication.options.offline
        html = with_head(html, head, script)
        if self._problems:
            html = with_banner(html.encode(), self._problems).decode()
        if offline:
            return html
        late = searched_late(html)
        self._late_search |= late != html
        return late

    def prepare_remaining(self) -> None:
        """Prepare to render the pages that MkDocs does not know."""
        self._theme = ThemeRenderer(
            config=self.config, navigation=self._nav, files=self._files, environment=self._environment
        )
        urls = [page.url for page in self._nav.pages]
        self.assembler = PageAssembler(self.publication.options, self._theme, self._head, urls)

    def write_remaining(self, previous_site: Path | None) -> None:
        """Write the pages and files that MkDocs does not know. Files that equal those of the previous site are linked.

        Raise `PapertrailError` for an error in a template.
        """
        if not self._remaining or self.assembler is None:
            self.stop_rendering()
            return
        writer = Writer(Path(self.config.site_dir), previous_site)
        write = partial(
            write_assembled, rendering=self._rendering, assembler=self.assembler, writer=writer, progress=self._progress
        )
        try:
            write(self.publication, self._remaining)
        except ThemeDiffersError as error:
            self._disable_fast_build(_renders_differently(error))
            write_themed(self.publication, self._remaining, self._theme, writer)

    def finish(self) -> None:
        """Add papertrail's entries to the search index, and mark the folder as one that papertrail may replace."""
        site = Path(self.config.site_dir)
        with self._progress.step("indexing for search"):
            self._index = read_index(site)
            for path, text in self._search_files().items():
                add_file(site, path, text.encode())
        mark(site)

    def _search_files(self) -> dict[str, str]:
        if self._index is None:
            return {}
        entries, offline = self.publication.search_entries(), self.publication.options.offline
        return search_files(self._index, entries, late=self._late_search, offline=offline)

    def update(self, publication: Publication) -> None:
        """Publish other content at the same addresses."""
        self.publication = publication
        if self.assembler is not None:
            self.assembler.forget_pages()

    @property
    def rendered_paths(self) -> Collection[str]:
        """The paths on the site of the files that are rendered on request."""
        if not self.fast or self.assembler is None:
            return ()
        search = () if self._index is None else (INDEX, ENTRIES) if self._late_search else (INDEX,)
        return self.publication.by_path.keys() | set(search)

    def content_of(self, path: str) -> bytes:
        """Return a file that is rendered on request, by its path in `rendered_paths`.

        Raise `PapertrailError` for an error in a template.
        """
        if path in (INDEX, ENTRIES):
            return self._search_files()[path].encode()
        planned = self.publication.by_path[path]
        if isinstance(planned, SiteFile):
            return planned.content
        assert self.assembler is not None, "only then there are paths"
        page = rendered(planned)
        try:
            return self.assembler.page(planned, page)
        except ThemeDiffersError as error:
            log.info("fast build disabled: %s", _renders_differently(error))
            self.assembler.use_theme_only()
            return self.assembler.page(planned, page)


def _refuse_special_files(files: Files, folders: Container[str]) -> None:
    """Raise `PapertrailError` if a file in one of the maintainer's folders is anything but a regular file.

    The check of the list has refused such files, but not hidden ones, which a site can include, and not later ones.
    """
    for file in files:
        is_published = file.src_dir in folders and file.inclusion is not InclusionLevel.EXCLUDED
        if is_published and not stat.S_ISREG(os.lstat(f"{file.src_dir}/{file.src_uri}").st_mode):
            raise PapertrailError(f"{file.src_uri} is not a regular file; replace it with the file itself")


def _modify_pages(names: list[str]) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"plugins {quoted} modify rendered pages" if len(names) > 1 else f"plugin {quoted} modifies rendered pages"


def _renders_differently(error: ThemeDiffersError) -> str:
    return f'the theme renders page "{error}" differently'
