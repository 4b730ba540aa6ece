"""Asks arXiv, DataCite and Crossref about the papers of a list, as many in a request as they allow."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from papertrail.core import Paper
from papertrail.core.authors import authors_of
from papertrail.core.identifiers import arxiv_in
from papertrail.importing.add import is_published
from papertrail.importing.values import digest
from papertrail.lookup.arxiv import arxiv_works
from papertrail.lookup.names import KnownNames
from papertrail.lookup.registered import RegisteredWork, crossref_search, crossref_works, published_dois
from papertrail.lookup.result import NotFound
from papertrail.readers.common.fields import WorkFields
from papertrail.web import Client

_ARXIV_IDS, _DOIS = 50, 20
"""What is asked for in one request."""
_PATIENCE = 60
"""The longest time to wait for a service that names one."""
_MOST_FAILURES = 2
_UNREGISTERED = ("neurips", "openreview", "pmlr", "usenix", "acl", "isbn")
"""Identifiers of papers that usually have no DOI at Crossref, so that nobody needs to search for it."""
Progress = Callable[[str, int, int], None]
T = TypeVar("T")


@dataclass
class Answers:
    """What the services said, as far as they were asked."""

    arxiv: dict[str, WorkFields] = field(default_factory=dict)
    """By arXiv id."""
    published: dict[str, str] = field(default_factory=dict)
    """The DOIs of publications by arXiv id, as DataCite has them."""
    works: dict[str, RegisteredWork] = field(default_factory=dict)
    """By DOI."""
    searches: dict[str, list[RegisteredWork]] = field(default_factory=dict)
    """The results of searches by the ids of papers."""
    problems: list[str] = field(default_factory=list)
    """What could not be asked."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """How services are asked."""

    client: Client
    names: KnownNames
    mailto: str | None
    progress: Progress
    answers: Answers = field(default_factory=Answers)
    failures: dict[str, int] = field(default_factory=dict)

    def tried(self, service: str, request: Callable[..., T | NotFound], *arguments: object) -> T | None:
        """The answer of a service, which is asked again once if it wants that, and not at all after two failures."""
        if self.failures.get(service, 0) >= _MOST_FAILURES:
            return None
        answer = request(*arguments)
        if isinstance(answer, NotFound) and answer.retry_after is not None and answer.retry_after <= _PATIENCE:
            time.sleep(answer.retry_after)
            answer = request(*arguments)
        if not isinstance(answer, NotFound):
            self.failures[service] = 0
            return answer
        self.failures[service] = self.failures.get(service, 0) + 1
        is_last = self.failures[service] == _MOST_FAILURES
        self.answers.problems.append(f"{service}: {answer.message}{', so it was not asked again' if is_last else ''}")
        return None


def ask(papers: Sequence[Paper], asking: Asking, fine: Container[str]) -> None:
    """Ask about papers, and add the answers to those of `asking`. No search is repeated whose key is `fine`."""
    client, names, mailto, answers = asking.client, asking.names, asking.mailto, asking.answers
    for ids in _batches("asking arXiv", [paper.arxiv for paper in papers], _ARXIV_IDS, asking):
        answers.arxiv |= asking.tried("arXiv", arxiv_works, ids, client, names) or {}
    missing = [paper.arxiv for paper in papers if not dois_of(paper) and not _arxiv_doi(paper, answers)]
    for ids in _batches("asking DataCite", missing, _ARXIV_IDS, asking):
        answers.published |= asking.tried("DataCite", published_dois, ids, client) or {}
    for _ in range(2):  # first the works, then those as which they were published
        dois = [doi for paper in papers for doi in (*dois_of(paper), *claimed_dois(paper, answers))]
        for part in _batches("asking Crossref", (doi for doi in dois if doi not in answers.works), _DOIS, asking):
            answers.works |= asking.tried("Crossref", crossref_works, part, client, names, mailto) or {}
    _search([paper for paper in papers if is_searched(paper, answers) and search_key(paper) not in fine], asking)


def _search(papers: Sequence[Paper], asking: Asking) -> None:
    for number, paper in enumerate(papers):
        asking.progress("searching at Crossref", number, len(papers))
        words = paper.full_title, first_author(paper)
        results = asking.tried("Crossref", crossref_search, *words, asking.client, asking.names, asking.mailto)
        asking.answers.searches |= {} if results is None else {paper.id: results}


def _batches(step: str, values: Iterable[str | None], size: int, asking: Asking) -> Iterator[list[str]]:
    distinct = list(dict.fromkeys(value for value in values if value))
    for start in range(0, len(distinct), size):
        asking.progress(step, start, len(distinct))
        yield distinct[start : start + size]


def dois_of(paper: Paper) -> list[str]:
    """The DOIs that a record states, without that of its preprint on arXiv."""
    return [value for scheme, value in paper.identifiers if scheme == "doi" and not arxiv_in(value)]


def _arxiv_doi(paper: Paper, answers: Answers) -> str | None:
    work = answers.arxiv.get(paper.arxiv or "")
    return work.doi if work and work.doi and not arxiv_in(work.doi) else None


def claimed_dois(paper: Paper, answers: Answers) -> dict[str, str]:
    """The DOIs of publications that others state for a preprint, each with who states it."""
    claims = {}
    if doi := _arxiv_doi(paper, answers):
        claims[doi] = "arXiv"
    if doi := answers.published.get(paper.arxiv or ""):
        claims.setdefault(doi, "DataCite")
    for own in dois_of(paper):
        work = answers.works.get(own)
        claims |= {doi: "Crossref" for doi in (work.published_as if work else ()) if doi not in claims}
    return claims


def is_searched(paper: Paper, answers: Answers) -> bool:
    """Whether a DOI of a paper can only be found by its title."""
    is_usual = not is_published(paper) or not any(scheme in _UNREGISTERED for scheme, _ in paper.identifiers)
    has_words = len(paper.plain_title.split()) >= 3 and bool(first_author(paper)) and paper.year is not None
    return has_words and is_usual and not dois_of(paper) and not claimed_dois(paper, answers)


def first_author(paper: Paper) -> str:
    """The family name of the first author; empty if there is none."""
    people = authors_of(paper.authors).people
    return (people[0].family or people[0].name) if people else ""


def search_key(paper: Paper) -> str:
    """What the result of a search depends on."""
    return f"{paper.id}:{digest((paper.full_title, first_author(paper), str(paper.year)))}"
