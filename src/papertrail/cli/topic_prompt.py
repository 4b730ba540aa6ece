"""Asks for the topic of a paper on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

import click

from papertrail.core import Paper, TopicPath
from papertrail.core.errors import PapertrailError
from papertrail.text.strings import printable, quoted

Known = Callable[[str, frozenset[TopicPath], str], TopicPath]


def ask_topic(paper: Paper, paths: frozenset[TopicPath], proposals: Sequence[TopicPath], known: Known) -> TopicPath:
    """The topic that the user chooses: by the number of a proposal, or by its name, which Tab completes."""
    click.echo(f"Topic of {quoted(paper.full_title, 100)}:", err=True)
    for number, path in enumerate(proposals, 1):
        click.echo(f"  {number}  {_text(path)}", err=True)
    _complete([_text(path) for path in sorted(paths)])
    first = "1" if proposals else ""
    while True:
        answer = _answer(f"Number, or name of a topic{' [1]' if first else ''} (Tab completes): ") or first
        if answer.isascii() and answer.isdecimal() and 0 < int(answer[:9]) <= len(proposals):
            return proposals[int(answer) - 1]
        try:
            if answer:
                return known(answer, paths, "use Tab to see all topics")
        except PapertrailError as error:
            click.echo(str(error), err=True)


def _answer(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except EOFError:
        click.echo(err=True)
        raise PapertrailError("no topic was chosen, and nothing was written; use --topic TOPIC") from None


def _text(path: TopicPath) -> str:
    return printable(" > ".join(path))


def _complete(names: Sequence[str]) -> None:
    """Complete names with Tab: those that start with the text, then those that contain it."""
    with suppress(ImportError):  # not on Windows
        import readline

        def complete(text: str, state: int) -> str | None:
            low = text.casefold()
            matches = [name for name in names if name.casefold().startswith(low)]
            matches = matches or [name for name in names if low in name.casefold()]
            return matches[state] if state < len(matches) else None

        readline.set_completer_delims("")
        readline.set_completer(complete)
        readline.parse_and_bind("tab: complete")
