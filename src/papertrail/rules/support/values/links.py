"""Links and venues."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papertrail.core.fields import Field
from papertrail.core.identifiers import arxiv_in
from papertrail.rules.support.nodes import is_url
from papertrail.rules.support.problem import Problem
from papertrail.rules.support.suggestions import as_yaml
from papertrail.rules.support.values.examples import GLUED_FIELD, first_word, only_pair, write_example
from papertrail.rules.support.values.texts import check_line, check_text, is_valid_item
from papertrail.text.strings import quoted
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence

_EQUALS = re.compile(r"(\w{1,40}+)\s*+=\s*+(https?://\S+)")


def check_venues(field: Field, node: Node) -> Iterator[Problem]:
    """The name of a venue, `{name, url}`, or a list of these."""
    items = node.items if isinstance(node, Sequence) else [node]
    if not items:
        yield Problem(node, '"venue" is empty', f"{write_example(field)}, or delete the line")
    for item in items:
        if isinstance(item, Mapping):
            example = "write `{name: EuroSys 2019, url: https://...}`"
            name = item.get("name")
            if isinstance(name, Scalar) and is_url(name.text):
                yield _url_as_venue(name)
            yield from _check_two_keys(item, "a venue", "name", "url", example)
        elif isinstance(item, Scalar) and is_url(item.text):
            yield _url_as_venue(item)
        else:
            yield from check_line(field, item)


def _url_as_venue(item: Scalar) -> Problem:
    arxiv = arxiv_in(item.text)
    venue = f"write `venue: arXiv {arxiv}`" if arxiv else "write the name of the venue, or delete it"
    return Problem(item, "a URL is not a venue", f"{venue}; add the URL to `links`: `Paper: {item.text[:100]}`")


def check_links(field: Field, node: Node) -> Iterator[Problem]:
    """Labels with URLs, or a list of `{label, url}`."""
    if isinstance(node, Scalar):
        yield Problem(node, "missing label before the URL", _with_label(node.text))
    elif isinstance(node, Mapping):
        for key, value in node.pairs.values():
            yield from _check_link(key, value)
    else:
        if not node.items:
            yield Problem(node, '"links" is empty', f"{write_example(field)}, or delete the line")
        for item in node.items:
            yield from _check_item(item)
            if not _has_label_or_url(item):
                break  # the other items are usually written the same way


def _with_label(text: str) -> str:
    """The help for a link that was not parsed as a label and a URL."""
    glued = GLUED_FIELD.match(text)
    if glued and not glued[1].isspace() and "://" in glued[3]:
        return f"add a space after the colon: `{glued[1]}: {first_word(glued[3])}`"
    if equals := _EQUALS.fullmatch(text):
        return f"write a colon instead of the equals sign: `{equals[1]}: {equals[2][:80]}`"
    if "://" in text and len(text.split()) == 1:
        return f"write `links: {{Paper: {text[:80]}}}`"
    return "write `links: {Paper: https://...}`"


def _check_link(key: Scalar, value: Node) -> Iterator[Problem]:
    if is_valid_item(key) and is_valid_item(value):
        return
    if isinstance(value, Scalar) and value.absent:
        glued = GLUED_FIELD.match(key.text)
        help = _with_label(key.text) if glued and "://" in glued[3] else "write its URL, or delete the line"
        yield Problem(key, f"missing URL of the link {quoted(key.text)}", help)
    elif not key.text.strip():
        yield Problem(key, "empty label of a link", "write a label, such as Paper")
    elif "\n" in key.text:
        yield Problem(key, "the label of a link contains a line break", "write it on one line")
    elif isinstance(value, Sequence):
        help = "for several URLs with one label, write `links` as a list of `- {label: Paper, url: https://...}`"
        yield Problem(value, f"the link {quoted(key.text)} must have one URL, not a list", help)
    else:
        example = f"write its URL: `{as_yaml(key.text[:60])}: https://...`"
        yield from check_text(f"the URL of {quoted(key.text)}", example, value)


def _has_label_or_url(item: Node) -> bool:
    return isinstance(item, Mapping) and not {"label", "url"}.isdisjoint(item.pairs)


def _check_item(item: Node) -> Iterator[Problem]:
    """An item of `links` as a list. Many people write a dash before each `Paper: https://...` instead."""
    if not isinstance(item, Mapping) or not _has_label_or_url(item):
        yield _not_label_and_url(item)
        return
    example = "write `{label: Paper, url: https://...}`"
    yield from _check_two_keys(item, "a link", "label", "url", example)
    if item.pairs.keys() <= {"label", "url"} and item.get("label") is not None and item.get("url") is None:
        yield Problem(item, 'missing "url" of a link', example)


def _not_label_and_url(item: Node) -> Problem:
    pair = only_pair(item) if isinstance(item, Mapping) else None
    label, url = pair or ("Paper", "https://...")
    if isinstance(item, Scalar) and "://" in item.text:
        url = item.text[:100]
    message = "a link in a list must have the form {label, url}" if pair else "missing label of a link"
    help = f"write `{label}: {url}` without the dash, or `- {{label: {label}, url: {url}}}`"
    return Problem(item, message, help)


def _check_two_keys(node: Mapping, what: str, first: str, second: str, example: str) -> Iterator[Problem]:
    """A mapping of two known keys with text on one line. The first key is required."""
    for key, _ in node.pairs.values():
        if key.text not in (first, second):
            help = f'{example}; put text that contains ": " in quotes'
            yield Problem(key, f"unknown field {quoted(key.text)} of {what}", help)
            return
    if node.get(first) is None:
        yield Problem(node, f'missing "{first}" of {what}', example)
    for key, value in node.present():
        yield from check_text(f'the "{key.text}" of {what}', example, value)
