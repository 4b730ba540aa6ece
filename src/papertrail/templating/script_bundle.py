"""Bundles the site's scripts: small modules are easy to read, and one file is quick to fetch.

A module imports others with `import { name, ... } from "./file.js";` and exports declarations. The modules of a bundle
share one scope, so no two of them may declare the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from papertrail.templating.script_module import Module, parse_module

_SHARED = "globalThis.papertrail"
"""Where the first script leaves what later ones share with it."""


def bundle(texts: Mapping[str, str], entry: str, *lazy: str) -> dict[str, str]:
    """One script for the module `entry` and all it imports, and one for each module of `lazy`, which `import()` loads
    later; these share names with the first. Comments and needless space are removed.

    A script that loads others is no module, so that it also runs on pages that are opened from the disk.

    `texts` are the modules by file name, and so is the result. Raises `ScriptError` where modules cannot be bundled.
    """
    modules = _Modules(texts)
    first = modules.in_order(entry)
    beyond = {file: [module for module in modules.in_order(file) if module not in first] for file in lazy}
    for parts in (first, *([*first, *rest] for rest in beyond.values())):
        _check_names(parts)
        _check_dynamic_imports(parts, {entry, *lazy})
    shared = {file: _names_imported(parts, from_modules=first) for file, parts in beyond.items()}
    exported = sorted(set().union(*shared.values()))
    code = "".join(module.bare_code for module in first)
    scripts = {entry: _classic_script(f"{code}{_SHARED}={{{','.join(exported)}}};\n") if lazy else code}
    for file, parts in beyond.items():
        names = ",".join(sorted(shared[file]))
        head = f"const {{{names}}}={_SHARED};\n" if names else ""
        body = (module.code if module.file == file else module.bare_code for module in parts)
        scripts[file] = head + "".join(body)
    return scripts


def single_script(texts: Mapping[str, str], entry: str, *lazy: str) -> str:
    """One script, which is no module, for the module `entry` with all it imports and all of `lazy`.

    Browsers load no modules on pages that are opened from the disk.
    """
    modules = _Modules(texts)
    # The entry comes last, so that everything is declared when it starts.
    parts = list({module.file: module for file in (*lazy, entry) for module in modules.in_order(file)}.values())
    _check_names(parts)
    _check_dynamic_imports(parts, {entry, *lazy})
    code = "".join(module.bare_code for module in parts)
    for module in parts:
        names = ",".join(sorted(module.exports))
        code = code.replace(f'import("./{module.file}")', f"Promise.resolve({{{names}}})")
    return _classic_script(code)


def _classic_script(code: str) -> str:
    """A script that is no module and declares nothing for others."""
    code = code.replace("import.meta.url", "document.currentScript.src")
    return f'(()=>{{"use strict";\n{code}}})();\n'


class _Modules:
    """Parses modules when they are first needed."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._parsed: dict[str, Module] = {}

    def _get(self, file: str) -> Module:
        if file not in self._parsed:
            self._parsed[file] = parse_module(file, self._texts[file])
        return self._parsed[file]

    def in_order(self, entry: str) -> list[Module]:
        """A module and all it imports, each after those it imports itself."""
        ordered: dict[str, Module] = {}
        self._add(entry, ordered, ())
        return list(ordered.values())

    def _add(self, file: str, ordered: dict[str, Module], importers: tuple[str, ...]) -> None:
        if file in ordered:
            return
        module = self._get(file)
        path = (*importers, file)
        for found in module.imports:
            if found.file in path:
                raise module.error(found.line, f"circular import: {' -> '.join((*path, found.file))}")
            if found.file not in self._texts:
                raise module.error(found.line, f'unknown module "{found.file}"')
            self._add(found.file, ordered, path)
            for name in found.names:
                if name not in ordered[found.file].exports:
                    raise module.error(found.line, f'{found.file} does not export "{name}"')
        ordered[file] = module


def _check_names(modules: Sequence[Module]) -> None:
    """Refuse modules that declare the same name: in one scope, one would replace the other."""
    first: dict[str, Module] = {}
    for module in modules:
        for name, line in module.declared.items():
            if other := first.get(name):
                raise module.error(line, f'"{name}" is already declared in {other.file}:{other.declared[name]}')
        first |= dict.fromkeys(module.declared, module)


def _check_dynamic_imports(modules: Iterable[Module], files: set[str]) -> None:
    for module in modules:
        for file, line in module.dynamic_imports.items():
            if file not in files:
                raise module.error(line, f'import() of "{file}", which is not one of the bundled files')


def _names_imported(modules: Iterable[Module], *, from_modules: Iterable[Module]) -> set[str]:
    files = {module.file for module in from_modules}
    return {name for module in modules for found in module.imports if found.file in files for name in found.names}
