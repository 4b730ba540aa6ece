"""Errors of a build: reported to MkDocs, or described while the server goes on."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import jinja2
from mkdocs.exceptions import Abort, MkDocsException, PluginError

from papertrail.core.errors import PapertrailError
from papertrail.templating.environment import template_message, template_position

_LOGGERS = ("mkdocs.commands.build", "mkdocs.config")
"""The loggers of MkDocs that report why a build fails."""
_EXPECTED = (MkDocsException, PapertrailError, OSError)


class BuildFailedError(Exception):
    """A build failed; the message describes why."""


@contextmanager
def plugin_errors() -> Iterator[None]:
    """Raise errors of papertrail as errors that MkDocs reports without a traceback."""
    try:
        yield
    except jinja2.TemplateError as error:
        raise PluginError(template_message(error)) from error
    except PapertrailError as error:
        raise PluginError(str(error)) from error


@contextmanager
def build_failures() -> Iterator[None]:
    """Raise `BuildFailedError` if a build fails. What MkDocs would log about the failure becomes the message."""
    held = _HeldErrors()
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    for logger in loggers:
        logger.addFilter(held)
    try:
        yield
    except (Exception, SystemExit) as error:
        raise BuildFailedError(_description(error, held.messages)) from error
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


def _description(error: BaseException, messages: list[str]) -> str:
    if isinstance(error, jinja2.TemplateError):
        return template_message(error)
    if position := template_position(error):
        return f"{position}{error}"
    if isinstance(error, Abort) and messages:  # its own message only counts what it has logged
        return "\n".join(messages)
    if isinstance(error, _EXPECTED):
        return str(error)
    return "\n".join([*messages, "".join(traceback.format_exception(error)).rstrip()])
