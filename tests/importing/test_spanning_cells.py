"""Cells that span rows of a table in HTML: their value is that of each row."""

from __future__ import annotations

import pytest

from importing.test_documents import described_papers, imported_text, rendered, report_of
from papertrail.readers.markdown.reader import read_document
from papertrail.readers.markdown.table_syntax import without_spans

SPANNING = """# Fruit

<table>
<tr><th>Year</th><th>Title</th><th>Venue</th><th>Links</th></tr>
<tr><td rowspan="2">2020</td><td>Apples and Their Trees</td><td>OSDI</td><td><a href="https://e.org/1">Paper</a></td></tr>
<tr><td>Pears in Wind and Rain</td><td>SOSP</td><td><a href="https://e.org/2">Paper</a></td></tr>
<tr><td rowspan=3>2021</td><td>Plums without Stones</td><td rowspan='2'>ICML</td><td><a href="https://e.org/3">Paper</a></td></tr>
<tr><td>Cherries by the Sea</td><td><a href="https://e.org/4">Paper</a></td></tr>
<tr><td>Quinces at Scale</td><td>NSDI</td><td><a href="https://e.org/5">Paper</a></td></tr>
</table>
"""
REPEATED = """# Fruit

<table>
<tr><th>Year</th><th>Title</th><th>Venue</th><th>Links</th></tr>
<tr><td>2020</td><td>Apples and Their Trees</td><td>OSDI</td><td><a href="https://e.org/1">Paper</a></td></tr>
<tr><td>2020</td><td>Pears in Wind and Rain</td><td>SOSP</td><td><a href="https://e.org/2">Paper</a></td></tr>
<tr><td>2021</td><td>Plums without Stones</td><td>ICML</td><td><a href="https://e.org/3">Paper</a></td></tr>
<tr><td>2021</td><td>Cherries by the Sea</td><td>ICML</td><td><a href="https://e.org/4">Paper</a></td></tr>
<tr><td>2021</td><td>Quinces at Scale</td><td>NSDI</td><td><a href="https://e.org/5">Paper</a></td></tr>
</table>
"""


def test_each_row_has_the_value_of_a_cell_that_spans_it() -> None:
    spanning, repeated = (imported_text(text.encode(), "list.md") for text in (SPANNING, REPEATED))
    assert described_papers(spanning.checked) == described_papers(repeated.checked)
    assert rendered(spanning.checked) == REPEATED
    assert (
        "line 5: the table has cells that span rows; each of their rows gets its own" in report_of(spanning).decisions
    )


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        # The last cell of a row, and cells beside one another.
        ('<tr><td>A</td><td rowspan="2">1</td></tr><tr><td>B</td></tr><tr><td>C</td><td>2</td></tr>',
         "<tr><td>A</td><td>1</td></tr><tr><td>B</td><td>1</td></tr><tr><td>C</td><td>2</td></tr>"),
        ('<tr><td rowspan="2">1</td><td rowspan="3">x</td><td>A</td></tr>' "<tr><td>B</td></tr><tr><td>2</td></tr>",
         "<tr><td>1</td><td>x</td><td>A</td></tr><tr><td>1</td><td>x</td><td>B</td></tr><tr><td>2</td><td>x</td></tr>"),
        # A cell across columns is before it.
        ('<tr><td colspan="2">A</td><td align="left" rowspan="2">1</td></tr><tr><td>B</td><td>b</td></tr>',
         '<tr><td colspan="2">A</td><td align="left">1</td></tr><tr><td>B</td><td>b</td><td align="left">1</td></tr>'),
        # Its lines are one, so that those of the document are counted as they are.
        ("<tr><td rowspan=2>\n1\n</td><td>A</td></tr>\n<tr><td>B</td></tr>",
         "<tr><td>\n1\n</td><td>A</td></tr>\n<tr><td>1 </td><td>B</td></tr>"),
        # More rows than there are.
        ('<tr><td rowspan="9">1</td><td>A</td></tr>', "<tr><td>1</td><td>A</td></tr>"),
        # In the head.
        ('<tr><th rowspan="2">A</th></tr><tr><td>B</td></tr>', None),
        # Much longer than the table is.
        (f'<tr><td rowspan="999">{"long" * 100}</td></tr>' + "<tr></tr>" * 99, None),
    ],
)  # fmt: skip
def test_cells_are_repeated_in_the_rows_that_they_span(table: str, expected: str | None) -> None:
    assert without_spans(table) == expected


def test_a_table_that_would_become_much_longer_is_left_as_text() -> None:
    rows = "<tr><td>A</td><td><a href='https://e.org/a'>Paper</a></td></tr>\n" * 99
    long = SPANNING.replace("2020<", "2020 " * 1000 + "<").replace('rowspan="2"', 'rowspan="99"')
    text = long.replace("</table>", f"{rows}</table>") + "\n- [Pears in a Box](https://e.org/b) (OSDI 2020)\n"
    assert [run.style for run in read_document(text, "list.md").runs] == ["bullets"]
