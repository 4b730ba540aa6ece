"""Serving the site while the list is edited: what stays between two builds, and what a change affects."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from pathlib import Path

import jinja2

from papertrail.core.diagnostics import Diagnostic
from papertrail.core.errors import PapertrailError
from papertrail.core.settings import Settings
from papertrail.pages import PageOptions
from papertrail.pipeline.check import Checked, ListChecker
from papertrail.pipeline.last_good import LastGood
from papertrail.publishing.build_session import BuildSession
from papertrail.publishing.host import get_plugin_logger
from papertrail.publishing.list_reading import logged_report, refuse_site_errors, report_of
from papertrail.publishing.publication import Publication, hardest, publication_of
from papertrail.records import files
from papertrail.scaffold.schema_files import refresh_schemas
from papertrail.templating.environment import environment, template_message
from papertrail.templating.words import ENGLISH, Words

log = get_plugin_logger(__name__)


class Change(Enum):
    """What a change of files affects."""

    NOTHING = auto()
    CONTENT = auto()
    """Files that are rendered on request."""
    SITE = auto()
    """What MkDocs renders, such as the navigation."""


@dataclass(frozen=True, kw_only=True)
class Problems:
    """What is wrong while the last good version of the site is served."""

    list: str = ""
    templates: str = ""
    build: str = ""

    def __str__(self) -> str:
        return "\n".join(filter(None, (self.build, self.templates, self.list)))


@dataclass
class _Templates:
    """The templates of a project, compiled again only if one of the project's own has changed."""

    version: list[tuple[str, int]] = field(default_factory=list)
    words: Words = ENGLISH
    environment: jinja2.Environment | None = None

    def current(self, folder: Path, words: Words) -> jinja2.Environment:
        version = [(str(file), file.stat().st_mtime_ns) for file in sorted(folder.rglob("*")) if file.is_file()]
        if self.environment is None or version != self.version or words != self.words:
            self.version, self.words, self.environment = version, words, environment(folder, words)
        return self.environment


class LiveSession:
    """The list while it is served: the last good version of each file, of the templates and of the site."""

    def __init__(self) -> None:
        self.build: BuildSession | None = None
        """The last build that succeeded."""
        self.problems = Problems()
        self._last_good = LastGood(check=ListChecker().check)
        self._known: files.Known = {}
        self._sources = files.Sources()
        self._reported: tuple[Diagnostic, ...] = ()
        self._templates = _Templates()
        self._tested: jinja2.Environment | None = None
        """The templates that have rendered a page of each kind."""
        self._good: Publication | None = None
        """What the last templates without errors published."""

    @property
    def watched_folders(self) -> list[Path]:
        """The folders whose changes affect the list."""
        settings = self.build.files.settings if self.build else None
        return [settings.root / settings.papers, settings.templates_folder] if settings else []

    def publication(self, settings: Settings, options: PageOptions) -> Publication:
        """Read the list for a build.

        Raise `PapertrailError` if the list cannot be read, and `jinja2.TemplateError` for an error in a template if
        there was no version without errors yet.
        """
        try:
            return self._load(settings, options, for_build=True)
        except jinja2.TemplateError as error:
            if self._good is None:
                raise
            self.report(templates=template_message(error))
            return self._good

    def refresh(self) -> Change:
        """Read the list again after a change, and publish it unless the whole site has to be built for it."""
        build = self.build
        if build is None:
            return Change.SITE
        before = self.problems
        try:
            if self._is_current(build.files.settings, build.publication.options.words):
                return Change.NOTHING  # systems report a change more than once
            publication = self._load(build.files.settings, build.publication.options).without(build.files.taken)
        except jinja2.TemplateError as error:
            self.report(templates=template_message(error))
            return Change.NOTHING if self.problems == before else Change.CONTENT
        except (PapertrailError, OSError) as error:
            self.report(list=str(error))
            return Change.NOTHING if self.problems == before else Change.CONTENT
        if not build.fast or publication.outline != build.publication.outline:
            return Change.SITE
        build.update(publication)
        return Change.CONTENT

    def finish(self, build: BuildSession) -> None:
        """Serve a build that succeeded."""
        self.build = build
        self.problems = replace(self.problems, build="")

    def report(self, **problems: str) -> None:
        """Replace problems by their kind, and log those that are new."""
        before, self.problems = self.problems, replace(self.problems, **problems)
        for kind, text in problems.items():
            if text and text != getattr(before, kind):
                # Only a build that failed is over: errors that are logged during a build end it in strict mode.
                log.log(logging.ERROR if kind == "build" else logging.INFO, "%s", text)

    @property
    def rendered_paths(self) -> Collection[str]:
        """The paths on the site of the files that are rendered on request."""
        return self.build.rendered_paths if self.build else ()

    def content_of(self, path: str) -> bytes:
        """Return a file that is rendered on request, by its path in `rendered_paths`."""
        assert self.build is not None, "only then there are paths"
        return self.build.content_of(path)

    def _is_current(self, settings: Settings, words: Words) -> bool:
        sources = files.read(settings, self._known)
        return sources == self._sources and self._templates.current(settings.templates_folder, words) is self._tested

    def _load(self, settings: Settings, options: PageOptions, *, for_build: bool = False) -> Publication:
        self._sources = files.read(settings, self._known)
        if for_build:
            refuse_site_errors(self._sources)
        checked = self._check(self._sources, settings.root)
        templates = self._templates.current(settings.templates_folder, options.words)
        publication = publication_of(checked, templates, options)
        if templates is not self._tested:
            # An error must show before the last good pages are gone.
            for page in hardest(publication.pages.values()):
                page.make()
            self._tested = templates
        self._good = publication
        self.report(templates="")
        return publication

    def _check(self, sources: files.Sources, root: Path) -> Checked:
        recovered = self._last_good.recover(sources)
        refresh_schemas(root, recovered.sound.library)
        as_found = recovered.as_found
        new = [diagnostic for diagnostic in as_found.diagnostics if diagnostic not in self._reported]
        self._reported = as_found.diagnostics
        self.problems = replace(self.problems, list=report_of(as_found, as_found.diagnostics))
        if new:
            log.info("%s", logged_report(as_found, new, root))
        return recovered.sound
