"""The names of columns: of papertrail's own export, of spreadsheets, and of Zotero, JabRef and Scopus."""

from __future__ import annotations

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

_ROLES = {
    "name": ("name", "short name", "system"),
    "title": ("title", "paper title"),
    "paper": ("paper", "papers"),
    "authors": ("author", "authors", "author(s)"),
    "full names": ("author full names",),
    "venue": (
        "venue", "venues", "conference", "journal", "conf", "booktitle", "conference/journal", "published in",
        "publication", "publication title", "source title", "container title", "journaltitle",
    ),
    "event": ("conference name", "meeting name", "event"),
    "date": ("year", "date", "publication year", "publication date", "pub date"),
    "month": ("month",),
    "institutions": (
        "institution", "institutions", "institution(s)", "affiliation", "affiliations", "organization",
        "organizations", "organisation", "organisations", "school", "university",
    ),
    "remarks": ("remark", "remarks", "note", "notes", "comment", "comments", "annote"),
    "keywords": (
        "keyword", "keywords", "keyword(s)", "tag", "tags", "author keywords", "index keywords", "manual tags",
        "automatic tags",
    ),
    "topics": ("topic", "topics", "category", "categories", "section", "groups"),
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


def role_of(name: str) -> str:
    """The field of a column, by its name; `custom` for unknown names.

    >>> role_of("Author(s)"), role_of("Paper URL"), role_of("Speed-up"), role_of("File Attachments")
    ('authors', 'links', 'custom', 'private')
    """
    return "private" if is_private(name) else _ROLE_OF.get(plain_name(name), "custom")


def type_in(cell: str) -> str | None:
    """The CSL type that a cell names."""
    return _TYPES.get(cell.strip().casefold())


def plain_name(name: str) -> str:
    """The name of a column in lower case."""
    return one_line(name[:60].replace("_", " ").replace("-", " ")).casefold()
