"""The Jinja environment: where templates are found, their filters, and errors in them.

Templates are trusted, as the maintainer writes them; the values that they get are not. Templates of pages
(`site/*.html.j2`) escape values automatically; templates of documents (`*.md.j2`) choose a filter for each value.
"""

from __future__ import annotations

import errno
import os
import traceback
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.debug import rewrite_traceback_stack
from jinja2.loaders import split_template_path

from papertrail.runtime.safe_folder import opened_folder
from papertrail.templating.context import FastContext
from papertrail.templating.words import ENGLISH, Words, add_words
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
from papertrail.text.strings import quoted


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


class TemplateLoader(jinja2.FileSystemLoader):
    """Finds templates in folders. A file that cannot be read as a template is an error with its path."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text and the path of a template, and whether it is still current."""
        try:
            return super().get_source(environment, template)
        except jinja2.TemplateNotFound:
            if (file := self._file(template)) is None:
                raise
            raise _unreadable("not a file; rename or remove it", template, file) from None
        except UnicodeDecodeError:
            file = self._file(template) or Path(template)
            line = _first_line_not_utf8(file.read_bytes())
            raise _unreadable("not UTF-8; save the file as UTF-8", template, file, line) from None
        except OSError as error:
            message = f"cannot read the template: {error.strerror}; check its permissions"
            raise _unreadable(message, template, Path(error.filename)) from error

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - as in Jinja
    ) -> jinja2.Template:
        """Return a compiled template. What Python cannot compile, such as deep nesting, is an error with its path."""
        try:
            return super().load(environment, name, globals)
        except jinja2.TemplateError:
            raise
        except Exception as error:
            what = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
            raise _unreadable(f"cannot compile the template: {what}", name, self._file(name) or Path(name)) from error

    def _file(self, template: str) -> Path | None:
        if ".." in template.split("/"):
            return None
        files = [Path(folder, template) for folder in self.searchpath]
        return next((file for file in files if os.path.lexists(file)), None)


class _OwnTemplates(TemplateLoader):
    """Finds the templates of a project, but follows no links and waits for no pipes."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text and the path of a template, and that it is still current."""
        own = Path(self.searchpath[0])
        file = own.joinpath(*split_template_path(template))
        try:
            with ExitStack() as opened:
                folder = opened.enter_context(opened_folder(str(own.parent)))
                for part in (own.name, *file.relative_to(own).parts[:-1]):
                    folder = opened.enter_context(folder.subfolder(part))
                data = folder.read(file.name)
        except FileNotFoundError:
            raise jinja2.TemplateNotFound(template) from None
        except OSError as error:
            raise _unreadable(_why_unreadable(error), template, file) from error
        try:
            return data.decode(), str(file), lambda: True
        except UnicodeDecodeError:
            message = "not UTF-8; save the file as UTF-8"
            raise _unreadable(message, template, file, _first_line_not_utf8(data)) from None


def _why_unreadable(error: OSError) -> str:
    if error.errno == errno.EINVAL:
        return "not a file; rename or remove it"
    if error.errno in (errno.ELOOP, errno.ENOTDIR):
        return "symbolic links are not followed; replace the link with the file or folder it points to"
    return f"cannot read the template: {error.strerror}; check its permissions"


def _unreadable(message: str, template: str, file: Path, line: int = 1) -> jinja2.TemplateSyntaxError:
    return jinja2.TemplateSyntaxError(message, line, template, str(file))


def _first_line_not_utf8(data: bytes) -> int:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


# Errors


@contextmanager
def template_errors() -> Iterator[None]:
    """Raise any error in a template of the project as a `jinja2.TemplateError`, whose position `template_message` adds.

    An error in a default template that no template of the project uses is an error of papertrail, and stays as it is.
    """
    try:
        yield
    except Exception:
        error = rewrite_traceback_stack()  # Jinja itself does not if a macro is called from Python
        if isinstance(error, jinja2.TemplateError) or not is_template_error(error):
            raise error from error.__cause__
        raise jinja2.TemplateRuntimeError(_reason(error)).with_traceback(error.__traceback__) from error


def is_template_error(error: BaseException) -> bool:
    """Whether an error is one of Jinja's, or was raised in a template of the project or of a theme."""
    return isinstance(error, jinja2.TemplateError) or not all(_is_default(file) for file, _ in _lines(error))


def template_message(error: BaseException) -> str:
    """Return the message of an error in a template, with its file and line."""
    position = template_position(error)
    if position is None:
        return _reason(error)
    message = f"{position[0]}:{position[1]}: {_reason(error)}"
    if _is_installed(position[0]):
        used_by = [f" (used by {file}:{line})" for file, line in _lines(error) if not _is_installed(file)]
        message += "".join(used_by[-1:])
    return message


def template_position(error: BaseException) -> tuple[str, int] | None:
    """Return the file and line of the template in which an error was raised; None if it was raised elsewhere."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.filename or error.name or _WITHOUT_FILE, error.lineno
    return next(reversed(_lines(error)), None)


def _reason(error: BaseException) -> str:
    if isinstance(error, jinja2.TemplateNotFound):
        return f"unknown template {quoted(str(error.name))}; correct its name"
    if isinstance(error, RecursionError):
        return "the template extends, includes or calls itself without end; remove the circle"
    if undefined := _undefined_argument(error):
        return undefined
    if isinstance(error, MemoryError):
        return "the template needs more memory than there is"
    message = (error.message if isinstance(error, jinja2.TemplateError) else None) or str(error)
    return message if message and not isinstance(error, KeyError) else f"{type(error).__name__} {message}".rstrip()


def _undefined_argument(error: BaseException) -> str | None:
    """Return the message for a variable that does not exist, if a function that the template called got one."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    values = frames[-1].f_locals.values() if frames and not frames[-1].f_code.co_filename.endswith(_SUFFIXES) else ()
    for value in values:
        if isinstance(value, jinja2.StrictUndefined):
            try:
                str(value)
            except jinja2.UndefinedError as undefined:
                return undefined.message
    return None


_SUFFIXES = (".j2", ".html", ".xml", ".svg")
"""The suffixes of templates: of papertrail's, and of those of themes."""
_WITHOUT_FILE = "<template>"
"""The name that Jinja gives to a template without a file."""


def _lines(error: BaseException) -> list[tuple[str, int]]:
    """Return the files and lines of all templates in the traceback of an error, innermost last."""
    frames = traceback.walk_tb(error.__traceback__)
    lines = [(frame.f_code.co_filename, line) for frame, line in frames]
    return [(file, line) for file, line in lines if file.endswith(_SUFFIXES) or file == _WITHOUT_FILE]


def _is_default(file: str) -> bool:
    return Path(file).is_relative_to(default_templates())


def _is_installed(file: str) -> bool:
    """Whether a template belongs to papertrail or to a theme, and not to the project."""
    return _is_default(file) or "site-packages" in Path(file).parts


def environment(own: Path | None, words: Words = ENGLISH) -> jinja2.Environment:
    """Return the templates of a project: those in its folder `own`, then the default ones. They say `words`.

    A template of the project can extend the default one of the same name as `default/NAME`. Raise a `TemplateError`
    if the folder cannot be read.
    """
    defaults = TemplateLoader(default_templates())
    loaders: list[jinja2.BaseLoader] = [jinja2.PrefixLoader({"default": defaults}), defaults]
    if own is not None and own.is_dir():
        if not os.access(own, os.R_OK | os.X_OK):
            raise jinja2.TemplateError(f"{own}: cannot read the folder of templates; check its permissions")
        loaders.insert(0, _OwnTemplates(own))
    templates = jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=lambda name: bool(name) and ".html" in str(name),  # noqa: S701 - Markdown must not be escaped
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    templates.context_class = FastContext
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
    add_words(templates, words)
    return templates
