"""The pages and files of a list among those of a site: what plugins do with them before any page is rendered."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Container, Iterable
from dataclasses import replace

from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.pages import PageOptions
from papertrail.publishing.generated_files import DataFile, PageFile
from papertrail.publishing.host import (
    File,
    Files,
    InclusionLevel,
    MkDocsConfig,
    MkDocsPage,
    Navigation,
    get_plugin_logger,
)
from papertrail.publishing.navigation import navigation, navigation_of
from papertrail.publishing.neighbours import language_folders
from papertrail.publishing.page_metadata import anchors, title_of
from papertrail.publishing.publication import Publication
from papertrail.text.strings import composed

log = get_plugin_logger(__name__)


class SiteFiles:
    """The pages and files of one build. Its methods follow the events of MkDocs, in this order."""

    def __init__(
        self,
        config: MkDocsConfig,
        settings: Settings,
        options: PageOptions,
        plan: Callable[[PageOptions], Publication],
        *,
        fast: bool,
    ) -> None:
        self._config, self.settings, self._plan, self._fast = config, settings, plan, fast
        self.publication = plan(options)
        """What the build publishes: first everything, then what other plugins have left of it."""
        self.remaining: list[str] = []
        """The addresses of pages and files that papertrail writes when MkDocs has written its own."""
        self.page_count = 0
        self.taken: frozenset[str] = frozenset()
        """The paths on the site that papertrail must not write: of other files, and of files that plugins removed."""

    def add(self, files: Files) -> None:
        """Add the pages and files of the list, except those whose path the maintainer's own files have.

        Raise `PapertrailError` if one of these files is a link or a special file.
        """
        own_theme = self._config.theme.custom_dir if self.settings.theme_dir else None
        refuse_special_files(files, [self._config.docs_dir, *filter(None, [own_theme])])
        paths = [file.dest_uri for file in files]
        inside = (path.removeprefix(folder) for folder in language_folders(self._config) for path in paths)
        self.taken = frozenset([*paths, *inside])
        self.publication = self.publication.without(self.taken)
        for path, own in _same_but_for_case(self.publication.by_path, files):
            log.warning("%s and papertrail's %s are one file on Windows and macOS; rename the first", own.src_uri, path)
        for page in self.publication.pages.values():
            files.append(PageFile.planned(self._config, page, self.publication.options.file_of(page.address)))
        for file in self.publication.files.values():
            files.append(DataFile(self._config, file))

    def settle(self, files: Files) -> None:
        """Publish what other plugins have left of the pages and files, and where they have moved it."""
        publication, docs_dir = self.publication, self._config.docs_dir
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
            page.is_assembled = self._fast and not (planned.in_navigation or address.endswith("index.md"))

    def offered_navigation(self, nav: Navigation, files: Files) -> Navigation:
        """Return papertrail's navigation, unless the maintainer or a plugin has made one."""
        if self._config.nav is not None:
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
        offered = navigation_of(items, nav, files, self._config)
        for shown in offered.pages:  # one without a title would become that of its section for plugin "section-index"
            if isinstance(shown.file, PageFile):
                shown.title = title_of(publication.pages[shown.file.src_uri], options.words)
        return offered

    def complete_navigation(self, nav: Navigation, files: Files) -> None:
        """Keep the navigation. From now on, pages that papertrail assembles stay unknown to MkDocs."""
        self.navigation, self.all = nav, files
        assembled = []
        for address in self.publication.pages:
            file = files.src_uris.get(address)
            if isinstance(file, PageFile) and file.is_assembled:
                if file.page is None:
                    assembled.append(address)
                else:  # it is in the navigation
                    file.is_assembled = False
        self.remaining = [*assembled, *self.publication.files]
        self.page_count = len(files.documentation_pages()) + len(assembled)

    def link_anchors(self) -> None:
        """Let MkDocs check the anchors of links to pages that it does not render."""
        linked = {file for other in self.all.documentation_pages() for file in _linked_at_anchors(other.page)}
        for file in linked:
            if isinstance(file, PageFile) and file.page is None:
                page = MkDocsPage(None, file, self._config)
                page.present_anchor_ids = anchors(self.publication.pages[file.src_uri].make())


def refuse_special_files(files: Files, folders: Container[str]) -> None:
    """Raise `PapertrailError` if a file in one of the maintainer's folders is anything but a regular file.

    The check of the list has refused such files, but not hidden ones, which a site can include, and not later ones.
    """
    for file in files:
        is_published = file.src_dir in folders and file.inclusion is not InclusionLevel.EXCLUDED
        if is_published and not stat.S_ISREG(os.lstat(f"{file.src_dir}/{file.src_uri}").st_mode):
            raise PapertrailError(f"{file.src_uri} is not a regular file; replace it with the file itself")


def _same_but_for_case(paths: Iterable[str], files: Files) -> Iterable[tuple[str, File]]:
    """Return the paths on the site that differ from that of another file only by case, each with the file."""
    own = {composed(file.dest_uri).casefold(): file for file in files}
    return ((path, own[path.casefold()]) for path in paths if path.casefold() in own)


def _linked_at_anchors(page: MkDocsPage | None) -> Iterable[File]:
    return (page.links_to_anchors or ()) if page is not None else ()
