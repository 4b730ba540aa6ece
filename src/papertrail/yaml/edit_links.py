"""Adding a link to a record that a person wrote."""

from __future__ import annotations

from papertrail.core.errors import PapertrailError
from papertrail.core.fields import RECORD
from papertrail.text.strings import quoted
from papertrail.yaml.insertions import NewField, insert_field, insert_item
from papertrail.yaml.nodes import Mapping, Node, Scalar, Sequence, link_nodes
from papertrail.yaml.source_map import Put, Source, refuse_question_marks
from papertrail.yaml.write import LONGEST_KEY, Value, flow_text, node, scalar


def add_link(text: str, root: Mapping, label: str, url: str) -> str:
    """One more link of a record; the same text where label and address are there already.

    Where the label leads elsewhere, or is none for a key, labels with addresses become a list of `{label, url}`.
    """
    source, present = Source(text), root.get("links")
    if any(label == known and url == address.text for known, address in link_nodes(present)):
        return text
    if isinstance(present, Scalar):
        raise PapertrailError("`links` is one text; it must be labels with addresses")
    if present is None:
        new = NewField("links", "\n" + node({label: url}, 2), flow_text({label: url}))
        return source.with_all(insert_field(source, root, new, RECORD))
    if isinstance(present, Sequence):
        return source.with_all([insert_item(source, present, {"label": label, "url": url}, braces=True)])
    if label and present.get(label) is None and len(scalar(label)) <= LONGEST_KEY:
        new = NewField(label, scalar(url), scalar(url, flow=True))
        return source.with_all(insert_field(source, present, new, ()))
    return source.with_all(_links_as_list(source, present, {"label": label, "url": url}))


def _links_as_list(source: Source, links: Mapping, new: dict[str, Value]) -> list[Put]:
    """What makes a list of `{label, url}` of labels with addresses, and adds one."""
    refuse_question_marks(source, links)
    if source.in_brackets(links):
        return _links_in_brackets(source, links, flow_text(new))
    puts = [put for key, value in links.pairs.values() for put in _link_as_item(source, links, key, value)]
    lines = " " * (links.column - 1) + "- " + flow_text(new)
    return [*puts, source.below(source.last_line(links), lines)]


def _links_in_brackets(source: Source, links: Mapping, new: str) -> list[Put]:
    """`{Paper: a, Code: b}` as `[{label: Paper, url: a}, {label: Code, url: b}, new]`: the old braces go on."""
    puts = [Put(source.start(links), "[")]
    for number, (key, value) in enumerate(links.pairs.values()):
        puts.append(Put(source.start(key), "{label: " if number else "label: "))
        puts += _url_key(source, key)
        is_last = number == len(links.pairs) - 1
        puts.append(source.inside(source.end(value), "}, " + new[:-1] if is_last else "}"))
    return [*puts, Put(source.end(links), "]")]


def _url_key(source: Source, key: Scalar) -> list[Put]:
    """The key `url` between a label and the colon behind it."""
    if not source.has_colon(key):
        return [source.inside(source.end(key), ", url")]
    colon = source.colon(key, in_brackets=True)
    glued = not source.text[colon + 1].isspace()
    return [Put(colon, ", url"), *([Put(colon + 1, " ")] if glued else [])]


def _link_as_item(source: Source, links: Mapping, key: Scalar, value: Node) -> list[Put]:
    """What makes `- {label: Paper, url: a}` of `Paper: a`; on two lines where braces would change how it reads."""
    if not isinstance(value, Scalar):
        raise PapertrailError(f"the link {quoted(key.text)} has no single address")
    around_key, around = source.quotes_in_brackets(key), source.quotes_in_brackets(value)
    if around_key is not None and around is not None and key.line == value.end_line and not value.absent:
        source.refuse_tabs_below(key.line)
        return [
            Put(source.start(key), "- {label: " + around_key),
            Put(source.end(key), around_key + ", url"),
            Put(source.start(value), around),
            Put(source.end(value), around + "}"),
        ]
    return [
        Put(source.start(key), "- label: "),
        Put(source.end(key), "\n" + " " * (links.column + 1) + "url"),
        *source.shifted(key.line + 1, source.last_line_of_pair(key, value), 2),
    ]
