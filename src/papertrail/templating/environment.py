"""The Jinja environment: where templates are found, their filters, and errors in them.

Templates are trusted, as the maintainer writes them; the values that they get are not. Templates of pages
(`site/*.html.j2`) escape values automatically; templates of documents (`*.md.j2`) choose a filter for each value.
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
    """Return the folder of the default templates: in the installed package, or in the root of the repository."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "templates"
    return installed if installed.is_dir() else package.parents[1] / "templates"


def stylesheet() -> str:
    """Return the stylesheet of the site: the files of `assets/css`, joined in the order of their names."""
    files = sorted((default_templates() / "assets/css").glob("*.css"))
    return "".join(file.read_text(encoding="utf-8") for file in files)


def scripts() -> dict[str, str]:
    """Return the scripts of the site by their file names, by which they import one another."""
    files = sorted((default_templates() / "assets/js").glob("*.js"))
    return {file.name: file.read_text(encoding="utf-8") for file in files}


_SUFFIXES = (".j2", ".html", ".xml")
"""The suffixes of templates: of papertrail's, and of those of themes."""
_RAISED = (TypeError, ValueError, ArithmeticError, LookupError, RecursionError, AttributeError)
"""What an expression in a template can raise, besides the errors of Jinja."""


@contextmanager
def template_errors() -> Iterator[None]:
    """Raise any error in a template as a `jinja2.TemplateError`, whose position `template_message` reports."""
    try:
        yield
    except _RAISED as error:
        if not _frames(error) and not isinstance(error, UnicodeDecodeError | RecursionError):
            raise
        what = "a template is not UTF-8: " if isinstance(error, UnicodeDecodeError) else ""
        template_error = jinja2.TemplateRuntimeError(f"{what}{error}")
        raise template_error.with_traceback(error.__traceback__) from error


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    return [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(_SUFFIXES)]


def template_message(error: jinja2.TemplateError) -> str:
    """Return the message of an error in a template, with its file and line."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}: {error.message}"
    prefix = "unknown template " if isinstance(error, jinja2.TemplateNotFound) else ""
    return f"{template_position(error)}{prefix}{error.message or error}"


def template_position(error: BaseException) -> str:
    """Return the file and line of a template in which an error was raised, as the start of a message."""
    frames = _frames(error)
    return f"{frames[-1].filename}:{frames[-1].lineno}: " if frames else ""


def environment(own: Path | None) -> jinja2.Environment:
    """Return the templates of a project: those in its folder `own`, then the default ones.

    A template of the project can extend the default one of the same name as `default/NAME`.
    """
    defaults = jinja2.FileSystemLoader(default_templates())
    loaders: list[jinja2.BaseLoader] = [jinja2.PrefixLoader({"default": defaults}), defaults]
    if own is not None and own.is_dir():
        loaders.insert(0, jinja2.FileSystemLoader(own))
    templates = jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=lambda name: bool(name) and ".html" in str(name),  # noqa: S701 - Markdown must not be escaped
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    templates.filters.update(
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
    return templates
