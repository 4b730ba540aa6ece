"""The site's scripts as one: small modules are pleasant to read, and one file is quick to fetch.

A module is the text of a file that imports others by `import { name, ... } from "./file.js"`, at its top, and exports
what it declares. No two modules declare the same name, so that they can stand below one another as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_IMPORT = re.compile(r'^import (?:\{[^}]*\} from )?"\./([^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_DECLARED = re.compile(r"^(?:export )?(?:async )?(?:const|let|class|function\*?) (\w+|\[[^\]]*\])", re.MULTILINE)
# Whole lines that are comments, and what indents the others.
_COMMENTS = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*?(?:[^*]|\*(?!/))*\*/)\n", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def joined(modules: Mapping[str, str], first: str) -> str:
    """The module `first` and all that it needs as one module, without comments and indentation.

    `modules` are their texts by file name. Raises `ValueError` where two declare the same name, or one is missing.
    """
    order = _in_order(modules, first)
    _refuse_double_names({name: modules[name] for name in order})
    texts = (_EXPORT.sub("", _IMPORT.sub("", modules[name])) for name in order)
    return _INDENT.sub("", _COMMENTS.sub("", "".join(texts))).replace("\n\n", "\n")


def _in_order(modules: Mapping[str, str], first: str) -> list[str]:
    """The names of a module and of those that it needs, each after those that it needs itself."""
    found: list[str] = []
    open_modules: list[str] = []

    def add(name: str) -> None:
        if name in found or name in open_modules:
            return
        if name not in modules:
            raise ValueError(f"{open_modules[-1]} imports {name}, which is not there")
        open_modules.append(name)
        for needed in _IMPORT.findall(modules[name]):
            add(needed)
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
