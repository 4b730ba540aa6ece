"""The MkDocs plugin: hooks that turn MkDocs' values into ours and hand our pages over."""

from __future__ import annotations

import posixpath
from html import escape, unescape
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

import jinja2
from mkdocs.config import base, config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext

from papertrail import build, sources
from papertrail.config import Settings, settings_from
from papertrail.errors import PapertrailError
from papertrail.lastgood import LastGood
from papertrail.pages import Page, PageOptions, SiteFile
from papertrail.reporters import count_line, text_report
from papertrail.site.assets import SCRIPT, STYLESHEET, assets
from papertrail.site.navigation import navigation, table_of_contents, theme_text
from papertrail.site.search import add_entries, searched_late
from papertrail.site.social import first_paragraph, social_tags
from papertrail.swap import MARKER
from papertrail.templating import template_fault

log = get_plugin_logger(__name__)

_THEME = Path(__file__).parent / "theme"


class PluginOptions(base.Config):  # type: ignore[no-untyped-call]
    """What may be set under `plugins: - papertrail:`; see `papertrail.config.Settings`."""

    papers = config_options.Type(str, default="papers")
    templates = config_options.Type(str, default="templates")
    split = config_options.Type(int, default=Settings.split)


class PapertrailPlugin(BasePlugin[PluginOptions]):
    """Publishes the papers of a list as pages."""

    def __init__(self) -> None:
        self.checked: build.Checked | None = None
        """A list that was checked already, by `papertrail build`; used once."""
        self._last_good: LastGood | None = None
        self._pages: dict[str, Page] = {}
        self._files: list[SiteFile] = []
        self._good: tuple[dict[str, Page], list[SiteFile]] = {}, []
        """The pages and files of the last build whose templates were sound."""
        self._options = PageOptions(site_name="")
        self._problems = ""
        self._late_search = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """While serving, a broken file must not stop the site."""
        self._last_good = LastGood() if command == "serve" else None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check the list, and put our stylesheet before the maintainer's own."""
        try:
            settings = _settings(config, dict(self.config))
            checked = self._check(settings)
        except PapertrailError as error:
            raise PluginError(str(error)) from error
        self._late_search = False
        options = self._options = page_options(config, settings)
        templates = build.templates_of(settings)
        try:
            self._pages = {page.address: page for page in build.pages(checked, templates, options)}
            self._files = list(build.files(checked, options))
        except jinja2.TemplateError as error:
            if self._last_good is None:
                raise PluginError(template_fault(error)) from error
            self._pages, self._files = self._good
            self._problems = f"{template_fault(error)}\n{self._problems}"
            log.info("%s", self._problems)
        self._good = self._pages, self._files
        if not config.repo_url:
            config.edit_uri = None  # MkDocs would warn of each page that the address is not whole
        if STYLESHEET not in config.extra_css:
            config.extra_css.insert(0, STYLESHEET)
        own_first = 1 if config.theme.custom_dir else 0
        if str(_THEME) not in config.theme.dirs:
            config.theme.dirs.insert(own_first, str(_THEME))
        return config

    def _check(self, settings: Settings) -> build.Checked:
        self._problems = ""
        if self.checked is not None:
            checked, self.checked = self.checked, None
            return checked
        found = sources.read(settings)
        if self._last_good is not None:
            checked, as_found = self._last_good.mend(found)
            if as_found.diagnostics:
                self._problems = _report(as_found)
                log.info("%s", self._problems)
            return checked
        checked = build.check(found)
        if not checked.ok:
            raise PluginError("\n" + _report(checked))
        for diagnostic in checked.diagnostics:
            log.warning("%s", text_report([diagnostic], checked.library.texts).strip())
        return checked

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add our pages, but none whose address the maintainer's own page has."""
        own = [f for f in files.documentation_pages() if f.inclusion.is_in_nav()]  # type: ignore[no-untyped-call]
        taken = {file.dest_uri for file in files}
        wanted: list[tuple[Page, str]] = []
        generated = []
        for page in self._pages.values():
            level = InclusionLevel.INCLUDED if page.in_navigation else InclusionLevel.NOT_IN_NAV
            file = File.generated(config, page.address, content="", inclusion=level)
            wanted.append((page, file.dest_uri))
            if file.dest_uri not in taken:
                files.append(file)
                generated.append(page)
        self._pages = {page.address: page for page in generated}
        for ours in (*assets(), *self._files):
            if ours.address not in taken:
                files.append(File.generated(config, ours.address, content=ours.content))
        if config.nav is None:
            config.nav = navigation(wanted, own)
        return files

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Hand over a finished page; until now nothing but its address was there for other plugins to read."""
        ours = self._pages.get(page.file.src_uri) if page.file.generated_by == "papertrail" else None
        if ours is not None:
            html = ours.html
            # The theme writes titles and descriptions into its HTML as they are.
            page.title = "Home" if ours.address == "index.md" else theme_text(ours.title)
            page.meta["description"] = theme_text(ours.description)
            page.meta["search"] = {"exclude": True}  # its prepared entries stand in the index, see `on_post_build`
            if ours.address != "index.md":
                page.meta["title"] = page.title
            page.toc = TableOfContents(table_of_contents(ours))
            page.present_anchor_ids = {heading.anchor for heading in ours.headings}
        elif "description" not in page.meta:
            page.meta["description"] = theme_text(first_paragraph(html) or f"{page.title}, {config.site_name}")
        if self._problems:
            html = f'<div class="pt-problems" role="alert"><pre>{escape(self._problems)}</pre></div>\n{html}'
        return html

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Tell machines what the page is, and bring our script."""
        ours = self._pages.get(page.file.src_uri) if page.file.generated_by == "papertrail" else None
        head = social_tags(
            title=unescape(str(page.title or "")),
            description=unescape(str(page.meta.get("description") or config.site_description or "")),
            site_name=config.site_name,
            url=page.canonical_url,
        ) + (ours.head if ours else "")
        return self._scripted(output, get_relative_url(SCRIPT, page.url), head, config)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Leave out of the site map what only leads on."""
        if template_name == "sitemap.xml":
            context["pages"] = [file for file in context["pages"] if not self._leads_on(file)]
        return context

    def _leads_on(self, file: File) -> bool:
        ours = self._pages.get(file.src_uri) if file.generated_by == "papertrail" else None
        return ours is not None and ours.leads_on

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

    @event_priority(-50)  # after the plugin that writes the index, and before the one that makes a script of it
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put our entries into the search index, and mark the folder as ours, so that `papertrail build` may replace
        it.
        """
        site = Path(config.site_dir)
        add_entries(site, self._pages.values(), self._options, late=self._late_search)
        (site / MARKER).write_text("made by papertrail\n", encoding="utf-8")

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Follow changes of records, registries and templates."""
        settings = _settings(config, dict(self.config))
        for folder in (settings.papers, settings.templates):
            if (settings.root / folder).is_dir():
                server.watch(str(settings.root / folder))
        return server


def _report(checked: build.Checked) -> str:
    papers = len(checked.library.records)
    return text_report(checked.diagnostics, checked.library.texts) + count_line(checked.diagnostics, papers)


def _settings(config: MkDocsConfig, options: dict[str, Any]) -> Settings:
    root = Path(config.config_file_path).resolve().parent
    docs = Path(config.docs_dir)
    return settings_from(root, options, docs.relative_to(root) if docs.is_relative_to(root) else docs)


def page_options(config: MkDocsConfig, settings: Settings) -> PageOptions:
    """What pages need to know of the site."""
    edit_base = None
    if config.repo_url and config.edit_uri:
        # `edit_uri` leads to the folder of pages; records are told from the folder above it.
        to_docs = urljoin(config.repo_url.rstrip("/") + "/", config.edit_uri.rstrip("/") + "/")
        depth = len(posixpath.normpath(settings.docs_dir).split("/"))
        edit_base = urljoin(to_docs, "../" * depth)
    return PageOptions(
        site_name=config.site_name,
        site_description=config.site_description or "",
        site_url=config.site_url.rstrip("/") + "/" if config.site_url else None,
        directory_urls=config.use_directory_urls,
        edit_base=edit_base,
        report_form=report_form(config.repo_url),
        docs_dir=settings.docs_dir,
        split=settings.split,
    )


def report_form(repo_url: str | None) -> tuple[str, str, str] | None:
    """A code host's form for a new report, and the names of its fields for title and text."""
    if not repo_url:
        return None
    address = repo_url.rstrip("/")
    if "gitlab" in (urlsplit(repo_url).hostname or ""):
        return f"{address}/-/issues/new", "issue[title]", "issue[description]"
    return f"{address}/issues/new", "title", "body"
