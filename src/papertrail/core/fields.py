"""The one table of fields: what a record and each registry may say.

The form rules, the JSON Schemas and the manual's page of fields are all made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

STYLES = ("html-table", "markdown-table", "bullets", "paragraphs")
SORTS = ("newest", "oldest", "name")
ALIGNS = ("left", "center", "right")
MARKERS = ("-", "*", "+")
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
"""What a column may show beside the keys of `custom`."""


LINK = "link "
"""What stands before a label in a column that shows the links of that label."""


class Kind(Enum):
    """The forms that a value can take; the value of each is how a message names it."""

    LINE = "text on one line"
    LINES = "text on one line, or a list of such texts"
    NAMES = "a list of names"
    CHOICE = "one of a few words"
    DATE = "a date: 2019, 2019-03 or 2019-03-25"
    DAY = "a day: 2019-03-25"
    VENUES = "the venue's name, or {name, url}, or a list of these"
    LINKS = "a label and an address on each line, or a list of {label, url}"
    PAIRS = "a name and a text on each line"
    SOURCE = "{raw: text}, or a list of {topic, raw}"
    SPELLINGS = "a style and a text on each line"
    COLUMNS = "a list of columns: a field's name, or {field, header, width, align}"
    TOPICS = "a list of topics: a name, or {name, ...}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field: its name, the form of its value, and one line of help."""

    name: str
    kind: Kind
    help: str
    example: str
    """How it is written, as YAML."""
    required: bool = False
    empty: bool = False
    """Whether an empty text is a value, and not a mistake."""
    choices: tuple[str, ...] = ()


RECORD = (
    Field(name="name", kind=Kind.LINE, required=True, example="Tofu",
          help="What the row is called: the system's or the work's short name."),
    Field(name="title", kind=Kind.LINE,
          example="Supporting Very Large Models using Automatic Dataflow Graph Partitioning",
          help="The full title; write it where the name is not the title."),
    Field(name="type", kind=Kind.CHOICE, choices=TYPES, example="software",
          help="What kind of work it is, a type of CSL; `article` where it is left out."),
    Field(name="authors", kind=Kind.LINES, example="[Minjie Wang, Chien-chin Huang, Jinyang Li]",
          help="The authors in order: a list of names, or one text that is kept as written."),
    Field(name="venue", kind=Kind.VENUES, example="EuroSys 2019",
          help="Where it appeared, with the year; a list where a preprint was published later."),
    Field(name="date", kind=Kind.DATE, example="2019-03",
          help="Year, month or day, where the venue does not tell the year."),
    Field(name="institutions", kind=Kind.NAMES, example="[NYU]",
          help="Where the authors worked."),
    Field(name="links", kind=Kind.LINKS, example="{Paper: https://doi.org/10.1145/3302424.3303953}",
          help="Labels and addresses in order; a list of `{label, url}` where a label stands twice."),
    Field(name="remarks", kind=Kind.LINES, example='"*Automatic partition* of a dataflow graph."',
          help="What is worth knowing, in inline Markdown; a list for several remarks."),
    Field(name="keywords", kind=Kind.NAMES, example="[partitioning]",
          help="Words to find it by, beside its topic."),
    Field(name="topic", kind=Kind.LINES, required=True, example="Deep Learning Training > Parallelism",
          help="Where it is filed: the list and its sections, joined by ` > `; a list where it belongs to several."),
    Field(name="notes", kind=Kind.LINE, example="tofu.md",
          help="The file of your reading notes beside the record, in Markdown."),
    Field(name="added", kind=Kind.DAY, example="2026-11-20",
          help="The day on which it joined the list."),
    Field(name="aliases", kind=Kind.NAMES, example="[tofu-partitioner]",
          help="Ids that it had before; their addresses keep working."),
    Field(name="custom", kind=Kind.PAIRS, example="{Objective: latency}",
          help="Columns of your own: a name and a text each, in order."),
    Field(name="source", kind=Kind.SOURCE, example='{raw: "..."}',
          help="Written by import only: how the entry was spelled in the document it came from."),
)  # fmt: skip
"""The fields of `papers/**/<id>.yml`."""

TOPIC = (
    Field(name="name", kind=Kind.LINE, required=True, example="Parallelism",
          help="The topic's name, as records write it in `topic`."),
    Field(name="intro", kind=Kind.LINES, example="How work is split over machines.",
          help="What stands under its heading, in inline Markdown; a list for several paragraphs."),
    Field(name="style", kind=Kind.CHOICE, choices=STYLES, example="html-table",
          help="The form of its papers; handed down to the topics below."),
    Field(name="columns", kind=Kind.COLUMNS, example="[name, {field: venue, header: Conference, align: center}]",
          help="The columns of a table, or the parts of an entry that are shown; handed down."),
    Field(name="marker", kind=Kind.CHOICE, choices=MARKERS, example='"*"',
          help="The bullet of the style `bullets`; handed down."),
    Field(name="remarks_label", kind=Kind.LINE, example='"Summary: "',
          help="What stands before the remarks in the style `bullets`; handed down."),
    Field(name="entry", kind=Kind.SPELLINGS, example='{bullets: "- {title}{ ({venue})}"}',
          help="How an entry is written in documents, by style, as a pattern with fields in braces; handed down."),
    Field(name="frame", kind=Kind.SPELLINGS, example='{markdown-table: "| Title |\\n|---|\\n{entries}"}',
          help="What stands around the entries in documents, by style; `{entries}` is their place."),
    Field(name="base_url", kind=Kind.LINE, example="https://github.com/someone/papers/blob/main/",
          help="Where documents are published: addresses below it are written relative to it; handed down."),
    Field(name="sort", kind=Kind.CHOICE, choices=SORTS, example="oldest",
          help="The order of its papers; `newest` where it is left out; handed down."),
    Field(name="order", kind=Kind.NAMES, example="[tofu, cnn-parallelism]",
          help="Ids of the papers that come first, in this order; the others follow as `sort` says."),
    Field(name="start", kind=Kind.NAMES, example="[gpipe, pipedream]",
          help="Ids of a reading path for people who are new to the topic, shown numbered."),
    Field(name="topics", kind=Kind.TOPICS, example="[Data, Model]",
          help="The topics below this one, in order."),
)  # fmt: skip
"""The fields of a topic in `papers/_topics.yml`."""

VENUE = (
    Field(name="name", kind=Kind.LINE, required=True, example="EuroSys",
          help="The series' short name, without a year."),
    Field(name="full", kind=Kind.LINE, example="European Conference on Computer Systems",
          help="The series' full name."),
    Field(name="kind", kind=Kind.CHOICE, choices=VENUE_KINDS, example="conference",
          help="What kind of venue it is."),
    Field(name="url", kind=Kind.LINE, example="https://www.eurosys.org/",
          help="The series' own page."),
    Field(name="aliases", kind=Kind.NAMES, example="[NIPS]",
          help="Other names of the same series."),
    Field(name="renamed_to", kind=Kind.LINE, example="MLSys",
          help="The name that the series took later; the two are counted as one."),
)  # fmt: skip
"""The fields of a venue in `papers/_venues.yml`."""

INSTITUTION = (
    Field(name="name", kind=Kind.LINE, required=True, example="MSRA",
          help="The institution's short name, as records write it."),
    Field(name="full", kind=Kind.LINE, example="Microsoft Research Asia",
          help="The institution's full name."),
    Field(name="url", kind=Kind.LINE, example="https://www.microsoft.com/en-us/research/lab/microsoft-research-asia/",
          help="The institution's own page."),
    Field(name="aliases", kind=Kind.NAMES, example="[Microsoft Research Asia]",
          help="Other names of the same institution."),
    Field(name="parent", kind=Kind.LINE, example="Microsoft",
          help="The institution that it is part of."),
)  # fmt: skip
"""The fields of an institution in `papers/_institutions.yml`."""

COLUMN = (
    Field(name="field", kind=Kind.LINE, required=True, example="venue",
          help="The field that the column shows, a key of `custom`, or `link LABEL` for the links of one label."),
    Field(name="header", kind=Kind.LINE, empty=True, example="Conference",
          help="The column's heading; the field's name where it is left out."),
    Field(name="width", kind=Kind.LINE, example="137",
          help="The column's width in pixels, in documents of the style `html-table`."),
    Field(name="align", kind=Kind.CHOICE, choices=ALIGNS, example="center",
          help="How the column's cells are aligned, in documents."),
    Field(name="chars", kind=Kind.LINE, example="24",
          help="Characters that its cells are filled up to in the style `markdown-table`; else its widest cell's."),
)  # fmt: skip
"""The fields of a column in a topic's `columns`."""

REGISTRIES = {"_topics.yml": TOPIC, "_venues.yml": VENUE, "_institutions.yml": INSTITUTION}
"""The registries by file name: each a list of mappings with these fields."""
