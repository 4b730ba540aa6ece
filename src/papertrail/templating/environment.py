"""Jinja: where templates are found, and the filters that they have.

Templates are the maintainer's and trusted; what they are given is a stranger's text. Templates of pages
(`site/*.html.j2`) escape everything on their own; templates of documents (`*.md.j2`) say how with a filter.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import jinja2

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


_SUFFIXES = (".j2", ".html", ".xml")
"""How names of templates end: papertrail's, and those of MkDocs' themes."""
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
    return [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(_SUFFIXES)]


def template_fault(error: jinja2.TemplateError) -> str:
    """What is wrong with a maintainer's template, with its file and line."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}: {error.message}"
    missing = "there is no template " if isinstance(error, jinja2.TemplateNotFound) else ""
    return f"{template_position(error)}{missing}{error.message or error}"


def template_position(error: BaseException) -> str:
    """Return the file and line of a template in which an error was raised, as the start of a message."""
    frames = _frames(error)
    return f"{frames[-1].filename}:{frames[-1].lineno}: " if frames else ""


def environment(own: Path | None) -> jinja2.Environment:
    """The templates of a project: those in its folder `own`, and the defaults for the rest.

    A project's template may extend the default of the same name as `default/NAME`.
    """
    defaults = jinja2.FileSystemLoader(default_templates())
    loaders: list[jinja2.BaseLoader] = [jinja2.PrefixLoader({"default": defaults}), defaults]
    if own is not None and own.is_dir():
        loaders.insert(0, jinja2.FileSystemLoader(own))
    found = jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=lambda name: bool(name) and ".html" in str(name),  # noqa: S701 - Markdown must not be escaped
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
