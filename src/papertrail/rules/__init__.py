"""The rules, one module each. Every module `ptNNN_name` is a rule; there is no list to add it to.

`papertrail.rules.support.rule` describes what each module declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from papertrail.rules.support.rule import Rule


def _rules() -> Iterator[Rule]:
    for name in sorted(module.name for module in iter_modules(__path__)):
        if re.match(r"pt\d{3}_", name):
            yield cast(Rule, import_module(f"{__name__}.{name}"))


RULES = tuple(_rules())
"""All rules, in the order of their codes."""
