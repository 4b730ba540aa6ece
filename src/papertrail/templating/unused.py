"""Finds templates and blocks of a project that have no effect, usually because their name is misspelled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jinja2
from jinja2 import nodes
from jinja2.meta import find_referenced_templates

from papertrail.templating.environment import default_templates
from papertrail.text.strings import did_you_mean, quoted

_TEMPLATE = "*.j2"


def unused_templates(templates: jinja2.Environment, own: Path) -> Iterator[str]:
    """Yield a message for each template in the folder `own` that nothing uses, and each block that its parent lacks."""
    defaults = _names(default_templates())
    parsed = {name: tree for name in sorted(_names(own)) if (tree := _parsed(templates, name))}
    used = {name for tree in parsed.values() for name in find_referenced_templates(tree)}
    for name, tree in parsed.items():
        if name not in defaults and name not in used and None not in used:
            help = did_you_mean(name, defaults, "delete it, or include it in another template")
            yield f"{own / name}: no page or document uses this template; {help}"
        known = _blocks_of_parents(templates, tree)
        for block in tree.body:
            if known and isinstance(block, nodes.Block) and block.name not in known:
                help = did_you_mean(block.name, known, f"use one of: {', '.join(sorted(known))}")
                yield f"{own / name}:{block.lineno}: block {quoted(block.name)} has no effect; {help}"


def _names(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob(_TEMPLATE) if file.is_file()}


def _parsed(templates: jinja2.Environment, name: str) -> nodes.Template | None:
    """Return the syntax tree of a template. None if it has an error, which is reported when the template is used."""
    assert templates.loader is not None
    try:
        return templates.parse(templates.loader.get_source(templates, name)[0])
    except (jinja2.TemplateError, RecursionError):
        return None


def _blocks_of_parents(templates: jinja2.Environment, tree: nodes.Template) -> set[str]:
    """Return the blocks of all templates that a template extends; none if it extends none, or an unknown one."""
    blocks: set[str] = set()
    seen: set[str] = set()
    while True:
        extends = tree.find(nodes.Extends)
        parent = extends.template.value if extends and isinstance(extends.template, nodes.Const) else None
        if parent is None:
            return blocks if extends is None else set()
        following = None if parent in seen else _parsed(templates, parent)
        if following is None:
            return set()
        seen.add(parent)
        blocks |= {block.name for block in following.find_all(nodes.Block)}
        tree = following
