"""A record that becomes too many pages, or too much text.

## Why

A paper has a row on the page of each of its topics, venues, institutions and keywords, and each former id is a page. A
few long lists would become thousands of pages, and a long text on many pages a huge site. The limits are far beyond
what a paper needs: 100 pages, not counting those of its authors, and 4 million characters in addition to 100 for each
character of the record. For the whole list, they are 1,000 pages in addition to 5 for each paper, and 10 million
characters in addition to 50,000 for each paper and 100 for each character.

## Fails

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
institutions: [
  i01, i02, i03, i04, i05, i06, i07, i08, i09, i10, i11, i12, i13, i14, i15, i16, i17, i18, i19, i20, i21, i22, i23,
  i24, i25, i26, i27, i28, i29, i30, i31, i32, i33, i34, i35, i36, i37, i38, i39, i40, i41, i42, i43, i44, i45, i46]
keywords: [
  k01, k02, k03, k04, k05, k06, k07, k08, k09, k10, k11, k12, k13, k14, k15, k16, k17, k18, k19, k20, k21, k22, k23,
  k24, k25, k26, k27, k28, k29, k30, k31, k32, k33, k34, k35, k36, k37, k38, k39, k40, k41, k42, k43, k44, k45, k46]
aliases: [a01, a02, a03, a04, a05, a06, a07, a08]
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
topic: Training
institutions: [i01, i02, i03]
keywords: [k01, k02, k03, k04, k05]
aliases: [a01]
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from papertrail.core import Institution, Names, Paper
from papertrail.core.diagnostics import Diagnostic, at
from papertrail.core.limits import (
    OUTPUT_OF_LIST,
    OUTPUT_OF_RECORD,
    OUTPUT_PER_CHARACTER,
    PAGES,
    PAGES_OF_LIST,
    PAGES_PER_RECORD,
)
from papertrail.records.library import ParsedLibrary, RecordFile
from papertrail.records.output_size import Output, OutputSize, Page, author_names, share_of
from papertrail.rules.support.rule import whole_list

CODE = "PT107"
NAME = "amount"
WAIVABLE = False
SCOPE = whole_list(
    "name", "title", "authors", "venues", "date", "publication", "awards", "institutions", "links", "abstract",
    "remarks", "keywords", "topics", "aliases", "custom",
)  # fmt: skip

_FIELDS = {
    "topic": "topic", "venue": "venue", "venue year": "venue", "institution": "institutions", "keyword": "keywords",
    "alias": "aliases", "year": "date",
}  # fmt: skip
"""The field of a record that leads to a kind of page."""
_SHORTEN = (
    "remove some of its topics, venues, institutions, links or keywords, shorten its texts, or shorten the settings of "
    "its topics in the registry"
)


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Records and lists that become too many pages or characters."""
    size = OutputSize(library.registries)
    files = [(file, file.paper) for file in library.record_files if file.paper]
    large = [(file, size.of(paper)) for file, paper in files if not size.is_within(paper, file.data)]
    within = True
    for file, output in large:
        for diagnostic in _of_record(file, output, size):
            within = False
            yield diagnostic
    if not within:  # the list is too large because of these records
        return
    if sum([max(0, output.characters - share_of(output.values)) for _, output in large]) > OUTPUT_OF_LIST:
        yield from _of_list([(file, size.of(paper)) for file, paper in files])
    most = PAGES_OF_LIST + PAGES_PER_RECORD * len(files)
    if _most_pages(library) > most:
        yield from _of_pages(_users_of_pages(files, size), most)


def _of_record(file: RecordFile, output: Output, size: OutputSize) -> Iterator[Diagnostic]:
    pages, characters, values = output
    if pages > PAGES and file.paper:
        field = _largest_field(size.pages(file.paper))
        message = f"the paper is on {pages:,} pages (at most {PAGES})"
        yield at(file.path, file.node(field), CODE, message, f'shorten "{field}" and other lists of the record')
    elif characters > (most := OUTPUT_OF_RECORD + OUTPUT_PER_CHARACTER * values):
        message = f"the paper becomes {characters:,} characters on all pages and in data files (at most {most:,})"
        yield at(file.path, file.node("name"), CODE, message, _SHORTEN)


def _largest_field(pages: set[Page]) -> str:
    return Counter(_FIELDS[kind] for kind, *_ in sorted(pages)).most_common(1)[0][0]


def _of_list(outputs: Sequence[tuple[RecordFile, Output]]) -> Iterator[Diagnostic]:
    """Each record with more than its share, if the list as a whole becomes too many characters."""
    characters = sum(output.characters for _, output in outputs)
    most = OUTPUT_OF_LIST + sum(share_of(output.values) for _, output in outputs)
    if characters > most:
        message = f"all papers become {characters:,} characters on pages and in data files (at most {most:,})"
        for file, output in outputs:
            if output.characters > share_of(output.values):
                help = f"this paper becomes {output.characters:,}; {_SHORTEN}"
                yield at(file.path, file.node("name"), CODE, message, help)


def _of_pages(users: Mapping[Page, list[str]], most: int) -> Iterator[Diagnostic]:
    """Each record with more than its share of pages, if the list has too many."""
    if len(users) > most:
        message = f"the list has {len(users):,} pages of topics, venues, authors and so on (at most {most:,})"
        for path, own_pages in _pages_by_record(users).items():
            if own_pages > PAGES_PER_RECORD:
                help = f"about {own_pages:.0f} of them are for this paper; shorten the lists of its record"
                yield at(path, None, CODE, message, help)


def _pages_by_record(users: Mapping[Page, list[str]]) -> dict[str, float]:
    """The pages of each record; a page of several records counts for each of them in part."""
    pages: dict[str, float] = {}
    for paths in users.values():
        for path in paths:
            pages[path] = pages.get(path, 0) + 1 / len(paths)
    return pages


def _most_pages(library: ParsedLibrary) -> int:
    """An upper bound for the pages of the list, which is quick to compute."""
    papers = library.papers
    topics = {path for paper in papers for path in paper.topics}
    names = {name for paper in papers for name in (*paper.institutions, *paper.keywords, *paper.aliases)}
    venues = {venue.text for paper in papers for venue in paper.venues}
    authors = Counter(name for paper in papers for name in author_names(paper))
    institutions = library.registries.institutions or Names[Institution]()
    parents = {entry.parent for entry in institutions.entries}
    years = {paper.year for paper in papers}
    several = sum(count > 1 for count in authors.values())
    return sum(map(len, topics)) + len(names) + 2 * len(venues) + len(parents) + len(years) + several


def _users_of_pages(files: Sequence[tuple[RecordFile, Paper]], size: OutputSize) -> dict[Page, list[str]]:
    """The records on each page of the list, including authors with several papers."""
    users: dict[Page, list[str]] = {}
    authors: dict[str, list[str]] = {}
    for file, paper in files:
        for page in size.pages(paper):
            users.setdefault(page, []).append(file.path)
        for name in author_names(paper):
            authors.setdefault(name, []).append(file.path)
    return users | {("author", name): paths for name, paths in authors.items() if len(paths) > 1}
