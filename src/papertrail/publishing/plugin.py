"""The MkDocs plugin: its hooks pass what MkDocs gives to the session of a build."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

import jinja2

from papertrail.core.errors import PapertrailError
from papertrail.core.settings import ENABLED_TWICE, Settings
from papertrail.pages import PageOptions
from papertrail.pipeline.check import Checked
from papertrail.publishing.build_errors import plugin_errors
from papertrail.publishing.build_inputs import INPUTS, BuildInputs
from papertrail.publishing.build_session import BuildSession
from papertrail.publishing.host import (
    BasePlugin,
    CombinedEvent,
    Files,
    LiveReloadServer,
    MkDocsConfig,
    MkDocsPage,
    Navigation,
    TemplateContext,
    base,
    config_options,
    event_priority,
    get_plugin_logger,
)
from papertrail.publishing.list_reading import checked_list
from papertrail.publishing.live_server import LiveServer
from papertrail.publishing.live_session import LiveSession
from papertrail.publishing.missing_assets import missing_assets
from papertrail.publishing.neighbours import plugins_on_pages
from papertrail.publishing.options import is_offline, make_offline, page_options, prepare_config, settings_of
from papertrail.publishing.own_pages import PapersExtension
from papertrail.publishing.publication import Publication, publication_of
from papertrail.publishing.site_files import SiteFiles
from papertrail.runtime.progress import Progress
from papertrail.templating.environment import TemplateLoader, environment
from papertrail.templating.unused import unused_templates
from papertrail.templating.words import Words, languages
from papertrail.text.strings import quoted

log = get_plugin_logger(__name__)


class PluginOptions(base.Config):  # type: ignore[no-untyped-call]
    """The options under `plugins: - papertrail:`; see `papertrail.core.settings.Settings`."""

    papers = config_options.Type(str, default="papers")
    templates = config_options.Type(str, default="templates")
    split = config_options.Type(int, default=Settings.split)
    paper_pages = config_options.Type(bool, default=Settings.paper_pages)
    add_page = config_options.Type(bool, default=Settings.add_page)
    fast = config_options.Type(bool, default=Settings.fast)


def _publication(checked: Checked, settings: Settings, progress: Progress, options: PageOptions) -> Publication:
    with progress.step("planning pages"):
        return publication_of(checked, environment(settings.templates_folder, options.words), options)


def _untranslated(words: Words) -> str:
    known = ", ".join(languages())
    return f"no translation for language {quoted(words.requested)}; papertrail's words stay English (known: {known})"


def _modify_pages(names: list[str]) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"plugins {quoted} modify rendered pages" if len(names) > 1 else f"plugin {quoted} modifies rendered pages"


class PapertrailPlugin(BasePlugin[PluginOptions]):  # type: ignore[no-untyped-call]
    """Publishes the papers of a list as pages."""

    def __init__(self) -> None:
        self.sessions: list[BuildSession] = []
        """The builds of the site: of several, if a plugin builds it in several languages, one inside the other."""
        self._unfinished = 0
        self._live: LiveSession | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Serve the last good version of everything while something is broken."""
        self._live = LiveSession() if command == "serve" else None

    def on_shutdown(self) -> None:
        """End what runs for a build that failed."""
        self._unfinished = 0
        for session in self.sessions:
            session.stop_rendering()

    @property
    def session(self) -> BuildSession:
        """The build that runs."""
        return self.sessions[-1]

    @property
    def page_count(self) -> int:
        """The pages of the site, in all languages."""
        return sum(session.files.page_count for session in self.sessions)

    @event_priority(-200)  # after all plugins that change settings
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check the list, and plan its pages."""
        if not (self._unfinished and self.session.config is config):  # it is not the build of another language
            self.on_shutdown()
            self.sessions = []
        inputs: BuildInputs = config.get(INPUTS) or BuildInputs()
        with plugin_errors():
            if sum(isinstance(plugin, PapertrailPlugin) for plugin in config.plugins.values()) > 1:
                raise PapertrailError(ENABLED_TWICE)
            settings = settings_of(config, dict(self.config))
            if offline := inputs.preview or is_offline(config):
                make_offline(config)
            options = page_options(config, settings, offline=offline)
            if not options.words.complete:
                log.info("%s", _untranslated(options.words))
            if self._live is not None:
                plan = partial(self._live.publication, settings)
            else:
                checked = inputs.checked or checked_list(settings, inputs.progress)
                plan = partial(_publication, checked, settings, inputs.progress)
            names = plugins_on_pages(config) if settings.fast else []
            if names and not self._unfinished:
                log.info("fast build disabled: %s", _modify_pages(names))
            fast = settings.fast and not names
            files = SiteFiles(config, settings, options, plan, fast=fast)
            self.sessions.append(BuildSession(config, files, inputs, fast=fast))
            for message in unused_templates(environment(settings.templates_folder), settings.templates_folder):
                log.info("%s", message)
        self._unfinished += 1
        if self._live is None:
            self.session.start_rendering()
        prepare_config(config)
        extension = PapersExtension(lambda: self.session.publication.plan.inserts)
        config.markdown_extensions = [*config.markdown_extensions, extension]
        return config

    @event_priority(200)  # before all plugins that read files
    def _add_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        with plugin_errors():
            self.session.files.add(files)
        return files

    @event_priority(-200)  # after all plugins that remove or move files
    def _settle_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        if isinstance(files, Files):  # else another plugin has returned anything, which MkDocs reports
            self.session.files.settle(files)
        return files

    on_files = CombinedEvent(_add_files, _settle_files)

    @event_priority(200)  # before all plugins that change the navigation
    def _offer_navigation(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        return self.session.files.offered_navigation(nav, files)

    @event_priority(-200)  # after all plugins that change the navigation
    def _complete_navigation(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self.session.files.complete_navigation(nav, files)
        return nav

    on_nav = CombinedEvent(_offer_navigation, _complete_navigation)

    @event_priority(-100)
    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Keep the theme for pages that MkDocs does not know, and have it report unreadable templates."""
        loader = getattr(env, "loader", None)  # another plugin may have returned anything
        if type(loader) is jinja2.FileSystemLoader:
            env.loader = TemplateLoader(loader.searchpath)
        self.session.keep_environment(env)
        return env

    @event_priority(100)  # before plugins that read the metadata of pages
    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Name the pages; as Markdown, they stay empty."""
        with plugin_errors():
            self.session.name_page(page)
        return markdown

    @event_priority(100)  # before plugins that read the content of pages
    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Insert the finished HTML; until now, other plugins have seen an empty page."""
        with plugin_errors():
            return self.session.page_content(html, page)

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Add metadata tags and the script."""
        return self.session.finished_page(output, page)

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Add the pages to the sitemap."""
        if template_name == "sitemap.xml":
            context["pages"] = self.session.sitemap(context["pages"])  # type: ignore[typeddict-item]
        return context

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Add the script to pages that belong to no file, and a search to `404.html`."""
        if not template_name.endswith(".html"):
            return output_content
        with plugin_errors():
            return self.session.finished_template(output_content, template_name)

    @event_priority(50)  # before other plugins process the finished site
    def _write_remaining(self, *, config: MkDocsConfig) -> None:
        self.session.prepare_remaining()
        if self._live is None or not self.session.fast:
            with plugin_errors():
                self.session.write_remaining()

    @event_priority(-200)  # after all plugins that write the search index, or build the site in other languages
    def _finish(self, *, config: MkDocsConfig) -> None:
        self._unfinished -= 1
        self.session.finish(self.sessions)
        if self._live is not None:
            self._live.finish(self.session)
        elif not self._unfinished:
            for message in missing_assets(config):
                log.warning("%s", message)

    on_post_build = CombinedEvent(_write_remaining, _finish)

    @event_priority(100)  # before other plugins can hold on to the server of MkDocs
    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Render pages on request, and follow changes."""
        if self._live is None:
            return server
        live_server = LiveServer(server, self._live, config.config_file_path)
        for path in filter(None, (config.theme.custom_dir, *config.watch)):
            live_server.watch(path)
        live_server.start()
        return live_server
