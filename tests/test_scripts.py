"""Modules of scripts as few files."""

from __future__ import annotations

import re

import pytest

from papertrail.templating.environment import scripts
from papertrail.templating.script_bundle import joined

MODULES = {
    "first.js": (
        'import { name } from "./names.js";\nimport "./side.js";\n\n'
        "// Says it.\nexport function say() {\n  tell(name);\n}\n"
    ),
    "names.js": '/** A name.\n * It is one. */\nexport const name = "n", other = 1;\n',
    "side.js": "sideEffect();\n",
    "later.js": (
        'import { say } from "./first.js";\nimport { other } from "./own.js";\n\nexport const run = () => say(other);\n'
    ),
    "own.js": 'import { name } from "./names.js";\nexport const other = [name];\n',
}


def test_modules_stand_below_those_they_need_without_comments() -> None:
    assert joined(MODULES, "first.js") == {
        "first.js": 'const name = "n", other = 1;\nsideEffect();\nfunction say() {\ntell(name);\n}\n'
    }


def test_a_later_file_takes_what_it_shares_from_the_first() -> None:
    found = joined({**MODULES, "names.js": 'export const name = "n";\n'}, "first.js", "later.js")
    assert found["first.js"].endswith("}\nexport { name, say };\n")
    assert found["later.js"] == (
        'import { name, say } from "./first.js";\nconst other = [name];\nexport const run = () => say(other);\n'
    )


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"side.js": "const say = 1;\n"}, "side.js and first.js both declare say"),
        ({"side.js": 'import "./nowhere.js";\n'}, "side.js imports nowhere.js, which is not there"),
    ],
    ids=["twice", "missing"],
)
def test_what_cannot_be_joined_is_told(changed: dict[str, str], told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        joined({**MODULES, **changed}, "first.js")


def test_our_own_scripts_can_be_joined_and_nothing_is_left_of_their_imports() -> None:
    for name, text in joined(scripts(), "papertrail.js", "browse.js").items():
        sources = re.findall(r'from "([^"]+)"|^import "([^"]+)"', text, re.MULTILINE)
        assert {source for pair in sources for source in pair if source} <= {"./papertrail.js"}, name
