"""Parse MkDocs' configuration file as MkDocs does, but run nothing, and bound what it can expand to.

A loader of YAML raises any exception for a value that it cannot convert, such as a date with a 13th month, and follows
anchors without a bound. Here each is a YAML error with its position.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

from papertrail.core.limits import CONFIG_BYTES, CONFIG_DEPTH
from papertrail.text.strings import quoted


class ConfigYamlError(yaml.MarkedYAMLError):
    """Valid YAML that is no valid configuration; `problem` contains what to do."""

    def __init__(self, problem: str, mark: Any) -> None:
        super().__init__(problem=problem, problem_mark=mark)


@dataclass(frozen=True, slots=True)
class _Extent:
    """The extent of a node with all its aliases expanded."""

    size: int
    depth: int


class ConfigLoader(yaml.SafeLoader):
    """A loader for one file. A value with another tag than `!ENV`, such as `!!python/name:`, is None."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._extents: dict[yaml.Node, _Extent] = {}
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Compose the next node, with its children."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        self._depth += 1
        if self._depth > CONFIG_DEPTH:
            raise ConfigYamlError(_TOO_DEEP, event.start_mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        self._depth -= 1
        if node is None:
            return None
        if not isinstance(event, yaml.AliasEvent):
            self._extents[node] = self._extent(node)
        elif node not in self._extents:
            raise ConfigYamlError(
                f'alias "*{event.anchor}" is inside the value that it refers to; write out the value',
                event.start_mark,
            )
        return node

    def _extent(self, node: yaml.Node) -> _Extent:
        children: list[yaml.Node] = []
        if isinstance(node, yaml.MappingNode):
            _refuse_duplicates(node)
            children = [child for pair in node.value for child in pair]
        elif isinstance(node, yaml.SequenceNode):
            children = node.value
        extents = [self._extents[child] for child in children]
        size = 1 + sum(extent.size for extent in extents) + (0 if children else len(node.value))
        depth = 1 + max((extent.depth for extent in extents), default=0)
        if size > CONFIG_BYTES:
            raise ConfigYamlError("aliases (*name) expand to too much text; write out the values", node.start_mark)
        if depth > CONFIG_DEPTH:
            raise ConfigYamlError(_TOO_DEEP, node.start_mark)
        return _Extent(size, depth)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Convert a node to a value."""
        try:
            value = super().construct_object(node, deep)
            if isinstance(value, int):
                str(value)  # MkDocs prints all values; Python prints no number of more than 4,300 digits
        except yaml.MarkedYAMLError as error:
            error.problem_mark = error.problem_mark or node.start_mark  # the value of a variable has no position
            raise
        except Exception as error:
            kind = _KINDS.get(node.tag.rpartition(":")[2], "value")
            shown = f"{quoted(node.value)} is not a valid {kind}" if isinstance(node.value, str) else f"invalid {kind}"
            raise ConfigYamlError(f"{shown}; correct it, or put it in quotes", node.start_mark) from error
        return value


_KINDS = {"timestamp": "date", "int": "number", "float": "number", "bool": "boolean"}
"""Words for the types of YAML."""
ConfigLoader.add_constructor("!ENV", construct_env_tag)
ConfigLoader.add_multi_constructor("", lambda loader, suffix, node: None)


class TaggedLoader(ConfigLoader):
    """A loader that keeps the node of a value with a tag, also with `!ENV`."""


def _relative(loader: TaggedLoader, node: yaml.ScalarNode) -> str:
    """Return the value of `!relative`, which Zensical does not know, as a path in a project with the usual folders."""
    return str(node.value).replace("$config_dir", ".").replace("$docs_dir", "docs") or "."


TaggedLoader.add_constructor("!ENV", lambda loader, node: node)
TaggedLoader.add_constructor("!relative", _relative)
TaggedLoader.add_multi_constructor("", lambda loader, suffix, node: node)


class TaggedDumper(yaml.SafeDumper):
    """Writes what `TaggedLoader` has read."""


TaggedDumper.add_multi_representer(yaml.Node, lambda dumper, node: node)

_TOO_DEEP = f"values are nested more than {CONFIG_DEPTH} levels deep; put text that starts with [ or {{ in quotes"


def _refuse_duplicates(node: yaml.MappingNode) -> None:
    """Raise for a key that is defined twice: YAML would silently use the last one."""
    lines: dict[str, int] = {}
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value != "<<":
            line = lines.setdefault(key.value, key.start_mark.line + 1)
            if line != key.start_mark.line + 1:
                raise ConfigYamlError(
                    f"duplicate setting {quoted(key.value)} (first defined on line {line}); delete one of them",
                    key.start_mark,
                )
