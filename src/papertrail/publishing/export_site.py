"""`papertrail render --out`: the whole site as the project of a site generator, which needs no papertrail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.pipeline.check import Checked
from papertrail.publishing.commands import site_config
from papertrail.publishing.export_hugo import HUGO
from papertrail.publishing.export_mkdocs import MKDOCS, ZENSICAL
from papertrail.publishing.export_quarto import QUARTO
from papertrail.publishing.exported_site import Builder, ExportedFile, ExportedSite
from papertrail.publishing.host import File, InclusionLevel, MkDocsConfig, get_files
from papertrail.publishing.navigation import navigation
from papertrail.publishing.options import is_offline, make_offline, page_options
from papertrail.publishing.own_pages import rooted, with_papers
from papertrail.publishing.page_metadata import head_of
from papertrail.publishing.publication import Publication, publication_of
from papertrail.publishing.site_files import refuse_special_files
from papertrail.runtime.atomic_folder import add_file, replaced_folder
from papertrail.templating.environment import environment

BUILDERS = {"mkdocs": MKDOCS, "zensical": ZENSICAL, "hugo": HUGO, "quarto": QUARTO}
"""The site generators, by the names of the command line."""
_HOME = "index.md"


def write_site(settings: Settings, checked: Checked, out: Path, builder: str) -> int:
    """Write the project of a site generator into `out`, in place of that of an earlier run.

    Return the number of files. Raise `PapertrailError` if `out` contains anything that papertrail did not write.
    """
    site = _site(settings, checked, BUILDERS[builder])
    count = 0
    with replaced_folder(out) as new:
        for path, content in _files(site, BUILDERS[builder]):
            add_file(new, path, content if isinstance(content, bytes) else content.encode())
            count += 1
    return count


def _site(settings: Settings, checked: Checked, builder: Builder) -> ExportedSite:
    config = site_config(settings)
    if offline := builder.directory_urls is None and is_offline(config):
        make_offline(config)
    options = page_options(config, settings, offline=offline)
    if builder.directory_urls is not None:
        options = replace(options, directory_urls=builder.directory_urls)
    publication = publication_of(checked, environment(settings.templates_folder, options.words), options)
    own = {_address(file): file for file in _own_files(config, builder)}
    navigation = config.nav if config.nav is not None else _navigation(publication, own)
    home = _HOME if _HOME in own else {options.words.gettext("Home"): _HOME}
    return ExportedSite(
        settings=settings,
        config=config,
        publication=publication.without({options.file_of(address) for address in own}),
        own=own,
        navigation=[home if item == _HOME else item for item in navigation],
    )


def _own_files(config: MkDocsConfig, builder: Builder) -> Iterable[File]:
    """Return the maintainer's files in the folder of pages that are published, or that plugins read, as `.nav.yml`."""
    files = get_files(config)
    refuse_special_files(files, [config.docs_dir])
    for file in files:
        if file.inclusion is not InclusionLevel.EXCLUDED or (builder.runs_plugins and file.src_uri.endswith(".yml")):
            yield file


def _address(file: File) -> str:
    """Return the address of a file, as `Page.address`: a `README.md` is the page of its folder."""
    folder, slash, name = file.src_uri.rpartition("/")
    return f"{folder}{slash}index.md" if name == "README.md" else file.src_uri


def _navigation(publication: Publication, own: Mapping[str, File]) -> list[Any]:
    """Return the navigation that a build of MkDocs has without a setting."""
    pages = publication.plan.pages
    sources = {page.address: page.address for page in pages}
    others = [file.src_uri for address, file in own.items() if file.is_documentation_page() and address not in sources]
    sources |= {address: file.src_uri for address, file in own.items() if address in sources}
    return navigation(pages, sources, others, publication.options.words)


def _files(site: ExportedSite, builder: Builder) -> Iterator[ExportedFile]:
    for planned in site.publication.pages.values():
        page = planned.make()
        linked = replace(page, html=builder.linked(page.html, page.address, site.options))
        head = head_of(page, site.options, site.config)
        yield builder.pages + builder.path_of(page.address), builder.page(site, planned, linked, head)
    for file in site.publication.files.values():
        yield builder.files + file.address, file.content
    for address, own in site.own.items():
        if own.is_documentation_page():
            text = builder.own_page(_own_page(site, builder, address, own), address, site.options)
            yield builder.pages + builder.path_of(own.src_uri), text
        else:
            yield builder.files + own.src_uri, own.content_bytes
    yield from builder.project(site)


def _own_page(site: ExportedSite, builder: Builder, address: str, file: File) -> str:
    """Return a page of the maintainer with papers in place of its lists and citations."""
    options, inserts = site.options, site.publication.plan.inserts
    try:
        text = file.content_string
    except UnicodeDecodeError as error:
        raise PapertrailError(f"{site.settings.docs_dir}/{file.src_uri} is not UTF-8; save it as UTF-8") from error

    def put(html: str) -> str:
        return builder.put(builder.linked(rooted(html, options.url_of(address)), address, options))

    return with_papers(text, lambda: inserts, put)
