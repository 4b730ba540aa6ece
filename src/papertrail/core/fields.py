"""The tables of fields of records and registries.

The rules, the JSON Schemas and the page on fields in the manual are built from these tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

STYLES = ("html-table", "markdown-table", "bullets", "paragraphs")
SORTS = ("order", "newest", "oldest", "name", "venue")
ALIGNS = ("left", "center", "right")
MARKERS = ("-", "*", "+")
STATUSES = ("in press", "forthcoming", "withdrawn", "retracted")
VENUE_KINDS = ("conference", "journal", "workshop", "preprint", "report", "book", "other")

# The item types of CSL 1.0.2 (https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types).
TYPES = (
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast",
    "chapter", "classic", "collection", "dataset", "document", "entry", "entry-dictionary",
    "entry-encyclopedia", "event", "figure", "graphic", "hearing", "interview", "legal_case", "legislation",
    "manuscript", "map", "motion_picture", "musical_score", "pamphlet", "paper-conference", "patent",
    "performance", "periodical", "personal_communication", "post", "post-weblog", "regulation", "report",
    "review", "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
)  # fmt: skip

COLUMN_FIELDS = (
    "name", "title", "type", "authors", "venue", "year", "date", "institutions", "links", "remarks",
    "keywords", "added",
)  # fmt: skip
"""What a column can show, apart from names in `custom`."""

LINK = "link "
"""Prefix of a label in a column that shows the links with that label."""


class Kind(Enum):
    """The forms of values, each with its description in the manual."""

    LINE = "text on one line"
    LINES = "text on one line, or a list of such texts"
    TEXT = "text, with a blank line between paragraphs"
    ID = "identifier, or a URL that contains it"
    LANGUAGE = "language tag"
    NAMES = "list of names"
    AUTHORS = "list of names, {name, orcid, url} or {organization}, or one text with all names"
    CHOICE = "one of the values below"
    DATE = "date: 2019, 2019-03 or 2019-03-25"
    DAY = "date: 2019-03-25"
    VENUES = "name, {name, url}, or a list of these"
    LINKS = "labels with URLs, or a list of {label, url}"
    PAIRS = "names with text"
    FIELDS = "mapping with the fields of its own table"
    SOURCE = "{raw: text}, or a list of {topic, raw}"
    BY_STYLE = "styles with text"
    COLUMNS = "list of columns: field names or {field, header, width, align}"
    TOPICS = "list of topics: names or {name, ...}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A field: its name, the form of its value, and one line of help."""

    name: str
    kind: Kind
    help: str
    example: str
    """An example value as YAML."""
    required: bool = False
    empty: bool = False
    """Whether an empty text is a valid value."""
    choices: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    """The fields of a value of the kind `FIELDS`."""


AUTHOR = (
    Field(name="name", kind=Kind.LINE, example="Minjie Wang",
          help="Name of a person: `Given Family`, or `Family, Given` if the family name is not the last word."),
    Field(name="organization", kind=Kind.LINE, example="World Health Organization",
          help="Name of an organization, instead of `name`."),
    Field(name="orcid", kind=Kind.ID, example="0000-0002-1825-0097",
          help="ORCID iD of the person."),
    Field(name="url", kind=Kind.LINE, example="https://example.org/~wang",
          help="Website of the author."),
)  # fmt: skip
"""The fields of an author in a record's `authors`, if it is not just a name."""

PUBLICATION = (
    Field(name="volume", kind=Kind.LINE, example="12",
          help="Volume of the journal, the proceedings or the book."),
    Field(name="number", kind=Kind.LINE, example="3",
          help="Issue of the journal, or number of the report."),
    Field(name="pages", kind=Kind.LINE, example="1-17",
          help="First and last page, or the article number."),
    Field(name="publisher", kind=Kind.LINE, example="ACM",
          help="Publisher, or the school or institution of a thesis or report."),
    Field(name="series", kind=Kind.LINE, example="Lecture Notes in Computer Science",
          help="Series of books in which the work appeared."),
    Field(name="edition", kind=Kind.LINE, example="2",
          help="Edition of the book."),
    Field(name="editors", kind=Kind.AUTHORS, example="[Ann Lee, Bo Chen]",
          help="Editors of the proceedings or the book, written like authors."),
    Field(name="address", kind=Kind.LINE, example="New York",
          help="Place of the publisher."),
)  # fmt: skip
"""The fields of a record's `publication`, with the meanings of CSL."""

IDS = (
    Field(name="doi", kind=Kind.ID, example="10.1145/3302424.3303953", help="DOI."),
    Field(name="arxiv", kind=Kind.ID, example="1811.06965", help="arXiv id."),
    Field(name="isbn", kind=Kind.ID, example="978-0-262-03384-8", help="ISBN of the book."),
    Field(name="pmid", kind=Kind.ID, example="12345678", help="PubMed id."),
    Field(name="acl", kind=Kind.ID, example="P19-1001", help="ACL Anthology id."),
    Field(name="dblp", kind=Kind.ID, example="conf/eurosys/WangHL19", help="DBLP key."),
    Field(name="openreview", kind=Kind.ID, example="rJl-b3RcF7", help="OpenReview id."),
    Field(name="openalex", kind=Kind.ID, example="W2741809807", help="OpenAlex id."),
    Field(name="s2", kind=Kind.ID, example="0796f6cd7f0403a854d67d525e9b32af3b277331",
          help="Semantic Scholar id."),
)  # fmt: skip
"""The fields of a record's `ids`, by the schemes of `papertrail.core.identifiers`."""

RECORD = (
    Field(name="name", kind=Kind.LINE, required=True, example="Tofu",
          help="Short name of the system or work, used as the title of its row."),
    Field(name="title", kind=Kind.LINE,
          example="Supporting Very Large Models using Automatic Dataflow Graph Partitioning",
          help="Full title, if it differs from the name."),
    Field(name="capitals", kind=Kind.NAMES, example="[Bayesian, German]",
          help="Words of the title that keep their capitals in citations, where this cannot be seen from the title."),
    Field(name="type", kind=Kind.CHOICE, choices=TYPES, example="software",
          help="Type of the work, one of the CSL types (default: `article`)."),
    Field(name="authors", kind=Kind.AUTHORS, example="[Minjie Wang, Chien-chin Huang, Jinyang Li]",
          help="Authors in order: a list of names, or one text that is shown as written."),
    Field(name="venue", kind=Kind.VENUES, example="EuroSys 2019",
          help="Venue with its year; a list if a preprint was published later."),
    Field(name="date", kind=Kind.DATE, example="2019-03",
          help="Year, month or day of publication, if the venue does not include the year."),
    Field(name="status", kind=Kind.CHOICE, choices=STATUSES, example="in press",
          help="Status of the work, unless it is simply published."),
    Field(name="publication", kind=Kind.FIELDS, fields=PUBLICATION, example="{volume: 12, pages: 1-17}",
          help="Where in the venue the work appeared, for citations."),
    Field(name="ids", kind=Kind.FIELDS, fields=IDS, example="{isbn: 978-0-262-03384-8}",
          help="Identifiers of the work that no link contains; they become links."),
    Field(name="language", kind=Kind.LANGUAGE, example="de",
          help="Language of the work as a language tag."),
    Field(name="awards", kind=Kind.NAMES, example="[Best Paper Award]",
          help="Awards of the work."),
    Field(name="institutions", kind=Kind.NAMES, example="[NYU]",
          help="Affiliations of the authors."),
    Field(name="links", kind=Kind.LINKS, example="{Paper: https://doi.org/10.1145/3302424.3303953}",
          help="Labels and URLs in order; a list of `{label, url}` if a label occurs twice."),
    Field(name="abstract", kind=Kind.TEXT, example='"We present a system that ..."',
          help="Abstract of the work."),
    Field(name="remarks", kind=Kind.LINES, example='"*Automatic partition* of a dataflow graph."',
          help="Comments in inline Markdown; a list for several remarks."),
    Field(name="keywords", kind=Kind.NAMES, example="[partitioning]",
          help="Keywords to find the paper by, in addition to its topic."),
    Field(name="topic", kind=Kind.LINES, required=True, example="Deep Learning Training > Parallelism",
          help="Name of the list and its sections, separated by ` > `; a list if the paper belongs to several topics."),
    Field(name="notes", kind=Kind.LINE, example="tofu.md",
          help="Markdown file with your reading notes, next to the record."),
    Field(name="added", kind=Kind.DAY, example="2026-11-20",
          help="Date on which the paper was added to the list."),
    Field(name="aliases", kind=Kind.NAMES, example="[tofu-partitioner]",
          help="Former ids of the paper; their URLs keep working."),
    Field(name="custom", kind=Kind.PAIRS, example="{Objective: latency}",
          help="Columns of your own: names with text, in order."),
    Field(name="source", kind=Kind.SOURCE, example='{raw: "..."}',
          help="Written by import only: the verbatim text of the entry in the imported document."),
)  # fmt: skip
"""The fields of `papers/**/<id>.yml`."""

TOPIC = (
    Field(name="name", kind=Kind.LINE, required=True, example="Parallelism",
          help="Name of the topic, as records write it in `topic`."),
    Field(name="document", kind=Kind.LINE, example="README.md",
          help="File in the project that `papertrail render --all` writes the list to; only for lists."),
    Field(name="intro", kind=Kind.LINES, example="How work is split over machines.",
          help="Text under the heading, in inline Markdown; a list for several paragraphs."),
    Field(name="style", kind=Kind.CHOICE, choices=STYLES, example="html-table",
          help="Style of the papers; inherited by subtopics."),
    Field(name="columns", kind=Kind.COLUMNS, example="[name, {field: venue, header: Conference, align: center}]",
          help="Columns of a table, or the parts of an entry to show; inherited."),
    Field(name="marker", kind=Kind.CHOICE, choices=MARKERS, example='"*"',
          help="List marker of the style `bullets`; inherited."),
    Field(name="remarks_label", kind=Kind.LINE, example='"Summary: "',
          help="Text before the remarks in the style `bullets`; inherited."),
    Field(name="entry", kind=Kind.BY_STYLE, example='{bullets: "- {title}{ ({venue})}"}',
          help="Pattern of an entry in documents, by style, with fields in braces; inherited."),
    Field(name="frame", kind=Kind.BY_STYLE, example='{markdown-table: "| Title |\\n|---|\\n{entries}"}',
          help="Text around the entries in documents, by style, with `{entries}` in their place."),
    Field(name="base_url", kind=Kind.LINE, example="https://github.com/someone/papers/blob/main/",
          help="URL under which documents are published; links to URLs under it become relative; inherited."),
    Field(name="sort", kind=Kind.CHOICE, choices=SORTS, example="oldest",
          help="Order of the papers (default: `order`, those in `order` first, then the newest); inherited."),
    Field(name="order", kind=Kind.NAMES, example="[tofu, cnn-parallelism]",
          help="Ids of papers in this order; they come first, or, with another `sort`, the others are sorted in."),
    Field(name="start", kind=Kind.NAMES, example="[gpipe, pipedream]",
          help="Ids of the papers of a reading path for newcomers, shown as a numbered list."),
    Field(name="topics", kind=Kind.TOPICS, example="[Data, Model]",
          help="Subtopics, in order."),
)  # fmt: skip
"""The fields of a topic in `papers/_topics.yml`."""

VENUE = (
    Field(name="name", kind=Kind.LINE, required=True, example="EuroSys",
          help="Short name of the series, without a year."),
    Field(name="full", kind=Kind.LINE, example="European Conference on Computer Systems",
          help="Full name of the series."),
    Field(name="kind", kind=Kind.CHOICE, choices=VENUE_KINDS, example="conference",
          help="Type of the venue."),
    Field(name="url", kind=Kind.LINE, example="https://www.eurosys.org/",
          help="Website of the series."),
    Field(name="aliases", kind=Kind.NAMES, example="[NIPS]",
          help="Other names of the series."),
    Field(name="renamed_to", kind=Kind.LINE, example="MLSys",
          help="Later name of the series; both are counted as one venue."),
)  # fmt: skip
"""The fields of a venue in `papers/_venues.yml`."""

INSTITUTION = (
    Field(name="name", kind=Kind.LINE, required=True, example="MSRA",
          help="Short name of the institution, as records write it."),
    Field(name="full", kind=Kind.LINE, example="Microsoft Research Asia",
          help="Full name of the institution."),
    Field(name="url", kind=Kind.LINE, example="https://www.microsoft.com/en-us/research/lab/microsoft-research-asia/",
          help="Website of the institution."),
    Field(name="aliases", kind=Kind.NAMES, example="[Microsoft Research Asia]",
          help="Other names of the institution."),
    Field(name="parent", kind=Kind.LINE, example="Microsoft",
          help="Institution that it is part of."),
    Field(name="ror", kind=Kind.ID, example="https://ror.org/0190ak572",
          help="ROR id of the institution."),
)  # fmt: skip
"""The fields of an institution in `papers/_institutions.yml`."""

COLUMN = (
    Field(name="field", kind=Kind.LINE, required=True, example="venue",
          help="Field to show, a name from `custom`, or `link LABEL` for the links with one label."),
    Field(name="header", kind=Kind.LINE, empty=True, example="Conference",
          help="Heading of the column (default: the name of the field)."),
    Field(name="width", kind=Kind.LINE, example="137",
          help="Width of the column in pixels, in documents with the style `html-table`."),
    Field(name="align", kind=Kind.CHOICE, choices=ALIGNS, example="center",
          help="Alignment of the cells, in documents."),
    Field(name="chars", kind=Kind.LINE, example="24",
          help="Number of characters to pad cells to in the style `markdown-table` (default: the widest cell)."),
)  # fmt: skip
"""The fields of a column in a topic's `columns`."""

REGISTRIES = {"_topics.yml": TOPIC, "_venues.yml": VENUE, "_institutions.yml": INSTITUTION}
"""The registries by file name: each a list of mappings with these fields."""

REGISTRY_FOLDERS = {"_venues": "_venues.yml", "_institutions": "_institutions.yml"}
"""The folders that can contain a file per entry of a registry, instead of or in addition to its file."""
