"""Renders a page with the theme, as MkDocs does."""

from __future__ import annotations

from dataclasses import dataclass

import jinja2

from papertrail.pages import Page, PageOptions
from papertrail.publishing.generated_files import PageFile
from papertrail.publishing.host import Files, InclusionLevel, MkDocsConfig, MkDocsPage, Navigation, get_context
from papertrail.publishing.mkdocs_internals import populate_page


@dataclass(frozen=True, kw_only=True)
class ThemeRenderer:
    """Renders pages with the theme of one build. Plugins receive the same events as for other pages."""

    config: MkDocsConfig
    options: PageOptions
    navigation: Navigation
    files: Files
    environment: jinja2.Environment

    def __call__(self, page: Page) -> str:
        """Return the finished HTML of a page."""
        mkdocs_page = self._mkdocs_page(page)
        populate_page(mkdocs_page, self.config, self.files)
        mkdocs_page.active = True
        try:
            return self._rendered(mkdocs_page)
        finally:
            mkdocs_page.active = False

    def _mkdocs_page(self, page: Page) -> MkDocsPage:
        file = self.files.src_uris.get(page.address)
        if not isinstance(file, PageFile) or file.is_assembled:
            dest = self.options.file_of(page.address)
            file = PageFile.of(self.config, page.address, dest, InclusionLevel.NOT_IN_NAV)
        file.content = page
        return file.page or MkDocsPage(None, file, self.config)

    def _rendered(self, page: MkDocsPage) -> str:
        config, plugins = self.config, self.config.plugins
        context = get_context(self.navigation, self.files.documentation_pages(), config, page)
        template = self.environment.get_template(str(page.meta.get("template", "main.html")))
        context = plugins.on_page_context(context, page=page, config=config, nav=self.navigation)
        return plugins.on_post_page(template.render(context), page=page, config=config)
