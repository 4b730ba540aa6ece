"""The words of the site in the language of its readers, from the catalogs in `translations/` (gettext).

Messages are whole sentences in English with placeholders such as `%(name)s`; a message without a translation stays
English. Templates call `_` and `ngettext`, Python calls `Words.gettext` and `Words.ngettext`, scripts call `t` and `tn`
(see `script_words`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from gettext import c2py
from pathlib import Path

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

SOURCE = "en"
"""The language of the messages."""
TRANSLATIONS = Path(__file__).parent / "translations"
"""The folder of the catalogs."""
_ENGLISH_PLURAL = "n != 1"
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, kw_only=True)
class Words:
    """Translates messages into one language; by default, they stay English."""

    language: str = SOURCE
    """The language of the messages, as in the attribute `lang`."""
    requested: str = SOURCE
    """The language of the site, which may have no catalog."""
    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    """The forms of each translated message: one, or as many as `plural` has values."""
    group: str = ","
    """The sign between groups of three digits."""
    plural: str = _ENGLISH_PLURAL
    """The number of the plural form for `n`, as an expression in C."""
    plural_of: Callable[[int], int] = field(default=lambda n: int(n != 1), repr=False, compare=False)
    """The number of the plural form for a number."""

    @property
    def complete(self) -> bool:
        """Whether the messages are in the language of the site."""
        return _base(self.language) == _base(self.requested)

    def gettext(self, message: str, /, **values: object) -> str:
        """Return a message with its values inserted."""
        return self.form(message, message, 1) % values

    def ngettext(self, one: str, many: str, num: int, /, **values: object) -> str:
        """Return the form of a message for a number, which is also the value `num`."""
        return self.form(one, many, num) % {"num": self.number(num), **values}

    def label(self, text: str) -> str:
        """Return a text that is papertrail's or another's: only papertrail's own are translated."""
        return self.form(text, text, 1)

    def forms(self, one: str, many: str) -> tuple[str, ...]:
        """Return all forms of a message, without their values."""
        return self.messages.get(one, (one, many))

    def form(self, one: str, many: str, num: int) -> str:
        """Return the form of a message for a number, without its values."""
        forms = self.messages.get(one)
        if forms is None:
            return one if num == 1 else many
        return forms[self.plural_of(num)] if len(forms) > 1 else forms[0]

    def number(self, number: int) -> str:
        """Return a number as text: `10,000`."""
        return f"{number:,}".replace(",", self.group)


ENGLISH = Words()


def msgid(message: str) -> str:
    """Mark a message that is translated later."""
    return message


def languages(folder: Path = TRANSLATIONS) -> list[str]:
    """Return the languages that have a catalog, and English."""
    return sorted([SOURCE, *(file.stem for file in folder.glob("*.po"))])


def words_of(language: str, folder: Path = TRANSLATIONS) -> Words:
    """Return the words of a site in a language such as `de` or `pt-BR`: from its own catalog or that of `pt`."""
    tag = language.replace("_", "-")
    known = {code.lower(): code for code in languages(folder)}
    code = known.get(tag.lower()) or known.get(_base(tag), SOURCE)
    if code == SOURCE:
        return Words(requested=tag)
    # Most sites are English, and `papertrail check` needs no catalog: neither waits for Babel.
    from babel import Locale
    from babel.messages.pofile import read_po

    with (folder / f"{code}.po").open("rb") as file:
        catalog = read_po(file, locale=code.replace("-", "_"))
    texts = {_key(message.id): _forms(message.string) for message in catalog if message.id}
    return Words(
        language=code,
        requested=tag,
        messages={key: forms for key, forms in texts.items() if all(forms)},
        group=str(Locale.parse(code, sep="-").number_symbols["latn"]["group"]),
        plural=catalog.plural_expr,
        plural_of=c2py(catalog.plural_expr),
    )


def _key(id: str | list[str] | tuple[str, ...]) -> str:
    return id if isinstance(id, str) else id[0]


def _forms(string: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or ("",))


def _base(tag: str) -> str:
    return tag.split("-", 1)[0].lower()


def add_words(templates: jinja2.Environment, words: Words) -> None:
    """Give templates the functions `_` and `ngettext`, the filters `number` and `label`, and `words`.

    Values are escaped where templates escape values; messages may contain HTML. Messages are
    translated when a template is compiled, where it outputs them or where they have no values.
    """

    class Translator(NodeTransformer):
        def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - as in Jinja
            node.nodes = [part for shown in node.nodes for part in _parts(shown, words) or [shown]]
            return self.generic_visit(node)

        def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - as in Jinja
            match _parts(node, words):
                case [nodes.MarkSafeIfAutoescape() as text]:
                    return text
            return self.generic_visit(node)

    class Compiler(CodeGenerator):
        def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - as in Jinja
            super().visit_Template(Translator().visit(node), frame)

    templates.code_generator_class = Compiler

    @jinja2.pass_eval_context
    def gettext(context: jinja2.nodes.EvalContext, message: str, /, **values: object) -> str:
        return inserted(words.label(message), values, context.autoescape)

    @jinja2.pass_eval_context
    def ngettext(context: jinja2.nodes.EvalContext, one: str, many: str, num: int, /, **values: object) -> str:
        return inserted(words.form(one, many, num), {"num": words.number(num), **values}, context.autoescape)

    def inserted(text: str, values: dict[str, object], autoescape: bool) -> str:
        if not autoescape:
            return text % values
        return Markup(text % {name: escape(value) for name, value in values.items()})  # noqa: S704 - papertrail's text

    templates.globals.update(_=gettext, ngettext=ngettext, words=words)
    templates.filters.update(number=words.number, label=words.label)


def _parts(node: nodes.Node, words: Words) -> list[nodes.Expr]:
    """Return what a call of `_` outputs: texts and the expressions of its values; empty if it is not such a call."""
    match node:
        case nodes.Call(
            node=nodes.Name(name="_"), args=[nodes.Const(value=str(message))], dyn_args=None, dyn_kwargs=None
        ):
            values = {argument.key: argument.value for argument in node.kwargs}
        case _:
            return []
    pieces = _PLACEHOLDER.split(words.label(message))
    if not values.keys() >= {*pieces[1::2]} or any("%" in text.replace("%%", "") for text in pieces[::2]):
        return []
    return [
        values[piece] if number % 2 else nodes.MarkSafeIfAutoescape(nodes.Const(piece.replace("%%", "%")))
        for number, piece in enumerate(pieces)
        if piece
    ]
