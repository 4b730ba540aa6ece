"""What the answers of services say about a paper: proposals for its record, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from papertrail.core import Paper
from papertrail.core.authors import authors_of
from papertrail.core.identifiers import address_of
from papertrail.importing.add import is_published
from papertrail.lookup.names import KnownNames
from papertrail.lookup.registered import RegisteredWork
from papertrail.readers import Entry
from papertrail.readers.common.fields import WorkFields, entry_of
from papertrail.text.strings import normal_title, one_line, quoted
from papertrail.upkeep.asking import Answers, claimed_dois, dois_of, first_author

KINDS = ("retracted", "concern", "other title", "published", "missing doi")
_RETRACTIONS = frozenset({"retraction", "withdrawal", "removal"})
_CONCERNS = frozenset({"expression-of-concern", "partial-retraction"})
_PUBLICATIONS = frozenset({"journal-article", "proceedings-article", "book-chapter"})
_WITH_DOIS = _PUBLICATIONS | {"book", "monograph", "reference-book", "edited-book", "report", "dissertation"}
_COMPARED = 300
_PART, _OTHER = 85, 60
"""Similarities of titles in percent: one is a part of the other; and below the second one, it is another title."""
_SAME_WORD, _SHORT_WORD = 80, 4
"""The similarity of two spellings of a word in percent, and the most letters of a word that has only one spelling."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A change of a record."""

    paper: Paper
    kind: str
    change: str
    evidence: tuple[str, ...]
    field: str
    """The field of the record that it is about."""
    entry: Entry | None = None
    """What a record gets that is silent about it; None if a person must decide."""


def proposals_of(paper: Paper, answers: Answers, names: KnownNames) -> Iterator[Proposal]:
    """The proposals for a paper. Nothing is concluded from an identifier that leads to a work with another title."""
    wrong = {proposal.change: proposal for proposal in _other_titles(paper, answers)}
    yield from wrong.values()
    if any(proposal.field != "title" for proposal in wrong.values()):
        return
    yield from _notices(paper, answers)
    if not is_published(paper) or any(_is_preprint(doi, answers) for doi in dois_of(paper)):
        yield from _publications(paper, answers, names)
    elif not dois_of(paper):
        yield from _dois(paper, answers, names)


# Titles


def similarity(one: str, two: str) -> int:
    """How similar two titles are, in percent, whatever their case and punctuation.

    >>> similarity("Clocks in Caves", "Clocks in caves."), similarity("Tides", "Boats")
    (100, 40)
    """
    return round(fuzz.ratio(normal_title(one)[:_COMPARED], normal_title(two)[:_COMPARED]))


def almost_equal(one: str, two: str) -> bool:
    """Whether two titles are the same, but for spaces and the spelling of long words.

    >>> almost_equal("On-line Colours", "Online colours"), almost_equal("Waves, Part I", "Waves, Part II")
    (True, False)
    """
    first, second = normal_title(one)[:_COMPARED], normal_title(two)[:_COMPARED]
    pairs = [*zip(first.split(), second.split(), strict=False)]
    is_same = first.replace(" ", "") == second.replace(" ", "") or (
        len(first.split()) == len(second.split())
        and all(
            a == b or (a.isalpha() and min(len(a), len(b)) > _SHORT_WORD and fuzz.ratio(a, b) >= _SAME_WORD)
            for a, b in pairs
        )
    )
    return bool(first) and is_same


def _is_other_title(paper: Paper, title: str) -> bool:
    one, two = paper.plain_title[:_COMPARED], normal_title(title)[:_COMPARED]
    if not two or (paper.title is None and len(one.split()) < 4):  # a short name says nothing about the title
        return False
    return fuzz.token_sort_ratio(one, two) < _OTHER and fuzz.token_set_ratio(one, two) < _PART


def _other_titles(paper: Paper, answers: Answers) -> Iterator[Proposal]:
    titled = [("arxiv", paper.arxiv, answers.arxiv.get(paper.arxiv or ""))]
    for doi in dois_of(paper):
        work = answers.works.get(doi)
        titled.append(("doi", doi, work.fields if work else None))
        if work and work.updates:
            kind, other = work.updates[0]
            change = f"{_name('doi', doi)} is a notice ({kind}) about {_name('doi', other)}"
            yield _proposal(paper, "other title", change, [f"Crossref: {quoted(work.fields.title, 120)}"], "links")
    for scheme, id, fields in titled:
        if id and fields and _is_other_title(paper, fields.title):
            change = f"{_name(scheme, id)} is {quoted(one_line(fields.title), 120)}"
            mine, same = quoted(paper.full_title, 120), _same_author(paper, fields)
            author = {True: "the same first author", False: "another first author", None: "no author to compare"}[same]
            evidence = [
                f"the record has {mine}",
                f"titles {similarity(paper.full_title, fields.title)}% equal, {author}",
            ]
            yield _proposal(paper, "other title", change, evidence, "title" if same else "links")


def _same_author(paper: Paper, fields: WorkFields) -> bool | None:
    """Whether the first authors have the same family name; None if one of both has no authors."""
    mine, people = first_author(paper), authors_of(tuple(fields.authors[:1])).people
    theirs = (people[0].family or people[0].name) if people else ""
    return normal_title(mine) == normal_title(theirs) if mine and theirs else None


def _name(scheme: str, id: str) -> str:
    return f"arXiv {id}" if scheme == "arxiv" else f"DOI {id}"


def _proposal(
    paper: Paper, kind: str, change: str, evidence: Sequence[str], field: str, entry: Entry | None = None
) -> Proposal:
    return Proposal(paper=paper, kind=kind, change=change, evidence=tuple(evidence), field=field, entry=entry)


def _entry(paper: Paper, new: Paper, found: Entry | None = None) -> Entry:
    """An entry with new values, and with all that identifies the record, so that it is not taken for a similar one."""
    same = replace(
        new,
        name=paper.name,
        title=paper.title,
        venues=(*paper.venues, *new.venues),
        ids=(*paper.ids, *new.ids),
        links=paper.links,
        topics=paper.topics[:1],
    )
    return replace(found or Entry(paper=same, start=0, end=1), paper=same)


# Retractions


def _notices(paper: Paper, answers: Answers) -> Iterator[Proposal]:
    if paper.status in ("retracted", "withdrawn"):
        return
    notices = {notice: doi for doi in dois_of(paper) if (work := answers.works.get(doi)) for notice in work.updated_by}
    for kind, word, change in ((_RETRACTIONS, "retracted", "status: retracted"), (_CONCERNS, "concern", "")):
        found = [(notice, doi) for notice, doi in notices.items() if notice[0] in kind]
        if found:
            evidence = [
                f"Crossref: {name.replace('-', ' ')} of {doi}" + (f", {address_of('doi', by)}" if by else "")
                for (name, by), doi in found
            ]
            entry = _entry(paper, Paper(id="", name="", status="retracted")) if word == "retracted" else None
            yield _proposal(paper, word, change or "read the notice, and decide", evidence, "status", entry)
            return


# Publications


def _is_preprint(doi: str, answers: Answers) -> bool:
    work = answers.works.get(doi)
    return work is not None and work.type == "posted-content"


def _publications(paper: Paper, answers: Answers, names: KnownNames) -> Iterator[Proposal]:
    claims = claimed_dois(paper, answers)
    for doi, source in claims.items():
        if doi in dois_of(paper):
            continue
        if work := answers.works.get(doi):
            yield _published(paper, work, f"{source}: published as {address_of('doi', doi)}", names)
        else:
            evidence = [f"{source}: published as {address_of('doi', doi)}", "Crossref does not have this DOI"]
            yield _proposal(paper, "published", f"DOI {doi}", evidence, "venue")
    if not claims:
        results = [work for work in answers.searches.get(paper.id, ()) if work.type in _PUBLICATIONS]
        accepted = [work for work in results if _is_same(paper, work.fields)]
        for work in accepted:
            proposal = _published(paper, work, f"Crossref: found by title and author, {_agreement(paper, work)}", names)
            yield proposal if len(accepted) == 1 else replace(proposal, entry=None)
        preprint = answers.arxiv.get(paper.arxiv or "")
        venues = _entry_of(preprint, names).paper.venues[1:] if preprint and not accepted else ()
        if venues:
            new = Paper(id="", name="", venues=venues)
            change = f"venue: {venues[0].text}"
            yield _proposal(paper, "published", change, ["arXiv: journal reference"], "venue", _entry(paper, new))


def _published(paper: Paper, work: RegisteredWork, evidence: str, names: KnownNames) -> Proposal:
    found = _entry_of(work.fields, names)
    venues = tuple(venue for venue in found.paper.venues if not venue.arxiv)
    change = ", ".join([*(f"venue: {venue.text}" for venue in venues), f"doi: {work.doi}"])
    new = Paper(
        id="",
        name="",
        type=found.paper.type,
        venues=venues,
        date=found.paper.date,
        publication=found.paper.publication,
        ids=(("doi", work.doi),),
    )
    title = f"Crossref: {quoted(one_line(work.fields.title), 120)}, title {_percent(paper, work)}"
    is_certain = (
        bool(venues)
        and not is_published(paper)
        and not _is_other_title(paper, work.fields.title)
        and _same_author(paper, work.fields) is not False
        and not any(scheme == "doi" for scheme, _ in paper.ids)
    )
    entry = _entry(paper, new, found) if is_certain else None
    return _proposal(paper, "published", change, [evidence, title], "venue", entry)


def _dois(paper: Paper, answers: Answers, names: KnownNames) -> Iterator[Proposal]:
    """The DOIs that a published paper may have. Of several versions, that in its venue is certain."""
    claimed = [
        (work, f"{source}: published as {address_of('doi', doi)}, {_agreement(paper, work)}")
        for doi, source in claimed_dois(paper, answers).items()
        if (work := answers.works.get(doi)) and not _is_other_title(paper, work.fields.title)
    ]
    found = [
        (work, f"Crossref: found by title and author, {_agreement(paper, work)}")
        for work in answers.searches.get(paper.id, ())
        if work.type in _WITH_DOIS and _is_same(paper, work.fields)
    ]
    series = {venue.series.casefold() for venue in paper.venues if not venue.arxiv}
    in_venue = []
    for work, evidence in (*claimed, *found):
        venues = _entry_of(work.fields, names).paper.venues
        in_venue += [(work, evidence)] if series & {venue.series.casefold() for venue in venues} else []
    for work, evidence in in_venue or [*claimed, *found]:
        where = f"in {quoted(next(iter(work.fields.venues), 'no venue'), 120)}"
        new = Paper(id="", name="", ids=(("doi", work.doi),))
        entry = _entry(paper, new) if len(in_venue) == 1 else None
        yield _proposal(paper, "missing doi", f"doi: {work.doi}", [evidence, where], "ids", entry)


def _is_same(paper: Paper, fields: WorkFields) -> bool:
    year = int(fields.date[:4]) if fields.date else None
    return (
        almost_equal(paper.full_title, fields.title)
        and bool(_same_author(paper, fields))
        and year is not None
        and paper.year is not None
        and abs(year - paper.year) <= 1
    )


def _agreement(paper: Paper, work: RegisteredWork) -> str:
    return f"title {_percent(paper, work)}, year {(work.fields.date or '')[:4]}"


def _percent(paper: Paper, work: RegisteredWork) -> str:
    return f"{similarity(paper.full_title, work.fields.title)}% equal"


def _entry_of(fields: WorkFields, names: KnownNames) -> Entry:
    entry = entry_of(replace(fields, not_kept=()), start=0, end=1, raw="")
    return names.in_entry(entry) if entry else Entry(paper=Paper(id="", name=""), start=0, end=1)
