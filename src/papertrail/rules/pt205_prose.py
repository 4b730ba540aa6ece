"""A document around a list that does not fit the list.

## Why

`papers/_lists/<list>.md` is the document that you write around a list; each of its lines
`<!-- papers: TOPIC -->` is filled with the papers of that topic. A line for a topic that is not there would stay as
it is, and a topic without a line would lose its papers from the document.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training > Parallelism
```

```markdown title="papers/_lists/training.md"
# Training

<!-- papers: Paralellism -->
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training > Parallelism
```

```markdown title="papers/_lists/training.md"
# Training

Read the newest first.

## Parallelism

<!-- papers: Parallelism -->
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core import TopicPath
from papertrail.core.diagnostics import FILE_START, Diagnostic, Span
from papertrail.core.prose_marker import MARKER
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.rule import whole_list
from papertrail.rules.support.suggestions import Suggestions
from papertrail.text.strings import did_you_mean, quoted, unique_slugs

CODE = "PT205"
NAME = "document"
WAIVABLE = False
SCOPE = whole_list("topics")


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Lines for topics that are not there, and topics with papers but without a line."""
    registered = library.registries.topics
    if not library.prose or (registered is not None and "_topics.yml" not in library.registry_paths):
        return
    filed = _filed(library)
    names = {path[0]: None for path in sorted(filed)}
    slugs = unique_slugs([topic.name for topic in registered] if registered is not None else names)
    lists = {slug: name for name, slug in slugs.items()}
    unread = {diagnostic.path for diagnostic in library.read_errors}
    for slug, (path, text) in library.prose.items():
        if slug not in lists:
            yield Diagnostic(
                path=path, span=FILE_START, code=CODE, message=f"there is no list {quoted(slug)}",
                help=did_you_mean(slug, lists, "rename the file to the list's slug, or delete it"),
            )  # fmt: skip
        elif path not in unread:
            needed = {" > ".join(p[1:]) for p in filed if p[0] == lists[slug]}
            known = needed | {" > ".join(p[1:]) for p in library.registries.topic_paths if p[0] == lists[slug]}
            yield from _lines(path, text, known, needed)


def _filed(library: ParsedLibrary) -> set[TopicPath]:
    """The topics with papers, but for those that PT201 tells of."""
    found = {path for paper in library.papers for path in paper.topics if all(path)}
    return found & library.registries.topic_paths if library.registries.topics is not None else found


def _lines(path: str, text: str, known: set[str], needed: set[str]) -> Iterator[Diagnostic]:
    placed, meant, near = set(), set(), Suggestions(known)
    for number, line in enumerate(text.split("\n"), 1):
        if "<!-- papers:" in line and (found := MARKER.fullmatch(line)):
            topic = found["topic"].strip()
            placed.add(topic)
            if topic not in known:
                meant.add(near.nearest(topic))  # one mistake, told once
                yield Diagnostic(
                    path=path, span=Span(number, 1, number, len(line) + 1), code=CODE,
                    message=f"the list has no topic {quoted(topic)}", help=near.did_you_mean(topic, "delete the line"),
                )  # fmt: skip
    for topic in sorted(needed - placed - meant):
        whose = f"of {quoted(topic)}" if topic else "that are filed under the list itself"
        yield Diagnostic(
            path=path, span=FILE_START, code=CODE, message=f"no line is there for the papers {whose}",
            help=f"add the line <!-- papers: {topic or ''} --> where they belong".replace(":  -->", ": -->"),
        )  # fmt: skip
