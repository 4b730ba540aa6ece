"""A value that the row of a record in a table cannot show.

## Why

A record with the verbatim text of its row (`source`) keeps this row in the document: a value that you change is changed
in it. A value without a column has no place in the row. It is on the site, but missing from the document.

## Fails

```yaml title="papers/_topics.yml"
- name: Training
  style: markdown-table
  columns: [name, venue]
```

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
venue: EuroSys 2019
remarks: It splits operators.
source:
  raw: "| *Tofu* | EuroSys 2019 |"
```

## Passes

```yaml title="papers/_topics.yml"
- name: Training
  style: markdown-table
  columns: [name, venue]
```

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
venue: EuroSys 2019
source:
  raw: "| *Tofu* | EuroSys 2019 |"
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from papertrail.core import Paper, Topic, TopicPath
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.rule import whole_list
from papertrail.text.markdown import plain_inline
from papertrail.text.patterns import PatternError, parse
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Mapping

CODE = "PT207"
NAME = "unshown"
WAIVABLE = True
SCOPE = whole_list(
    "venues", "authors", "institutions", "links", "remarks", "keywords", "custom", "topics", "sources"
)  # fmt: skip

_ITEMS = {
    "author": "authors",
    "institution": "institutions",
    "url": "links",
    "remark": "remarks",
    "keyword": "keywords",
}
"""Fields by the placeholders of their items."""
_WORD = re.compile(r"[^\W_]+")


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Values of records with a verbatim row that are neither in the row nor in a column."""
    topics = {path: topic for root in library.registries.topics or () for path, topic in root.walk()}
    for file in library.record_files:
        paper = file.paper
        if paper is None or not paper.sources:
            continue
        for path in paper.topics:
            raw = next((raw for topic, raw in paper.sources if topic in (None, path)), None)
            if raw is None or path not in topics or not topics[path].style.endswith("table"):
                continue
            for field in _unshown(paper, raw, topics[path]):
                node = file.root.key(field) if isinstance(file.root, Mapping) else None
                yield at(file.path, node, CODE, _message(path, field), _HELP, "warning")


def _message(path: TopicPath, field: str) -> str:
    return (
        f"the table of {quoted(' > '.join(path))} has no column for {quoted(field)}, so the document does not show it"
    )


_HELP = (
    "add the column to `columns` of the topic in the registry, and delete `source`; if only the site should show the "
    "value, add `# papertrail: allow PT207 REASON` at the end of this line"
)


def _unshown(paper: Paper, raw: str, topic: Topic) -> Iterator[str]:
    columns, shown = _columns(topic), {*_WORD.findall(unescape(f"{raw} {unquote(raw)}"))}  # badges have texts in URLs
    for field, values in _values(paper, columns).items():
        if field not in columns and not shown.issuperset(_WORD.findall(" ".join(values))):
            yield field


def _columns(topic: Topic) -> set[str]:
    """The fields that rows have, as columns or in the pattern of the topic."""
    names = {column.field for column in topic.table_columns}
    try:
        pattern = dict(topic.entry).get(topic.style)
        names |= {field.name.replace("url ", "link ") for field in parse(pattern).fields()} if pattern else set()
    except PatternError:
        pass  # PT204 reports it
    return names | {_ITEMS.get(name, name) for name in names}


def _values(paper: Paper, columns: set[str]) -> dict[str, list[str]]:
    """The texts of each field, without those that have a column of their own."""
    return {
        "authors": [*map(str, paper.authors)],
        "venue": [venue.text for venue in paper.venues],
        "institutions": [*paper.institutions],
        "links": [link.url for link in paper.links if f"link {link.label}" not in columns],
        "remarks": [*map(plain_inline, paper.remarks)],
        "keywords": [*paper.keywords],
        "custom": [value for key, value in paper.custom if key not in columns],
    }
