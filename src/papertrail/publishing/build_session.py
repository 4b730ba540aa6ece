"""One build of the site: what it publishes, and what MkDocs has passed to the plugin so far."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
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
from papertrail.pages import Page, PageOptions, SiteFile
from papertrail.pipeline.check import Checked
from papertrail.publishing.assets import SCRIPT
from papertrail.publishing.bulk_writer import (
    PaperRendering,
    rendered,
    start_rendering,
    write_assembled,
    write_themed,
)
from papertrail.publishing.generated_files import DataFile, PageFile
from papertrail.publishing.navigation import navigation, navigation_of
from papertrail.publishing.neighbours import language_folders
from papertrail.publishing.own_pages import rooted, with_targets
from papertrail.publishing.page_assembler import HEAD_PLACEHOLDER, PageAssembler, ThemeDiffersError
from papertrail.publishing.page_metadata import (
    anchors,
    describe_page,
    head_of,
    head_of_other,
    link_headings,
    name_page,
    title_of,
    with_head,
)
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


INPUTS = "papertrail"
"""The key of the configuration under which the plugin finds the inputs. Plugin "group" loads papertrail only when
the build runs."""


class BuildSession:
    """A build of the site, in one language. Its methods follow the events of MkDocs, in this order."""

    def __init__(
        self,
        config: MkDocsConfig,
        settings: Settings,
        options: PageOptions,
        plan: Callable[[PageOptions], Publication],
        inputs: BuildInputs,
        *,
        fast: bool,
    ) -> None:
        self.config, self.settings = config, settings
        self._plan, self._inputs = plan, inputs
        self.publication = plan(options)
        self.fast = fast
        """Whether pages that MkDocs does not know are assembled from shells."""
        self.page_count = 0
        self.taken: frozenset[str] = frozenset()
        """The paths on the site that papertrail must not write: of other files, and of files that plugins removed."""
        self.assembler: PageAssembler | None = None
        self._rendering: PaperRendering | None = None
        self._remaining: list[str] = []
        """The addresses of pages and files that papertrail writes when MkDocs has written its own."""
        self.late_search = False
        """Whether pages fetch the search on its first use."""
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

    def add_files(self, files: Files) -> None:
        """Add the pages and files of the list, except those whose path the maintainer's own files have.

        Raise `PapertrailError` if one of these files is a link or a special file.
        """
        own_theme = self.config.theme.custom_dir if self.settings.theme_dir else None
        _refuse_special_files(files, [self.config.docs_dir, *filter(None, [own_theme])])
        paths = [file.dest_uri for file in files]
        inside = (path.removeprefix(folder) for folder in language_folders(self.config) for path in paths)
        self.taken = frozenset([*paths, *inside])
        self.publication = self.publication.without(self.taken)
        for page in self.publication.pages.values():
            files.append(PageFile.planned(self.config, page, self.publication.options.file_of(page.address)))
        for file in self.publication.files.values():
            files.append(DataFile(self.config, file))

    def settle_files(self, files: Files) -> None:
        """Publish what other plugins have left of the pages and files, and where they have moved it."""
        publication, docs_dir = self.publication, self.config.docs_dir
        options, given = publication.options, files.src_uris
        pages = {
            address: page
            for address in publication.pages
            if (page := PageFile.adopted(given.get(address), docs_dir)) is not None
        }
        data = {
            address: file
            for address in publication.files
            if pages and isinstance(file := given.get(address), DataFile)  # none for a language without papers
        }
        removed = {options.file_of(address) for address in publication.pages.keys() - pages.keys()}
        self.taken |= removed | (publication.files.keys() - data.keys())
        base = next((file.dest_uri.removesuffix(options.file_of(address)) for address, file in pages.items()), "")
        if base:
            url = options.site_url and options.site_url + base
            publication = self._plan(replace(options, base=base, site_url=url))
            for address, file in data.items():
                file.dest_uri, file.site_file = base + address, publication.files[address]
        self.publication = publication.without(self.taken)
        for address, page in pages.items():
            planned = self.publication.pages[address]
            page.abs_src_path = str(self.settings.root / (planned.source or self.settings.config_file.name))
            page.generated_by = None
            page.is_assembled = self.fast and not (planned.in_navigation or address.endswith("index.md"))

    def offered_navigation(self, nav: Navigation, files: Files) -> Navigation:
        """Return papertrail's navigation, unless the maintainer or a plugin has made one."""
        if self.config.nav is not None:
            return nav
        publication = self.publication
        options, sources = publication.options, {address: address for address in publication.pages}
        own = {
            file.dest_uri.removeprefix(options.base): str(getattr(file, "norm_src_uri", file.src_uri))
            for file in files.documentation_pages(inclusion=InclusionLevel.is_in_nav)
            if not isinstance(file, PageFile)
        }  # plugin "i18n" knows the second name of a page in all languages
        for page in publication.plan.pages:
            if (path := options.file_of(page.address)) in own:
                sources[page.address] = own.pop(path)
        items = navigation(publication.plan.pages, sources, own.values(), options.words)
        offered = navigation_of(items, nav, files, self.config)
        for shown in offered.pages:  # one without a title would become that of its section for plugin "section-index"
            if isinstance(shown.file, PageFile):
                shown.title = title_of(publication.pages[shown.file.src_uri], options.words)
        return offered

    def complete_navigation(self, nav: Navigation, files: Files) -> None:
        """Keep the navigation. From now on, pages that papertrail assembles stay unknown to MkDocs."""
        self._nav, self._files = nav, files
        assembled = []
        for address in self.publication.pages:
            file = files.src_uris.get(address)
            if isinstance(file, PageFile) and file.is_assembled:
                if file.page is None:
                    assembled.append(address)
                else:  # it is in the navigation
                    file.is_assembled = False
        self._remaining = [*assembled, *self.publication.files]
        self.page_count = len(files.documentation_pages()) + len(assembled)

    def keep_environment(self, environment: jinja2.Environment) -> None:
        """Keep the theme's templates, and let MkDocs check the anchors of links to pages that it does not render."""
        self._environment = environment
        linked = {file for other in self._files.documentation_pages() for file in _linked_at_anchors(other.page)}
        for file in linked:
            if isinstance(file, PageFile) and file.page is None:
                page = MkDocsPage(None, file, self.config)
                page.present_anchor_ids = anchors(self.publication.pages[file.src_uri].make())

    def name_page(self, target: MkDocsPage) -> None:
        """Give a page of papertrail its title and description, which other plugins may read."""
        if page := self._page_of(target):
            name_page(target, page, self.publication.options.words)

    def page_content(self, html: str, target: MkDocsPage) -> str:
        """Return the content of a page: of papertrail's pages the finished HTML."""
        page = self._page_of(target)
        if page is None:
            html = rooted(html, target.url)
            describe_page(target, html, self.config.site_name)
            return html
        link_headings(target, page)
        return page.html

    def finished_page(self, html: str, target: MkDocsPage) -> str:
        """Return a page with metadata tags and papertrail's script in its head."""
        page = self._page_of(target)
        if page is None:
            html = rooted(with_targets(html, self.publication.plan.inserts), target.url)
            head = head_of_other(target, self.config)
        elif page.head == HEAD_PLACEHOLDER.text:
            head = page.head
        else:
            head = self._head(page)
        if isinstance(target.file, PageFile):
            target.file.content = None
        return self._with_script(html, get_relative_url(self.publication.options.base + SCRIPT, target.url), head)

    def finished_template(self, html: str, name: str) -> str:
        """Return a page that belongs to no file with papertrail's script, and `404.html` also with a search."""
        if name == _MISSING:
            html = html.replace("</h1>", f"</h1>\n{self.publication.plan.missing()}", 1)
        root = urlsplit(self.config.site_url or "/").path.rstrip("/")
        return self._with_script(html, f"{root}/{self.publication.options.base}{SCRIPT}", "")

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
        if self._inputs.problems:
            html = with_banner(html.encode(), self._inputs.problems).decode()
        if offline:
            return html
        late = searched_late(html)
        self.late_search |= late != html
        return late

    def prepare_remaining(self) -> None:
        """Prepare to render the pages that MkDocs does not know."""
        self._theme = ThemeRenderer(
            config=self.config,
            options=self.publication.options,
            navigation=self._nav,
            files=self._files,
            environment=self._environment,
        )
        urls = [page.url for page in self._nav.pages]
        self.assembler = PageAssembler(self.publication.options, self._theme, self._head, urls)

    def write_remaining(self) -> None:
        """Write the pages and files that MkDocs does not know. Files that equal those of the previous site are linked.

        Raise `PapertrailError` for an error in a template.
        """
        if not self._remaining or self.assembler is None:
            self.stop_rendering()
            return
        base, previous = self.publication.options.base, self._inputs.previous_site
        writer = Writer(Path(self.config.site_dir, base), previous / base if previous else None)
        progress = self._inputs.progress
        write = partial(
            write_assembled, rendering=self._rendering, assembler=self.assembler, writer=writer, progress=progress
        )
        try:
            write(self.publication, self._remaining)
        except ThemeDiffersError as error:
            log.info("fast build disabled: %s", _renders_differently(error))
            self.fast = False
            write_themed(self.publication, self._remaining, self._theme, writer)

    def finish(self, sessions: Sequence[BuildSession]) -> None:
        """Add papertrail's entries to the search index, and mark the folder as one that papertrail may replace.

        `sessions` are the builds of all languages until now; they have one index.
        """
        site, self._sessions = Path(self.config.site_dir), sessions
        with self._inputs.progress.step("indexing for search"):
            self._index = read_index(site)
            for path, text in self._search_files().items():
                add_file(site, path, text.encode())
        mark(site)

    def _search_files(self) -> dict[str, str]:
        if self._index is None:
            return {}
        entries = chain.from_iterable(session.publication.search_entries() for session in self._sessions)
        late = any(session.late_search for session in self._sessions)
        return search_files(self._index, entries, late=late, offline=self.publication.options.offline)

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
        search = () if self._index is None else (INDEX, ENTRIES) if self.late_search else (INDEX,)
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


def _linked_at_anchors(page: MkDocsPage | None) -> Iterable[File]:
    return (page.links_to_anchors or ()) if page is not None else ()


def _renders_differently(error: ThemeDiffersError) -> str:
    return f'the theme renders page "{error}" differently'
