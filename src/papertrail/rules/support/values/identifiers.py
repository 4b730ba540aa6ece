"""Identifiers of works, people and institutions, and language tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papertrail.core.fields import Field
from papertrail.core.identifiers import SCHEMES, id_in
from papertrail.rules.support.problem import Problem
from papertrail.rules.support.values.texts import check_line
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Node, Scalar

NOUNS = {**SCHEMES, "orcid": "ORCID iD", "ror": "ROR id"}
RECOGNIZED = ("doi", "arxiv", "isbn", "acl", "dblp")
"""Schemes whose ids cannot be mistaken for others."""
CHECKED = {"isbn": (10, 13), "orcid": (16,)}
"""The number of digits of identifiers with a check digit."""

# https://www.rfc-editor.org/rfc/rfc5646#section-2.1
LANGUAGE_TAG = re.compile(
    r"(?i)[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})){0,8}"
)
LANGUAGES = {
    "arabic": "ar", "chinese": "zh", "dutch": "nl", "english": "en", "french": "fr", "german": "de", "italian": "it",
    "japanese": "ja", "korean": "ko", "polish": "pl", "portuguese": "pt", "russian": "ru", "spanish": "es",
    "swedish": "sv", "turkish": "tr", "ukrainian": "uk", "american": "en-US", "british": "en-GB", "deutsch": "de",
    "ngerman": "de", "français": "fr", "español": "es", "italiano": "it",
}  # fmt: skip
"""Names of languages that people and BibTeX use."""


def check_identifier(field: Field, node: Node) -> Iterator[Problem]:
    """An identifier of the scheme that is the name of the field."""
    if not isinstance(node, Scalar) or not node.text.strip():
        yield from check_line(field, node)
    elif id_in(field.name, node.text) is None:
        yield Problem(node, f"invalid {NOUNS[field.name]} {quoted(node.text)}", _help(field, node.text))


def _help(field: Field, text: str) -> str:
    if field.name in SCHEMES and (other := next((name for name in RECOGNIZED if id_in(name, text)), None)):
        return f"write `{other}: {text[:100]}`"
    if field.name == "doi" and re.search(r"(?<![0-9.])10\.5555/", text):
        return "delete it: DOIs that start with 10.5555/ are not registered"
    digits = len(re.sub("[^0-9Xx]", "", text))
    if digits in CHECKED.get(field.name, ()):
        return "one of its digits is wrong: copy it again, or delete the line"
    return f"copy it again, in the form of `{field.name}: {field.example}`, or delete the line"


def check_language(field: Field, node: Node) -> Iterator[Problem]:
    """A language tag, such as `de` or `pt-BR`. Another text is still shown, so it is only a warning."""
    if not isinstance(node, Scalar) or not node.text.strip():
        yield from check_line(field, node)
    elif not LANGUAGE_TAG.fullmatch(node.text):
        text = node.text.strip()
        tag = LANGUAGES.get(text.casefold()) or text.replace("_", "-")
        is_tag = LANGUAGE_TAG.fullmatch(tag)
        help = f"write `language: {tag}`" if is_tag else "write a language tag, such as `language: de`"
        yield Problem(node, f"{quoted(node.text)} is not a language tag", help, "warning")
