"""A document that does not match its list.

## Why

`papers/_lists/<list>.md` contains your own text for the document of a list. Each line `<!-- papers: TOPIC -->` in it is
replaced with the papers of that topic. A line with an unknown topic would stay in the document, the papers of a topic
without a line would be missing, and those of a topic with two lines would be in the document twice.

If there is text between the papers of a topic, a line `<!-- papers from ID: TOPIC -->` after the text stands for those
from one paper on. This paper must have the topic.

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

from collections.abc import Collection, Iterable, Iterator, Mapping

from papertrail.core import TopicPath
from papertrail.core.diagnostics import FILE_START, Diagnostic, Span
from papertrail.core.prose_marker import MARKER
from papertrail.core.prose_marker import marker as marker_line
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.rule import whole_list
from papertrail.rules.support.suggestions import Suggestions
from papertrail.text.strings import composed, did_you_mean, quoted, unique_slugs

CODE = "PT205"
NAME = "document"
WAIVABLE = False
SCOPE = whole_list("topics")


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Documents without a list, lines with unknown topics, and topics with papers but without a line."""
    if not library.prose or _is_malformed(library):
        return
    papers = _papers_by_topic(library)
    lists = _lists_by_slug(library, papers)
    unread = {diagnostic.path for diagnostic in library.read_errors}
    for slug, (path, text) in library.prose.items():
        if slug not in lists:
            help = did_you_mean(slug, lists, "rename the file to the slug of a list, or delete it")
            message = f"unknown list {quoted(slug)}"
            yield Diagnostic(path=path, span=FILE_START, code=CODE, message=message, help=help)
        elif path not in unread:
            with_papers = {_in_list(topic): ids for topic, ids in papers.items() if topic[0] == lists[slug]}
            known = {_in_list(topic) for topic in library.registries.topic_paths if topic[0] == lists[slug]}
            yield from _check_lines(path, text, known | with_papers.keys(), with_papers)


def _is_malformed(library: ParsedLibrary) -> bool:
    """Whether the registry of topics is not a list, which PT101 reports."""
    return library.registries.topics is not None and "_topics.yml" not in library.registry_paths


def _papers_by_topic(library: ParsedLibrary) -> dict[TopicPath, set[str]]:
    """The ids of the papers of each topic, without topics that PT201 reports."""
    known = library.registries.topic_paths if library.registries.topics is not None else None
    papers: dict[TopicPath, set[str]] = {}
    for paper in library.papers:
        for path in paper.topics:
            if all(path) and (known is None or path in known):
                papers.setdefault(path, set()).add(paper.id)
    return papers


def _lists_by_slug(library: ParsedLibrary, topics: Iterable[TopicPath]) -> dict[str, str]:
    registered = library.registries.topics
    names = {path[0]: None for path in sorted(topics)} if registered is None else [topic.name for topic in registered]
    return {slug: name for name, slug in unique_slugs(names).items()}


def _in_list(topic: TopicPath) -> str:
    """A topic, named from below its list."""
    return " > ".join(topic[1:])


def _check_lines(
    path: str, text: str, known: Collection[str], with_papers: Mapping[str, set[str]]
) -> Iterator[Diagnostic]:
    lines, misspelled, suggestions = dict[tuple[str, str | None], int](), set(), Suggestions(known)
    for number, line in enumerate(text.split("\n"), 1):
        if "<!-- papers" in line and (marker := MARKER.fullmatch(line)):
            topic, first = composed(marker["topic"].strip()), marker["first"]
            span = Span(number, 1, number, len(line) + 1)
            if (earlier := lines.setdefault((topic, first), number)) != number:
                message = f"duplicate line for the papers {_whose(topic)} (first on line {earlier})"
                yield Diagnostic(path=path, span=span, code=CODE, message=message, help="delete one of the two lines")
            elif topic not in known:
                misspelled.add(suggestions.nearest(topic))  # not reported again below
                help = suggestions.did_you_mean(topic, "delete the line")
                message = f"unknown topic {quoted(topic)} in this list"
                yield Diagnostic(path=path, span=span, code=CODE, message=message, help=help)
            elif first and first not in with_papers.get(topic, ()):
                message, help = f"unknown paper {quoted(first)} in this topic", "write the id of the next paper"
                yield Diagnostic(path=path, span=span, code=CODE, message=message, help=help)
    for topic in sorted(with_papers.keys() - {topic for topic, first in lines if not first} - misspelled):
        message, help = f"missing line for the papers {_whose(topic)}", f"add the line {marker_line(topic)}"
        yield Diagnostic(path=path, span=FILE_START, code=CODE, message=message, help=help)


def _whose(topic: str) -> str:
    return f"of {quoted(topic)}" if topic else "that are not in a section"
