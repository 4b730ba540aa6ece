"""Errors of a build: reported to MkDocs, or described for the maintainer of the site.

Settings, templates, hook scripts and other plugins belong to the maintainer, and may raise any exception. Only an
exception that papertrail's own code raised is an internal error.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import jinja2

from papertrail.core.errors import INTERNAL_ERROR, PapertrailError
from papertrail.publishing.failed_code import failed_code, in_project, plugin_name
from papertrail.publishing.host import HOST, Abort, ConfigurationError, MkDocsException, PluginError
from papertrail.records.config_file import position_of
from papertrail.templating.environment import is_template_error, template_message, template_position
from papertrail.text.strings import one_line

_LOGGERS = (f"{HOST}.commands.build", f"{HOST}.config")
"""The loggers of MkDocs that report why a build fails."""
_CONFIG_ERROR = re.compile(r"Config value '(?P<key>[^']+)': (?P<message>.*)", re.DOTALL)

_TYPES = {
    "str": "text (put it in quotes)",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list",
    "dict": "a mapping",
    "NoneType": "nothing",
    "datetime.date": "a date",
    "datetime.datetime": "a time",
}
"""Words for the types of values in messages of MkDocs."""


class BuildFailedError(PapertrailError):
    """A build failed; the message describes why."""


class _ReportedError(PluginError):
    """An error whose message has the position."""


@contextmanager
def plugin_errors() -> Iterator[None]:
    """Raise errors of papertrail as errors that MkDocs reports without a traceback."""
    try:
        yield
    except jinja2.TemplateError as error:
        raise _ReportedError(template_message(error)) from error
    except PapertrailError as error:
        raise _ReportedError(str(error)) from error


def is_announcement(record: logging.LogRecord) -> bool:
    """Whether MkDocs only logs the page that shows an error of papertrail, before the error itself."""
    error = sys.exception()
    return isinstance(error, _ReportedError) and record.getMessage() != str(error)


@contextmanager
def described_failures(config_file: Path) -> Iterator[None]:
    """Raise a failure of MkDocs, or of code that it runs, as a `PapertrailError`; internal errors stay as they are."""
    try:
        yield
    except (click.exceptions.Exit, PapertrailError):
        raise
    except (Exception, SystemExit) as error:
        message = _message(error, config_file)
        if message is None:
            raise
        raise PapertrailError(message) from error


@contextmanager
def build_failures(config_file: Path) -> Iterator[None]:
    """Raise `BuildFailedError` if a build fails, or if the settings are not valid.

    What MkDocs would log about the failure becomes the message.
    """
    with _held_errors() as messages:
        try:
            yield
        except (Exception, SystemExit) as error:
            raise BuildFailedError(_with_log(error, messages, config_file)) from error


@contextmanager
def _held_errors() -> Iterator[list[str]]:
    """Keep errors out of the log, and yield the list that collects them."""
    held = _HeldErrors()
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    for logger in loggers:
        logger.addFilter(held)
    try:
        yield held.messages
    finally:
        for logger in loggers:
            logger.removeFilter(held)


class _HeldErrors(logging.Filter):
    """Keeps errors out of the log."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.ERROR:
            return True
        self.messages.append(record.getMessage())
        return False


def _with_log(error: BaseException, messages: list[str], config_file: Path) -> str:
    """Return the message of a failure, after what MkDocs has logged about it."""
    if isinstance(error, Abort) and messages:  # its own message only counts what it has logged
        return "\n".join(_with_position(message, config_file) for message in messages)
    message = _message(error, config_file)
    if message is not None:
        return message
    if isinstance(error, OSError):
        return str(error)
    return "\n".join([*messages, "".join(traceback.format_exception(error)), INTERNAL_ERROR])


def _with_position(message: str, config_file: Path) -> str:
    """Add the file and line to a message of MkDocs about a setting. Names that it quotes may be options of it."""
    match = _CONFIG_ERROR.fullmatch(message)
    if match is None:
        return message
    text = re.sub(r"\n +.*", "", match["message"])  # lines of a traceback
    names = [plugin_name(name) for name in re.findall(r"""(?<!\w)['"]([^'"]+)['"]""", text)]
    for python, plain in _TYPES.items():
        text = text.replace(f"<class '{python}'>", plain)
    return f"{position_of(config_file, match['key'], *names)}: {match['key']}: {text}"


def _message(error: BaseException, config_file: Path) -> str | None:
    """Return the message of a failure. None for an internal error."""
    if is_template_error(error):
        position = template_position(error)
        is_own = position is not None and in_project(position[0], config_file)
        return template_message(error) + ("" if is_own else f"; check the settings of the theme in {config_file}")
    if isinstance(error, ConfigurationError):
        return f"{config_file}: {one_line(str(error))}"
    if isinstance(error, MkDocsException | PapertrailError):
        return str(error)
    return failed_code(error, config_file)
