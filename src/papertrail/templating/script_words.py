"""Translates the messages in scripts when these are bundled, so that no script carries a catalog.

`t("Show {count} more", { count })` and `tn("{n} paper", "{n} papers", n)` have their messages as literals. Those of
another language replace them: `t("{count} weitere", { count })` and `tn(["{n} Papier", "{n} Papiere"], null, n)`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from papertrail.templating.words import SOURCE, Words

MODULE = "words.js"
"""The module of `t` and `tn`."""

_TEXT = r"""("(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+')"""
_CALL = re.compile(rf"(?<![\w$.])(?:t\(\s*{_TEXT}(?=\s*[,)])|tn\(\s*{_TEXT}\s*,\s*{_TEXT}(?=\s*,)|tn?\((?P<other>))")


def language_constants(words: Words) -> str:
    """Return the module of what scripts need to know of the language."""
    group = json.dumps(words.group)
    return f"export const GROUP = {group};\nexport const pluralForm = (n) => Number({words.plural});\n"


class ScriptWordsError(Exception):
    """A message in a script is not a literal."""


@dataclass(frozen=True, slots=True)
class ScriptMessage:
    """A message in a script, by position."""

    start: int
    end: int
    one: str
    many: str | None


def script_messages(text: str) -> Iterator[ScriptMessage]:
    """Yield the messages of a script. Raise `ScriptWordsError` for a message that is not a literal."""
    for call in _CALL.finditer(text):
        if call["other"] is not None:
            line = text.count("\n", 0, call.start()) + 1
            raise ScriptWordsError(f"line {line}: a message must be a literal in quotes")
        single, one, many = call.groups()[:3]
        yield ScriptMessage(*call.span(), _unquoted(single or one), None if many is None else _unquoted(many))


def _unquoted(literal: str) -> str:
    text = literal[1:-1]
    if literal.startswith("'"):
        text = text.replace(r"\'", "'").replace('"', r"\"")
    return str(json.loads(f'"{text}"'))


def translated_scripts(texts: Mapping[str, str], words: Words) -> dict[str, str]:
    """Return scripts by file name with their messages translated."""
    if words.language == SOURCE:
        return dict(texts)
    return {file: text if file == MODULE else _translated(text, words) for file, text in texts.items()}


def _translated(text: str, words: Words) -> str:
    parts: list[str] = []
    at = 0
    for message in script_messages(text):
        parts += text[at : message.start], _call(message, words)
        at = message.end
    return "".join((*parts, text[at:]))


def _call(message: ScriptMessage, words: Words) -> str:
    if message.many is None:
        return f"t({_literal(words.label(message.one))}"
    return f"tn({_literal(words.forms(message.one, message.many))}, null"


def _literal(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
