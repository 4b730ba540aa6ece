"""The MkDocs plugin: hooks that turn MkDocs' values into ours and hand our pages over."""

from __future__ import annotations

from functools import partial
from html import escape, unescape
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import jinja2
from mkdocs.commands.build import _populate_page, get_context
from mkdocs.config import base, config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_build_date, get_relative_url
from mkdocs.utils.templates import TemplateContext

from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.pages import Page, PageOptions
from papertrail.pipeline.check import Checked, ListChecker, check
from papertrail.pipeline.last_good import LastGood
from papertrail.pipeline.plan import plan
from papertrail.publishing.assets import SCRIPT, STYLESHEET, assets
from papertrail.publishing.lazy_files import PlannedFiles
from papertrail.publishing.live_server import Change, LiveFiles, serve_live
from papertrail.publishing.navigation import navigation, table_of_contents, theme_text
from papertrail.publishing.options import page_options, settings_of
from papertrail.publishing.page_assembler import HEAD_MARK, Lane, LaneDiffersError, others_on_pages
from papertrail.publishing.publication import (
    Drawing,
    Publication,
    begin_drawing,
    hardest,
    write_ordinarily,
    write_pages,
)
from papertrail.publishing.search import ENTRIES, INDEX, read_index, search_files, searched_late
from papertrail.publishing.sitemap import Told, with_ours
from papertrail.publishing.social_tags import first_paragraph, social_tags
from papertrail.publishing.writer import Writer
from papertrail.records import files as sources
from papertrail.reporters import count_line, text_report
from papertrail.runtime.atomic_folder import MARKER
from papertrail.runtime.progress import QUIET
from papertrail.templating.environment import environment, template_fault

log = get_plugin_logger(__name__)

_THEME = Path(__file__).parent / "theme"


class PluginOptions(base.Config):  # type: ignore[no-untyped-call]
    """What may be set under `plugins: - papertrail:`; see `papertrail.core.settings.Settings`."""

    papers = config_options.Type(str, default="papers")
    templates = config_options.Type(str, default="templates")
    split = config_options.Type(int, default=Settings.split)
    paper_pages = config_options.Type(bool, default=Settings.paper_pages)
    fast = config_options.Type(bool, default=Settings.fast)


class PapertrailPlugin(BasePlugin[PluginOptions]):
    """Publishes the papers of a list as pages."""

    def __init__(self) -> None:
        self.checked: Checked | None = None
        """A list that was checked already, by `papertrail build`; used once."""
        self.before: Path | None = None
        """The folder of the last build, for `papertrail build`: what did not change is left as it is."""
        self.stages = QUIET
        self.pages = 0
        """How many pages the site has."""
        self._last_good: LastGood | None = None
        self._published: Publication
        self._good: Publication | None = None
        """What was published last while the templates were sound."""
        self._on_page: dict[str, Page] = {}
        """The pages that MkDocs is at, by address."""
        self._problems = ""
        self._late_search = False
        self._fast = False
        self._later: list[str] = []
        """The addresses of pages and files that are written when MkDocs is done with the others."""
        self._drawing: Drawing | None = None
        self._lane: Lane | None = None
        self._known: sources.Known = {}
        self._found = sources.Sources()
        """What was read last."""
        self._own: list[tuple[str, int]] = []
        """The project's own templates, with the times of their last change."""
        self._templates: jinja2.Environment | None = None
        self._tried: jinja2.Environment | None = None
        """The templates of which pages of each kind were made."""
        self._taken: frozenset[str] = frozenset()
        """The files of the site that are the maintainer's or the theme's own."""
        self._index: dict[str, Any] | None = None
        """The search index without our entries; None where the site has no search."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """While serving, a broken file must not stop the site."""
        self._last_good = LastGood(check=ListChecker().check) if command == "serve" else None

    def on_shutdown(self) -> None:
        """Leave nothing behind where a build ends early."""
        self._stop_drawing()

    def _stop_drawing(self) -> None:
        if self._drawing is not None:
            self._drawing.end()
            self._drawing = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check the list, and put our stylesheet before the maintainer's own."""
        try:
            settings = settings_of(config, dict(self.config))
            if self.checked is not None:
                checked, self.checked = self.checked, None
            else:
                self._found = sources.read(settings, self._known if self._last_good is not None else None)
                checked = self._check(self._found)
        except PapertrailError as error:
            raise PluginError(str(error)) from error
        self._late_search = False
        options = page_options(config, settings)
        try:
            with self.stages("planning pages"):
                templates = self._templates_now(settings)
                self._published = _publication(checked, templates, options)
            if self._last_good is not None:
                self._try(templates)
        except jinja2.TemplateError as error:
            if self._last_good is None or self._good is None:
                raise PluginError(template_fault(error)) from error
            self._published = self._good
            self._problems = f"{template_fault(error)}\n{self._problems}"
            log.info("%s", self._problems)
        self._good = self._published
        self._fast = settings.fast
        self._stop_drawing()
        if self._fast and self._last_good is None:
            self._drawing = begin_drawing(self._published.plan)
        if not config.repo_url:
            config.edit_uri = None  # MkDocs would warn of each page that the address is not whole
        if STYLESHEET not in config.extra_css:
            config.extra_css.insert(0, STYLESHEET)
        own_first = 1 if config.theme.custom_dir else 0
        if str(_THEME) not in config.theme.dirs:
            config.theme.dirs.insert(own_first, str(_THEME))
        return config

    def _templates_now(self, settings: Settings) -> jinja2.Environment:
        """The templates, which need not be compiled again while the project's own stay as they are."""
        own = _own_templates(settings)
        if self._templates is None or own != self._own:
            self._own, self._templates = own, environment(settings.templates_folder)
        return self._templates

    def _try(self, templates: jinja2.Environment) -> None:
        """Make a page of each kind when the project's own templates changed: a mistake in them must show before the
        last good pages are gone. Raises `jinja2.TemplateError`.
        """
        if templates is not self._tried:
            for page in hardest(self._published.pages.values()):
                page.make()
            self._tried = templates

    def _check(self, found: sources.Sources) -> Checked:
        self._problems = ""
        if self._last_good is not None:
            checked, as_found = self._last_good.mend(found)
            if as_found.diagnostics:
                self._problems = _report(as_found)
                log.info("%s", self._problems)
            return checked
        checked = check(found, self.stages)
        if not checked.ok:
            raise PluginError("\n" + _report(checked))
        for diagnostic in checked.diagnostics:
            log.warning("%s", text_report([diagnostic], checked.library.texts).strip())
        return checked

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add our pages, but none whose address the maintainer's own page has."""
        ours = self._published
        own = [f for f in files.documentation_pages() if f.inclusion.is_in_nav()]  # type: ignore[no-untyped-call]
        self._taken = frozenset(file.dest_uri for file in files)
        if config.nav is None:
            config.nav = navigation([(page, ours.options.file_of(page.address)) for page in ours.pages.values()], own)
        ours = self._published = ours.without(self._taken)
        if self._fast and (others := others_on_pages(config)):
            log.info("pages are made one by one, as %s may change finished pages", ", ".join(others))
            self._fast = False
            self._stop_drawing()
        planned = (*ours.pages, *ours.files)
        found = PlannedFiles(files, planned, partial(self._file, config=config))
        for address in planned:
            page = ours.pages.get(address)
            if not self._fast or (page and (page.in_navigation or address.endswith("index.md"))):
                found.get_file_from_path(address)
        return found

    def _file(self, address: str, config: MkDocsConfig) -> File:
        """A page or a file of ours, as MkDocs knows files."""
        page = self._published.pages.get(address)
        if page is None:
            file = File.generated(config, address, content=self._published.files[address].content)
        else:
            level = InclusionLevel.INCLUDED if page.in_navigation else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, address, content="", inclusion=level)
        file.generated_by = "papertrail"
        return file

    @event_priority(-100)  # when the other plugins are done with it
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """From here on, pages that MkDocs does not know of are ours to make."""

        def linked(file: File) -> None:
            if file.src_uri in self._published.pages:
                page = MkDocsPage(None, file, config)
                page.present_anchor_ids = _anchors(self._published.pages[file.src_uri].make())

        known = set(files.src_uris)
        self._later = [address for address in (*self._published.pages, *self._published.files) if address not in known]
        if isinstance(files, PlannedFiles):
            files.settle(linked)
        else:  # another plugin has put files of its own choice in the place of all
            for address in self._later:
                files.append(self._file(address, config))
            self._later = []
        self._nav, self._all_files = nav, files
        later = sum(address in self._published.pages for address in self._later)
        self.pages = len(files.documentation_pages()) + later
        return nav

    @event_priority(-100)
    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Keep the theme for pages that are made later."""
        self._env = env
        return env

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Hand over a finished page; until now nothing but its address was there for other plugins to read."""
        ours = self._ours(page)
        if ours is not None:
            html = ours.html
            # The theme writes titles and descriptions into its HTML as they are.
            page.title = "Home" if ours.address == "index.md" else theme_text(ours.title)
            page.meta["description"] = theme_text(ours.description)
            page.meta["search"] = {"exclude": True}  # its prepared entries stand in the index, see `on_post_build`
            if ours.address != "index.md":
                page.meta["title"] = page.title
            page.toc = TableOfContents(table_of_contents(ours))
            page.present_anchor_ids = _anchors(ours)
        elif "description" not in page.meta:
            page.meta["description"] = theme_text(first_paragraph(html) or f"{page.title}, {config.site_name}")
        if self._problems:
            html = f'<div class="pt-problems" role="alert"><pre>{escape(self._problems)}</pre></div>\n{html}'
        return html

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Tell machines what the page is, and bring our script."""
        ours = self._ours(page)
        if ours is None:
            head = _head(str(page.title or ""), str(page.meta.get("description") or ""), page.canonical_url, config)
        elif ours.head == HEAD_MARK.text:
            head = ours.head
        else:
            head = self._head_of(ours, config)
        self._on_page.pop(page.file.src_uri, None)
        return self._scripted(output, get_relative_url(SCRIPT, page.url), head, config)

    def _ours(self, page: MkDocsPage) -> Page | None:
        """The page that MkDocs is at, where it is one of ours."""
        address = page.file.src_uri
        if page.file.generated_by != "papertrail" or not page.file.is_documentation_page():
            return None
        if address not in self._on_page:
            try:
                self._on_page[address] = self._published.pages[address].make()
            except jinja2.TemplateError as error:
                raise PluginError(template_fault(error)) from error
        return self._on_page[address]

    def _head_of(self, page: Page, config: MkDocsConfig) -> str:
        title = "Home" if page.address == "index.md" else theme_text(page.title)
        return _head(title, theme_text(page.description), self._published.options.absolute(page.address), config) + (
            page.head
        )

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Bring our pages to the site map, without those that only lead on."""
        if template_name == "sitemap.xml":
            options, pages = self._published.options, self._published.pages.values()
            told = [Told.of(page, options, get_build_date()) for page in pages if not page.leads_on]
            context["pages"] = with_ours(context["pages"], told)  # type: ignore[typeddict-item]
        return context

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Bring our script to pages that are no page of the list, such as that of an address that is not there."""
        if not template_name.endswith(".html"):
            return output_content
        top = urlsplit(config.site_url or "/").path.rstrip("/")
        return self._scripted(output_content, f"{top}/{SCRIPT}", "", config)

    def _scripted(self, html: str, script: str, head: str, config: MkDocsConfig) -> str:
        """A page with more in its head, and with a search that is fetched when it is used."""
        # Not at the end, where the theme has its scripts: ours is small and must not wait for them.
        head += f'<script type="module" async src="{escape(script)}"></script>\n'
        html = html.replace("</head>", f"{head}</head>", 1)
        if {"offline", "material/offline"} & set(config.plugins):  # it writes the index into a script of its own
            return html
        late = searched_late(html)
        self._late_search |= late != html
        return late

    @event_priority(50)  # before other plugins look at the finished site
    def _write_others(self, *, config: MkDocsConfig) -> None:
        """Write the pages that MkDocs does not know of; while serving they are made when they are asked for."""
        ours = self._published
        theme = partial(self._rendered, config=config)
        self._lane = Lane(
            ours.options, theme, partial(self._head_of, config=config), [page.url for page in self._nav.pages]
        )
        if not self._later or self._last_good is not None:
            self._stop_drawing()
            return
        pages = [address for address in self._later if address in ours.pages]
        files = [address for address in self._later if address in ours.files]
        writer = Writer(Path(config.site_dir), self.before)
        try:
            write_pages(ours, pages, files, drawing=self._drawing, lane=self._lane, writer=writer, stages=self.stages)
        except LaneDiffersError as error:
            log.info("pages are made one by one, as the theme makes another page of %s", error)
            self._stop_drawing()
            write_ordinarily(ours, pages, files, theme, writer)
        except PapertrailError as error:
            raise PluginError(str(error)) from error

    def _rendered(self, ours: Page, config: MkDocsConfig) -> str:
        """A page of ours as MkDocs makes it."""
        self._on_page[ours.address] = ours
        file = self._all_files.src_uris.get(ours.address)
        if file is None:
            file = File.generated(config, ours.address, content="", inclusion=InclusionLevel.NOT_IN_NAV)
            file.generated_by = "papertrail"
        page = file.page or MkDocsPage(None, file, config)
        _populate_page(page, config, self._all_files)
        page.active = True
        try:
            context = get_context(self._nav, self._all_files.documentation_pages(), config, page)
            template = self._env.get_template(str(page.meta.get("template", "main.html")))
            context = config.plugins.on_page_context(context, page=page, config=config, nav=self._nav)
            return config.plugins.on_post_page(template.render(context), page=page, config=config)
        finally:
            page.active = False

    @event_priority(-50)  # after the plugin that writes the index, and before the one that makes a script of it
    def _finish(self, *, config: MkDocsConfig) -> None:
        """Put our entries into the search index, and mark the folder as ours, so that `papertrail build` may replace
        it.
        """
        site = Path(config.site_dir)
        with self.stages("indexing for the search"):
            self._index = read_index(site)
            for path, text in self._search_files().items():
                (site / path).write_text(text, encoding="utf-8")
        (site / MARKER).write_text("made by papertrail\n", encoding="utf-8")

    on_post_build = CombinedEvent(_write_others, _finish)

    def _search_files(self) -> dict[str, str]:
        """The files of the search index, with our entries."""
        if self._index is None:
            return {}
        return search_files(self._index, self._published.search_entries(), late=self._late_search)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Follow changes of records, registries and templates."""
        settings = settings_of(config, dict(self.config))
        live = LiveFiles(Path(config.site_dir), self._live)
        folders = [settings.root / settings.papers, settings.root / settings.templates]
        serve_live(server, live, partial(self._refresh, settings), folders)
        return server

    def _refresh(self, settings: Settings) -> Change:
        """Take over changes of records, notes and templates, unless something hangs on them that MkDocs made."""
        if not self._fast or self._lane is None:
            return Change.SITE
        before, problems, found = self._published, self._problems, self._found
        try:
            self._found = sources.read(settings, self._known)
            templates = self._templates_now(settings)
            if self._found == found and templates is self._tried:
                return Change.NOTHING  # systems tell of a change more than once
            checked = self._check(self._found)
            published = _publication(checked, templates, before.options).without(self._taken)
            if self._problems != problems or published.outline != before.outline:
                return Change.SITE
            self._published = published
            self._try(templates)
        except (PapertrailError, jinja2.TemplateError):
            self._published = before
            return Change.SITE  # the build tells of it
        self._good = published
        self._lane.forget_pages()
        return Change.PAPERS

    def _live(self, path: str) -> bytes | None:
        """The content of a file of ours in the served site; None for one of MkDocs."""
        if not self._fast or self._lane is None:
            return None
        ours = self._published
        if path in (INDEX, ENTRIES):
            return self._search_files().get(path, "").encode() or None
        if path in ours.files:
            return ours.files[path].content
        planned = ours.pages.get(ours.address_of(path))
        if planned is None:
            return None
        try:
            page = planned.make()
        except jinja2.TemplateError as error:
            log.error("%s", template_fault(error))
            return f"<pre>{escape(template_fault(error))}</pre>".encode()
        try:
            return self._lane.page(planned, page)
        except LaneDiffersError as error:
            log.info("pages are made one by one, as the theme makes another page of %s", error)
            self._lane.distrust()
            return self._lane.page(planned, page)


def _publication(checked: Checked, templates: jinja2.Environment, options: PageOptions) -> Publication:
    """What is to be published. Raises `jinja2.TemplateError` for a mistake in a template that shows at once."""
    site = plan(checked, templates, options)
    return Publication(
        options=options,
        plan=site,
        pages={page.address: page for page in site.pages},
        files={file.address: file for file in (*assets(), *site.files)},
    )


def _own_templates(settings: Settings) -> list[tuple[str, int]]:
    """The project's own templates with the times of their last change."""
    files = sorted(file for file in (settings.root / settings.templates).rglob("*") if file.is_file())
    return [(str(file), file.stat().st_mtime_ns) for file in files]


def _anchors(page: Page) -> set[str]:
    return {heading.anchor for heading in page.headings}


def _head(title: str, description: str, url: str | None, config: MkDocsConfig) -> str:
    return social_tags(
        title=unescape(title),
        description=unescape(description or config.site_description or ""),
        site_name=config.site_name,
        url=url,
    )


def _report(checked: Checked) -> str:
    papers = len(checked.library.records)
    return text_report(checked.diagnostics, checked.library.texts) + count_line(checked.diagnostics, papers)
