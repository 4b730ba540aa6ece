"""A value of the wrong form.

## Why

Each field has one form, such as text on one line, a list of names, or labels with URLs. papertrail does not guess what
another form means. The page on fields in the manual has an example of each.

## Fix

`papertrail check --fix` rewrites dates whose meaning is clear, such as `2019/3/5` and `March 2019`.

## Fails

```yaml title="papers/tofu.yml"
name: [Tofu, Bean curd]
institutions: NYU
topic: Training
```

## Passes

```yaml title="papers/tofu.yml"
name: Tofu
institutions: [NYU]
topic: Training
```
"""

from __future__ import annotations

from collections.abc import Iterator

from papertrail.core.diagnostics import Diagnostic, at
from papertrail.records.library import ParsedLibrary, RegistryFile
from papertrail.rules.support.field_mappings import FieldMapping, field_mappings
from papertrail.rules.support.fixes import rewritten, text_of_file
from papertrail.rules.support.problem import Problem
from papertrail.rules.support.rule import EACH_RECORD
from papertrail.rules.support.values import check_value
from papertrail.rules.support.values.examples import GLUED_FIELD, first_word, glued_dashes
from papertrail.rules.support.values.registries import check_entry
from papertrail.rules.support.values.texts import is_plainly_valid
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence

CODE = "PT101"
NAME = "wrong-form"
WAIVABLE = False
SCOPE = EACH_RECORD


def check(library: ParsedLibrary) -> Iterator[Diagnostic]:
    """Values of the wrong form, in records and registries."""
    for path, problem in _problems(library):
        text = text_of_file(library, path) if problem.value else ""
        fix = rewritten(path, text, problem.node, problem.value)
        yield at(path, problem.node, CODE, problem.message, problem.help, problem.severity, fix=fix)


def _problems(library: ParsedLibrary) -> Iterator[tuple[str, Problem]]:
    """The problems, each with the path of its file."""
    for record in library.record_files:
        if record.root is not None and not isinstance(record.root, Mapping):
            yield record.path, _not_a_record(record.root)
    for file in library.registry_files:
        for problem in _check_registry(file):
            yield file.path, problem
    for mapping in field_mappings(library):
        for problem in _check_fields(mapping):
            yield mapping.path, problem


def _not_a_record(root: Node) -> Problem:
    message = "a record must consist of fields, one per line"
    help = "write each field as its name, a colon, a space and its value: `name: Tofu`"
    if isinstance(root, Sequence):
        help = "delete the dash or bracket at the start of the file, and start each field in the first column"
    elif isinstance(root, Scalar) and (glued := GLUED_FIELD.match(root.text)):
        help = f"write a colon and a space after each field name: {glued[1]}: {first_word(glued[3])} ..."
    return Problem(root, message, help)


def _check_registry(file: RegistryFile) -> Iterator[Problem]:
    root = file.root
    if file.is_entry:
        if root is not None and not isinstance(root, Mapping):
            help = "write one entry without a dash, each field on a line of its own: `name: ...`"
            yield Problem(root, "a file in the folder of a registry must consist of the fields of one entry", help)
    elif isinstance(root, Sequence):
        for item in root.items:
            yield from check_entry(item)
    elif root is not None:
        yield glued_dashes(root) or Problem(
            root, "a registry must be a list of entries", "start each entry with a dash: `- name: ...`"
        )


def _check_fields(mapping: FieldMapping) -> Iterator[Problem]:
    fields = mapping.fields
    for name, (_, value) in mapping.node.pairs.items():
        field = fields.get(name)
        if field is None or is_plainly_valid(field, value):
            continue
        yield from check_value(field, value)
