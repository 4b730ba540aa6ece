"""Markup in a text that is shown as it is.

## Why

Names, titles, authors, venues, institutions, keywords and awards are plain text. Markdown and HTML in them would be
shown to readers, and exported, with all their marks. Remarks and introductions are Markdown, but HTML in them is shown
as text, too.

## Fails

```yaml title="papers/tofu.yml"
name: "**Tofu** [code](https://example.com/tofu)"
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
links: {Code: https://example.com/tofu}
topic: Training
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papertrail.core import Paper
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.limits import TEXT
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.markup import html_tag, introductions, markup_in, without_markup
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.rules.support.suggestions import as_yaml
from papertrail.yaml.nodes import Mapping, Node, Scalar, items_of

CODE = "PT406"
NAME = "markup"
WAIVABLE = True
SCOPE = EACH_RECORD

HTML = (
    "HTML is not supported and is shown as text",
    "write *emphasis* and [links](https://...) in Markdown, and several lines as a list of remarks; if the HTML is "
    "meant to be shown, put it in backticks",
)
CODE_SPAN = re.compile("`[^`]*+`")
FIELDS = ("name", "title", "authors", "venue", "institutions", "keywords", "awards")


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Markdown and HTML in plain texts, and HTML in remarks and introductions."""
    for path, text in _markdown_texts(library):
        if isinstance(text, Scalar) and len(text.text) <= TEXT and html_tag(CODE_SPAN.sub("", text.text)):
            yield at(path, text, CODE, *HTML, "warning")
    for record in library.record_files:
        paper = record.paper
        if paper is not None and not _has_marks(paper):
            continue
        for field in FIELDS:
            if field == "venue" and library.registries.venues is not None:
                continue  # reported by PT202
            for item in items_of(record.node(field)):
                node = item.get("name") if isinstance(item, Mapping) else item
                if not isinstance(node, Scalar) or len(node.text) > TEXT:
                    continue
                if markup := markup_in(node.text):
                    message = f'{markup} in "{field}" is shown as text'
                    yield at(record.path, node, CODE, message, _help(field, node), "warning")


def _markdown_texts(library: ParsedLibrary) -> Iterator[tuple[str, Node]]:
    for record in library.record_files:
        paper = record.paper
        if paper is None or "<" in "".join(paper.remarks):
            yield from ((record.path, node) for node in items_of(record.node("remarks")))
    for file in library.registry_files:
        yield from ((file.path, node) for item in items_of(file.root) for node in introductions(item))


def _has_marks(paper: Paper) -> bool:
    """Whether any plain text of a paper has a mark. All are searched as one, which takes a third of the time."""
    authors, venues = [author.text for author in paper.authors], [venue.text for venue in paper.venues]
    texts = (paper.name, paper.title or "", *authors, *venues, *paper.institutions, *paper.keywords, *paper.awards)
    text = "".join(texts)
    return "*" in text or "`" in text or "]" in text or "<" in text


def _help(field: str, node: Scalar) -> str:
    plain, links = without_markup(node.text)
    help = f"write it as plain text: {as_yaml(plain[:120])}" if plain else "write it as plain text"
    if links:
        label, url = links[0]
        help += f", and add its URL to `links`: `{as_yaml(label.strip()[:60] or 'Paper')}: {url[:120]}`"
    return f"{help}; if the marks belong to it, add `# papertrail: allow PT406 REASON` at the end of this line"
