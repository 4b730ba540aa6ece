"""The names of columns and keys: of papertrail's export, of spreadsheets, of generators, Zotero, JabRef and Scopus."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from papertrail.core.fields import TYPES
from papertrail.readers.common.details import is_private
from papertrail.readers.common.links import LABELS
from papertrail.text.strings import one_line

OWN_HEADER = (
    "id", "name", "title", "type", "authors", "venue", "year", "institutions", "links", "remarks", "keywords",
    "topics", "added", "custom", "date", "status", "doi", "arxiv", "isbn", "volume", "number", "pages", "publisher",
    "language", "awards", "abstract", "series", "edition", "address", "editors",
)  # fmt: skip
"""The header of `papertrail export --format csv`; these files use its cell format."""

_HUMP = re.compile("(?<=[a-z])(?=(?:Url|Link|Id|Date|Name|Title|Year)(?![a-z]))")
"""Where a key such as `codeUrl` has its next word."""
_ROLES = {
    "name": ("name", "short name", "system", "nickname", "acronym"),
    "title": ("title", "paper title", "paper name"),
    "paper": ("paper", "papers"),
    "authors": ("author", "authors", "author(s)"),
    "full names": ("author full names",),
    "venue": (
        "venue", "venues", "conference", "journal", "conf", "booktitle", "conference/journal", "published in",
        "publication", "publication title", "source title", "container title", "journaltitle",
    ),
    "event": ("conference name", "meeting name", "event"),
    "date": ("year", "date", "publication year", "publication date", "pub date", "published", "release date"),
    "month": ("month",),
    "institutions": (
        "institution", "institutions", "institution(s)", "affiliation", "affil", "affils", "affiliations",
        "organization", "organizations", "organisation", "organisations", "school", "university",
    ),
    "remarks": (
        "remark", "remarks", "note", "notes", "comment", "comments", "annote", "description", "desc", "summary", "tldr",
        "tl;dr",
    ),
    "keywords": (
        "keyword", "keywords", "keyword(s)", "tag", "tags", "author keywords", "index keywords", "manual tags",
        "automatic tags",
    ),
    "topics": ("topic", "topics", "category", "categories", "section", "groups"),
    "subtopic": ("subtopic", "subcategory", "sub category", "subsection"),
    "doi": ("doi",),
    "arxiv": ("arxiv", "arxiv id"),
    "type": ("type", "item type", "document type", "bibliographytype", "entry type", "entrytype"),
    "added": ("added", "date added", "creationdate"),
    "abstract": ("abstract", "abstract note"),
    "status": ("status", "publication stage"),
    "isbn": ("isbn",),
    "issn": ("issn",),
    "pmid": ("pmid", "pubmed id"),
    "volume": ("volume", "volume number"),
    "number": ("number", "issue", "no."),
    "pages": ("pages", "page", "article number", "art. no."),
    "first page": ("page start", "first page"),
    "last page": ("page end", "last page"),
    "publisher": ("publisher",),
    "series": ("series", "series title"),
    "edition": ("edition",),
    "address": ("place", "address", "location"),
    "editors": ("editor", "editors"),
    "language": ("language", "language of original document"),
    "awards": ("award", "awards"),
    "extra": ("extra",),
    "id": ("id", "key", "identifier", "citation key", "citationkey"),
    "links": tuple(LABELS),
}  # fmt: skip
_ROLE_OF = {name: role for role, names in _ROLES.items() for name in names}
_TYPES = {
    "conferencepaper": "paper-conference", "conference paper": "paper-conference",
    "journalarticle": "article-journal", "journal article": "article-journal", "preprint": "article",
    "magazinearticle": "article-magazine", "newspaperarticle": "article-newspaper", "booksection": "chapter",
    "book chapter": "chapter", "computerprogram": "software", "blogpost": "post-weblog", "presentation": "speech",
    "encyclopediaarticle": "entry-encyclopedia", "dictionaryentry": "entry-dictionary", "film": "motion_picture",
    "inproceedings": "paper-conference", "incollection": "chapter", "inbook": "chapter", "proceedings": "book",
    "misc": "article", "phdthesis": "thesis", "mastersthesis": "thesis", "techreport": "report",
    "unpublished": "manuscript", "article in press": "article-journal",
} | {name: name for name in TYPES}  # fmt: skip
"""CSL types by the names that Zotero, Scopus, BibTeX and CSL use."""


@dataclass(frozen=True)
class FieldNames:
    """What the names in a file mean; `--map` gives some of them another meaning."""

    renamed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Names of papertrail by plain names of the file. An empty one omits the values."""

    def name_of(self, name: str) -> str:
        """The name that stands for a name of the file."""
        return self.renamed.get(plain_name(name)) or name

    def role_of(self, name: str) -> str:
        """The role of a name of the file; `omitted` if its values are not imported."""
        is_omitted = self.renamed.get(plain_name(name)) == ""
        return "omitted" if is_omitted else role_of(self.name_of(name))


NO_NAMES = FieldNames()


def role_of(name: str) -> str:
    """The field of a column, by its name; `custom` for unknown names.

    >>> role_of("Author(s)"), role_of("Paper URL"), role_of("Speed-up"), role_of("File Attachments")
    ('authors', 'links', 'custom', 'private')
    """
    return "private" if is_private(name) else _ROLE_OF.get(plain_name(name), "custom")


def known_names() -> list[str]:
    """All names with a role other than `custom`."""
    return list(_ROLE_OF)


def type_in(cell: str) -> str | None:
    """The CSL type that a cell names."""
    return _TYPES.get(cell.strip().casefold())


def plain_name(name: str) -> str:
    """The name of a column or key as words in lower case.

    >>> plain_name("Paper_URL"), plain_name("codeUrl"), plain_name("arXiv ID")
    ('paper url', 'code url', 'arxiv id')
    """
    return one_line(_HUMP.sub(" ", name[:60].replace("_", " ").replace("-", " "))).casefold()
