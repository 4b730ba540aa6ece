"""The pages of the list in the sitemap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from papertrail.pages import PageOptions, PlannedPage
from papertrail.publishing.generated_files import PageFile
from papertrail.publishing.host import File


@dataclass(frozen=True, kw_only=True, slots=True)
class SitemapEntry:
    """What the template of the sitemap reads from a file of MkDocs and from its page, which are one object here."""

    src_uri: str
    title: str
    url: str
    canonical_url: str | None
    abs_url: str | None
    update_date: str
    is_link: bool = False

    @classmethod
    def of(cls, page: PlannedPage, options: PageOptions, date: str) -> SitemapEntry:
        """Return the entry of a page."""
        canonical = options.absolute(page.address)
        return cls(
            src_uri=page.address,
            title=page.title,
            url=options.url_of(page.address),
            canonical_url=canonical,
            abs_url=urlsplit(canonical).path if canonical is not None else None,
            update_date=date,
        )

    @property
    def page(self) -> SitemapEntry:
        """The page of the file."""
        return self


def with_entries(files: Iterable[File], entries: Iterable[SitemapEntry]) -> list[File | SitemapEntry]:
    """Return the files of a site with all entries in place of the first generated file, or else at the end.

    Entries are in the order of their URLs, so that the sitemap does not depend on the order of papers.
    """
    merged: list[File | SitemapEntry] = []
    remaining = sorted(entries, key=lambda entry: entry.url)
    for file in files:
        if not isinstance(file, PageFile):
            merged.append(file)
        else:
            merged += remaining
            remaining = []
    return [*merged, *remaining]
