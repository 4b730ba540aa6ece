"""The architecture page is true: layers, modules, the inside of `readers`, and the size of the parts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from conftest import REPOSITORY

SOURCE = REPOSITORY / "src" / "papertrail"
PAGE = (REPOSITORY / "docs" / "architecture.md").read_text(encoding="utf-8")
ORDER = ("edges", "assembly", "stages", "sources", "ground")
"""The layers, from top to bottom."""


def section(heading: str) -> str:
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """The cells of all table rows of a text, without head rows."""
    found = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in text.splitlines() if "|" in line[:1]]
    return [row for row in found if not row[0].startswith("---")]


def names(cell: str) -> list[str]:
    return re.findall(r"`([\w.]+)`", cell)


def layers() -> dict[str, str]:
    """The layer of each module or package right below `papertrail`, as the page's table says it."""
    found = [row for row in rows(section("Layers")) if row[0] in ORDER and len(row) == 3]
    assert [row[0] for row in found] == list(ORDER)
    pairs = [(name, row[0]) for row in found for name in names(row[1])]
    assert len(pairs) == len(dict(pairs)), "a package in two layers"
    return dict(pairs)


@cache
def imports() -> dict[str, set[str]]:
    """Which module or package right below `papertrail` imports which others."""
    found: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts == ("__init__",):
            continue
        for target in imported(path):
            first, _, rest = target.partition(".")
            module = rest.partition(".")[0]
            if first == "papertrail" and module and module not in (parts[0], "__version__"):
                found.setdefault(parts[0], set()).add(module)
    return found


def imported(path: Path) -> Iterator[str]:
    """The dotted names of the modules that a file imports, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if is_module(inner) or node.module == "papertrail" else str(node.module)


def is_module(name: str) -> bool:
    path = SOURCE.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


# Layers


def test_each_module_belongs_to_one_layer() -> None:
    modules = {path.stem for path in SOURCE.glob("*.py")} | {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert set(layers()) == modules - {"__init__"}


def test_the_package_root_holds_packages_only() -> None:
    assert {path.name for path in SOURCE.glob("*.py")} == {"__init__.py", "__main__.py"}


def test_no_import_points_upward() -> None:
    layer = layers()
    for module, targets in imports().items():
        for target in targets:
            assert ORDER.index(layer[module]) <= ORDER.index(layer[target]), f"{module} imports {target}"


def test_stages_do_not_import_one_another() -> None:
    layer = layers()
    for module, targets in imports().items():
        if layer[module] == "stages":
            assert {layer[target] for target in targets} <= {"sources", "ground"}, module


def test_the_ground_layer_has_an_order() -> None:
    layer = layers()
    allowed = {row[0].strip("`"): set(names(row[1])) for row in rows(section("Layers")) if len(row) == 2}
    del allowed["Package"]
    assert set(allowed) == {name for name in layer if layer[name] == "ground"}
    for package, others in allowed.items():
        assert imports().get(package, set()) <= others, package


def test_pages_and_exporters_know_nothing_of_processes() -> None:
    """They take the caches that processes share as mappings."""
    assert "runtime" not in imports()["pages"] | imports()["exporters"]


def test_imports_have_no_cycles() -> None:
    assert list(TopologicalSorter(imports()).static_order())


def test_only_the_interface_to_the_host_imports_mkdocs() -> None:
    hosts = {"mkdocs", "properdocs"}
    users = {path for path in SOURCE.rglob("*.py") for name in imported(path) if name.partition(".")[0] in hosts}
    assert users == {SOURCE / "publishing" / "host.py"}


ADAPTERS = {"mkdocs_internals.py"}
"""Modules that may use private names of MkDocs."""


def private_names(tree: ast.AST) -> Iterator[str]:
    """The private names of other modules and objects that a module uses."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names if alias.name.startswith("_"))
        elif isinstance(node, ast.Attribute) and re.match(r"_(?!_)", node.attr):
            owner = node.value
            if not (isinstance(owner, ast.Name) and owner.id in ("self", "cls")):
                yield ast.unparse(node)


def test_private_names_of_mkdocs_and_jinja_are_used_in_adapters_only() -> None:
    for package in ("publishing", "templating"):
        for path in (SOURCE / package).glob("*.py"):
            if path.name not in ADAPTERS:
                assert not list(private_names(ast.parse(path.read_text(encoding="utf-8")))), path


def test_each_package_says_what_it_holds() -> None:
    for path in SOURCE.rglob("__init__.py"):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


# Inside `readers`


def test_modules_of_readers_import_what_the_page_says() -> None:
    levels = [names(row[1]) for row in rows(section("Inside `readers`")) if row[0] != "Level"]
    level = {name: number for number, row in enumerate(levels) for name in row}
    root = SOURCE / "readers"
    modules = {".".join(path.relative_to(root).with_suffix("").parts): path for path in root.rglob("*.py")}
    modules = {name: path for name, path in modules.items() if not name.endswith("__init__")}
    assert set(level) == set(modules)
    for name, path in modules.items():
        for target in imported(path):
            inner = target.removeprefix("papertrail.readers.")
            if inner == target or inner not in level:
                continue
            folder, other = name.rpartition(".")[0], inner.rpartition(".")[0]
            same_row = level[inner] == level[name] and folder == other
            assert level[inner] > level[name] or same_row, f"{name} imports {inner}"


def test_places_for_changes_to_the_reader_of_lists_exist() -> None:
    folder = SOURCE / "readers" / "markdown"
    modules = {path.stem: path.read_text(encoding="utf-8") for path in folder.rglob("*.py")}
    cells = [row[1] for row in rows(section("How a list is read")) if row[0] != "To read"]
    places = [place for cell in cells for place in re.findall(r"`(\w+)` in `(\w+)`", cell)]
    assert len(places) > 3
    assert [place for place in places if not re.search(rf"(?m)^(?:def )?{place[0]}\b", modules[place[1]])] == []


@pytest.mark.parametrize("form", ["bibtex", "csl", "csv", "markdown"])
def test_each_format_is_read_without_the_others(form: str) -> None:
    others = {"bibtex", "csl", "csv", "markdown"} - {form}
    for path in (SOURCE / "readers" / form).glob("*.py"):
        found = {target.split(".")[2] for target in imported(path) if target.startswith("papertrail.readers.")}
        assert not found & others, path


# The page


def test_picture_shows_all_packages_in_their_layers() -> None:
    picture = re.search(r"(?ms)^```text\n(.*?)^```$", PAGE)
    assert picture
    layer = ""
    shown = {}
    for line in picture[1].splitlines():
        words = re.findall(r"\w+", line)
        layer = words.pop(0) if words and words[0] in ORDER else layer
        shown.update({word: layer for word in words if len(word) > 1 and layer})
    assert shown == layers()


def test_paths_on_the_page_exist() -> None:
    for path in re.findall(r"`((?:src|templates|tests|docs)/[\w./-]*)`", PAGE):
        assert (REPOSITORY / path).exists(), path


def test_packages_and_functions_on_the_page_exist() -> None:
    listed = {name for row in rows(section("What each package does")) for name in names(row[0])}
    assert listed == set(layers()) - {"__main__"}
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    for name in re.findall(r"`(?:\w+\.)?(\w+)`", section("How a record becomes a row")):
        assert re.search(rf"(?m)^(?:def|class) {name}\b", source), name
    for name in re.findall(r"`(\w+\.\w+)`", section("How a document becomes records")):
        folder, _, module = name.partition(".")
        assert any((path / folder / f"{module}.py").is_file() for path in (SOURCE, SOURCE / "readers")), name
