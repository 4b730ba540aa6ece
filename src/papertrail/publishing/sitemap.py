"""Our pages in the site map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from mkdocs.structure.files import File

from papertrail.pages import PageOptions, PlannedPage


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What the site map's template asks of a file of MkDocs and of its page, which it takes for one thing here."""

    src_uri: str
    title: str
    url: str
    canonical_url: str | None
    abs_url: str | None
    update_date: str
    is_link: bool = False

    @classmethod
    def of(cls, page: PlannedPage, options: PageOptions, date: str) -> Told:
        """What is told of a page."""
        whole = options.absolute(page.address)
        return cls(
            src_uri=page.address,
            title=page.title,
            url=options.url_of(page.address),
            canonical_url=whole,
            abs_url=urlsplit(whole).path if whole is not None else None,
            update_date=date,
        )

    @property
    def page(self) -> Told:
        """The page of the file."""
        return self


def with_ours(files: Iterable[File], told: Iterable[Told]) -> list[File | Told]:
    """The files of a site, with all of ours where the first of them stands, or else at the end; ours are in the order
    of their addresses, so that the map does not change with the order of papers.
    """
    found: list[File | Told] = []
    rest = sorted(told, key=lambda page: page.url)
    for file in files:
        if file.generated_by != "papertrail":
            found.append(file)
        else:
            found += rest
            rest = []
    return [*found, *rest]
