"""`papertrail explain`."""

from __future__ import annotations

import click

from papertrail.core.errors import PapertrailError
from papertrail.rules import RULES
from papertrail.text.strings import did_you_mean, quoted


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Print what a rule does, why, and examples: `papertrail explain PT103`."""
    for rule in RULES:
        if code.upper() in (rule.CODE, rule.NAME.upper()):
            click.echo(f"{rule.CODE} {rule.NAME}\n\n{(rule.__doc__ or '').strip()}")
            return
    known = [rule.CODE for rule in RULES]
    suggestion = did_you_mean(code.upper(), known, f"the rules are {', '.join(known)}")
    raise PapertrailError(f"there is no rule {quoted(code)}; {suggestion}")
