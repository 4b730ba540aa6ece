"""One build of the site: what it publishes, and what MkDocs has passed to the plugin so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2

from papertrail.pages import Page, SiteFile
from papertrail.publishing.assets import SCRIPT
from papertrail.publishing.build_inputs import BuildInputs
from papertrail.publishing.bulk_writer import (
    PaperRendering,
    rendered,
    start_rendering,
    write_assembled,
    write_themed,
)
from papertrail.publishing.compact_html import compact_around
from papertrail.publishing.generated_files import PageFile
from papertrail.publishing.host import (
    File,
    MkDocsConfig,
    MkDocsPage,
    get_build_date,
    get_plugin_logger,
    get_relative_url,
)
from papertrail.publishing.own_pages import rooted, with_targets
from papertrail.publishing.page_assembler import HEAD_PLACEHOLDER, PageAssembler, ThemeDiffersError
from papertrail.publishing.page_metadata import (
    describe_page,
    head_of,
    head_of_other,
    link_headings,
    name_page,
    with_head,
)
from papertrail.publishing.problem_banner import with_banner
from papertrail.publishing.publication import Publication
from papertrail.publishing.search import ENTRIES, INDEX, read_index, search_files, searched_late
from papertrail.publishing.site_files import SiteFiles
from papertrail.publishing.sitemap import SitemapEntry, with_entries
from papertrail.publishing.theme_renderer import ThemeRenderer
from papertrail.publishing.writer import Writer
from papertrail.runtime.atomic_file import mark
from papertrail.runtime.atomic_folder import add_file

log = get_plugin_logger(__name__)

_MISSING = "404.html"


class BuildSession:
    """A build of the site, in one language. Its methods follow the events of MkDocs, in this order."""

    def __init__(self, config: MkDocsConfig, files: SiteFiles, inputs: BuildInputs, *, fast: bool) -> None:
        self.config, self.files, self._inputs = config, files, inputs
        self.fast = fast
        """Whether pages that MkDocs does not know are assembled from shells."""
        self.assembler: PageAssembler | None = None
        self._rendering: PaperRendering | None = None
        self.late_search = False
        """Whether pages fetch the search on its first use."""
        self._index: dict[str, Any] | None = None
        """The search index without papertrail's entries; None if the site has no search."""

    @property
    def publication(self) -> Publication:
        """What the build publishes."""
        return self.files.publication

    def start_rendering(self) -> None:
        """Start to render papers in other processes."""
        if self.fast:
            self._rendering = start_rendering(self.publication.plan)

    def stop_rendering(self) -> None:
        """End the other processes. Call it however the build ends."""
        if self._rendering is not None:
            self._rendering.end()
            self._rendering = None

    def keep_environment(self, environment: jinja2.Environment) -> None:
        """Keep the theme's templates, and let MkDocs check the anchors of links to pages that it does not render."""
        self._environment = environment
        self.files.link_anchors()

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
        else:
            html = compact_around(page.html, html)
            head = page.head if page.head == HEAD_PLACEHOLDER.text else self._head(page)
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
            navigation=self.files.navigation,
            files=self.files.all,
            environment=self._environment,
        )
        urls = [page.url for page in self.files.navigation.pages]
        self.assembler = PageAssembler(self.publication.options, self._theme, self._head, urls)

    def write_remaining(self) -> None:
        """Write the pages and files that MkDocs does not know. Files that equal those of the previous site are linked.

        Raise `PapertrailError` for an error in a template.
        """
        if not self.files.remaining or self.assembler is None:
            self.stop_rendering()
            return
        base, previous = self.publication.options.base, self._inputs.previous_site
        writer = Writer(Path(self.config.site_dir, base), previous / base if previous else None)
        progress = self._inputs.progress
        write = partial(
            write_assembled, rendering=self._rendering, assembler=self.assembler, writer=writer, progress=progress
        )
        try:
            write(self.publication, self.files.remaining)
        except ThemeDiffersError as error:
            log.info("fast build disabled: %s", _renders_differently(error))
            self.fast = False
            write_themed(self.publication, self.files.remaining, self._theme, writer)

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
        self.files.publication = publication
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


def _renders_differently(error: ThemeDiffersError) -> str:
    return f'the theme renders page "{error}" differently'
