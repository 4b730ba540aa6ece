"""Add a link to a record that a person wrote."""

from __future__ import annotations

from papertrail.core.errors import PapertrailError
from papertrail.core.fields import RECORD
from papertrail.text.strings import quoted
from papertrail.yaml.insertions import NewField, insert_field, insert_item
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence, link_nodes
from papertrail.yaml.source_map import Insertion, Source, refuse_question_marks
from papertrail.yaml.write import LONGEST_KEY, Value, flow_text, node, scalar


def add_link(text: str, root: Mapping, label: str, url: str) -> str:
    """Add a link, unless a link with the same label and URL exists.

    If the label has another URL, or cannot be a key, the links become a list of `{label, url}`.

    Raises:
        PapertrailError: `links` has another form, or the file is written in a way that cannot be edited.
    """
    source, present = Source(text), root.get("links")
    if any(label == known and url == address.text for known, address in link_nodes(present)):
        return text
    if isinstance(present, Scalar):
        raise PapertrailError('"links" is text; it must be labels with URLs')
    if present is None:
        new = NewField("links", "\n" + node({label: url}, 2), flow_text({label: url}))
        return source.with_insertions(insert_field(source, root, new, RECORD))
    if isinstance(present, Sequence):
        return source.with_insertions([insert_item(source, present, {"label": label, "url": url}, braces=True)])
    if label and present.get(label) is None and len(scalar(label)) <= LONGEST_KEY:
        new = NewField(label, scalar(url), scalar(url, flow=True))
        return source.with_insertions(insert_field(source, present, new, ()))
    return source.with_insertions(_links_as_list(source, present, {"label": label, "url": url}))


def _links_as_list(source: Source, links: Mapping, new: dict[str, Value]) -> list[Insertion]:
    """Turn labels with URLs into a list of `{label, url}`, and add one."""
    refuse_question_marks(source, links)
    if source.in_brackets(links):
        return _links_in_brackets(source, links, flow_text(new))
    insertions = [
        insertion for key, value in links.pairs.values() for insertion in _link_as_item(source, links, key, value)
    ]
    lines = " " * (links.column - 1) + "- " + flow_text(new)
    return [*insertions, source.below(source.last_line(links), lines)]


def _links_in_brackets(source: Source, links: Mapping, new: str) -> list[Insertion]:
    """`{Paper: a, Code: b}` as `[{label: Paper, url: a}, {label: Code, url: b}, new]`: the old braces are kept."""
    insertions = [Insertion(source.start(links), "[")]
    for number, (key, value) in enumerate(links.pairs.values()):
        insertions.append(Insertion(source.start(key), "{label: " if number else "label: "))
        insertions += _url_key(source, key)
        is_last = number == len(links.pairs) - 1
        insertions.append(source.inside(source.end(value), "}, " + new[:-1] if is_last else "}"))
    return [*insertions, Insertion(source.end(links), "]")]


def _url_key(source: Source, key: Scalar) -> list[Insertion]:
    """Insert the key `url` between a label and its colon."""
    if not source.has_colon(key):
        return [source.inside(source.end(key), ", url")]
    colon = source.colon(key, in_brackets=True)
    glued = not source.text[colon + 1].isspace()
    return [Insertion(colon, ", url"), *([Insertion(colon + 1, " ")] if glued else [])]


def _link_as_item(source: Source, links: Mapping, key: Scalar, value: Node) -> list[Insertion]:
    """Turn `Paper: a` into `- {label: Paper, url: a}`, or into two lines if braces would change its meaning."""
    if not isinstance(value, Scalar):
        raise PapertrailError(f"the link {quoted(key.text)} does not have one URL")
    around_key, around = source.quotes_in_brackets(key), source.quotes_in_brackets(value)
    if around_key is not None and around is not None and key.line == value.end_line and not value.absent:
        source.refuse_tabs_below(key.line)
        return [
            Insertion(source.start(key), "- {label: " + around_key),
            Insertion(source.end(key), around_key + ", url"),
            Insertion(source.start(value), around),
            Insertion(source.end(value), around + "}"),
        ]
    return [
        Insertion(source.start(key), "- label: "),
        Insertion(source.end(key), "\n" + " " * (links.column + 1) + "url"),
        *source.shifted(key.line + 1, source.last_line_of_pair(key, value), 2),
    ]
