"""`papertrail build` and `papertrail serve`: run MkDocs, and replace the old site only with a complete one."""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from papertrail.core.errors import PapertrailError
from papertrail.core.settings import NOT_ENABLED, Settings
from papertrail.pipeline.check import Checked
from papertrail.pipeline.last_good import LastGood
from papertrail.publishing.build_errors import build_failures, described_failures, is_announcement
from papertrail.publishing.build_inputs import INPUTS, BuildInputs
from papertrail.publishing.failed_code import plugin_name
from papertrail.publishing.host import HOST, Abort, BuildError, MkDocsConfig, build_command, load_config, serve_site
from papertrail.publishing.list_reading import preview_problems, refuse_site_errors
from papertrail.publishing.temporary_folder import temporary_folder
from papertrail.records.config_file import position_of
from papertrail.records.files import read
from papertrail.reporters.style import StyledText, ansi
from papertrail.runtime.atomic_folder import replaced_folder
from papertrail.runtime.progress import SILENT, Progress
from papertrail.text.strings import printable

_EARLIEST = int(datetime(1980, 1, 1, tzinfo=UTC).timestamp())
"""The earliest time that archives can store."""
_LATEST = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp())
_EPOCH = "SOURCE_DATE_EPOCH"
"""The variable with the time of a build; see https://reproducible-builds.org/specs/source-date-epoch/."""
_PLUGIN_LOGGER = f"{HOST}.plugins.papertrail"


def publish_preview(settings: Settings, progress: Progress = SILENT) -> None:
    """Build a site that can be opened from the disk, without the files that have errors.

    Raise `click.exceptions.Exit` or `PapertrailError` if MkDocs fails.
    """
    with progress.step("reading records"):
        sources = read(settings)
        refuse_site_errors(sources)
        recovered = LastGood().recover(sources)
    problems = preview_problems(recovered.as_found)
    if problems:
        click.echo(problems, err=True)
    checked = recovered.sound.with_texts_on_disk(settings)
    _publish(settings, BuildInputs(checked=checked, preview=True, problems=problems, progress=progress), strict=False)


def publish(settings: Settings, checked: Checked, *, strict: bool, progress: Progress = SILENT) -> None:
    """Build the site, and replace the old one with it.

    Raise `click.exceptions.Exit` or `PapertrailError` if MkDocs fails; the old site is then unchanged.
    """
    _publish(settings, BuildInputs(checked=checked, progress=progress), strict=strict)


def _publish(settings: Settings, inputs: BuildInputs, *, strict: bool) -> None:
    assert inputs.checked is not None
    with _logging(logging.WARNING):
        config = site_config(settings, strict=strict)
        site_dir = Path(config.site_dir)
        config[INPUTS] = replace(inputs, previous_site=site_dir)
        with described_failures(settings.config_file), replaced_folder(site_dir) as new, _build_date(inputs.checked):
            config.site_dir = str(new)
            _build(config)
            plugin: Any = _plugin(config, settings)
    click.echo(f"{plugin.page_count:,} pages in {site_dir}", err=True)


def _build(config: MkDocsConfig) -> None:
    try:
        config.plugins.on_startup(command="build", dirty=False)
        build_command.build(config)
    except Abort as error:
        # MkDocs has logged the reason: an error of a plugin, or warnings in strict mode.
        click.echo("papertrail: nothing was written", err=True)
        raise click.exceptions.Exit(2 if isinstance(error.__context__, BuildError) else 1) from error
    finally:
        config.plugins.on_shutdown()


def serve(settings: Settings, dev_addr: str | None) -> None:
    """Serve the site until the user interrupts it. Raise `PapertrailError` if the address cannot be served on."""
    options = {}
    if dev_addr is not None:
        _check_address(*_parsed_address(dev_addr))
        options["dev_addr"] = dev_addr
    config = site_config(settings, **options)
    if dev_addr is None:
        _check_address(*config.dev_addr)
    with _logging(logging.INFO), temporary_folder(), described_failures(settings.config_file):
        try:
            serve_site(str(settings.config_file), **options)  # type: ignore[arg-type]
        except Abort as error:
            if isinstance(error.__context__, BuildError):  # MkDocs has logged the reason
                raise click.exceptions.Exit(2) from error
            raise PapertrailError(str(error)) from error


def _parsed_address(address: str) -> tuple[str, int]:
    """Parse HOST:PORT. Raise `PapertrailError` if it is not an address that MkDocs serves on.

    >>> _parsed_address("[::1]:8000")
    ('::1', 8000)
    """
    host, _, port = address.rpartition(":")
    if not host:
        raise PapertrailError(f'invalid address "{address}"; use HOST:PORT, such as 127.0.0.1:8001')
    host = host.removeprefix("[").removesuffix("]")
    try:
        if host != "localhost":
            ipaddress.ip_address(host)
    except ValueError:
        raise PapertrailError(
            f'invalid host "{host}" in address "{address}"; use localhost or an IP address, such as 127.0.0.1'
        ) from None
    if not (port.isdecimal() and port.isascii()):
        raise PapertrailError(f'invalid port "{port}" in address "{address}"; use a number, such as 8001')
    return host, int(port)


def _check_address(host: str, port: int) -> None:
    """Raise `PapertrailError` if a server cannot listen on an address."""
    if not 0 < port < 65_536:
        raise PapertrailError(f'invalid port "{port}"; use a number from 1 to 65535')
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # like the server of MkDocs
            probe.bind((host, port))
    except OSError as error:
        raise PapertrailError(
            f"cannot serve on {host}:{port}: {error.strerror}; use another address, such as "
            "`papertrail serve -a 127.0.0.1:8001`"
        ) from error


def site_config(settings: Settings, **overrides: Any) -> MkDocsConfig:
    """Read the configuration of MkDocs. Raise `PapertrailError` if it is not valid."""
    # The documented switch for the notice that Material prints about MkDocs 2.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    _check_epoch()
    config_file = settings.config_file
    with build_failures(config_file):
        config = load_config(str(config_file), **overrides)
    if not any(plugin_name(name) == "group" for name in config.plugins):  # it may load papertrail later
        _plugin(config, settings)
    return config


def _plugin(config: MkDocsConfig, settings: Settings) -> object:
    """Return the plugin. Raise `PapertrailError` if it is not enabled."""
    if "papertrail" not in config.plugins:
        raise PapertrailError(f"{position_of(settings.config_file, 'plugins')}: {NOT_ENABLED}")
    return config.plugins["papertrail"]


def _check_epoch() -> None:
    """Raise `PapertrailError` if the time of the build in the environment is not a time. An empty one is none."""
    value = os.environ.get(_EPOCH)
    if value == "":
        del os.environ[_EPOCH]
    elif value is not None and not (value.isascii() and value.isdecimal() and int(value[:20]) <= _LATEST):
        raise PapertrailError(
            f"{_EPOCH}={printable(value)} is not a time; set it to a number of seconds since 1970, such as {_EARLIEST}"
        )


@contextmanager
def _build_date(checked: Checked) -> Iterator[None]:
    """Set the time of the build, which MkDocs writes into the sitemap, to the latest `added`.

    The same list then yields the same bytes at any time.
    """
    if _EPOCH in os.environ:
        yield
        return
    days = [paper.added for paper in checked.library.papers if paper.added]
    latest = datetime.fromisoformat(max(days)).replace(tzinfo=UTC).timestamp() if days else _EARLIEST
    os.environ[_EPOCH] = str(max(int(latest), _EARLIEST))
    try:
        yield
    finally:
        del os.environ[_EPOCH]


class _ColorFormatter(logging.Formatter):
    """Prints reports in colors."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a record."""
        record = copy(record)
        if isinstance(record.args, tuple):
            record.args = tuple(arg.render(ansi) if isinstance(arg, StyledText) else arg for arg in record.args)
        return super().format(record)


def _is_colored() -> bool:
    """Whether to log in colors. Commands run in a context that knows the option `--color` and the environment."""
    context = click.get_current_context(silent=True)
    return sys.stderr.isatty() if context is None or context.color is None else context.color


@contextmanager
def _logging(level: int) -> Iterator[None]:
    """Print the messages of MkDocs from `level` on, and those of the plugin from INFO on, to standard error."""
    logger = logging.getLogger(HOST)
    handler = logging.StreamHandler()
    formatter = _ColorFormatter if _is_colored() else logging.Formatter
    handler.setFormatter(formatter("%(levelname)-7s -  %(message)s"))
    handler.addFilter(lambda record: record.levelno >= level or record.name.startswith(_PLUGIN_LOGGER))
    handler.addFilter(lambda record: not is_announcement(record))
    logging.getLogger(_PLUGIN_LOGGER).setLevel(logging.INFO)
    logger.addHandler(handler)
    before = logger.level
    logger.setLevel(level)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
