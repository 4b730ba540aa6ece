"""Data files become records and registries."""

from __future__ import annotations

from pathlib import Path

import pytest

from papertrail.core.settings import Settings
from papertrail.importing import ImportOptions, ImportResult, InputFile, import_lists
from papertrail.readers import NotAList
from papertrail.records.files import Sources
from papertrail.templating.environment import environment


def imported(name: str, text: str) -> ImportResult:
    file = InputFile(name=name, data=text.encode())
    return import_lists(Sources(), Settings(root=Path("/nowhere")), [file], ImportOptions(), environment(None))


def test_papers_of_one_volume_are_several_works() -> None:
    entry = "@inproceedings{{{0}, title={{Study {0} of it}}, booktitle={{V}}, year=2020, isbn={{978-0-306-40615-7}}}}\n"
    result = imported("a.bib", "".join(map(entry.format, "ab")))
    assert result.ok
    assert {path for path in result.files if "study" in path} == {
        "papers/study-a-of-it.yml",
        "papers/study-b-of-it.yml",
    }
    assert all("isbn: " in result.files[f"papers/study-{letter}-of-it.yml"] for letter in "ab")


def test_full_names_of_venues_are_in_their_registry() -> None:
    full = "European Conference on Computer Systems"
    entries = (
        f"@inproceedings{{a, title={{One}}, booktitle={{{full} (EuroSys)}}, year=2020}}\n"
        f"@inproceedings{{b, title={{Two}}, booktitle={{{full} (EuroSys)}}, year=2021}}\n"
        "@inproceedings{c, title={Three}, booktitle={Other Conference on Things (OCT)}, year=2021}\n"
        "@inproceedings{d, title={Four}, booktitle={Other Conference on Things}, year=2021}\n"
    )
    result = imported("a.bib", entries)
    assert result.ok
    assert result.files["papers/_venues/eurosys.yml"].endswith(f"\nname: EuroSys\nfull: {full}\n")
    assert result.files["papers/_venues/oct.yml"].endswith("\nname: OCT\n")
    assert result.files["papers/_venues/other-conference-on-things.yml"].endswith(
        "\nname: Other Conference on Things\n"
    )


def test_a_file_of_another_format_is_refused_by_its_name() -> None:
    with pytest.raises(NotAList, match=r'cannot import a\.enw: files of the format "\.enw" \(EndNote\) are not read'):
        imported("a.enw", "%T A\n")


def test_the_report_of_data_is_about_data() -> None:
    item = (
        '{"id": "http://zotero.org/users/12/items/ABCD", "type": "book", "title": "Kelp", "URL": "https://e.org/a;2-K"}'
    )
    (report,) = imported("kelp.json", f"[{item}]\r\n").reports
    assert (report.urls, report.missing, report.decisions) == (1, (), ())
