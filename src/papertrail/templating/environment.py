"""Jinja: where templates are found, and the filters that they have.

Templates are the maintainer's and trusted; what they are given is a stranger's text. Templates of pages
(`site/*.html.j2`) escape everything on their own; templates of documents (`*.md.j2`) say how with a filter.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode
from markupsafe import Markup, escape

from papertrail.text.gfm_tables import padded, tabled
from papertrail.text.markdown import (
    html_inline,
    html_text,
    html_url,
    markdown_inline,
    markdown_start,
    markdown_text,
    markdown_url,
)


@cache
def default_templates() -> Path:
    """The folder of the default templates: inside an installed package, or at the top of the repository."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "templates"
    return installed if installed.is_dir() else package.parents[1] / "templates"


def stylesheet() -> str:
    """The site's style: the files of `assets/css`, joined in the order of their names so that it is one request."""
    return "".join(
        file.read_text(encoding="utf-8") for file in sorted((default_templates() / "assets/css").glob("*.css"))
    )


def scripts() -> dict[str, str]:
    """The site's scripts by file name; they import one another by these names."""
    found = sorted((default_templates() / "assets/js").glob("*.js"))
    return {file.name: file.read_text(encoding="utf-8") for file in found}


_FAULTS = (TypeError, ValueError, ArithmeticError, LookupError, RecursionError, AttributeError)
"""What a mistake in a template can raise beside the errors of Jinja."""


@contextmanager
def template_mistakes() -> Iterator[None]:
    """A mistake in a maintainer's template, whatever it raises, is told as one: with its place, by `template_fault`."""
    try:
        yield
    except _FAULTS as error:
        if not _frames(error) and not isinstance(error, UnicodeDecodeError | RecursionError):
            raise
        what = "a template is not UTF-8: " if isinstance(error, UnicodeDecodeError) else ""
        mistake = jinja2.TemplateRuntimeError(f"{what}{error}")
        raise mistake.with_traceback(error.__traceback__) from error


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    return [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(".j2")]


def template_fault(error: jinja2.TemplateError) -> str:
    """What is wrong with a maintainer's template, with its file and line."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}: {error.message}"
    frames = _frames(error)
    place = f"{frames[-1].filename}:{frames[-1].lineno}: " if frames else ""
    missing = "there is no template " if isinstance(error, jinja2.TemplateNotFound) else ""
    return f"{place}{missing}{error.message or error}"


class _Generator(CodeGenerator):
    """Has what a template shows escaped by `_Environment.escaped`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Any, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(" + (finalize.src or ""))


class _Context(Context):
    """Calls functions and macros, of which the page of a paper has a hundred, with less ado."""

    @internalcode
    def call(self, called: Any, /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **kwargs: Any) -> Any:
        kind = type(called)
        if kind is Macro and not kwargs and len(args) == len(called.arguments) and not _asks_for_more(called):
            html = called._func(*args)
            return _markup(html) if self.eval_ctx.autoescape else html
        if kind in _FUNCTIONS and not hasattr(called, "jinja_pass_arg"):
            try:
                return called(*args, **kwargs)
            except StopIteration:
                return self.environment.undefined(f"{called!r} gave nothing")
        return super().call(called, *args, _loop_vars=_loop_vars, _block_vars=_block_vars, **kwargs)


def _asks_for_more(macro: Macro) -> bool:
    return macro.catch_kwargs or macro.catch_varargs or macro.caller


_FUNCTIONS = (FunctionType, MethodType)
_markup = partial(str.__new__, Markup)


class _Environment(jinja2.Environment):
    code_generator_class = _Generator
    context_class = _Context

    @staticmethod
    def escaped(value: object) -> str:
        """`markupsafe.escape`, which is called a hundred times for the page of a paper, with less ado where there is
        nothing to escape.
        """
        if type(value) is str:
            return value if not _SPECIAL(value) else str(escape(value))
        return value if type(value) is Markup else str(escape(value))


_SPECIAL = re.compile("[&<>'\"]").search


def environment(own: Path | None) -> jinja2.Environment:
    """The templates of a project: those in its folder `own`, and the defaults for the rest.

    A project's template may extend the default of the same name as `default/NAME`.
    """
    defaults = jinja2.FileSystemLoader(default_templates())
    loaders: list[jinja2.BaseLoader] = [jinja2.PrefixLoader({"default": defaults}), defaults]
    if own is not None and own.is_dir():
        loaders.insert(0, jinja2.FileSystemLoader(own))
    # Markdown must not be escaped as HTML; every use of a record's text there goes through one of the filters.
    found = _Environment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=lambda name: bool(name) and ".html" in str(name),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    found.filters.update(
        md=markdown_text,
        md_inline=markdown_inline,
        md_start=markdown_start,
        md_url=markdown_url,
        html=html_text,
        html_inline=html_inline,
        html_url=html_url,
        padded=padded,
        tabled=tabled,
    )
    return found
