"""BibTeX read into papers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from papertrail.exporters import export_text
from papertrail.readers.bibtex import reader as bibtex
from papertrail.readers.entry import NotAList
from readers.flat.sound import assert_sound, own_catalog, same_parts
from readers.flat.telling import told
from support.golden import Golden

FLAT = Path(__file__).parent / "flat"
BITS = [  # what makes trouble
    "@a{", "@string{a=", "@comment{", "title", "=", "{", "}", '"', "#", ",", "\n",
    "\\", "$", "%", "a", " and ", "~", "@",
]  # fmt: skip
bits = st.lists(st.sampled_from(BITS)).map("".join)
entries_of_bits = bits.map(lambda text: f"@a{{k, title={{{text}}}, author={{{text}}}, note={{{text}}}}}")


def test_a_file_of_all_kinds(golden: Golden) -> None:
    source = (FLAT / "papers.bib").read_text(encoding="utf-8")
    golden.check(told(*bibtex.read(source)), FLAT / "papers.bib.txt")


def test_what_papertrail_writes_comes_back() -> None:
    catalog = own_catalog()
    entries, problems = bibtex.read(export_text("bibtex", catalog.rows, catalog))
    assert problems == []
    for row, entry in zip(catalog.rows, entries, strict=True):
        same_parts(row.paper, entry.paper)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no entry of BibTeX"),
        ("just words", "no entry of BibTeX"),
        ("\n@article{a, title = {x", "line 2: no entry could be read"),
        ("@article{a, year = 2019}", "line 1: no entry could be read"),
        ("@a{}\n" * 20_001, "more than 20,000 entries"),
        ("x" * (8 * 1024 * 1024 + 1), "larger than 8 MiB"),
    ],
)
def test_what_is_no_list(text: str, said: str) -> None:
    with pytest.raises(NotAList, match=said):
        bibtex.read(text)


def test_macros_that_name_one_another_stay_small() -> None:
    doubled = "".join(f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 60))
    entries, _ = bibtex.read(f'@string{{a0 = "xx"}}\n{doubled}@article{{k, title = "T", note = a59}}')
    assert entries[0].paper.remarks == ()
    assert entries[0].not_kept == (f"remark: {'x' * 79}…",)


def test_lines_are_those_of_the_file() -> None:
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
def test_any_text_gives_values_or_a_refusal(text: str) -> None:
    assert_sound(bibtex.read, text)
