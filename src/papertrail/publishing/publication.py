"""The pages and files that a build publishes, by their addresses."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import jinja2

from papertrail.pages import PageOptions, PlannedPage, SiteFile
from papertrail.pipeline.check import Checked
from papertrail.pipeline.plan import SitePlan, plan_site
from papertrail.publishing.assets import assets, offline_assets
from papertrail.publishing.search import entries_of
from papertrail.records.schema_folder import FOLDER
from papertrail.runtime.text_store import TextStore
from papertrail.scaffold.schema import SCHEMAS, schema_text


@dataclass(kw_only=True)
class Publication:
    """The pages and files that a build publishes."""

    options: PageOptions
    plan: SitePlan
    pages: dict[str, PlannedPage]
    files: dict[str, SiteFile]
    entries: TextStore = field(default_factory=TextStore)
    """The search entries of the pages that are already rendered."""

    @property
    def outline(self) -> tuple[object, ...]:
        """What other pages show: the navigation, which addresses exist, and papers in the maintainer's pages."""
        pages = self.pages.values()
        navigation = [(page.address, page.title) for page in pages if page.in_navigation]
        addresses = {(page.address, page.kind, page.is_redirect) for page in pages}
        return navigation, addresses, self.files.keys(), self.plan.inserts.shown

    @cached_property
    def by_path(self) -> Mapping[str, PlannedPage | SiteFile]:
        """The pages and files by their paths on the site."""
        pages = {self.options.file_of(address): page for address, page in self.pages.items()}
        return {**pages, **self.files}

    def without(self, taken: Container[str]) -> Publication:
        """Return the same without the pages and files whose paths on the site are taken."""
        options = self.options
        return replace(
            self,
            pages={address: page for address, page in self.pages.items() if options.file_of(address) not in taken},
            files={address: file for address, file in self.files.items() if address not in taken},
        )

    def search_entries(self) -> Iterator[str]:
        """Yield the search entries of each page, in the order of the pages."""
        for address, page in self.pages.items():
            entries = self.entries.get(address)
            yield entries_of(page, self.options) if entries is None else entries


def publication_of(checked: Checked, templates: jinja2.Environment, options: PageOptions) -> Publication:
    """Plan what to publish. Raise `jinja2.TemplateError` if a template cannot be loaded."""
    site = plan_site(checked, templates, options)
    files = [*(offline_assets(site.files, options.words) if options.offline else assets(options.words)), *site.files]
    if options.site_url is not None:
        files += _schemas(options)
    return Publication(
        options=options,
        plan=site,
        pages={page.address: page for page in site.pages},
        files={file.address: file for file in files},
    )


def _schemas(options: PageOptions) -> Iterator[SiteFile]:
    """Yield the schemas of records and registries, each with its URL."""
    for name in SCHEMAS:
        address = f"{FOLDER}/{name}.schema.json"
        yield SiteFile(address=address, make=partial(schema_text, name, url=options.absolute(address)))


def hardest(pages: Iterable[PlannedPage]) -> list[PlannedPage]:
    """Return one page of each kind: the one whose title has the most characters that a theme might change."""
    chosen: dict[str, tuple[int, PlannedPage]] = {}
    for page in pages:
        unusual = sum(not character.isalnum() and character != " " for character in page.title)
        if page.kind not in chosen or unusual > chosen[page.kind][0]:
            chosen[page.kind] = unusual, page
    return [page for _, page in chosen.values()]
