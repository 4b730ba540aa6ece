"""`papertrail build` and `papertrail serve`: MkDocs, with a safe place to write to."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, ConfigurationError, MkDocsException

from papertrail.core.errors import PapertrailError
from papertrail.pipeline.check import Checked
from papertrail.publishing.plugin import log
from papertrail.runtime.atomic_folder import written_aside
from papertrail.runtime.progress import QUIET, Stages

_LONG_AGO = int(datetime(1980, 1, 1, tzinfo=UTC).timestamp())


def publish(config_file: Path, *, strict: bool, checked: Checked, stages: Stages = QUIET) -> None:
    """Build the site aside and put it in the place of the old one. Raises `click.exceptions.Exit` or
    `PapertrailError` where MkDocs fails; the old site then stands as it was.
    """
    with _logging(logging.WARNING):
        config = site_config(config_file, strict=strict)
        site_dir = Path(config.site_dir)
        with written_aside(site_dir) as aside, _build_date(checked):
            config.site_dir = str(aside)
            plugin: Any = config.plugins["papertrail"]
            plugin.checked, plugin.before, plugin.stages = checked, site_dir, stages
            _build(config)
    click.echo(f"{plugin.pages:,} pages in {site_dir}", err=True)


def _build(config: MkDocsConfig) -> None:
    try:
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build.build(config)
    except Abort as error:
        # MkDocs has told of it: a plugin's failure, or warnings where they are not allowed.
        click.echo("papertrail: nothing was written", err=True)
        raise click.exceptions.Exit(2 if isinstance(error.__context__, BuildError) else 1) from error
    except MkDocsException as error:
        raise PapertrailError(str(error)) from error
    finally:
        config.plugins.on_shutdown()


def serve(config_file: Path, dev_addr: str | None) -> None:
    """Serve the site until it is interrupted. Raises `PapertrailError` for a port that is taken."""
    site_config(config_file)
    options = {"dev_addr": dev_addr} if dev_addr else {}
    with _logging(logging.INFO):
        try:
            mkdocs_serve.serve(str(config_file), **options)  # type: ignore[arg-type]
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            raise PapertrailError(
                f"the address cannot be served ({error.strerror}); choose another one, such as "
                "`papertrail serve -a 127.0.0.1:8001`"
            ) from error
        except MkDocsException as error:
            raise PapertrailError(str(error)) from error


def site_config(config_file: Path, **overrides: Any) -> MkDocsConfig:
    """MkDocs' configuration. Raises `PapertrailError` where MkDocs refuses it."""
    # The documented switch for the notice that Material prints about MkDocs 2.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    try:
        config = load_config(str(config_file), **overrides)
    except ConfigurationError as error:
        raise PapertrailError(f"{config_file}: {error}") from error
    except Abort as error:
        raise PapertrailError(f"{config_file} is not a valid configuration of MkDocs ({error})") from error
    if "papertrail" not in config.plugins:
        raise PapertrailError(f"{config_file} has no `papertrail` under `plugins:`; add the line `  - papertrail`")
    return config


@contextmanager
def _build_date(checked: Checked) -> Iterator[None]:
    """MkDocs stamps the sitemap with the time of the build; the latest `added` gives the same bytes every time."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        yield
        return
    days = [paper.added for paper in checked.library.papers if paper.added]
    latest = datetime.fromisoformat(max(days)).replace(tzinfo=UTC).timestamp() if days else _LONG_AGO
    os.environ["SOURCE_DATE_EPOCH"] = str(max(int(latest), _LONG_AGO))  # what archives can hold
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]


@contextmanager
def _logging(level: int) -> Iterator[None]:
    """MkDocs' messages from `level` on, and all that the plugin says, on standard error."""
    logger = logging.getLogger("mkdocs")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)-7s -  %(message)s"))
    handler.addFilter(lambda record: record.levelno >= level or record.name == log.logger.name)
    log.logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    before = logger.level
    logger.setLevel(level)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
