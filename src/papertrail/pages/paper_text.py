"""The page of a paper as Markdown, for programs such as language models."""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core import Paper, Row
from papertrail.core.pdf import links_with_pdf
from papertrail.pages.notes import SiteNotes
from papertrail.pages.page import ROOT, PageOptions, paper_text_address
from papertrail.templating.words import Words
from papertrail.text.markdown import markdown_inline, markdown_start, markdown_text, markdown_url


def paper_text(row: Row, bibtex: str, notes: SiteNotes, options: PageOptions) -> str:
    """Return a paper as Markdown. URLs are absolute if that of the site is known."""
    root = options.site_url or options.root_of(paper_text_address(row.paper.id))
    parts = filter(None, _parts(row, bibtex, notes, options))
    return "\n\n".join(parts).replace(ROOT, root) + "\n"


def _parts(row: Row, bibtex: str, notes: SiteNotes, options: PageOptions) -> Iterator[str]:
    paper, words = row.paper, options.words
    yield f"# {markdown_text(paper.name)}"
    if paper.full_title != paper.name:
        yield markdown_start(markdown_text(paper.full_title))
    links = [(markdown_text(link.label), options.link_url(row, link)) for link in links_with_pdf(paper)]
    linked = ", ".join(f"[{label}]({markdown_url(url)})" for label, url in links if url)
    facts = [(label, markdown_text(value)) for label, value in _facts(paper, words)]
    facts.append((words.gettext("Links"), linked))
    yield "\n".join(f"- {markdown_text(label)}: {value}" for label, value in facts if value)
    yield from (markdown_start(markdown_inline(remark)) for remark in paper.remarks)
    if paper.abstract:
        yield f"## {words.gettext('Abstract')}"
        yield from (markdown_start(markdown_text(paragraph)) for paragraph in paper.abstract.split("\n\n"))
    yield f"## {words.gettext('Cite')}"
    yield f"```bibtex\n{bibtex.strip()}\n```"
    if text := notes.markdown_of(row):  # last, as its headings may have any level
        yield f"## {words.gettext('Notes')}"
        yield text


def _facts(paper: Paper, words: Words) -> Iterator[tuple[str, str]]:
    """Yield what the citation does not say, and what tells papers apart; possibly without value."""
    yield words.gettext("Authors"), ", ".join(map(str, paper.authors))
    yield words.gettext("Venue"), ", ".join(venue.text for venue in paper.venues)
    yield words.gettext("Date"), paper.date or str(paper.year or "")
    yield words.ngettext("Award", "Awards", len(paper.awards)), ", ".join(paper.awards)
    yield words.gettext("Institutions"), ", ".join(paper.institutions)
    yield words.gettext("Topics"), ", ".join(" > ".join(path) for path in paper.topics)
    yield words.gettext("Keywords"), ", ".join(paper.keywords)
    yield from paper.custom
    yield words.gettext("Added"), paper.added or ""
