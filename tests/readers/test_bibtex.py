"""The reader of BibTeX."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from papertrail.exporters import export_text
from papertrail.readers.bibtex import reader as bibtex
from papertrail.readers.entry import NotAList
from readers.data.entry_text import entries_text
from readers.data.validity import assert_same_citation, assert_valid, own_catalog
from support.golden import Golden

DATA = Path(__file__).parent / "data"
BITS = [  # special characters and words of the format
    "@a{", "@string{a=", "@comment{", "title", "=", "{", "}", '"', "#", ",", "\n",
    "\\", "$", "%", "a", " and ", "~", "@",
]  # fmt: skip
bits = st.lists(st.sampled_from(BITS)).map("".join)
entries_of_bits = bits.map(lambda text: f"@a{{k, title={{{text}}}, author={{{text}}}, note={{{text}}}}}")


@pytest.mark.parametrize("name", ["papers.bib", "facts.bib"])
def test_all_kinds_of_entries(name: str, golden: Golden) -> None:
    source = (DATA / name).read_text(encoding="utf-8")
    golden.check(entries_text(*bibtex.read(source)), DATA / f"{name}.txt")


def test_an_export_can_be_imported_again() -> None:
    catalog = own_catalog()
    entries, problems = bibtex.read(export_text("bibtex", catalog.rows, catalog))
    assert problems == []
    for row, entry in zip(catalog.rows, entries, strict=True):
        assert_same_citation(row.paper, entry.paper)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no BibTeX entry found"),
        ("just words", "no BibTeX entry found"),
        ("\n@article{a, title = {x", "line 2: no entry could be parsed"),
        ("@article{a, year = 2019}", "line 1: no entry could be parsed"),
        ("@a{}\n" * 20_001, "more than 20,000 entries"),
        ("x" * (8 * 1024 * 1024 + 1), "larger than 8 MiB"),
    ],
)
def test_a_file_without_entries_is_rejected(text: str, message: str) -> None:
    with pytest.raises(NotAList, match=message):
        bibtex.read(text)


def test_expanded_macros_are_limited_in_length() -> None:
    doubled = "".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 60))
    entries, _ = bibtex.read(f'@string{{a0 = "xx"}}\n{doubled}@article{{k, title = "T", note = a59}}')
    assert entries[0].paper.remarks == ()
    assert entries[0].not_kept == (f"remark: {'x' * 79}…",)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{$O(n \log n)$} time", r"$O(n \log n)$ time"),
        (r"\(x_i\) and \ensuremath{\alpha}-\ensuremath\beta", r"$x_i$ and $\alpha$-$\beta$"),
        (r"$ x $, $$y$$ and \[z\]", "$x$, $$y$$ and $$z$$"),
        (r"2$\times$2 H$_2$O", r"2$\times2$ H$_2$O"),
        (r"costs \$5", "costs $5"),
        (r"costs $5", "costs $5"),
        (r"costs $5 and $6", "costs $5 and $6"),
        (r"costs $5 and $x$", "costs $5 and $x$"),
        (r"\$5--6\$ or $x$", r"\$5–6\$ or $x$"),
        (r"$$ $$ empty", "empty"),
        (r"\begin{equation}x\end{equation}", "x"),
    ],
)
def test_formulas_are_read_as_tex(latex: str, text: str) -> None:
    entries, _ = bibtex.read(f"@misc{{k, title = {{{latex}}}}}")
    assert entries[0].paper.name == text


def test_names_of_people_contain_no_formulas() -> None:
    entries, _ = bibtex.read(r"@misc{k, title = {T}, author = {Ann $\alpha$ Lee}}")
    assert [str(author) for author in entries[0].paper.authors] == ["Ann α Lee"]


def test_formulas_of_a_note_are_formulas_of_the_remark() -> None:
    entries, _ = bibtex.read(r"@misc{k, title = {T}, note = {Needs *$x_1*y_1*$*}}")
    assert entries[0].paper.remarks == (r"Needs \*$x_1*y_1*$\*",)


def test_line_numbers_count_all_lines_of_the_file() -> None:
    source = "\ufeff% one\r\n\r\n@misc{a,\r\n title={A}\r\n}\r\n@misc{b, title={B}}"
    entries, _ = bibtex.read(source)
    assert [(entry.start, entry.end) for entry in entries] == [(2, 5), (5, 6)]
    assert entries[0].raw == "@misc{a,\n title={A}\n}"


@settings(max_examples=300, deadline=None, derandomize=True)
@example("@a{k,title={" + "{" * 3000 + "}" * 3000 + "}}")
@example("@a{k,title={\\frac\\verb\\href{}},author={,,,,}}")
@given(
    st.one_of(st.text(), bits, bits.map(lambda text: f"@a{{k, title={{{text}}}, author={{{text}}}, note={{{text}}}}}"))
)
def test_any_text_gives_valid_entries_or_an_error(text: str) -> None:
    assert_valid(bibtex.read, text)
