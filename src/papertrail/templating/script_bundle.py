"""The site's scripts as few files: small modules are pleasant to read, and one file is quick to fetch.

A module is the text of a file that imports others by `import { name, ... } from "./file.js"`, at its top, and exports
what it declares. No two modules declare the same name, so that they can stand below one another as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_IMPORT = re.compile(r'^import (?:\{(?P<names>[^}]*)\} from )?"\./(?P<file>[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_DECLARED = re.compile(r"^(?:export )?(?:async )?(?:const|let|class|function\*?) (\w+|\[[^\]]*\])", re.MULTILINE)
# Whole lines that are comments, and what indents the others.
_COMMENTS = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*?(?:[^*]|\*(?!/))*\*/)\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def joined(modules: Mapping[str, str], first: str, *later: str) -> dict[str, str]:
    """The module `first` and all that it needs as one, and each of `later`, which are imported as they are needed, with
    what `first` does not have, by file name; without comments and indentation.

    `modules` are their texts by file name. Raises `ValueError` where two declare the same name, or one is missing.
    """
    always = _in_order(modules, first, [])
    beyond = {name: _in_order(modules, name, always) for name in later}
    for added in ([], *beyond.values()):
        _refuse_double_names({name: modules[name] for name in (*always, *added)})
    lent = {name: _imported(modules, added, always) for name, added in beyond.items()}
    exported = sorted(set().union(*lent.values()))
    files = {first: "".join(_bare(modules[name]) for name in always) + _clause("export", exported)}
    for name, added in beyond.items():
        head = _clause("import", sorted(lent[name]), f' from "./{first}"')
        files[name] = head + "".join(_bare(modules[part], keep_exports=part == name) for part in added)
    return {name: text.replace("\n\n", "\n") for name, text in files.items()}


def _bare(text: str, *, keep_exports: bool = False) -> str:
    text = _IMPORT.sub("", text)
    return _INDENT.sub("", _COMMENTS.sub("", text if keep_exports else _EXPORT.sub("", text)))


def _clause(word: str, names: list[str], source: str = "") -> str:
    return f"{word} {{ {', '.join(names)} }}{source};\n" if names else ""


def _imported(modules: Mapping[str, str], by: list[str], source: list[str]) -> set[str]:
    """The names that some modules import from others."""
    found = (match for name in by for match in _IMPORT.finditer(modules[name]) if match["file"] in source)
    return {name.strip() for match in found for name in (match["names"] or "").split(",") if name.strip()}


def _in_order(modules: Mapping[str, str], first: str, given: list[str]) -> list[str]:
    """The names of a module and of those that it needs and that are not `given`, each after those it needs itself."""
    found: list[str] = []
    open_modules: list[str] = []

    def add(name: str) -> None:
        if name in found or name in given or name in open_modules:
            return
        if name not in modules:
            raise ValueError(f"{open_modules[-1]} imports {name}, which is not there")
        open_modules.append(name)
        for needed in _IMPORT.finditer(modules[name]):
            add(needed["file"])
        found.append(open_modules.pop())

    add(first)
    return found


def _refuse_double_names(modules: Mapping[str, str]) -> None:
    declared: dict[str, str] = {}
    for module, text in modules.items():
        for name in _DECLARED.findall(text):
            if name in declared:
                raise ValueError(f"{declared[name]} and {module} both declare {name}")
            declared[name] = module
