"""`papertrail explain`."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from papertrail.cli.options import COLOR
from papertrail.core.errors import PapertrailError
from papertrail.reporters.style import ansi
from papertrail.rules import RULES
from papertrail.text.strings import did_you_mean, quoted


def _summary(doc: str | None) -> str:
    return (doc or "").strip().partition("\n")[0]


def _complete(context: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """Codes and names of rules, each with its summary."""
    items = ((name, rule) for rule in RULES for name in (rule.CODE, rule.NAME))
    return [
        CompletionItem(name, help=_summary(rule.__doc__))
        for name, rule in items
        if name.casefold().startswith(incomplete.casefold())
    ]


@click.command()
@click.argument("rule", required=False, shell_complete=_complete)
@COLOR
def explain(rule: str | None) -> None:
    """Explain a rule, or list all rules.

    RULE is a code such as PT103 or a name such as unknown-field. With no RULE, all rules are listed.
    """
    click.echo(_list() if rule is None else _documentation(rule))


def _list() -> str:
    """A line with code, name and summary for each rule."""
    width = max(len(rule.NAME) for rule in RULES)
    lines = (f"{ansi(rule.CODE, 'path')}  {rule.NAME:<{width}}  {_summary(rule.__doc__)}" for rule in RULES)
    return "\n".join(lines)


def _documentation(name: str) -> str:
    for rule in RULES:
        if name.upper() in (rule.CODE, rule.NAME.upper()):
            return f"{ansi(f'{rule.CODE} {rule.NAME}', 'path')}\n\n{(rule.__doc__ or '').strip()}"
    known = [name for rule in RULES for name in (rule.CODE, rule.NAME)]
    suggestion = did_you_mean(name, known, "run `papertrail explain` to list all rules")
    raise PapertrailError(f"unknown rule {quoted(name)}; {suggestion}")
