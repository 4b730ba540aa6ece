"""Links to new sites, for the review of a change: all are found, and names that imitate others are pointed out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from papertrail.core.limits import NEW_SITE_LINKS, NEW_SITES
from papertrail.core.new_sites import NewSite, SiteLink
from papertrail.pipeline.new_sites import new_sites
from papertrail.reporters import sites_notices, sites_summary, sites_text
from papertrail.text.hosts import KnownSites, links_of
from support.projects import MKDOCS_YML, Project, sources_of

BEFORE = """\
=== papers/tofu.yml
name: Tofu
links: {Paper: "https://doi.org/10.1/x", Code: https://git.example/tofu}
topic: Training
=== papers/_topics.yml
- {name: Training, intro: "From [here](https://old.example/)."}
"""


def found(after: str, before: str = BEFORE) -> dict[str, list[str]]:
    """The new sites with their positions."""
    sites = new_sites(sources_of(after), sources_of(before))
    return {site.name: [f"{link.path}:{link.line}" for link in site.links] for site in sites}


def test_sites_of_the_list_are_not_new() -> None:
    moved = BEFORE.replace("papers/tofu.yml", "papers/sub/swap.yml").replace("10.1/x", "10.1/y")
    assert found(BEFORE) == found(moved) == {}
    upper = BEFORE.replace("https://doi.org", "HTTP://WWW.Doi.org:80")
    assert found(upper) == {}


def test_every_text_of_a_list_counts() -> None:
    after = """\
=== papers/tofu.yml
name: Tofu
venue: {name: ATC 2021, url: https://venue.example/atc}
links:
  - {label: Paper, url: "https://link.example/a"}
remarks:
  - Good.
  - |
    See
    [this](https://remark.example).
custom: {Site: custom.example and www.custom.example/x}
keywords: ["//keyword.example/a"]
source: {raw: "[a](https://raw.example)"}
notes: tofu.md
topic: Training
=== papers/tofu.md
Text.

![](https://image.example/x.png) <https://notes.example>
=== papers/_venues.yml
- name: ATC
  url: https://registry.example
=== papers/_topics.yml
- name: Training
  intro: From [them](https://intro.example) or ask@mail.example
=== papers/_lists/training.md
# A list

<img src="//prose.example/x.png">
"""
    assert found(after) == {
        "custom.example": ["papers/tofu.yml:10"],
        "image.example": ["papers/tofu.md:3"],
        "intro.example": ["papers/_topics.yml:2"],
        "keyword.example": ["papers/tofu.yml:11"],
        "link.example": ["papers/tofu.yml:4"],
        "mail.example": ["papers/_topics.yml:2"],
        "notes.example": ["papers/tofu.md:3"],
        "prose.example": ["papers/_lists/training.md:3"],
        "raw.example": ["papers/tofu.yml:12"],
        "registry.example": ["papers/_venues.yml:2"],
        "remark.example": ["papers/tofu.yml:9"],
        "venue.example": ["papers/tofu.yml:2"],
    }


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("[a](https://one.example/)[b](https://two.example)", ["one.example", "two.example"]),
        ("**https://one.example**, https://two.example.", ["one.example", "two.example"]),
        ("https://one.example/A_(film) (see two.example)", ["one.example"]),
        ("[a](https&colon;//one.example)", ["one.example"]),
        ("[a](https:\\/\\/one.example)", ["one.example"]),
        ('<a href="https:\\\\one.example">', ["one.example"]),
        ('<a href="https://&Tab;one.example">', ["one.example"]),
        ('<a href="https://\none.example">', ["one.example"]),
        ("https:////one.example", ["one.example"]),
        ('<a href="/&#10;/one.example">', ["one.example"]),
        ("[a]://one.example", ["one.example"]),
        ("[a](\\//one.example)", ["one.example"]),
        ("见https://one.example 1https://two.example", ["one.example", "two.example"]),
        ("https://old.example;a,(b)&c'd@one.example/", ["one.example"]),
        ("https://one.example\\@old.example", ["one.example", "old.example"]),
        ("https://💩.example", ["xn--ls8h.example"]),
        ("https://o%6Ee.example", ["one.example"]),
        ("https://ｏｎｅ。example/", ["one.example"]),
        ("https://old.example@one.example/", ["one.example"]),
        ("https://one.example:443 http://one.example:8080", ["one.example", "one.example:8080"]),
        ("http://[2001:db8::1]/", ["2001:db8::1"]),
        ("ftp://one.example", ["one.example"]),
        ("mailto:me@one.example", ["one.example"]),
        ("https://bücher.example", ["xn--bcher-kva.example"]),
        ("and//or, C//D, 1//2, https://", []),
    ],
)
def test_links_are_found_however_they_are_written(text: str, sites: list[str]) -> None:
    assert list(dict.fromkeys(link.site.name for link in links_of(text))) == sites


def test_escapes_of_yaml_do_not_hide_a_link() -> None:
    after = '=== papers/tofu.yml\nname: Tofu\nlinks: {Paper: "ht\\x74ps:\\/\\/new\\u002eexample/"}\ntopic: T\n'
    assert found(after) == {"new.example": ["papers/tofu.yml:2"]}


@pytest.mark.parametrize(
    ("url", "warning"),
    [
        ("https://аrxiv.org", "mixes letters of Cyrillic and Latin"),
        ("https://аrxiv.org", "similar to arxiv.org"),
        ("https://xn--rxiv-43d.org", "letters outside ASCII: shown by browsers as аrxiv.org"),
        ("https://аrxiv.org", "letters outside ASCII: shown by browsers as аrxiv.org"),
        ("https://arxlv.org", "similar to arxiv.org"),
        ("https://arrxiv.org", "similar to arxiv.org"),
        ("https://git.examp1e", "similar to git.example"),
        ("https://arxiv.org.new.example", "begins like arxiv.org, but belongs to new.example"),
        ("https://github.com-login.example", "begins like github.com, but belongs to com-login.example"),
        ("https://127.0.0.1/", "an IP address instead of a name"),
        ("https://0x7f.1/", "an IP address instead of a name"),
        ("https://[::1]:8/", "port 8"),
        ("http://new.example", "not encrypted (http:)"),
        ("gopher://new.example", 'scheme "gopher:"'),
        ("https://arxiv.org@new.example", 'user name before the host: "arxiv.org@"'),
    ],
)
def test_suspicious_links_are_pointed_out(url: str, warning: str) -> None:
    (link,) = links_of(url)
    known = KnownSites(["git.example"])
    assert warning in (*link.site.warnings, *known.warnings(link.site.name))


@pytest.mark.parametrize(
    "url",
    ["https://export.arxiv.org/a", "https://new.example", "https://ann.github.io", "https://dl.acm.org", "ann@new.org"],
)
def test_ordinary_sites_have_no_warnings(url: str) -> None:
    (link,) = links_of(url)
    assert (*link.site.warnings, *KnownSites(["git.example"]).warnings(link.site.name)) == ()


def test_names_in_one_script_are_not_mixed() -> None:
    (link,) = links_of("https://пример.com")
    assert KnownSites([]).warnings(link.site.name) == ("letters outside ASCII: shown by browsers as пример.com",)


def test_a_broken_name_in_punycode_is_shown_as_it_is() -> None:
    (link,) = links_of("https://xn--999999999999.example")
    assert KnownSites([]).warnings(link.site.name) == ()


def test_many_sites_and_links_are_cut() -> None:
    prose = "".join(f"https://s{number}.example/\n" for number in range(NEW_SITES + 5))
    one = "".join(f"https://new.example/{number}\n" for number in range(NEW_SITE_LINKS + 5))
    sites = new_sites(sources_of(f"=== papers/_lists/a.md\n{prose}=== papers/_lists/b.md\n{one}"), sources_of(""))
    assert len(sites) == NEW_SITES
    assert sites_text(sites).startswith("Links to 200 or more new sites\n")
    (site,) = new_sites(sources_of(f"=== papers/_lists/b.md\n{one}"), sources_of(""))
    assert (site.count, len(site.links)) == (NEW_SITE_LINKS + 5, NEW_SITE_LINKS)
    assert "    and 5 more\n" in sites_text([site])


def test_suspicious_sites_come_first() -> None:
    after = "=== papers/_lists/a.md\nhttps://a.example https://arxlv.org\n"
    assert list(found(after, "")) == ["arxlv.org", "a.example"]


def test_a_table_is_not_longer_than_github_accepts() -> None:
    links = tuple(SiteLink(f"papers/{'a/' * 100}{number}.yml", 1, "https://a.example") for number in range(20))
    sites = [NewSite(name=f"s{n}.example", warnings=(), count=20, links=links) for n in range(NEW_SITES)]
    summary = sites_summary(sites)
    assert len(summary) < 301_000
    rows, (omitted,) = re.findall(r"(?m)^\| `s", summary), re.findall(r"(?m)^(\d+) more are in the log", summary)
    assert len(rows) + int(omitted) == NEW_SITES


HOSTILE = NewSite(
    name="x.example",
    warnings=('user name before the host: "a|`<b>@"',),
    count=1,
    links=(SiteLink("papers/a`|b\n.yml", 3, "https://x.example/\x1b[31m`|<img src=x>##[error]\n::error::"),),
)


def test_reports_contain_no_markup_or_control_characters_of_a_list() -> None:
    summary = sites_summary([HOSTILE])
    (row,) = [line for line in summary.splitlines() if "x.example" in line]
    assert row.count(" | ") == 4
    assert "\\|" in row
    assert sites_notices([HOSTILE]).count("\n") == 1
    for text in (summary, sites_text([HOSTILE]), sites_notices([HOSTILE])):
        assert "\x1b" not in text
        assert "##[" not in text
        assert "\n::error" not in text


Make = Callable[[str], Project]


def with_settings(tree: str) -> str:
    return f"=== mkdocs.yml\n{MKDOCS_YML}{tree}"


@pytest.fixture
def compared(project: Callable[..., Project]) -> Project:
    """A list with a link to a new site, and its earlier version in `../before`."""
    project(with_settings(BEFORE), "before")
    made = project(with_settings(BEFORE), "after")
    made.write("papers/tofu.yml", made.read("papers/tofu.yml").replace("git.example", "arxiv.org.new.example"))
    return made


def test_check_reports_new_sites(compared: Project) -> None:
    result = compared.run("check", "--compare-with", "../before")
    assert result.status == 0
    assert result.out == (
        "Links to 1 new site\n"
        "  arxiv.org.new.example\n"
        "    warning: begins like arxiv.org, but belongs to new.example\n"
        "    papers/tofu.yml:2: https://arxiv.org.new.example/tofu\n"
        "\n"
        "1 paper, no problems\n"
    )
    assert "new site" not in compared.run("check").out
    document = json.loads(compared.run("check", "--format", "json", "--compare-with", "../before").out)
    assert document["diagnostics"] == []
    assert [site["site"] for site in document["new_sites"]] == ["arxiv.org.new.example"]
    assert "new_sites" not in json.loads(compared.run("check", "--format", "json").out)


def test_check_adds_new_sites_to_the_job_summary(
    compared: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    result = compared.run("check", "--format", "github", "--compare-with", "../before")
    assert "::notice file=after/papers/tofu.yml,line=2,title=new site arxiv.org.new.example::begins" in result.out
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert "| `arxiv.org.new.example` | 1 | `after/papers/tofu.yml:2` |" in summary


@pytest.mark.parametrize("content", [None, "plugins: ["])
def test_all_sites_are_new_without_a_list_to_compare_with(project: Callable[..., Project], content: str | None) -> None:
    before = project("=== README.md\nNothing yet.\n", "before")
    if content:
        before.write("mkdocs.yml", content)
    made = project(with_settings(BEFORE), "after")
    result = made.run("check", "--compare-with", "../before")
    assert result.status == 0
    assert result.out.startswith("Links to 3 new sites\n")
    assert ("papertrail: no list to compare with: " in result.err) == bool(content)


def test_a_name_longer_than_names_can_be_is_cut() -> None:
    (link,) = links_of(f"https://{'a.' * 100_000}example")
    assert len(link.site.name) <= 253
