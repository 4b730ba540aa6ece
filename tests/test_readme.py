"""The commands, samples and links of the README work."""

from __future__ import annotations

import re

from conftest import REPOSITORY
from support.projects import report

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
SERVE = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/papertrail serve"
TEST = "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest"


def block(language: str, number: int = 0) -> str:
    return str(re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)[number])


def test_the_two_commands_are_one_line_each() -> None:
    assert block("sh", 0) == f"{SERVE}\n"
    assert block("sh", 1) == f"{TEST}\n"
    assert re.findall(r"(?m)^.*pytest$", README) == [TEST], "what .ci/run looks for"


def test_the_sample_record_produces_the_sample_message() -> None:
    names = "=== papers/_venues.yml\n- EuroSys\n"
    assert report(f"{names}=== papers/tofu.yml\n{block('yaml')}") == ""
    mistaken = block("yaml").replace("EuroSys", "EuroSis")
    assert report(f"{names}=== papers/tofu.yml\n{mistaken}") == f"{block('text')}\n"


def test_links_and_pictures_exist() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert target.startswith("https://") or (REPOSITORY / target).exists(), target
