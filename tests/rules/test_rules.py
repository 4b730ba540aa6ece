"""All rules, with cases in files: `cases/PT103/name.txt` contains a tree and its report.

A case named `.ok.txt` has no problems. To add a case, write a file with the tree, run `pytest --refresh`, and review
the report that was added to it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import ModuleType
from typing import get_type_hints

import pytest

from papertrail import rules
from papertrail.reporters import github_report, json_report
from papertrail.rules import RULES
from papertrail.rules.support.rule import Rule
from support.golden import Golden
from support.projects import problems, report, tree_of

CASES = Path(__file__).parent / "cases"
EXPECTED = "\n=== expected\n"
FILES = sorted(CASES.glob("*/*.txt"))


@pytest.mark.parametrize("case", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_report_of_the_case_is_as_expected(case: Path, golden: Golden) -> None:
    tree = case.read_text(encoding="utf-8").partition(EXPECTED)[0].rstrip("\n") + "\n"
    said = report(tree)
    found = problems(tree)
    codes = {problem.code for problem in found}
    assert len(json.loads(json_report(found))["diagnostics"]) == len(found)
    assert len(re.findall("^::(?:error|warning) ", github_report(found), re.MULTILINE)) == len(found)
    if case.name.endswith(".ok.txt"):
        assert said == ""
    else:
        assert case.parent.name in codes
        golden.check(f"{tree}{EXPECTED}{said}", case)


@pytest.mark.parametrize("case", sorted(CASES.glob("PT003/*.txt")), ids=lambda path: path.stem)
def test_a_line_that_is_written_as_the_help_says_has_no_syntax_error(case: Path) -> None:
    files = tree_of(case.read_text(encoding="utf-8").partition(EXPECTED)[0].rstrip("\n") + "\n")
    errors = [d for d in problems(as_text(files)) if d.code == "PT003" and d.help.startswith("write ")]
    lines = {path: text.split("\n") for path, text in files.items()}
    obeyed = set()
    for error in errors:
        written = error.help.removeprefix("write ").partition("; ")[0]
        of_file, row = lines[error.path], error.span.line - 1
        if written.endswith(("…", " instead")) or ":" not in written:
            continue
        indent = of_file[row][: len(of_file[row]) - len(of_file[row].lstrip())]
        of_file[row] = indent + written
        obeyed.add((error.path, row + 1))
    after = problems(as_text({path: "\n".join(of_file) for path, of_file in lines.items()}))
    assert not obeyed & {(d.path, d.span.line) for d in after if d.code == "PT003"}


def as_text(files: dict[str, str]) -> str:
    return "".join(f"=== {path}\n{text}" for path, text in files.items())


# PT001 is about bytes and symbolic links, which a text cannot contain; see `test_unreadable.py`.
@pytest.mark.parametrize("rule", [r for r in RULES if r.CODE != "PT001"], ids=lambda rule: rule.CODE)
def test_rule_has_cases_that_fail_and_pass(rule: object) -> None:
    names = [path.name for path in CASES.glob(f"{rule.CODE}/*.txt")]  # type: ignore[attr-defined]
    assert [name for name in names if name.endswith(".ok.txt")], "a case that passes"
    assert [name for name in names if not name.endswith(".ok.txt")], "a case that fails"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.CODE)
def test_examples_in_the_documentation_fail_and_pass(rule: object) -> None:
    """The examples in the documentation of a rule fail and pass."""
    code, text = rule.CODE, rule.__doc__ or ""  # type: ignore[attr-defined]
    for heading in ("## Why", "## Fails", "## Passes"):
        assert heading in text
    fails, passes = (example(part) for part in text.split("## Fails")[1].split("## Passes"))
    if code != "PT001":  # a text cannot contain such bytes
        assert code in {problem.code for problem in problems(fails)}
    assert problems(passes) == ()


def example(text: str) -> str:
    """The files of an example as a tree."""
    blocks = re.findall(r'```\w+ title="(.*?)"\n(.*?)```', text, re.DOTALL)
    assert blocks
    return "".join(f"=== {path}\n{content}" for path, content in blocks)


def test_every_code_in_the_source_has_a_rule() -> None:
    """Codes of problems found while reading have a rule, and codes are unique."""
    source = Path(__file__).parents[2] / "src" / "papertrail"
    codes = {code for path in source.rglob("*.py") for code in re.findall(r'"(PT\d{3})"', path.read_text())}
    assert codes == {rule.CODE for rule in RULES}
    assert len(RULES) == len({rule.NAME for rule in RULES})


def test_each_module_of_the_package_is_a_rule() -> None:
    folder = Path(rules.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__", "checker"}
    assert [rule.CODE for rule in RULES] == sorted(name.partition("_")[0].upper() for name in modules)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.CODE)
def test_a_rule_declares_what_the_protocol_names(rule: ModuleType) -> None:
    """Rules are found by their names, so no type checker compares them with `Rule`."""
    for name, expected in get_type_hints(Rule).items():
        if name != "__doc__":
            assert type(getattr(rule, name)) is expected, name
    assert get_type_hints(rule.check) == get_type_hints(Rule.check)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.NAME)
