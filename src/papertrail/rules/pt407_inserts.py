"""A problem in a list of papers, or in a citation, in one of your own pages.

## Why

Pages in the docs folder, reading notes and the documents of lists can show papers (a fenced block with the language
`papers`) and cite them (`[@tofu]`). A misspelled id, topic or option would show other papers than you mean, or none.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
```

```markdown title="docs/reading.md"
Start with [@tofoo].

~~~papers
topic: Trainign
~~~
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
```

```markdown title="docs/reading.md"
Start with [@tofu].

~~~papers
topic: Training
sort: newest
limit: 5
~~~
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from papertrail.core.diagnostics import Diagnostic, Severity, Span
from papertrail.core.limits import BLOCKS, CITATIONS, INSERTED_PAPERS, NOTES_PAPERS
from papertrail.inserts import NAMED, BlockInsert, CitationInsert, Insert, PapersBlock, Selector, inserts_in, read_block
from papertrail.notes import printable_lines
from papertrail.records.library import ParsedLibrary
from papertrail.rules.support.rule import whole_list
from papertrail.rules.support.suggestions import Suggestions, TopicSuggestions
from papertrail.text.strings import quoted

CODE = "PT407"
NAME = "papers-in-pages"
WAIVABLE = False
SCOPE = whole_list(
    "name", "title", "type", "authors", "venues", "date", "status", "ids", "awards", "institutions", "links",
    "abstract", "remarks", "keywords", "topics", "aliases", "custom",
)  # fmt: skip

_SHOWN = 8
"""Known names in the help if none is near."""
_DELETE = "delete the value"
_ESCAPE = "write a backslash before the bracket if it is not a citation"


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Unknown papers, topics and so on in pages, unknown options, and lists without papers."""
    texts = [*library.pages.items(), *library.prose.values(), *library.notes.items()]
    inserts = {path: found for path, text in texts if (found := inserts_in(printable_lines(text)))}
    if inserts:
        checks = _Checks(library)
        for path, of_file in inserts.items():
            yield from checks.of_file(path, of_file, NOTES_PAPERS if path in library.notes else INSERTED_PAPERS)


class _Checks:
    def __init__(self, library: ParsedLibrary) -> None:
        self._selector = Selector(library.papers, library.registries)
        self._help: dict[str, Callable[[str, str], str]] = {"topic": TopicSuggestions(self._topics()).help_for}
        self._unread = {record.id for record in library.records if record.paper is None}
        """Papers whose record has another problem."""

    def _topics(self) -> list[tuple[str, ...]]:
        return [tuple(name.split(" > ")) for name in self._selector.known("topic")]

    def of_file(self, path: str, inserts: list[Insert], most: int) -> Iterator[Diagnostic]:
        """The problems of a file, whose blocks may have so many papers."""
        papers = blocks = citations = 0
        for insert in inserts:
            if isinstance(insert, BlockInsert):
                if "{{" in insert.text:  # another plugin fills in a value
                    continue
                block = read_block(insert)
                count = len(self._selector.selected(block))
                yield from self._check_block(path, block, count)
                papers, blocks = papers + min(count, block.limit), blocks + 1
            else:
                yield from self._check_citation(path, insert)
                citations += len(insert.works)
            for number, limit, what, help in (
                (papers, most, "papers in blocks", "add an option such as `limit: 20`"),
                (blocks, BLOCKS, "blocks", "split the text"),
                (citations, CITATIONS, "citations", "split the text"),
            ):
                if number > limit:
                    yield _diagnostic(path, insert.span, f"more than {limit:,} {what} in this file", help)
                    return

    def _check_citation(self, path: str, citation: CitationInsert) -> Iterator[Diagnostic]:
        for work in citation.works:
            if work.id not in self._selector.ids and work.id not in self._unread:
                help = self._near("paper", work.id, _ESCAPE)
                yield _diagnostic(path, citation.span, f"unknown paper {quoted(work.id)}", help)

    def _check_block(self, path: str, block: PapersBlock, count: int) -> Iterator[Diagnostic]:
        yield from (_diagnostic(path, *problem) for problem in block.problems)
        unknown = [
            (option, value)
            for option, value in block.spans
            if not self._selector.is_known(option, value) and not (option == "paper" and value in self._unread)
        ]
        for option, value in unknown:
            help = self._near(option, value, _DELETE)
            if help == _DELETE and (known := self._selector.known(option)):
                more = ", ..." if len(known) > _SHOWN else ""
                help = f"use one of: {', '.join(map(quoted, islice(known, _SHOWN)))}{more}"
            yield _diagnostic(path, block.spans[option, value], f"unknown {option} {quoted(value)}", help)
        if block.values and not (count or unknown or block.problems):
            yield _diagnostic(path, block.span, "no paper matches the block", "change its options", "warning")

    def _near(self, option: str, value: str, otherwise: str) -> str:
        if option not in self._help:
            assert option in NAMED, "only names can be unknown"
            self._help[option] = Suggestions(self._selector.known(option)).did_you_mean
        return self._help[option](value, otherwise)


def _diagnostic(path: str, span: Span, message: str, help: str, severity: Severity = "error") -> Diagnostic:
    return Diagnostic(path=path, span=span, code=CODE, message=message, help=help, severity=severity)
